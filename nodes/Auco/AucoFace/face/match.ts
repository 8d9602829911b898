import type { IDataObject } from 'n8n-workflow';

import { toCode, toText } from '../../../common/convert';
import { imageProperties, imageSource, imageText, readImage, type Image } from '../../../common/images';
import type { Operation } from '../../../common/operation';
import * as shared from '../../api/properties';
import { codeOfAnswer } from '../../api/provider';

interface Input {
	fields: IDataObject;
	documentImage: Image;
	photo: Image;
}

/** `POST /veriface/validate`: compares the face on a document with a photo (auco.md 2.4). */
export const match: Operation<Input> = {
	value: 'match',
	name: 'Match',
	action: 'Match face with document',
	description: 'Compare the face on an identity document with a photo',
	sends: 'creates',

	properties: [
		shared.country,
		shared.documentType,
		shared.identification,
		imageSource,
		...imageProperties('Document Image', 'documentImage'),
		...imageProperties('Photo', 'photo'),
	],

	read(fields) {
		return {
			fields: {
				country: fields.required('country', toCode),
				type: fields.required('type', toCode),
				identification: fields.required('identification', toText),
			},
			documentImage: readImage(fields, 'documentImage'),
			photo: readImage(fields, 'photo'),
		};
	},

	async send(call, input) {
		const documentImage = await imageText(call, input.documentImage);
		const photo = await imageText(call, input.photo);
		const body = { ...input.fields, documentImage, photo };
		return await call.request({ method: 'POST', path: '/veriface/validate', body, made: codeOfAnswer });
	},
};
