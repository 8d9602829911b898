import type { INode } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import { atItem, itemLabel } from '../http/errors';
import type { CreatedRecord } from './ledger';

/** More codes would make the message unreadable; the error's context contains all of them. */
const CODES_IN_MESSAGE = 20;

/** An error about one item that is not a failed request. */
export function itemError(
	node: INode,
	itemIndex: number,
	message: string,
	description: string,
): NodeOperationError {
	return new NodeOperationError(node, atItem(message, itemIndex), { itemIndex, description });
}

/** So many different sentences, and so many ranges of items, does a person still read. */
const MOST_SENTENCES = 20;
const MOST_RANGES = 10;

/** One thing that is wrong, and the items in which it is, as `0–499, 501`. */
interface WrongValue {
	sentence: string;
	items: string;
}

/**
 * The error for invalid input: one message with every problem. Equal sentences appear once, with their items; of many
 * different ones the message has the first, and `context.wrongValues` has all of them.
 */
export function inputError(
	node: INode,
	lines: ReadonlyArray<{ itemIndex: number; text: string }>,
): NodeOperationError {
	const items = new Set(lines.map(({ itemIndex }) => itemIndex));
	const bySentence = new Map<string, number[]>();
	for (const { text, itemIndex } of lines) {
		const indexes = bySentence.get(text);
		if (indexes) indexes.push(itemIndex);
		else bySentence.set(text, [itemIndex]);
	}
	const sentences = [...bySentence];
	const named = sentences.slice(0, MOST_SENTENCES).map(([text, indexes]) => `${text} ${itemsLabel(indexes)}`);
	const more = sentences.length - named.length;
	const list = named.join('; ') + (more > 0 ? `; and ${more} more` : '');
	const where = items.size === 1 ? '1 item' : `${items.size} items`;
	const message = lines.length === 1 ? list : `${lines.length} values in ${where} need correcting: ${list}`;
	const error = new NodeOperationError(node, message, {
		itemIndex: items.size === 1 ? lines[0].itemIndex : undefined,
		description: 'Nothing was sent. Correct the named fields and run the node again.',
	});
	error.message = message;
	error.context.wrongValues = sentences.map(
		([sentence, indexes]): WrongValue => ({ sentence, items: rangesOf(indexes).join(', ') }),
	);
	return error;
}

/** Several items in a message, the way `itemLabel` names one. */
function itemsLabel(indexes: readonly number[]): string {
	if (indexes.length === 1) return itemLabel(indexes[0]);
	const ranges = rangesOf(indexes);
	const more = ranges.length - MOST_RANGES;
	return `[Items ${ranges.slice(0, MOST_RANGES).join(', ')}${more > 0 ? ' …' : ''}]`;
}

/** `[0, 1, 2, 5]` as `['0–2', '5']`; the indexes ascend. */
function rangesOf(indexes: readonly number[]): string[] {
	const ranges: Array<[first: number, last: number]> = [];
	for (const index of indexes) {
		const range = ranges.at(-1);
		if (range && index <= range[1] + 1) range[1] = index;
		else ranges.push([index, index]);
	}
	return ranges.map(([first, last]) => (first === last ? String(first) : `${first}–${last}`));
}

/**
 * The error of a run that a person stopped. n8n recognizes it by the word "canceled" and does not count it as failed.
 */
export function cancelled(node: INode): NodeOperationError {
	return new NodeOperationError(node, 'The execution was canceled; nothing further was sent', {
		description: 'If a request was in progress, it is not known whether it was processed.',
	});
}

/**
 * Adds to an error what was created before it, so that a failure loses nothing: the first codes go into the message,
 * all of them into `context.created` (docs/architecture.md#nothing-that-was-created-gets-lost).
 */
export function withCreatedIds(error: unknown, created: readonly CreatedRecord[]): unknown {
	if (created.length === 0 || !(error instanceof NodeApiError || error instanceof NodeOperationError))
		return error;
	const named = created.slice(0, CODES_IN_MESSAGE).map(createdLabel);
	const more = created.length - named.length;
	error.message += `. Already created: ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
	error.context.created = [...created];
	return error;
}

/** Something that exists, as a message names it. */
export function createdLabel({ id, itemIndex, place }: CreatedRecord): string {
	return atItem(place === undefined ? id : `${id} with ${place}`, itemIndex);
}

/**
 * Adds an error's description to its message, because an AI agent is shown the message only
 * (docs/n8n-engine.md#how-an-agent-calls-a-tool).
 */
export function withAdvice(error: unknown): unknown {
	if (!(error instanceof NodeApiError || error instanceof NodeOperationError)) return error;
	const { message, description } = error;
	if (description && !message.includes(description)) error.message = `${message}. ${description}`;
	return error;
}

/**
 * The same error with an invisible mark within the word "canceled", which a provider or a cell may contain: n8n would take
 * it for that of a stopped execution (docs/n8n-engine.md#messages-that-n8n-rewrites).
 */
export function withoutStopWord(error: unknown): unknown {
	if (error instanceof Error) error.message = error.message.replaceAll('canceled', 'cancel\u2060ed');
	return error;
}
