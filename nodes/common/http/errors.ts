import type { INode, JsonObject } from 'n8n-workflow';
import { NodeApiError } from 'n8n-workflow';

import { isPlainObject } from '../values/convert';
import { RequestFailure, type Advice } from './failure';
import type { Provider } from './provider';

/** Longer than this it is no message for a person any more. */
const MOST_CHARACTERS = 400;

/** Advice when a creating request may or may not have been carried out. */
const UNKNOWN_OUTCOME =
	"The request was sent, but whether it was carried out is not known. Look it up at the provider. A retry does not send it again unless the option 'Resend Unknown' is on.";

/** What is particular about the errors of one provider, as data. */
export interface ErrorTable {
	/** Name of the provider as people know it. */
	name: string;
	/** What the credential holds, e.g. `key`; for the text about redirects. */
	secret: string;
	/** The text for codes and words that the provider's documentation, or its users, name; undefined for others. */
	known(failure: RequestFailure): Advice | undefined;
	/** Advice by HTTP status for other words; 400 serves every no that comes with a good status. */
	byStatus: Readonly<Record<number, Advice>>;
	/** Advice for all other statuses below 500. */
	otherwise(status: number): Advice;
}

/** The `explain` of a provider from its table. Known codes have their own advice, others come with the provider's words. */
export function explainer(table: ErrorTable): Provider['explain'] {
	return (failure) => {
		const { status, providerWords: words, providerCode: code } = failure;
		if (failure.advice) return failure.advice;
		if (status === undefined) return noResponse(table.name, failure);
		if (status >= 300 && status < 400) return redirected(table);
		if (status < 300 && words === undefined && code === undefined) return unreadable(table.name, failure);
		const known = table.known(failure);
		if (known) return { ...known, code };
		const advice = table.byStatus[status < 300 ? 400 : status] ?? otherStatus(table, status, failure);
		return { ...advice, message: words === undefined ? advice.message : `${advice.message}: ${words}`, code };
	};
}

function noResponse(provider: string, failure: RequestFailure): Advice {
	const { networkCode, message } = failure;
	if (failure.outcome === 'refused') {
		return networkCode === undefined
			? { message, description: 'Nothing was sent.' }
			: {
					message: `${provider} could not be reached (${networkCode})`,
					description:
						'Nothing was sent. Check the environment or base URL in the credential, and the network.',
				};
	}
	return {
		message: failure.isTimeout
			? `${provider} gave no answer in time (${networkCode})`
			: `${provider} gave no clear answer (${networkCode ?? message})`,
		description: UNKNOWN_OUTCOME,
	};
}

function redirected({ name, secret }: ErrorTable): Advice {
	return {
		message: `${name} sent the request on to another address`,
		description: `It was not followed, because the ${secret} would have gone there too. Check the base URL in the credential.`,
	};
}

function unreadable(provider: string, { outcome }: RequestFailure): Advice {
	return {
		message: `${provider} answered with something that cannot be read`,
		description:
			outcome === 'unknown'
				? UNKNOWN_OUTCOME
				: 'Check that the base URL in the credential is the address of the API.',
	};
}

function otherStatus({ name, otherwise }: ErrorTable, status: number, { outcome }: RequestFailure): Advice {
	if (status < 500) return otherwise(status);
	return {
		message: `${name} answered with HTTP status ${status}`,
		description: outcome === 'unknown' ? UNKNOWN_OUTCOME : 'Run the node again later.',
	};
}

/**
 * The one place where a failure becomes the error that a person reads. Built from words only, never from the network
 * library's error: that one carries the request with its key.
 *
 * @param itemIndex the item the request was made for
 * @returns errors that are no `RequestFailure` as they are
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
	// n8n swaps the message for a canned one when it happens to contain the name of a system error.
	nodeError.message = message;
	nodeError.context.outcome = error.outcome;
	if (text.code !== undefined) nodeError.context.providerCode = text.code;
	if (error.networkCode !== undefined) nodeError.context.networkCode = error.networkCode;
	return nodeError;
}

/** One line for n8n's log about anything that was thrown. */
export function messageOf(provider: Provider, error: unknown): string {
	return error instanceof RequestFailure ? provider.explain(error).message : (error as Error).message;
}

/** How long the provider asks to wait, as a sentence to add. */
function askedToWait({ retryAfterMs }: RequestFailure): string {
	return retryAfterMs ? ` It asks to wait ${Math.ceil(retryAfterMs / 1000)} seconds.` : '';
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
 * The words of a provider's no: the first of the candidates that holds any. A candidate may be text, a list of texts, or
 * an object with a message of its own; pages of HTML are no words.
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
	return isPlainObject(value) ? firstWords(value.message, value.error, value.detail) : undefined;
}
