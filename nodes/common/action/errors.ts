import type { INode } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import { atItem } from '../http/errors';
import type { CreatedRecord } from './ledger';

/** So many codes fit into a message that a person still reads; the error's context holds all of them. */
const CODES_IN_MESSAGE = 20;

/** An error about one item that is no failed request. */
export function itemError(
	node: INode,
	itemIndex: number,
	message: string,
	description: string,
): NodeOperationError {
	return new NodeOperationError(node, atItem(message, itemIndex), { itemIndex, description });
}

/** The error for bad input: one message that names everything wrong, item by item. */
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

/** The error for an item that an earlier attempt has sent without a clear response. Nothing was sent this time. */
export function unknownBefore(node: INode, provider: string, itemIndex: number): NodeOperationError {
	const error = itemError(
		node,
		itemIndex,
		`An earlier try sent this item, but whether ${provider} carried it out is not known`,
		`It was not sent again. Look it up at ${provider}; if nothing was made there, turn on the option 'Resend Unknown' and run again.`,
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
	return itemError(
		node,
		itemIndex,
		`An earlier try has created ${id} at ${provider} for this item, but the node was changed since`,
		'It was not sent again. Undo the change and retry to get what was created; to create another one with the new values, execute the workflow anew instead of retrying.',
	);
}

/** The end of a run that a person stopped. n8n sees by the word "canceled" that it is no failure. */
export function cancelled(node: INode): NodeOperationError {
	return new NodeOperationError(node, 'The execution was canceled; nothing further was sent', {
		description: 'Whether a request that was under way has been carried out is not known.',
	});
}

/**
 * Adds to an error what was created before it, so that nothing gets lost by failing: the first codes go into the
 * message, all of them into `context.created`.
 */
export function withCreatedIds(error: unknown, created: readonly CreatedRecord[]): unknown {
	if (created.length === 0 || !(error instanceof NodeApiError || error instanceof NodeOperationError))
		return error;
	const named = created.slice(0, CODES_IN_MESSAGE).map(({ id, itemIndex }) => atItem(id, itemIndex));
	const more = created.length - named.length;
	error.message += `. Created before: ${named.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
	error.context.created = created.map(({ itemIndex, id }) => ({ itemIndex, id }));
	return error;
}
