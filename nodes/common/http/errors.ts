import type { INode, JsonObject } from 'n8n-workflow';
import { NodeApiError } from 'n8n-workflow';

import { isPlainObject } from '../values/convert';
import { RequestFailure, type Advice } from './failure';
import type { Provider } from './provider';

/** Characters. Longer messages are cut, as nobody reads them in an error. */
const MOST_CHARACTERS = 400;

/** Advice when a creating request may or may not have been processed. */
const UNKNOWN_OUTCOME =
	"The request was sent, but it is not known whether it was processed. Check at the provider whether it exists. A retry does not send it again unless the option 'Resend Unknown' is on.";

/** The errors of one provider, as data. */
interface ErrorTable {
	/** Name of the provider as people know it. */
	name: string;
	/** What the credential contains, e.g. `key`; for the text about redirects. */
	secret: string;
	/** The advice for codes and messages that are documented or known from users; undefined for others. */
	known(failure: RequestFailure): Advice | undefined;
	/** Advice by HTTP status for the others; 400 also serves errors that come with a 2xx status. */
	byStatus: Readonly<Record<number, Advice>>;
	/** Advice for all other statuses that reject the request. */
	otherwise(status: number): Advice;
}

/** Builds a provider's `explain` from its table. Known codes get their own advice, others the provider's message. */
export function explainer(table: ErrorTable): Provider['explain'] {
	return (failure) => {
		const { status, providerWords: words, providerCode: code } = failure;
		if (failure.advice) return failure.advice;
		if (status === undefined) return noResponse(table.name, failure);
		if (status >= 300 && status < 400) return redirected(table, failure);
		if (status < 300 && words === undefined && code === undefined) return unreadable(table.name, failure);
		const known = table.known(failure);
		if (known) return { ...withCode(known, code), code };
		const advice = table.byStatus[kindOf(failure, status)] ?? otherStatus(table, status, failure);
		const message = words === undefined ? advice.message : `${advice.message}: ${words}`;
		return { ...withCode({ ...advice, message }, code), code };
	};
}

/** The status whose advice fits: a no that comes with a 2xx status is one of those that come with 400. */
function kindOf({ outcome }: RequestFailure, status: number): number {
	return status < 300 && outcome === 'refused' ? 400 : status;
}

/** The provider's code is what its support asks for. */
function withCode(advice: Advice, code: string | undefined): Advice {
	const isNamed = code === undefined || advice.message.includes(code);
	return isNamed ? advice : { ...advice, message: `${advice.message} (${code})` };
}

function noResponse(provider: string, failure: RequestFailure): Advice {
	const { networkCode, message } = failure;
	if (failure.outcome === 'refused') {
		return networkCode === undefined
			? { message, description: 'Nothing was sent.' }
			: {
					message: `${provider} could not be reached (${networkCode})`,
					description:
						'Nothing was sent. Check the environment or base URL in the credential, and your network.',
				};
	}
	return {
		message: failure.isTimeout
			? `${provider} did not respond in time (${networkCode})`
			: `${provider} did not give a clear response (${networkCode ?? message})`,
		description: UNKNOWN_OUTCOME,
	};
}

function redirected({ name, secret }: ErrorTable, { outcome }: RequestFailure): Advice {
	const why = `The redirect was not followed, because it would have disclosed the ${secret}.`;
	return {
		message: `${name} redirected the request to another address`,
		description: `${why} ${outcome === 'unknown' ? UNKNOWN_OUTCOME : 'Check the base URL in the credential.'}`,
	};
}

function unreadable(provider: string, { outcome }: RequestFailure): Advice {
	return {
		message: `${provider} returned a response that cannot be read`,
		description:
			outcome === 'unknown'
				? UNKNOWN_OUTCOME
				: 'Check that the base URL in the credential is the address of the API.',
	};
}

function otherStatus({ name, otherwise }: ErrorTable, status: number, failure: RequestFailure): Advice {
	if (failure.outcome === 'refused' && !failure.isServerError) return otherwise(status);
	return {
		message: `${name} responded with HTTP status ${status}`,
		description: failure.outcome === 'unknown' ? UNKNOWN_OUTCOME : 'Run the node again later.',
	};
}

/**
 * The one place where a failure becomes the error that people read. Built from text only: the network library's error
 * carries the request with its key.
 *
 * @param itemIndex the item that the request was for
 * @returns a NodeApiError for a RequestFailure, anything else unchanged
 */
export function toNodeError(node: INode, provider: Provider, error: unknown, itemIndex?: number): unknown {
	if (!(error instanceof RequestFailure)) return error;
	const text = provider.explain(error);
	const message = atItem(text.message, itemIndex);
	const nodeError = new NodeApiError(node, { message } as JsonObject, {
		message,
		description: `${text.description}${askedToWait(error)}`,
		httpCode: error.status === undefined ? undefined : String(error.status),
		itemIndex,
	});
	// n8n replaces the message with a generic one when it contains the name of a system error.
	nodeError.message = message;
	nodeError.context.outcome = error.outcome;
	if (text.code !== undefined) nodeError.context.providerCode = text.code;
	if (error.networkCode !== undefined) nodeError.context.networkCode = error.networkCode;
	return nodeError;
}

/** One line for n8n's log about any error. */
export function messageOf(provider: Provider, error: unknown): string {
	return error instanceof RequestFailure ? provider.explain(error).message : (error as Error).message;
}

/** How long the provider asks to wait, as a sentence to add. */
function askedToWait({ retryAfterMs }: RequestFailure): string {
	return retryAfterMs ? ` The provider asks to wait ${Math.ceil(retryAfterMs / 1000)} seconds.` : '';
}

/** A message with the item that it is about. */
export function atItem(message: string, itemIndex?: number): string {
	return itemIndex === undefined ? message : `${message} ${itemLabel(itemIndex)}`;
}

/** An item in a message, the way n8n's own nodes write it. */
export function itemLabel(itemIndex: number): string {
	return `[Item ${itemIndex}]`;
}

/**
 * The message in a provider's error response: the first candidate that contains one. A candidate may be text, a list of
 * texts, or an object with its own message; HTML pages are ignored.
 */
export function firstWords(...candidates: unknown[]): string | undefined {
	for (const candidate of candidates) {
		const words = wordsIn(candidate);
		if (words !== undefined) return words.slice(0, MOST_CHARACTERS);
	}
	return undefined;
}

function wordsIn(value: unknown): string | undefined {
	if (typeof value === 'string') {
		const words = value.trim();
		return words === '' || words.startsWith('<') ? undefined : words;
	}
	if (Array.isArray(value)) {
		const words = value.map(wordsIn).filter((one) => one !== undefined);
		return words.length === 0 ? undefined : words.join('; ');
	}
	return isPlainObject(value) ? firstWords(value.message, value.error, value.detail, value.msg) : undefined;
}
