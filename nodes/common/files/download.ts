import type { IBinaryData, IN8nHttpFullResponse } from 'n8n-workflow';
import { NodeApiError } from 'n8n-workflow';

import type { Call } from '../http/client';
import { Gate } from '../http/pacer';
import { withRetry } from '../http/retry';

/**
 * Fetches a file from a signed address that the provider gave, as binary data.
 *
 * Deliberately without the credential: a key in the header breaks signed addresses and would tell it to the file
 * store (auco.md 4.2). Redirects are not followed, and only encrypted addresses are fetched, except on loopback.
 *
 * @param what names the file for messages, e.g. `report`
 * @throws NodeApiError when the file cannot be had
 */
export async function downloadFile(
	call: Call,
	what: string,
	url: unknown,
	fileName: string,
): Promise<IBinaryData> {
	const address = checkedAddress(call, what, url);
	const answer = await fetchFile(call, what, address);
	const bytes = Buffer.from(answer.body as unknown as ArrayBuffer);
	const told = String(answer.headers['content-type'] ?? '')
		.split(';')[0]
		.trim();
	// A file store that does not know better says so.
	const mimeType = /octet-stream$|^$/.test(told) ? typeOf(bytes) : told;
	return await call.context.helpers.prepareBinaryData(bytes, fileName, mimeType);
}

/** How the files that providers give begin. */
const BEGINNINGS: ReadonlyArray<[beginning: string, mimeType: string]> = [
	['25504446', 'application/pdf'],
	['89504e47', 'image/png'],
	['ffd8ff', 'image/jpeg'],
];

function typeOf(bytes: Buffer): string {
	const beginning = bytes.subarray(0, 4).toString('hex');
	const known = BEGINNINGS.find(([start]) => beginning.startsWith(start));
	return known?.[1] ?? 'application/octet-stream';
}

/** A file is only read, so whatever is wrong for a moment is tried again (design section 5, point 3). */
async function fetchFile(call: Call, what: string, url: string): Promise<IN8nHttpFullResponse> {
	const signal = call.context.getExecutionCancelSignal();
	try {
		return await withRetry(async () => await fetchOnce(call, url, signal), {
			gate: new Gate(),
			signal,
			mayRetry: (failure) => !(failure instanceof BadStatus) || PASSING.test(failure.status),
			retryAfter: (failure) => (failure instanceof BadStatus ? failure.retryAfter : undefined),
			slowsAll: () => false,
		});
	} catch (error) {
		throw unavailable(call, what, error as Error);
	}
}

/** Statuses that may be others a moment later. */
const PASSING = /^(429|5\d\d)$/;

/** The file store answered, but not with the file. */
class BadStatus extends Error {
	readonly status: string;

	readonly retryAfter: unknown;

	constructor({ statusCode, headers }: IN8nHttpFullResponse) {
		super(`HTTP status ${statusCode}`);
		this.status = String(statusCode);
		this.retryAfter = headers['retry-after'];
	}
}

async function fetchOnce(
	call: Call,
	url: string,
	abortSignal: AbortSignal | undefined,
): Promise<IN8nHttpFullResponse> {
	const answer = (await call.context.helpers.httpRequest({
		method: 'GET',
		url,
		encoding: 'arraybuffer',
		timeout: call.timeout,
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		disableFollowRedirect: true,
		abortSignal,
	})) as IN8nHttpFullResponse;
	if (answer.statusCode === 200) return answer;
	throw new BadStatus(answer);
}

function checkedAddress(call: Call, what: string, url: unknown): string {
	const parsed = typeof url === 'string' && URL.canParse(url) ? new URL(url) : undefined;
	const isLoopback = parsed !== undefined && /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(parsed.hostname);
	if (parsed && (parsed.protocol === 'https:' || (parsed.protocol === 'http:' && isLoopback)))
		return parsed.href;
	throw unavailable(call, what, new Error('the provider gave no usable address'));
}

function unavailable(call: Call, what: string, reason: Error): NodeApiError {
	const message = `The ${what} could not be downloaded: ${reason.message} [Item ${call.itemIndex}]`;
	const httpCode = reason instanceof BadStatus ? reason.status : undefined;
	const error = new NodeApiError(
		call.context.getNode(),
		{ message },
		{ message, httpCode, itemIndex: call.itemIndex, description: adviceFor(httpCode) },
	);
	error.message = message;
	return error;
}

function adviceFor(httpCode = ''): string {
	return httpCode.startsWith('3')
		? 'The file store sent on to another address, which was not followed. Ask the provider.'
		: 'The address is valid for a few minutes only. Run the node again to get a fresh one.';
}
