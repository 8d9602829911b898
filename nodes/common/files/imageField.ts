import type { IBinaryData, INodeProperties } from 'n8n-workflow';

import type { ItemContext } from '../action/itemContext';
import type { ItemFields, Valid } from '../action/itemFields';
import { InvalidValueError, toChoice, toText } from '../values/convert';
import { toUrl } from '../values/urls';
import { beginningAtAddress, beginningOfFile } from './beginning';
import { fileTypeOf, isPicture } from './fileType';

const SOURCES = ['binary', 'base64', 'url'] as const;
type Source = (typeof SOURCES)[number];

/** An image that is known to be there, before its bytes are read. */
export type Image = Valid<ReturnType<typeof readImage>>;

/** Where the images of an operation come from. */
export const imageSource: INodeProperties = {
	displayName: 'Image Source',
	name: 'imageSource',
	type: 'options',
	default: 'binary',
	options: [
		{ name: 'Base64', value: 'base64', description: 'The picture as base64 text' },
		{ name: 'Binary Data', value: 'binary', description: 'A file of the incoming item' },
		{
			name: 'URL',
			value: 'url',
			description: 'A public address from which the provider fetches the picture',
		},
	],
	description: 'Where the picture comes from; it must be JPEG or PNG',
};

/** One property per source for the same field: a file's name, a text or an address. */
export function imageProperties(displayName: string, name: string): INodeProperties[] {
	const of = (source: Source, rest: Pick<INodeProperties, 'default' | 'description' | 'placeholder'>) => ({
		displayName,
		name,
		...rest,
		type: 'string' as const,
		required: true,
		displayOptions: { show: { imageSource: [source] } },
	});
	return [
		of('binary', {
			default: 'data',
			placeholder: 'e.g. data',
			description: 'Name of the binary property of the item that holds the picture',
		}),
		of('base64', {
			default: '',
			placeholder: 'e.g. /9j/4AAQSkZJRgABAQ',
			description: 'The picture as base64 text, with or without "data:image/jpeg;base64,"',
		}),
		of('url', {
			default: '',
			placeholder: 'e.g. https://example.com/document.jpg',
			description: 'Public https address of the picture. Its first bytes are looked at before it is sent.',
		}),
	];
}

/**
 * Reads one image field without loading the picture: hundreds of rows must not fill the memory. Only its first bytes are
 * looked at, because a check of something else costs as much as one of a picture.
 */
export function readImage(fields: ItemFields, name: string) {
	const source = fields.required('imageSource', (value) => toChoice(value, SOURCES));
	if (source === 'binary') return { source, property: readFile(fields, name) } as const;
	if (source === 'url') return { source, text: readAddress(fields, name) } as const;
	return { source, text: fields.required(name, toBase64) } as const;
}

function readFile(fields: ItemFields, name: string) {
	let file: IBinaryData | undefined;
	const property = fields.required(name, (value) => {
		file = fileNamed(fields, toText(value));
		return toText(value);
	});
	fields.checkLater(name, async () => {
		if (file === undefined || isPicture(await beginningOfFile(fields.context, file))) return;
		throw notPicture(file.mimeType);
	});
	return property;
}

function readAddress(fields: ItemFields, name: string) {
	const address = fields.required(name, toUrl);
	fields.checkLater(name, async () => {
		if (typeof address !== 'string') return;
		const beginning = await beginningAtAddress(fields.context, address, fields.providerUrl);
		if (beginning === undefined || isPicture(beginning)) return;
		throw notPicture(fileTypeOf(beginning));
	});
	return address;
}

/** The picture as the provider takes it: base64 text or a public address (docs/providers/auco.md#document-check). */
export async function imageText(item: ItemContext, image: Image): Promise<string> {
	if (image.source !== 'binary') return image.text;
	const buffer = await item.context.helpers.getBinaryDataBuffer(item.itemIndex, image.property);
	return buffer.toString('base64');
}

function fileNamed(fields: ItemFields, property: string): IBinaryData {
	const file = fields.binary(property);
	if (!file)
		throw new InvalidValueError(`names the binary property '${property}', which the item does not have`);
	if (file.bytes === 0 || (!file.id && !file.data))
		throw new InvalidValueError(`names the file '${property}', which is empty`);
	return file;
}

function toBase64(value: unknown): string {
	const text = toText(value).replace(/\s+/g, '');
	const bare = text.replace(/^data:image\/(jpe?g|png);base64,/i, '');
	const isBase64 = /^[A-Za-z0-9+/]+={0,2}$/.test(bare);
	if (isBase64 && isPicture(Buffer.from(bare.slice(0, 16), 'base64'))) return text;
	throw new InvalidValueError(
		'must be a JPEG or PNG picture as base64 text, which begins with /9j/ or iVBORw0KGgo',
	);
}

/** @param type what it is instead, where that is known and says more than that it is a picture */
function notPicture(type: string | undefined): InvalidValueError {
	const instead = type === undefined || /^(image\/(jpe?g|png)|application\/octet-stream)?$/.test(type);
	return new InvalidValueError(
		`must be a JPEG or PNG picture, ${instead ? 'and its first bytes are those of neither' : `not ${type}`}`,
	);
}
