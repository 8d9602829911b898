import { imageProperties, imageSource, imageText, readImage } from '../../../common/files/imageField';
import { defineOperation } from '../../../common/action/operation';
import { documentProperties, readDocument } from '../../editor/properties';
import { idOfSynchronousResult } from '../../api/provider';

/**
 * `POST /veriface/check`: reads and checks the picture of a document (auco.md 2.3). A failed check is no failure of
 * the node: Auco answers it with status 200 and `error: true`.
 */
export const check = defineOperation({
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

	async send(item, input) {
		const body = { ...input.document, image: await imageText(item, input.image) };
		return await item.request({
			method: 'POST',
			path: '/veriface/check',
			body,
			createdId: idOfSynchronousResult,
		});
	},
});
