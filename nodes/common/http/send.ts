import type { IDataObject, IHttpRequestOptions, IN8nHttpFullResponse } from 'n8n-workflow';

import type { ApiRequest, Sends } from '../action/operation';
import type { Provider, RequestContext } from './provider';
import type { Gate } from './pacer';
import { withRetry } from './retry';

/** An answer of the provider, whatever its status. */
export interface Reply {
	statusCode: number;
	headers: IDataObject;
	/** Parsed JSON; text when the answer was not JSON. */
	body: unknown;
}

/**
 * What is known after a request did not end well:
 * - `refused`: the provider answered no, or was never reached; nothing was made, it may be sent again.
 * - `unknown`: the request left and no clear answer came; for a creating request something may exist.
 */
export type Outcome = 'refused' | 'unknown';

/** Shorter than this it is no key or token, and hiding it would garble words. */
const SHORTEST_SECRET = 6;

/** Why a request did not end well; turned into an error by the provider's error mapper. */
export class Failure extends Error {
	readonly outcome: Outcome;

	/** The provider's answer, when there was one. */
	readonly reply?: Reply;

	/** Node's code of a network fault, e.g. `ECONNRESET`. */
	readonly networkCode?: string;

	constructor(message: string, details: { outcome: Outcome; reply?: Reply; networkCode?: string }) {
		super(message);
		this.outcome = details.outcome;
		this.reply = details.reply;
		this.networkCode = details.networkCode;
	}

	/** The same without keys or tokens that the provider has repeated: nobody is to read them in an error. */
	without(secrets: readonly string[]): Failure {
		if (!this.reply) return this;
		const text = secrets
			.filter((secret) => secret.length >= SHORTEST_SECRET)
			.reduce(
				(hidden, secret) => hidden.replaceAll(JSON.stringify(secret).slice(1, -1), '***'),
				JSON.stringify(this.reply.body ?? null),
			);
		const reply = { ...this.reply, body: JSON.parse(text) as unknown };
		return new Failure(this.message, { outcome: this.outcome, reply, networkCode: this.networkCode });
	}
}

/** Transport settings of one request. */
export interface ExchangeSettings {
	sends: Sends;
	/** Milliseconds until an unanswered request is given up. */
	timeout: number;
	/** Shared by all requests of a run, so that one "too many requests" slows down all of them. */
	gate: Gate;
	/** Abort signal of the execution. */
	signal?: AbortSignal;
	/** How often to try at most; five times unless said otherwise. */
	tries?: number;
	/** Wrapped around every single try, from before the request leaves until it is clear what became of it. */
	around?<Result>(attempt: () => Promise<Result>): Promise<Result>;
}

/** No connection was made, so the provider cannot have acted. */
const NEVER_REACHED = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'];

/** The encryption was not agreed on, so the request never left; trying again is idle. */
const UNTRUSTED = /CERT|SELF_SIGNED|UNABLE_TO_(GET|VERIFY)|ERR_SSL|ERR_TLS/;
const NO_HANDSHAKE = /wrong version number|handshake|unsupported protocol|unrecognized name/i;

/** The provider says itself that it did not act and wants to be asked later. */
const ASK_LATER = [429, 503];

/**
 * Sends one request with the credential's key and gives back the body of the provider's good answer (2xx).
 * Tries again only where that cannot double anything (design section 5, point 3). Follows no redirects:
 * they would carry the key elsewhere.
 *
 * @throws Failure for everything else
 */
export async function exchange(
	context: RequestContext,
	provider: Provider,
	request: ApiRequest,
	settings: ExchangeSettings,
): Promise<unknown> {
	const attempt = async (): Promise<unknown> => {
		const reply = await sendOnce(context, provider.credentialType, request, settings.timeout);
		return complete(provider.open(reply), reply, request, settings.sends);
	};
	return await withRetry(async () => await (settings.around?.(attempt) ?? attempt()), {
		gate: settings.gate,
		signal: settings.signal,
		tries: settings.tries,
		mayRetry: (failure) => failure instanceof Failure && mayRetry(failure, settings.sends),
		retryAfter: (failure) => (failure instanceof Failure ? failure.reply?.headers['retry-after'] : undefined),
		slowsAll: (failure) => failure instanceof Failure && ASK_LATER.includes(failure.reply?.statusCode ?? 0),
	});
}

/** A good status is not enough: what was made must be named in the reply, or it would be lost. */
function complete(body: unknown, reply: Reply, request: ApiRequest, sends: Sends): unknown {
	const isNamed = (): boolean => request.made?.(body as IDataObject) !== undefined;
	if (body !== undefined && (request.made === undefined || isNamed())) return body;
	const outcome = sends === 'creates' ? 'unknown' : 'refused';
	throw new Failure('the reply cannot be read', { outcome, reply });
}

async function sendOnce(
	context: RequestContext,
	credentialType: string,
	request: ApiRequest,
	timeout: number,
): Promise<Reply> {
	let answer: IN8nHttpFullResponse;
	try {
		answer = (await context.helpers.httpRequestWithAuthentication.call(
			context,
			credentialType,
			httpOptions(request, timeout),
		)) as IN8nHttpFullResponse;
	} catch (error) {
		throw networkFailure(error);
	}
	const reply: Reply = {
		statusCode: answer.statusCode,
		headers: answer.headers as IDataObject,
		body: answer.body,
	};
	if (reply.statusCode >= 200 && reply.statusCode < 300) return reply;
	throw statusFailure(reply);
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

function statusFailure(reply: Reply): Failure {
	// 303 tells where to read what a request has led to, so it was carried out.
	const acted =
		reply.statusCode === 303 || (reply.statusCode >= 500 && !ASK_LATER.includes(reply.statusCode));
	return new Failure(`HTTP ${reply.statusCode}`, { outcome: acted ? 'unknown' : 'refused', reply });
}

/** n8n wraps whatever went wrong below; the network's own code sits on the cause. */
function networkFailure(error: unknown): Failure {
	const { message, cause } = error as {
		message?: string;
		cause?: { code?: string; config?: unknown; message?: string };
	};
	// Without a prepared request on it, the fault happened before anything left: in the credential, for example.
	const left = cause?.config !== undefined || cause?.code !== undefined;
	const networkCode = cause?.code;
	const isUntrusted =
		UNTRUSTED.test(networkCode ?? '') ||
		(networkCode === 'EPROTO' && NO_HANDSHAKE.test(cause?.message ?? ''));
	const refused = !left || NEVER_REACHED.includes(networkCode ?? '') || isUntrusted;
	return new Failure(cause?.message ?? message ?? String(error), {
		outcome: refused ? 'refused' : 'unknown',
		networkCode,
	});
}

function mayRetry(failure: Failure, sends: Sends): boolean {
	const status = failure.reply?.statusCode;
	if (status !== undefined) return ASK_LATER.includes(status) || (sends === 'reads' && status >= 500);
	if (NEVER_REACHED.includes(failure.networkCode ?? '')) return true;
	return sends === 'reads' && failure.outcome === 'unknown';
}
