import type { INode } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { itemError } from './errors';
import type { EarlierResult } from './ledgerEntry';

type Standing = Exclude<EarlierResult, { kind: 'none' | 'created' }>;

/** The error for an item that is not sent, because of what an earlier attempt has left. Nothing was sent this time. */
export function earlierError(
	node: INode,
	provider: string,
	itemIndex: number,
	earlier: Standing,
): NodeOperationError {
	const error =
		earlier.kind === 'lost'
			? lostError(node, provider)
			: itemError(node, itemIndex, ...sentencesOf(provider, earlier));
	if (earlier.kind === 'unknown' || earlier.kind === 'lost') error.context.outcome = 'unknown';
	return error;
}

/** Message and description. */
function sentencesOf(
	provider: string,
	earlier: Exclude<Standing, { kind: 'lost' }>,
): [message: string, description: string] {
	switch (earlier.kind) {
		case 'unknown':
			return [
				`An earlier attempt sent ${earlier.isAnother ? 'a request about the same person or company' : 'this item'}${withPlace(earlier)}, but it is not known whether ${provider} processed it`,
				`It was not sent again. Check at ${provider} whether it exists. If not, turn on the option 'Resend Unknown' and run the node again.`,
			];
		case 'createdDifferently':
			return [
				`An earlier attempt created ${earlier.id} at ${provider} for this item, but the node has changed since then`,
				'It was not sent again. Undo the change and retry to get what was created; to create another one with the new values, start a new execution instead of retrying.',
			];
		case 'createdElsewhere':
			return [
				`An earlier attempt created ${earlier.id} at ${provider} for this item, with another key or in another environment${withPlace(earlier)}`,
				"It was not sent again. Choose the earlier credential and retry to get what was created. To create another one with this credential, turn on the option 'Resend Unknown' and retry.",
			];
	}
}

function withPlace({ place }: { place?: string }): string {
	return place === undefined ? '' : `, with ${place}`;
}

/** The same for every item, because nothing is known of any. */
function lostError(node: INode, provider: string): NodeOperationError {
	return new NodeOperationError(
		node,
		`This execution was interrupted before, and n8n has kept nothing of what this node had sent: it is not known which items exist at ${provider}`,
		{
			description: `Nothing was sent. Look at ${provider} which items exist; n8n's log names codes that were created. If none exist, or all may be created again, turn on the option 'Resend Unknown' and retry. Otherwise start a new execution with the items that are missing.`,
		},
	);
}
