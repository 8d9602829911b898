import type { NodeOperationError } from 'n8n-workflow';

import { itemError } from '../../../common/action/errors';
import type { ItemContext } from '../../../common/action/itemContext';
import { toIdentifier, toText } from '../../../common/values/convert';
import { downloadFile } from '../../../common/files/download';
import { isPdf } from '../../../common/files/fileType';
import { FileItem } from '../../../common/action/output';
import { defineOperation } from '../../../common/action/operation';
import { code } from '../../editor/properties';
import { isReady, readCheck, simplified } from '../../api/checks';

/**
 * Reads the check and fetches the PDF behind its signed `url`, which lives for minutes only
 * (docs/providers/auco.md#background-report).
 */
export const downloadReport = defineOperation({
	value: 'downloadReport',
	name: 'Download Report',
	action: 'Download report of background check',
	description: 'Download the PDF report of a finished background check. Free of charge.',
	sends: 'reads',
	hiddenFromTools: true,

	properties: [
		code,
		{
			displayName: 'Put Output File in Field',
			name: 'binaryPropertyName',
			type: 'string',
			required: true,
			default: 'data',
			placeholder: 'e.g. data',
			hint: 'The name of the output binary field to put the file in',
		},
	],

	read(fields) {
		return {
			code: fields.required('code', toIdentifier),
			binaryPropertyName: fields.optional('binaryPropertyName', toText) ?? 'data',
		};
	},

	async send(item, input) {
		const check = await readCheck(item, input.code);
		if (!isReady(check)) throw notReady(item, input.code);
		const report = await downloadFile(item, 'report', check.url, `background-${input.code}.pdf`, isPdf);
		return new FileItem(simplified(check), { [input.binaryPropertyName]: report });
	},
});

function notReady(item: ItemContext, checkCode: string): NodeOperationError {
	return itemError(
		item.context.getNode(),
		item.itemIndex,
		`The background check ${checkCode} is not ready yet, so it has no report`,
		"A check takes up to a minute. Turn on 'Wait for Result' when you generate it, or put a Wait node before this one.",
	);
}
