import type { IBinaryData, INodeProperties } from 'n8n-workflow';

import type { ItemContext } from '../action/itemContext';
import type { ItemFields, Valid } from '../action/itemFields';
import { notForTools } from '../editor/properties';
import { InvalidValueError, toChoice, toText } from '../values/convert';
import { toUrl } from '../values/urls';
import { beginningAtUrl, beginningOfFile } from './beginning';
import { fileTypeOf, isImage } from './fileType';

const SOURCES = ['binary', 'base64', 'url'] as const;
type Source = (typeof SOURCES)[number];

/** A checked image whose bytes are not loaded yet. */
export type Image = Valid<ReturnType<typeof readImage>>;

/** Where the images of an operation come from. An AI agent passes text only, so a tool has no files. */
export const imageSource: INodeProperties[] = [
	{ ...imageSourceOf(SOURCES, 'binary'), displayOptions: notForTools },
	{ ...imageSourceOf(['base64', 'url'], 'url'), displayOptions: { show: { '@tool': [true] } } },
];

function imageSourceOf(sources: readonly Source[], byDefault: Source): INodeProperties {
	const options = [
		{ name: 'Base64', value: 'base64' as const, description: 'The image as Base64 text' },
		{ name: 'Binary Data', value: 'binary' as const, description: 'A file of the input item' },
		{
			name: 'URL',
			value: 'url' as const,
			description: 'A public URL from which the provider downloads the image',
		},
	];
	return {
		displayName: 'Image Source',
		name: 'imageSource',
		type: 'options',
		default: byDefault,
		options: options.filter(({ value }) => sources.includes(value)),
		description: 'Where the image comes from. It must be a JPEG or PNG.',
	};
}

/** One property per source for the same field: the name of a binary field, text, or a URL. */
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
			description: 'Name of the input binary field that contains the image',
		}),
		of('base64', {
			default: '',
			placeholder: 'e.g. /9j/4AAQSkZJRgABAQ',
			description: 'The image as Base64 text, with or without "data:image/jpeg;base64," in front',
		}),
		of('url', {
			default: '',
			placeholder: 'e.g. https://example.com/document.jpg',
			description: 'Public https URL of the image. Its first bytes are checked before it is sent.',
		}),
	];
}

/**
 * Reads one image field without loading the image, so that hundreds of rows do not fill the memory. Only its first bytes
 * are checked, because checking something else costs as much as checking an image.
 */
export function readImage(fields: ItemFields, name: string) {
	const source = fields.required('imageSource', (value) => toChoice(value, SOURCES));
	if (source === 'binary') return { source, property: readFile(fields, name) } as const;
	if (source === 'url') return { source, text: readUrl(fields, name) } as const;
	return { source, text: fields.required(name, toBase64) } as const;
}

function readFile(fields: ItemFields, name: string) {
	let file: IBinaryData | undefined;
	const property = fields.required(name, (value) => {
		file = fileNamed(fields, toText(value));
		return toText(value);
	});
	fields.checkLater(name, async () => {
		if (file === undefined || isImage(await beginningOfFile(fields.context, file))) return;
		throw notImage(file.mimeType);
	});
	return property;
}

function readUrl(fields: ItemFields, name: string) {
	const url = fields.required(name, toUrl);
	fields.checkLater(name, async () => {
		if (typeof url !== 'string') return;
		const beginning = await beginningAtUrl(fields.context, url, fields.providerUrl);
		if (beginning === undefined || isImage(beginning)) return;
		throw notImage(fileTypeOf(beginning));
	});
	return url;
}

/** The image as the provider accepts it: Base64 text or a public URL (docs/providers/auco.md#document-check). */
export async function imageText(item: ItemContext, image: Image): Promise<string> {
	if (image.source !== 'binary') return image.text;
	const buffer = await item.context.helpers.getBinaryDataBuffer(item.itemIndex, image.property);
	return buffer.toString('base64');
}

function fileNamed(fields: ItemFields, property: string): IBinaryData {
	const file = fields.binary(property);
	if (!file)
		throw new InvalidValueError(`names the binary field '${property}', which the item does not have`);
	if (file.bytes === 0 || (!file.id && !file.data))
		throw new InvalidValueError(`names the file '${property}', which is empty`);
	return file;
}

function toBase64(value: unknown): string {
	const text = toText(value).replace(/\s+/g, '');
	const bare = text.replace(/^data:image\/(jpe?g|png);base64,/i, '');
	const isBase64 = /^[A-Za-z0-9+/]+={0,2}$/.test(bare);
	if (isBase64 && isImage(Buffer.from(bare.slice(0, 16), 'base64'))) return text;
	throw new InvalidValueError(
		'must be a JPEG or PNG image as Base64 text, which begins with /9j/ or iVBORw0KGgo',
	);
}

/** @param type what it is instead, where that is known and says more than that it is an image */
function notImage(type = ''): InvalidValueError {
	const [told] = type.split(';');
	const isClaimed = /^(image\/(jpe?g|png)|application\/octet-stream|)$/i.test(told.trim());
	const instead = isClaimed ? 'but its first bytes are those of neither' : `not ${told}`;
	return new InvalidValueError(`must be a JPEG or PNG image, ${instead}`);
}
