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
		...documentProperties,
		imageSource,
		...imageProperties('Document Image', 'documentImage'),
		...imageProperties('Photo', 'photo'),
	],

	read(fields) {
		return {
			document: readDocument(fields),
			documentImage: readImage(fields, 'documentImage'),
			photo: readImage(fields, 'photo'),
		};
	},

	async send(call, input) {
		const documentImage = await imageText(call, input.documentImage);
		const photo = await imageText(call, input.photo);
		const body = { ...input.document, documentImage, photo };
		return await call.request({ method: 'POST', path: '/veriface/validate', body, made: codeOfAnswer });
	},
};
