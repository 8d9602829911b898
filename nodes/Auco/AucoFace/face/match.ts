import { imageProperties, imageSource, imageText, readImage } from '../../../common/files/imageField';
import { defineOperation } from '../../../common/action/operation';
import { documentProperties, readDocument } from '../../editor/properties';
import { idOfSynchronousResult } from '../../api/provider';

/** `POST /veriface/validate`: compares the face on a document with a photo (docs/providers/auco.md#face-match). */
export const match = defineOperation({
	value: 'match',
	name: 'Match',
	action: 'Match face with identity document (billed)',
	description: 'Compare the face on an identity document with a photo. Billed by Auco; nobody is contacted.',
	sends: 'creates',

	properties: [
		...documentProperties,
		...imageSource,
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

	async send(item, input) {
		const documentImage = await imageText(item, input.documentImage);
		const photo = await imageText(item, input.photo);
		const body = { ...input.document, documentImage, photo };
		return await item.request({
			method: 'POST',
			path: '/veriface/validate',
			body,
			createdId: idOfSynchronousResult,
		});
	},
});
