import { imageText, readImage, type Image } from '../../../../nodes/common/files/imageField.ts';
import type { ItemContext } from '../../../../nodes/common/action/itemContext.ts';
import { itemFields } from '../../../support/engine/itemFields.mts';

const noCall = {} as ItemContext;

interface File {
	mimeType?: string;
	data?: string;
	bytes?: number;
}

function read(imageSource: string, image: unknown, files: Record<string, File> = {}) {
	const binary = Object.fromEntries(
		Object.entries(files).map(([name, file]) => [name, { data: 'cGljdHVyZQ==', ...file }]),
	);
	const fields = itemFields({ imageSource, image }, { binary: binary as never });
	return {
		image: readImage(fields, 'image') as Image,
		problems: fields.issues.map(({ sentence }) => sentence),
	};
}

describe('base64', () => {
	test.each([
		['/9j/4AAQSkZJRg==', '/9j/4AAQSkZJRg=='],
		['data:image/jpeg;base64,/9j/4AAQ', 'data:image/jpeg;base64,/9j/4AAQ'],
		['data:image/png;base64,iVBORw0K', 'data:image/png;base64,iVBORw0K'],
		[' /9j/\n4AAQ ', '/9j/4AAQ'],
	])('%p is sent as %p', async (text, sent) => {
		const { image, problems } = read('base64', text);
		expect(problems).toEqual([]);
		await expect(imageText(noCall, image)).resolves.toBe(sent);
	});

	test.each([['data:image/gif;base64,R0lGOD'], ['https://example.com/a.jpg'], ['not base64!'], [{ a: 1 }]])(
		'%p is refused',
		(text) => {
			expect(read('base64', text).problems).toEqual([expect.stringMatching(/^'Image' must be/)]);
		},
	);
});

describe('URL', () => {
	test('is sent as it is', async () => {
		const { image } = read('url', 'https://example.com/document.jpg');
		await expect(imageText(noCall, image)).resolves.toBe('https://example.com/document.jpg');
	});

	test('that is no address is refused', () => {
		expect(read('url', 'document.jpg').problems).toEqual([expect.stringMatching(/full address/)]);
	});
});

describe('binary', () => {
	test.each([
		['image/jpeg'],
		['image/jpg'],
		['image/png'],
		['application/octet-stream'],
		['image/jpeg; charset=binary'],
		[undefined],
	])('a file of type %s is taken', (mimeType) => {
		expect(read('binary', 'data', { data: { mimeType } })).toEqual({
			image: { source: 'binary', property: 'data' },
			problems: [],
		});
	});

	test('a file of another type is refused', () => {
		expect(read('binary', 'data', { data: { mimeType: 'application/pdf' } }).problems).toEqual([
			"'Image' must be a JPEG or PNG picture, not application/pdf",
		]);
	});

	test.each([[{ data: '' }], [{ bytes: 0 }]])('an empty file (%j) is refused', (file) => {
		expect(read('binary', 'data', { data: { mimeType: 'image/png', ...file } }).problems).toEqual([
			"'Image' names the file 'data', which is empty",
		]);
	});

	test('a property that the item does not have is named', () => {
		expect(read('binary', 'photo', { data: { mimeType: 'image/png' } }).problems).toEqual([
			"'Image' names the binary property 'photo', which the item does not have",
		]);
	});

	test('the bytes are read only when the item is sent', async () => {
		const getBinaryDataBuffer = jest.fn(async () => Buffer.from('picture'));
		const { image } = read('binary', 'data', { data: { mimeType: 'image/png' } });
		expect(getBinaryDataBuffer).not.toHaveBeenCalled();
		const call = { itemIndex: 3, context: { helpers: { getBinaryDataBuffer } } } as unknown as ItemContext;
		await expect(imageText(call, image)).resolves.toBe(Buffer.from('picture').toString('base64'));
		expect(getBinaryDataBuffer).toHaveBeenCalledWith(3, 'data');
	});
});

test('an unknown source is refused', () => {
	expect(read('file', 'x').problems).toContainEqual(
		expect.stringContaining('must be one of binary, base64, url'),
	);
});
