import { imageText, readImage, type Image } from '../../../../nodes/common/files/imageField.ts';
import type { ItemContext } from '../../../../nodes/common/action/itemContext.ts';
import { itemFields } from '../../../support/engine/itemFields.mts';

const noCall = {} as ItemContext;

interface File {
	mimeType?: string;
	data?: string;
	bytes?: number;
}

const JPEG = '/9j/4AAQSkZJRg==';
const PNG = 'iVBORw0KGgoAAAAN';

async function read(imageSource: string, image: unknown, files: Record<string, File> = {}) {
	const binary = Object.fromEntries(
		Object.entries(files).map(([name, file]) => [name, { data: JPEG, ...file }]),
	);
	const fields = itemFields({ imageSource, image }, { binary: binary as never });
	const picture = readImage(fields, 'image') as Image;
	for (const check of fields.checks) await check();
	return {
		image: picture,
		problems: fields.issues.map(({ sentence }) => sentence),
	};
}

describe('base64', () => {
	test.each([
		['/9j/4AAQSkZJRg==', '/9j/4AAQSkZJRg=='],
		['data:image/jpeg;base64,/9j/4AAQ', 'data:image/jpeg;base64,/9j/4AAQ'],
		[`data:image/png;base64,${PNG}`, `data:image/png;base64,${PNG}`],
		[PNG, PNG],
		// The first bytes count, not the words in front.
		[`data:image/jpeg;base64,${PNG}`, `data:image/jpeg;base64,${PNG}`],
		[' /9j/\n4AAQ ', '/9j/4AAQ'],
	])('%p is sent as %p', async (text, sent) => {
		const { image, problems } = await read('base64', text);
		expect(problems).toEqual([]);
		await expect(imageText(noCall, image)).resolves.toBe(sent);
	});

	test.each([
		['data:image/gif;base64,R0lGOD'],
		['https://example.com/a.jpg'],
		['not base64!'],
		[{ a: 1 }],
		['database'],
		['s3'],
		['JVBERi0xLjQ='],
		['/9j'],
		['data:image/jpeg;base64,JVBERi0xLjQ='],
	])('%p is refused', async (text) => {
		expect((await read('base64', text)).problems).toEqual([expect.stringMatching(/^'Image' must be/)]);
	});
});

describe('URL', () => {
	test('is sent as it is', async () => {
		const { image } = await read('url', 'https://pictures.test/document.jpg');
		await expect(imageText(noCall, image)).resolves.toBe('https://pictures.test/document.jpg');
	});

	test('that is no address is refused', async () => {
		expect((await read('url', 'document.jpg')).problems).toEqual([expect.stringMatching(/full address/)]);
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
	])('a file of type %s is taken', async (mimeType) => {
		expect(await read('binary', 'data', { data: { mimeType } })).toEqual({
			image: { source: 'binary', property: 'data' },
			problems: [],
		});
	});

	test.each([
		['application/pdf', 'not application/pdf'],
		['image/heic', 'not image/heic'],
		['image/jpeg', 'and its first bytes are those of neither'],
		[undefined, 'and its first bytes are those of neither'],
	])('a file of the type %s that begins like something else is refused', async (mimeType, instead) => {
		const file = { mimeType, data: 'JVBERi0xLjQ=' };
		expect((await read('binary', 'data', { data: file })).problems).toEqual([
			`'Image' must be a JPEG or PNG picture, ${instead}`,
		]);
	});

	test.each([[{ data: '' }], [{ bytes: 0 }]])('an empty file (%j) is refused', async (file) => {
		expect((await read('binary', 'data', { data: { mimeType: 'image/png', ...file } })).problems).toEqual([
			"'Image' names the file 'data', which is empty",
		]);
	});

	test('a property that the item does not have is named', async () => {
		expect((await read('binary', 'photo', { data: { mimeType: 'image/png' } })).problems).toEqual([
			"'Image' names the binary property 'photo', which the item does not have",
		]);
	});

	test('all bytes are read only when the item is sent', async () => {
		const getBinaryDataBuffer = jest.fn(async () => Buffer.from('picture'));
		const { image } = await read('binary', 'data', { data: { mimeType: 'image/png' } });
		expect(getBinaryDataBuffer).not.toHaveBeenCalled();
		const call = { itemIndex: 3, context: { helpers: { getBinaryDataBuffer } } } as unknown as ItemContext;
		await expect(imageText(call, image)).resolves.toBe(Buffer.from('picture').toString('base64'));
		expect(getBinaryDataBuffer).toHaveBeenCalledWith(3, 'data');
	});
});

test('an unknown source is refused', async () => {
	expect((await read('file', 'x')).problems).toContainEqual(
		expect.stringContaining('must be one of binary, base64, url'),
	);
});
