import type { IDataObject, IHttpRequestOptions } from 'n8n-workflow';

import { answerTo } from './answer';
import { failureOfResponse, RequestFailure, type ApiResponse } from './failure';
import type { Provider, RequestContext } from './provider';
import type { ApiRequest } from './request';
import { withRetry, type RetryOptions } from './retry';

/** How one request is sent. */
export interface RequestOptions extends RetryOptions {
	/** Milliseconds to wait for a response. */
	timeout: number;
	/** Wraps every single attempt, from before the request is sent until its outcome is clear. */
	wrapAttempt?<Result>(attempt: () => Promise<Result>): Promise<Result>;
}

/**
 * Sends one request with the credential's key and returns the body of the 2xx response. Retries only where `mayRetry`
 * allows it. Follows no redirects: they would carry the key elsewhere.
 *
 * @throws RequestFailure for everything else
 */
export async function sendRequest(
	context: RequestContext,
	provider: Provider,
	request: ApiRequest,
	options: RequestOptions,
): Promise<unknown> {
	const attempt = async (): Promise<unknown> => {
		const response = await sendOnce(context, provider, request, options.timeout);
		return checkedBody(provider.parseResponse(response), response, request, options);
	};
	return await withRetry(async () => await (options.wrapAttempt?.(attempt) ?? attempt()), options);
}

/** A 2xx status is not enough: the response must name what was created, or it would be lost. */
function checkedBody(
	body: unknown,
	response: ApiResponse,
	{ createdId }: ApiRequest,
	{ sends }: RequestOptions,
): unknown {
	const isNamed = (): boolean => createdId?.(body as IDataObject) !== undefined;
	if (body !== undefined && (createdId === undefined || isNamed())) return body;
	const outcome = sends === 'creates' ? 'unknown' : 'refused';
	throw new RequestFailure('the response cannot be read', { outcome, response });
}

async function sendOnce(
	context: RequestContext,
	provider: Provider,
	request: ApiRequest,
	timeout: number,
): Promise<ApiResponse> {
	const { credentialType } = provider;
	const { httpRequestWithAuthentication } = context.helpers;
	let response: ApiResponse;
	try {
		const sent = httpRequestWithAuthentication.call(context, credentialType, httpOptions(request, timeout));
		response = await answerTo(sent, timeout);
	} catch (error) {
		const failure = error as RequestFailure;
		const isSent = failure.networkCode !== undefined || (await hasUsableCredential(context, provider));
		throw isSent ? failure : failure.with({ outcome: 'refused' });
	}
	if (response.statusCode >= 200 && response.statusCode < 300) return response;
	throw failureOfResponse(response);
}

/**
 * Whether n8n could have sent anything: without a credential, or with one that its `authenticate` refuses, it never gets
 * that far. Its versions report that in shapes of which nothing can be read, so it is looked up.
 */
async function hasUsableCredential(context: RequestContext, provider: Provider): Promise<boolean> {
	try {
		const data = await context.getCredentials(provider.credentialType);
		return provider.parseCredential(data).issue === undefined;
	} catch {
		return false;
	}
}

function httpOptions(request: ApiRequest, timeout: number): IHttpRequestOptions {
	return {
		method: request.method,
		url: request.path,
		...(request.query && { qs: request.query, arrayFormat: 'brackets' as const }),
		...(request.body && jsonBody(request.body)),
		json: true,
		timeout,
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		disableFollowRedirect: true,
	};
}

/** Text, because the network library drops keys such as `constructor` from objects. */
function jsonBody(body: IDataObject): Pick<IHttpRequestOptions, 'body' | 'headers'> {
	return { body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } };
}
