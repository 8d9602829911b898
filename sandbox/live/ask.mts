import axios, { isAxiosError } from 'axios';

import { isOnLoopback } from '../server/loopback.mts';

/** A request of the check. */
interface LiveRequest {
	method: string;
	url: string;
	authorization: string;
	/** Sent as JSON. */
	body?: unknown;
}

/** A reply as it came. */
export interface LiveReply {
	status: number;
	/** Media type without parameters, in lower case; empty when there is none. */
	contentType: string;
	/** Set for a redirect, which is not followed: the key is for the host that it was given to. */
	redirectsTo?: 'the same host' | 'another host' | 'nowhere';
	/** undefined when the bytes are not UTF-8. */
	text: string | undefined;
}

/** Nobody has replies of this size; more is not read. */
const LARGEST_REPLY = 50_000_000;

/**
 * Sends a request and takes any status.
 *
 * @param timeout milliseconds for all of it
 * @returns the reply, or why there is none, in words without an address
 */
export async function ask(request: LiveRequest, timeout: number): Promise<LiveReply | string> {
	const { method, url, authorization, body } = request;
	const limit = AbortSignal.timeout(timeout);
	try {
		const { status, headers, data } = await axios.request<Buffer>({
			method,
			url,
			data: body === undefined ? undefined : JSON.stringify(body),
			headers: {
				Authorization: authorization,
				Accept: 'application/json',
				...(body !== undefined && { 'Content-Type': 'application/json' }),
			},
			signal: limit,
			responseType: 'arraybuffer',
			maxContentLength: LARGEST_REPLY,
			maxRedirects: 0,
			validateStatus: () => true,
			...(isOnLoopback(url) && { proxy: false }),
		});
		return {
			status,
			contentType: String(headers['content-type'] ?? '')
				.split(';')[0]!
				.trim()
				.toLowerCase(),
			...(status >= 300 && status < 400 && { redirectsTo: targetOf(headers.location, url) }),
			text: textOf(data),
		};
	} catch (error) {
		if (limit.aborted) return `no answer within ${timeout / 1000} s`;
		return wordsForFault(isAxiosError(error) ? (error.code ?? '') : '');
	}
}

function targetOf(location: unknown, url: string): LiveReply['redirectsTo'] {
	if (typeof location !== 'string' || !URL.canParse(location, url)) return 'nowhere';
	return new URL(location, url).origin === new URL(url).origin ? 'the same host' : 'another host';
}

function textOf(bytes: Buffer): string | undefined {
	try {
		return new TextDecoder('utf-8', { fatal: true }).decode(bytes);
	} catch {
		return undefined;
	}
}

const FAULTS: Record<string, string> = {
	ECONNREFUSED: 'the connection was refused: is the base URL right?',
	ENOTFOUND: 'the host is not known: is the base URL right, is there a network?',
	EAI_AGAIN: 'the host could not be looked up: is there a network?',
	ECONNRESET: 'the connection broke off',
	EPIPE: 'the connection broke off',
	ERR_INVALID_CHAR: 'the key has characters that no header can carry: copy it again',
};

/** The error's own text is left out: it may hold addresses, IDs and what a proxy needs. */
function wordsForFault(code: string): string {
	if (/CERT|SELF_SIGNED|VERIFY|TLS|SSL/.test(code)) return `the certificate is not accepted (${code})`;
	return FAULTS[code] ?? `the request failed${/^[A-Z_0-9]+$/.test(code) ? ` (${code})` : ''}`;
}
