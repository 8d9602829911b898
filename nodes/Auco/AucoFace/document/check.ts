import type { IDataObject } from 'n8n-workflow';

import {
	imageProperties,
	imageSource,
	imageText,
	readImage,
	type Image,
} from '../../../common/files/imageField';
import type { Operation } from '../../../common/action/operation';
import { documentProperties, readDocument } from '../../editor/properties';
import { codeOfAnswer } from '../../api/provider';

interface Input {
	document: IDataObject;
	image: Image;
}

/**
 * `POST /veriface/check`: reads and checks the picture of a document (auco.md 2.3). A failed check is no failure of
 * the node: Auco answers it with status 200 and `error: true`.
 */
export const check: Operation<Input> = {
	value: 'check',
	name: 'Check',
	action: 'Check document',
	description: 'Check the picture of an identity document and read its data',
	sends: 'creates',

	properties: [...documentProperties, imageSource, ...imageProperties('Image', 'image')],

	read(fields) {
		return {
			document: readDocument(fields),
			image: readImage(fields, 'image'),
		};
	},

	async send(call, input) {
		const body = { ...input.document, image: await imageText(call, input.image) };
		return await call.request({ method: 'POST', path: '/veriface/check', body, made: codeOfAnswer });
	},
};
