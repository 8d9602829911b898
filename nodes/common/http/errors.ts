import type { INode, JsonObject } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import type { Failure } from './send';
import type { Made } from '../action/ledger';
import { parseRetryAfter } from './retry';

/** What a person reads about a failed request. */
export interface ErrorText {
	/** What happened, one sentence. */
	message: string;
	/** What to do about it. */
	description: string;
	/** The provider's own code or words, e.g. `EXPIRED_DATE_INVALID`. */
	code?: string;
}

/**
 * The one error for a request that did not end well.
 *
 * Built from texts only, never from the network library's error: that one carries the request with its key.
 */
export function apiError(node: INode, text: ErrorText, failure: Failure, itemIndex?: number): NodeApiError {
	const status = failure.reply?.statusCode;
	const place = itemIndex === undefined ? '' : ` [Item ${itemIndex}]`;
	const message = `${text.message}${place}`;
	const error = new NodeApiError(node, { message } as JsonObject, {
		message,
		description: `${text.description}${patienceAskedFor(failure)}`,
		httpCode: status === undefined ? undefined : String(status),
		itemIndex,
	});
	// n8n swaps the message for a canned one when it happens to contain the name of a system error.
	error.message = message;
	error.context.outcome = failure.outcome;
	if (text.code !== undefined) error.context.providerCode = text.code;
	if (failure.networkCode !== undefined) error.context.networkCode = failure.networkCode;
	return error;
}

/** How long the provider asks to wait, as a sentence to add. */
function patienceAskedFor({ reply }: Failure): string {
	const milliseconds = parseRetryAfter(reply?.headers['retry-after'], Date.now());
	return milliseconds ? ` It asks to wait ${Math.ceil(milliseconds / 1000)} seconds.` : '';
}

/** The error for bad input: one message that names everything wrong, item by item. */
export function inputError(
	node: INode,
	lines: ReadonlyArray<{ itemIndex: number; text: string }>,
): NodeOperationError {
	const [first] = lines;
	const items = new Set(lines.map((line) => line.itemIndex));
	const message =
		lines.length === 1
			? `${first.text} [Item ${first.itemIndex}]`
			: `${lines.length} values in ${items.size === 1 ? '1 item' : `${items.size} items`} need correcting: ` +
				lines.map((line) => `${line.text} [Item ${line.itemIndex}]`).join('; ');
	const error = new NodeOperationError(node, message, {
		itemIndex: items.size === 1 ? first.itemIndex : undefined,
		description: 'Nothing was sent. Correct the named fields and run the node again.',
	});
	error.message = message;
	return error;
}

/** Names that network libraries have for it. */
const TIMEOUTS = ['ECONNABORTED', 'ETIMEDOUT', 'ESOCKETTIMEDOUT'];

/** Texts for a request that got no answer of the provider, the same for every provider. */
export function networkErrorText(provider: string, failure: Failure): ErrorText {
	if (failure.outcome === 'refused') {
		return failure.networkCode === undefined
			? { message: failure.message, description: 'Nothing was sent.' }
			: {
					message: `${provider} could not be reached (${failure.networkCode})`,
					description:
						'Nothing was sent. Check the environment or base URL in the credential, and the network.',
				};
	}
	const isLate = TIMEOUTS.includes(failure.networkCode ?? '');
	return {
		message: isLate
			? `${provider} gave no answer in time (${failure.networkCode})`
			: `${provider} gave no clear answer (${failure.networkCode ?? failure.message})`,
		description: UNKNOWN_OUTCOME,
	};
}

/** Advice when a creating request may or may not have been carried out. */
export const UNKNOWN_OUTCOME =
	"The request was sent, but whether it was carried out is not known. Look it up at the provider. A retry does not send it again unless the option 'Resend Unknown' is on.";

/** The error for an item that an earlier try has sent without a clear answer. Nothing was sent this time. */
export function unknownBefore(node: INode, provider: string, itemIndex: number): NodeOperationError {
	const error = new NodeOperationError(
		node,
		`An earlier try sent this item, but whether ${provider} carried it out is not known [Item ${itemIndex}]`,
		{
			itemIndex,
			description: `It was not sent again. Look it up at ${provider}; if nothing was made there, turn on the option 'Resend Unknown' and run again.`,
		},
	);
	error.context.outcome = 'unknown';
	return error;
}

/** The error for an item that exists at the provider with values that the node no longer asks for. Nothing was sent. */
export function createdDifferently(
	node: INode,
	provider: string,
	itemIndex: number,
	id: string,
): NodeOperationError {
	return new NodeOperationError(
		node,
		`An earlier try has created ${id} at ${provider} for this item, but the node was changed since [Item ${itemIndex}]`,
		{
			itemIndex,
			description:
				'It was not sent again. Undo the change and retry to get what was created; to create another one with the new values, execute the workflow anew instead of retrying.',
		},
	);
}

/** The end of a run that a person stopped. n8n sees by the word "canceled" that it is no failure. */
export function cancelled(node: INode): NodeOperationError {
	return new NodeOperationError(node, 'The execution was canceled; nothing further was sent', {
		description: 'Whether a request that was under way has been carried out is not known.',
	});
}

/** So many codes fit into a message that a person still reads; the error's context holds all of them. */
const CODES_IN_MESSAGE = 20;

/**
 * Adds to an error what was created before it, so that nothing gets lost by failing (design section 5, point 5):
 * the first codes go into the message, all of them into `context.created`.
 */
export function tellingWhatWasMade(error: unknown, made: readonly Made[]): unknown {
	if (made.length === 0 || !(error instanceof NodeApiError || error instanceof NodeOperationError))
		return error;
	const named = made.slice(0, CODES_IN_MESSAGE).map(({ itemIndex, id }) => `${id} [Item ${itemIndex}]`);
	const more = made.length - named.length;
	error.message += `. Created before: ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
	error.context.created = made.map(({ itemIndex, id }) => ({ itemIndex, id }));
	return error;
}
