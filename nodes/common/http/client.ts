import type { IDataObject, ILoadOptionsFunctions } from 'n8n-workflow';

import { rethrow } from '../util/rethrow';
import { isPlainObject } from '../values/convert';
import { toNodeError } from './errors';
import { RequestFailure } from './failure';
import { RequestPacer } from './pacer';
import type { Provider, RequestContext } from './provider';
import type { ApiRequest } from './request';
import { MAX_ATTEMPTS } from './retry';
import { sendRequest, type RequestOptions } from './send';

/** Milliseconds; a validation with images takes longer than an ordinary request. */
export const DEFAULT_TIMEOUT = 60_000;

/** Sends requests to one provider and returns the useful part of the response. */
export interface ApiClient {
	/** @throws RequestFailure when it fails, with secrets masked */
	request<Data = IDataObject>(request: ApiRequest): Promise<Data>;
}

/**
 * A client outside a run of the node: for a trigger's registration and deliveries, and for callbacks.
 *
 * @param limits milliseconds per request, number of attempts, where the credential's secrets come from when they are
 * read for a failure, and a pacer for requests that are sent together, which then have the patience of a run
 */
export function createClient(
	context: RequestContext,
	provider: Provider,
	limits: {
		timeout?: number;
		maxAttempts?: number;
		readSecrets?: () => Promise<readonly string[]>;
		pacer?: RequestPacer;
	} = {},
): ApiClient {
	const { timeout = DEFAULT_TIMEOUT, readSecrets, pacer } = limits;
	const { maxAttempts = pacer ? undefined : MAX_ATTEMPTS } = limits;
	return {
		async request<Data>(request: ApiRequest): Promise<Data> {
			const sends = request.method === 'GET' ? 'reads' : 'creates';
			const options = { sends, timeout, maxAttempts, pacer: pacer ?? new RequestPacer() } as const;
			return (await sendWithFacts(context, provider, request, options, readSecrets)) as Data;
		},
	};
}

/** A client for the editor's dropdowns. It throws NodeApiError, because the editor shows it directly. */
export function createEditorClient(context: ILoadOptionsFunctions, provider: Provider): ApiClient {
	const client = createClient(context, provider);
	return {
		async request<Data>(request: ApiRequest): Promise<Data> {
			try {
				return await client.request<Data>(request);
			} catch (error) {
				throw toNodeError(context.getNode(), provider, error);
			}
		},
	};
}

/**
 * Sends a request.
 *
 * @throws RequestFailure with the provider's code and message, and with secrets that it echoes masked
 */
export async function sendWithFacts(
	context: RequestContext,
	provider: Provider,
	request: ApiRequest,
	options: RequestOptions,
	readSecrets = async () =>
		provider.parseCredential(await context.getCredentials(provider.credentialType)).secrets,
): Promise<unknown> {
	try {
		return await sendRequest(context, provider, request, options);
	} catch (error) {
		if (!(error instanceof RequestFailure) || error.response === undefined) throw rethrow(error);
		const failure = error.without(await readSecrets().catch(() => []));
		const { statusCode, body } = failure.response!;
		// Any other body with a 2xx status, such as a list, is not a refusal.
		const isRefusal = statusCode >= 300 || isPlainObject(body);
		throw isRefusal ? failure.with(provider.refusalIn(body)) : failure;
	}
}
