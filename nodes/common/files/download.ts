import type { IBinaryData } from 'n8n-workflow';

import type { ItemContext } from '../action/itemContext';
import { answerTo } from '../http/answer';
import { failureOfResponse, RequestFailure, type ApiResponse } from '../http/failure';
import { RequestPacer } from '../http/pacer';
import { MAX_ATTEMPTS, withRetry } from '../http/retry';
import { rethrow } from '../util/rethrow';
import { isFileUrl } from '../values/urls';
import { fileTypeOf } from './fileType';

/**
 * Downloads a file from a signed URL of the provider, as binary data.
 *
 * Sent without the credential: a key in the header breaks signed URLs and would be disclosed to the file server
 * (docs/providers/auco.md#background-report). Redirects are not followed, and only HTTPS URLs are used. A URL on loopback
 * is used only beside a provider on loopback, a sandbox.
 *
 * @param what names the file for messages, e.g. `report`
 * @param isExpected whether the file is what it should be, by its bytes
 * @throws RequestFailure when the file cannot be downloaded
 */
export async function downloadFile(
	item: ItemContext,
	what: string,
	url: unknown,
	fileName: string,
	isExpected: (bytes: Buffer) => boolean = () => true,
): Promise<IBinaryData> {
	const response = await fetchFile(item, what, checkedAddress(item, what, url));
	const bytes = Buffer.from(response.body as unknown as ArrayBuffer);
	if (!isExpected(bytes)) throw unexpected(what);
	const contentType = String(response.headers['content-type'] ?? '')
		.split(';')[0]
		.trim();
	// File servers send octet-stream when they do not know the type.
	const mimeType = /octet-stream$|^$/.test(contentType)
		? (fileTypeOf(bytes) ?? 'application/octet-stream')
		: contentType;
	return await item.context.helpers.prepareBinaryData(bytes, fileName, mimeType);
}

/**
 * A download only reads, so transient failures are retried. The file server has its own rate limit, hence the separate
 * pacer.
 */
async function fetchFile(item: ItemContext, what: string, url: string): Promise<ApiResponse> {
	const signal = item.context.getExecutionCancelSignal();
	try {
		return await withRetry(async () => await fetchOnce(item, url, signal), {
			sends: 'reads',
			pacer: new RequestPacer(),
			signal,
			maxAttempts: MAX_ATTEMPTS,
		});
	} catch (error) {
		if (!(error instanceof RequestFailure)) throw rethrow(error);
		throw unavailable(what, error);
	}
}

async function fetchOnce(
	item: ItemContext,
	url: string,
	abortSignal: AbortSignal | undefined,
): Promise<ApiResponse> {
	const { timeout } = item;
	const sent = item.context.helpers.httpRequest({
		method: 'GET',
		url,
		encoding: 'arraybuffer',
		timeout,
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		disableFollowRedirect: true,
		abortSignal,
	});
	const response = await answerTo(sent, timeout);
	if (response.statusCode === 200) return response;
	throw failureOfResponse(response);
}

function checkedAddress({ providerUrl }: ItemContext, what: string, url: unknown): string {
	if (typeof url === 'string' && isFileUrl(url, providerUrl)) return new URL(url).href;
	throw unavailable(what, new RequestFailure('the provider gave no usable URL', { outcome: 'refused' }));
}

function unexpected(what: string): RequestFailure {
	const message = `The ${what} could not be downloaded: the file server gave something else`;
	const description = 'Run the node again to get a new URL. If it stays so, contact the provider.';
	return new RequestFailure(message, { outcome: 'refused', advice: { message, description } });
}

/** The file server is not the provider, so its failures get our own text. */
function unavailable(what: string, failure: RequestFailure): RequestFailure {
	const isRedirected = failure.status !== undefined && failure.status >= 300 && failure.status < 400;
	return failure.with({
		advice: {
			message: `The ${what} could not be downloaded: ${failure.message}`,
			description: isRedirected
				? 'The file server redirected to another address, which was not followed. Contact the provider.'
				: 'The URL is valid for a few minutes only. Run the node again to get a new one.',
		},
	});
}
