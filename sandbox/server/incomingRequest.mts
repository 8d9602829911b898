import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';

import type { RecordedRequest } from '../types.mts';

/** A request as it is recorded. */
export function recordRequest(raw: IncomingMessage, bytes: Buffer, number: number): RecordedRequest {
	const [path, ...query] = (raw.url ?? '/').split('?');
	// Other bytes than text are kept one to one.
	const text = bytes.toString(isUtf8(bytes) ? 'utf8' : 'latin1');
	return {
		number,
		method: raw.method ?? 'GET',
		path: path!,
		query: query.join('?'),
		headers: headersOf(raw),
		text,
		body: parseJson(text),
		at: Date.now(),
	};
}

/** The whole body, whatever the method. */
export async function readBody(raw: IncomingMessage): Promise<Buffer> {
	const pieces: Buffer[] = [];
	for await (const piece of raw) pieces.push(piece as Buffer);
	return Buffer.concat(pieces);
}

/** Node lower-cases the names; only `set-cookie`, which requests do not have, would be an array. */
function headersOf(raw: IncomingMessage): Record<string, string> {
	return Object.fromEntries(Object.entries(raw.headers).map(([name, value]) => [name, String(value)]));
}

/** undefined when the text is not JSON. */
export function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
