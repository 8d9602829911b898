import type { IDataObject } from 'n8n-workflow';

/** A response of the provider, whatever its status. */
export interface ApiResponse {
	statusCode: number;
	headers: IDataObject;
	/** Parsed JSON; text when the response was not JSON. */
	body: unknown;
}

/**
 * What is known about a failed request:
 * - `refused`: the provider rejected it, or was never reached; nothing was created, so it may be sent again.
 * - `unknown`: it was sent and no clear response came; a creating request may have created something.
 */
export type Outcome = 'refused' | 'unknown';

/** What happened and what to do about it, for people to read. */
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

/** Anything shorter is not a key or token, and masking it would garble the text. */
const SHORTEST_SECRET = 6;

/** Codes of network libraries for a timeout. */
const TIMEOUTS = ['ECONNABORTED', 'ETIMEDOUT', 'ESOCKETTIMEDOUT'];

/** Codes for a connection that was never established, so the provider cannot have acted. */
const NEVER_REACHED = ['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH'];

/** TLS failed before the request was sent (docs/n8n-engine.md#tls-errors-before-and-after-sending). */
const UNTRUSTED = /CERT|SELF_SIGNED|UNABLE_TO_(GET|VERIFY)|ERR_SSL|ERR_TLS/;
const NO_HANDSHAKE = /wrong version number|handshake|unsupported protocol|unrecognized name/i;

/** Statuses with which the provider says that it did not act and should be asked again later. */
const ASK_LATER = [429, 503];

/**
 * Why a request failed, as data. It stays typed up to the edge of the node, where `toNodeError` puts it into words;
 * nothing in between parses a message.
 */
export class RequestFailure extends Error {
	readonly outcome: Outcome;

	/** The provider's response, when there was one. */
	readonly response?: ApiResponse;

	/** Node's code of a network fault, e.g. `ECONNRESET`. */
	readonly networkCode?: string;

	/** The provider's own code, e.g. `EXPIRED_DATE_INVALID`. */
	readonly providerCode?: string;

	/** The provider's own message. */
	readonly providerWords?: string;

	/** Our own text, for a failure that does not come from the provider. */
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

	/** No connection was established: the same request may get through a moment later. */
	get isNeverReached(): boolean {
		return NEVER_REACHED.includes(this.networkCode ?? '');
	}

	/** No response came in time; whether the provider acted is unknown. */
	get isTimeout(): boolean {
		return TIMEOUTS.includes(this.networkCode ?? '');
	}

	/** The provider asks to try again later. */
	get isThrottled(): boolean {
		return ASK_LATER.includes(this.status ?? 0);
	}

	/** The provider rejects this very request, so sending it again is pointless. */
	get isClientError(): boolean {
		const status = this.status ?? 0;
		return status >= 400 && status < 500 && !this.isThrottled;
	}

	/** The same failure with more known about it. */
	with(details: Partial<FailureDetails>): RequestFailure {
		return new RequestFailure(this.message, { ...this, ...details });
	}

	/** The same failure with all keys and tokens that the provider echoed masked. */
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

/** What a response without a 2xx status says about its request. */
export function failureOfResponse(response: ApiResponse): RequestFailure {
	const { statusCode } = response;
	// 303 points to the result of the request, so it was processed.
	const acted = statusCode === 303 || (statusCode >= 500 && !ASK_LATER.includes(statusCode));
	return new RequestFailure(`HTTP status ${statusCode}`, {
		outcome: acted ? 'unknown' : 'refused',
		response,
	});
}

/**
 * What is known after a request that got no response (docs/n8n-engine.md#network-errors-differ-between-versions).
 *
 * @param error of n8n's request helper, which wraps the network error: its code is on the `cause`
 */
export function failureOfNetwork(error: unknown): RequestFailure {
	const { message, cause } = error as {
		message?: string;
		cause?: { code?: string; config?: unknown; message?: string };
	};
	// No prepared request: it failed before anything was sent, for example in the credential.
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
	// HTTP dates begin with the weekday; `Date.parse` would also accept "-1".
	const moment = /^[a-z]{3}/i.test(text.trim()) ? Date.parse(text) : NaN;
	return Number.isNaN(moment) ? undefined : Math.max(0, moment - now);
}
