import { NodeOperationError } from 'n8n-workflow';

import type { Call } from '../../../common/http/client';
import { toText } from '../../../common/values/convert';
import { downloadFile } from '../../../common/files/download';
import { FileItem } from '../../../common/action/output';
import type { Operation } from '../../../common/action/operation';
import { code } from '../../editor/properties';
import { isReady, readCheck, simplified } from '../../api/checks';

interface Input {
	code: string;
	binaryPropertyName: string;
}

/** Reads the check and fetches the PDF behind its signed `url`, which lives for minutes only (auco.md 4.2). */
export const downloadReport: Operation<Input> = {
	value: 'downloadReport',
	name: 'Download Report',
	action: 'Download report of person',
	description: 'Download the PDF report of a finished background check',
	sends: 'reads',

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
			code: fields.required('code', toText),
			binaryPropertyName: fields.optional('binaryPropertyName', toText) ?? 'data',
		};
	},

	async send(call, input) {
		const check = await readCheck(call, input.code);
		if (!isReady(check)) throw notReady(call, input.code);
		const report = await downloadFile(call, 'report', check.url, `background-${input.code}.pdf`);
		return new FileItem(simplified(check), { [input.binaryPropertyName]: report });
	},
};

function notReady(call: Call, checkCode: string): NodeOperationError {
	return new NodeOperationError(
		call.context.getNode(),
		`The background check ${checkCode} is not ready yet, so it has no report [Item ${call.itemIndex}]`,
		{
			itemIndex: call.itemIndex,
			description:
				"A check takes up to a minute. Turn on 'Wait for Result' when you generate it, or put a Wait node in front.",
		},
	);
}
