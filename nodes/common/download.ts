import type { IBinaryData, IN8nHttpFullResponse } from 'n8n-workflow';
import { NodeApiError } from 'n8n-workflow';

import type { Call } from './call';

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
	const mimeType = String(answer.headers['content-type'] ?? '')
		.split(';')[0]
		.trim();
	return await call.context.helpers.prepareBinaryData(
		Buffer.from(answer.body as unknown as ArrayBuffer),
		fileName,
		mimeType || undefined,
	);
}

async function fetchFile(call: Call, what: string, url: string): Promise<IN8nHttpFullResponse> {
	let answer: IN8nHttpFullResponse;
	try {
		answer = (await call.context.helpers.httpRequest({
			method: 'GET',
			url,
			encoding: 'arraybuffer',
			timeout: call.timeout,
			returnFullResponse: true,
			ignoreHttpStatusErrors: true,
			disableFollowRedirect: true,
			abortSignal: call.context.getExecutionCancelSignal(),
		})) as IN8nHttpFullResponse;
	} catch (error) {
		throw unavailable(call, what, (error as Error).message);
	}
	if (answer.statusCode === 200) return answer;
	throw unavailable(call, what, `HTTP status ${answer.statusCode}`, String(answer.statusCode));
}

function checkedAddress(call: Call, what: string, url: unknown): string {
	const parsed = typeof url === 'string' && URL.canParse(url) ? new URL(url) : undefined;
	const isLoopback = parsed !== undefined && /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])$/.test(parsed.hostname);
	if (parsed && (parsed.protocol === 'https:' || (parsed.protocol === 'http:' && isLoopback)))
		return parsed.href;
	throw unavailable(call, what, 'the provider gave no usable address');
}

function unavailable(call: Call, what: string, reason: string, httpCode?: string): NodeApiError {
	const message = `The ${what} could not be downloaded: ${reason} [Item ${call.itemIndex}]`;
	const error = new NodeApiError(
		call.context.getNode(),
		{ message },
		{
			message,
			httpCode,
			itemIndex: call.itemIndex,
			description: 'The address is valid for a few minutes only. Run the node again to get a fresh one.',
		},
	);
	error.message = message;
	return error;
}
