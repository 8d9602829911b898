/** How the files that nodes send and receive begin, in hexadecimal. */
const BEGINNINGS: ReadonlyArray<[beginning: string, mimeType: string]> = [
	['25504446', 'application/pdf'],
	['89504e470d0a1a0a', 'image/png'],
	['ffd8ff', 'image/jpeg'],
];

/** So many bytes are enough to tell. */
export const BYTES_TO_TELL = 8;

/** The type of a file by its first bytes; undefined for all others. */
export function fileTypeOf(bytes: Buffer): string | undefined {
	const beginning = bytes.subarray(0, BYTES_TO_TELL).toString('hex');
	return BEGINNINGS.find(([start]) => beginning.startsWith(start))?.[1];
}

/** Whether a file is a PDF. Its mark may stand behind other bytes (PDF 1.7, annex H). */
export function isPdf(bytes: Buffer): boolean {
	return bytes.subarray(0, 1024).includes('%PDF-');
}

/** Whether these are the first bytes of a JPEG or a PNG. */
export function isImage(bytes: Buffer): boolean {
	return /^image\//.test(fileTypeOf(bytes) ?? '');
}
