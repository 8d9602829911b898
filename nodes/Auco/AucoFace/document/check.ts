import { imageProperties, imageSource, imageText, readImage } from '../../../common/files/imageField';
import { defineOperation } from '../../../common/action/operation';
import { documentProperties, readDocument } from '../../editor/properties';
import { idOfSynchronousResult } from '../../api/provider';

/**
 * `POST /veriface/check`: reads and checks the image of a document (docs/providers/auco.md#document-check). A failed
 * check is not a failure of the node: Auco responds to it with status 200 and `error: true`.
 */
export const check = defineOperation({
	value: 'check',
	name: 'Check',
	action: 'Check image of identity document (billed)',
	description:
		'Check the image of an identity document and extract its data. Billed by Auco; nobody is contacted.',
	sends: 'creates',

	properties: [...documentProperties, ...imageSource, ...imageProperties('Image', 'image')],

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
