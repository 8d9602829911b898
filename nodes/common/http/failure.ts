import type { IDataObject } from 'n8n-workflow';

import { mapTexts, masked } from '../values/mask';
import { isNeverConnected, isNothingSent, readFault } from './networkFault';

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
	isNeverReached?: boolean;
	providerCode?: string;
	providerWords?: string;
	advice?: Advice;
}

/** Codes of network libraries for a timeout. */
const TIMEOUTS = ['ECONNABORTED', 'ETIMEDOUT', 'ESOCKETTIMEDOUT'];

/** Statuses with which a provider, or a gateway before it, asks for less. */
const ASK_LATER = [429, 503];

/** Statuses below 500 with which a provider, or a gateway before it, gives up on a request that may be at work. */
const GAVE_UP = [408, 499];

/** Redirects that ask for the same request at another address; the others may point to its result. */
const MOVED = [301, 307, 308];

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

	/** No connection was established: the same request may get through a moment later. */
	readonly isNeverReached: boolean;

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
		this.isNeverReached = details.isNeverReached ?? false;
		this.providerCode = details.providerCode;
		this.providerWords = details.providerWords;
		this.advice = details.advice;
		this.retryAfterMs = details.response && retryAfterOf(details.response);
	}

	/** HTTP status; undefined when no response came. */
	get status(): number | undefined {
		return this.response?.statusCode;
	}

	/** No response came in time; whether the provider acted is unknown. */
	get isTimeout(): boolean {
		return TIMEOUTS.includes(this.networkCode ?? '');
	}

	/** The provider asks to try again later. */
	get isThrottled(): boolean {
		return ASK_LATER.includes(this.status ?? 0);
	}

	/** The provider has looked at this very request and said no. */
	get isAnswer(): boolean {
		return this.response !== undefined && this.outcome === 'refused' && !this.isThrottled;
	}

	/** The provider, or a gateway before it, failed: what became of the request is not known. */
	get isServerError(): boolean {
		return isOfServer(this.status ?? 0);
	}

	/** The provider rejects this very request, so sending it again is pointless. */
	get isClientError(): boolean {
		const status = this.status ?? 0;
		return status >= 400 && !this.isServerError && !this.isThrottled;
	}

	/** The same failure with more known about it. */
	with(details: Partial<FailureDetails>): RequestFailure {
		return new RequestFailure(this.message, { ...this, ...details });
	}

	/** The same failure with all keys and tokens that the provider echoed masked. */
	without(secrets: readonly string[]): RequestFailure {
		if (!this.response) return this;
		const body = mapTexts(this.response.body, (text) => masked(text, secrets));
		return this.with({ response: { ...this.response, body } });
	}
}

/** What a response without a 2xx status says about its request. */
export function failureOfResponse(response: ApiResponse): RequestFailure {
	return new RequestFailure(`HTTP status ${response.statusCode}`, {
		outcome: mayHaveActed(response) ? 'unknown' : 'refused',
		response,
	});
}

/** What was asked for is not in a response with a 2xx status: something else has answered, so nothing is known. */
export function failureOfOtherReply(body: unknown): RequestFailure {
	const response = { statusCode: 200, headers: {}, body };
	return new RequestFailure('the response is about something else', { outcome: 'refused', response });
}

function mayHaveActed(response: ApiResponse): boolean {
	const { statusCode, headers } = response;
	// Whoever says when to come again has put the request off; a gateway also gives up on a provider that is at work.
	if (statusCode === 503) return retryAfterOf(response) === undefined;
	const isMoved = MOVED.includes(statusCode) && Boolean(headers.location);
	// What neither refuses the request nor sends it elsewhere proves nothing.
	return !isMoved && (statusCode < 400 || isOfServer(statusCode));
}

function isOfServer(status: number): boolean {
	return status >= 500 || GAVE_UP.includes(status);
}

/** What is known after a request that got no response, from the error of n8n's request helpers. */
export function failureOfNetwork(error: unknown): RequestFailure {
	const fault = readFault(error);
	return new RequestFailure(fault.words, {
		outcome: isNothingSent(fault) ? 'refused' : 'unknown',
		networkCode: fault.code,
		isNeverReached: isNeverConnected(fault),
	});
}

/** By the clock of the provider, which the `Date` header tells, where there is one. */
function retryAfterOf({ headers }: ApiResponse): number | undefined {
	const now = Date.parse(String(headers.date));
	return parseRetryAfter(headers['retry-after'], Number.isNaN(now) ? Date.now() : now);
}

/**
 * Milliseconds to wait from a `Retry-After` header (RFC 9110, 10.2.3: seconds or an HTTP date).
 *
 * @param now milliseconds since the epoch
 * @returns undefined when the header is missing or unreadable, or asks for no wait at all
 */
export function parseRetryAfter(header: unknown, now: number): number | undefined {
	const text = String(header ?? '').trim();
	// HTTP dates begin with the weekday; `Date.parse` would also accept "-1".
	const milliseconds = /^[a-z]{3}/i.test(text) ? Date.parse(text) - now : Number(text) * 1000;
	return milliseconds > 0 && milliseconds < Infinity ? milliseconds : undefined;
}
