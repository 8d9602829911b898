import { imageText, readImage, type Image } from '../../../../nodes/common/files/imageField.ts';
import type { ItemContext } from '../../../../nodes/common/action/itemContext.ts';
import { itemFields } from '../../../support/engine/itemFields.mts';

/** What is sent and refused is tested with the nodes, in test/engine. */
async function read(file: { mimeType?: string; data?: string; bytes?: number }) {
	const binary = { data: { data: '/9j/4AAQSkZJRg==', ...file } };
	const fields = itemFields({ imageSource: 'binary', image: 'data' }, { binary: binary as never });
	const image = readImage(fields, 'image') as Image;
	for (const check of fields.checks) await check();
	return {
		image,
		problems: fields.issues.map(({ sentence }) => sentence),
	};
}

test.each([
	['image/jpeg'],
	['image/jpg'],
	['image/png'],
	['application/octet-stream'],
	['image/jpeg; charset=binary'],
	[undefined],
])('a file of type %s is taken', async (mimeType) => {
	expect(await read({ mimeType })).toEqual({ image: { source: 'binary', property: 'data' }, problems: [] });
});

test.each([[{ data: '' }], [{ bytes: 0 }]])('an empty file (%j) is refused', async (file) => {
	expect((await read({ mimeType: 'image/png', ...file })).problems).toEqual([
		"'Image' names the file 'data', which is empty",
	]);
});

test('all bytes are read only when the item is sent', async () => {
	const getBinaryDataBuffer = jest.fn(async () => Buffer.from('picture'));
	const { image } = await read({ mimeType: 'image/png' });
	expect(getBinaryDataBuffer).not.toHaveBeenCalled();
	const call = { itemIndex: 3, context: { helpers: { getBinaryDataBuffer } } } as unknown as ItemContext;
	await expect(imageText(call, image)).resolves.toBe(Buffer.from('picture').toString('base64'));
	expect(getBinaryDataBuffer).toHaveBeenCalledWith(3, 'data');
});
