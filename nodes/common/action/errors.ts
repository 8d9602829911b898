import type { INode } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import { atItem } from '../http/errors';
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

/** The error for invalid input: one message with every problem, item by item. */
export function inputError(
	node: INode,
	lines: ReadonlyArray<{ itemIndex: number; text: string }>,
): NodeOperationError {
	const [first] = lines;
	const items = new Set(lines.map((line) => line.itemIndex));
	const where = items.size === 1 ? '1 item' : `${items.size} items`;
	const named = lines.map(({ text, itemIndex }) => atItem(text, itemIndex)).join('; ');
	const message = lines.length === 1 ? named : `${lines.length} values in ${where} need correcting: ${named}`;
	const error = new NodeOperationError(node, message, {
		itemIndex: items.size === 1 ? first.itemIndex : undefined,
		description: 'Nothing was sent. Correct the named fields and run the node again.',
	});
	error.message = message;
	return error;
}

/** The error for an item that an earlier attempt sent without getting a clear response. Nothing was sent this time. */
export function unknownBefore(node: INode, provider: string, itemIndex: number): NodeOperationError {
	const error = itemError(
		node,
		itemIndex,
		`An earlier attempt sent this item, but it is not known whether ${provider} processed it`,
		`It was not sent again. Check at ${provider} whether it exists. If not, turn on the option 'Resend Unknown' and run the node again.`,
	);
	error.context.outcome = 'unknown';
	return error;
}

/** The error for an item that was created with other values than the node has now. Nothing was sent. */
export function createdDifferently(
	node: INode,
	provider: string,
	itemIndex: number,
	id: string,
): NodeOperationError {
	return itemError(
		node,
		itemIndex,
		`An earlier attempt created ${id} at ${provider} for this item, but the node has changed since then`,
		'It was not sent again. Undo the change and retry to get what was created; to create another one with the new values, start a new execution instead of retrying.',
	);
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
	const named = created.slice(0, CODES_IN_MESSAGE).map(({ id, itemIndex }) => atItem(id, itemIndex));
	const more = created.length - named.length;
	error.message += `. Already created: ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
	error.context.created = created.map(({ itemIndex, id }) => ({ itemIndex, id }));
	return error;
}
