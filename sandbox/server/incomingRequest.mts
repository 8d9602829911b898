import { isUtf8 } from 'node:buffer';
import type { IncomingMessage } from 'node:http';

import type { RecordedRequest } from '../types.mts';

/** A request as it is recorded. */
export function recordRequest(raw: IncomingMessage, bytes: Buffer, number: number): RecordedRequest {
	const [path, ...query] = (raw.url ?? '/').split('?');
	// Bytes that are no text are kept one to one.
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

/** Everything that a request carries; methods that usually carry nothing included. */
export async function readBody(raw: IncomingMessage): Promise<Buffer> {
	const pieces: Buffer[] = [];
	for await (const piece of raw) pieces.push(piece as Buffer);
	return Buffer.concat(pieces);
}

/** Node gives names in lower case; only `set-cookie`, which requests do not have, is a list. */
function headersOf(raw: IncomingMessage): Record<string, string> {
	return Object.fromEntries(Object.entries(raw.headers).map(([name, value]) => [name, String(value)]));
}

/** undefined when there is none. */
export function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		return undefined;
	}
}
