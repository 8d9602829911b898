import type { IBinaryKeyData, IDataObject } from 'n8n-workflow';

import type { ItemContext } from '../../../common/action/itemContext';
import { toBoolean, toIdentifier } from '../../../common/values/convert';
import { downloadFile } from '../../../common/files/download';
import { FileItem } from '../../../common/action/output';
import { defineOperation } from '../../../common/action/operation';
import { notForTools, simplify } from '../../../common/editor/properties';
import { decidingAttempt, readProcess, simplified, withoutResumeUrl } from '../../api/processes';
import { code } from '../../editor/properties';

/**
 * The images of an attempt, by Auco's names (docs/providers/auco.md#reading-attempts); their URLs are valid for five
 * minutes.
 */
const IMAGES = ['identificationCardFront', 'identificationCardBack', 'photo'];

/** `GET /veriface?code=`: the state and result of a process (docs/providers/auco.md#read-a-process). */
export const get = defineOperation({
	value: 'get',
	name: 'Get',
	action: 'Get identity validation process',
	description: 'Get the state and the result of a process. Free of charge; nobody is contacted.',
	sends: 'reads',

	properties: [code, simplify],

	options: [
		{
			displayName: 'Download Images',
			name: 'downloadImages',
			type: 'boolean',
			default: false,
			displayOptions: notForTools,
			description: 'Whether to add the images of the deciding attempt as binary data',
		},
	],

	read(fields) {
		return {
			code: fields.required('code', toIdentifier),
			simplify: fields.simplify(),
			downloadImages: fields.option('downloadImages', toBoolean) ?? false,
		};
	},

	async send(item, input) {
		const process = await readProcess(item, input.code);
		const json = input.simplify ? simplified(process) : withoutResumeUrl(process);
		return input.downloadImages ? await withImages(item, json, decidingAttempt(process)) : json;
	},
});

async function withImages(item: ItemContext, json: IDataObject, attempt: IDataObject): Promise<FileItem> {
	const binary: IBinaryKeyData = {};
	for (const image of IMAGES.filter((name) => attempt[name])) {
		binary[image] = await downloadFile(item, `image ${image}`, attempt[image], image);
	}
	return new FileItem(json, binary);
}
