import type { IDataObject } from 'n8n-workflow';

/** A response of the provider, whatever its status. */
export interface ApiResponse {
	statusCode: number;
	headers: IDataObject;
	/** Parsed JSON; text when the response was not JSON. */
	body: unknown;
}

/**
 * What is known after a request did not end well:
 * - `refused`: the provider said no, or was never reached; nothing was created, it may be sent again.
 * - `unknown`: the request left and no clear response came; for a creating request something may exist.
 */
export type Outcome = 'refused' | 'unknown';

/** What happened and what to do about it, in words for a person. */
export interface Advice {
	/** What happened, one sentence. */
	message: string;
	/** What to do about it. */
	description: string;
}

interface FailureDetails {
	outcome: Outcome;
	response?: ApiResponse;
	networkCode?: string;
	providerCode?: string;
	providerWords?: string;
	advice?: Advice;
}

/** A secret shorter than this is no key or token, and hiding it would garble words. */
const SHORTEST_SECRET = 6;

/** Names that network libraries have for a response that is late. */
const TIMEOUTS = ['ECONNABORTED', 'ETIMEDOUT', 'ESOCKETTIMEDOUT'];

/** No connection was made, so the provider cannot have acted. */
const NEVER_REACHED = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'];

/** The encryption was not agreed on, so the request never left. */
const UNTRUSTED = /CERT|SELF_SIGNED|UNABLE_TO_(GET|VERIFY)|ERR_SSL|ERR_TLS/;
const NO_HANDSHAKE = /wrong version number|handshake|unsupported protocol|unrecognized name/i;

/** The provider says itself that it did not act and wants to be asked later. */
const ASK_LATER = [429, 503];

/**
 * Why a request did not end well, as facts. Stays typed from here to the edge of the node, where `toNodeError` puts it
 * into words; nothing in between reads a fact out of a message.
 */
export class RequestFailure extends Error {
	readonly outcome: Outcome;

	/** The provider's response, when there was one. */
	readonly response?: ApiResponse;

	/** Node's code of a network fault, e.g. `ECONNRESET`. */
	readonly networkCode?: string;

	/** The provider's own code, e.g. `EXPIRED_DATE_INVALID`. */
	readonly providerCode?: string;

	/** The provider's own words. */
	readonly providerWords?: string;

	/** Our own words, for a failure of which the provider knows nothing. */
	readonly advice?: Advice;

	/** Milliseconds that the response asks to wait; undefined when it does not say. */
	readonly retryAfterMs?: number;

	constructor(message: string, details: FailureDetails) {
		super(message);
		this.outcome = details.outcome;
		this.response = details.response;
		this.networkCode = details.networkCode;
		this.providerCode = details.providerCode;
		this.providerWords = details.providerWords;
		this.advice = details.advice;
		this.retryAfterMs = parseRetryAfter(details.response?.headers['retry-after'], Date.now());
	}

	/** HTTP status; undefined when no response came. */
	get status(): number | undefined {
		return this.response?.statusCode;
	}

	/** No connection was made: the same request may get through a moment later. */
	get isNeverReached(): boolean {
		return NEVER_REACHED.includes(this.networkCode ?? '');
	}

	/** The response is late; whether the provider has acted is not known. */
	get isTimeout(): boolean {
		return TIMEOUTS.includes(this.networkCode ?? '');
	}

	/** The provider asks to come later. */
	get isThrottled(): boolean {
		return ASK_LATER.includes(this.status ?? 0);
	}

	/** The provider has something against this very request, so sending it again is idle. */
	get isClientError(): boolean {
		const status = this.status ?? 0;
		return status >= 400 && status < 500 && !this.isThrottled;
	}

	/** The same failure with more known about it. */
	with(details: Partial<FailureDetails>): RequestFailure {
		return new RequestFailure(this.message, { ...this, ...details });
	}

	/** The same without keys or tokens that the provider has repeated: nobody is to read them in an error. */
	without(secrets: readonly string[]): RequestFailure {
		if (!this.response) return this;
		const text = secrets
			.filter((secret) => secret.length >= SHORTEST_SECRET)
			.reduce(
				(hidden, secret) => hidden.replaceAll(JSON.stringify(secret).slice(1, -1), '***'),
				JSON.stringify(this.response.body ?? null),
			);
		return this.with({ response: { ...this.response, body: JSON.parse(text) as unknown } });
	}
}

/** What a response that is no good one says about its request. */
export function failureOfResponse(response: ApiResponse): RequestFailure {
	const { statusCode } = response;
	// 303 tells where to read what a request has led to, so it was carried out.
	const acted = statusCode === 303 || (statusCode >= 500 && !ASK_LATER.includes(statusCode));
	return new RequestFailure(`HTTP status ${statusCode}`, {
		outcome: acted ? 'unknown' : 'refused',
		response,
	});
}

/**
 * What is known after a request that got no response.
 *
 * @param error of n8n's request helper, which wraps what went wrong: the network's own code is on its cause
 */
export function failureOfNetwork(error: unknown): RequestFailure {
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
	const isRefused = !left || NEVER_REACHED.includes(networkCode ?? '') || isUntrusted;
	return new RequestFailure(cause?.message ?? message ?? String(error), {
		outcome: isRefused ? 'refused' : 'unknown',
		networkCode,
	});
}

/**
 * Milliseconds to wait from a `Retry-After` header (RFC 9110, 10.2.3: seconds or an HTTP date).
 *
 * @param now milliseconds since the epoch
 * @returns undefined when the header is missing or unreadable
 */
export function parseRetryAfter(header: unknown, now: number): number | undefined {
	const text = typeof header === 'number' ? String(header) : header;
	if (typeof text !== 'string') return undefined;
	if (/^\d+(\.\d+)?$/.test(text.trim())) return Number(text) * 1000;
	// Dates of HTTP begin with the weekday; `Date.parse` would also make a year of "-1".
	const moment = /^[a-z]{3}/i.test(text.trim()) ? Date.parse(text) : NaN;
	return Number.isNaN(moment) ? undefined : Math.max(0, moment - now);
}
