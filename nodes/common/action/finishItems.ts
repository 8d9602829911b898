import type { INodeExecutionData } from 'n8n-workflow';

import { toNodeError } from '../http/errors';
import type { ApiRequest } from '../http/request';
import { mapConcurrently } from '../util/concurrency';
import { Limiter } from '../util/limiter';
import { rethrow } from '../util/rethrow';
import { DEFAULT_CONCURRENCY } from './description';
import { withCreatedIds } from './errors';
import { createItemContext, type Run, type SendSettings } from './itemContext';
import type { Operation } from './operation';
import { errorItem, linkedItems, type Output } from './output';

/** What sending an item has come to. */
export type SentItem =
	| { kind: 'done'; items: INodeExecutionData[] }
	| { kind: 'sent'; input: unknown; settings: SendSettings; output: Output };

/**
 * Does what is left for the items that were sent, such as waiting for results: for all at the same time, with their reads
 * limited like those of any run. The first failure ends the waiting of the others.
 *
 * @throws NodeApiError or NodeOperationError of the first failure, unless *On Error: Continue* is on
 */
export async function finishItems(
	run: Run,
	operation: Operation,
	sent: readonly SentItem[],
): Promise<INodeExecutionData[][]> {
	const reads = new Limiter(DEFAULT_CONCURRENCY.reads);

	const finish = async (itemIndex: number, signal: AbortSignal): Promise<INodeExecutionData[]> => {
		const one = sent[itemIndex];
		if (one.kind === 'done') return one.items;
		if (!operation.finish) return linkedItems(one.output, itemIndex);
		const item = createItemContext({ ...run, signal }, itemIndex, one.settings);
		const request = async <Data>(wanted: ApiRequest): Promise<Data> =>
			(await reads.run(async () => await item.request<Data>(wanted))) as Data;
		try {
			const output = await operation.finish({ ...item, request }, one.input, one.output);
			return linkedItems(output, itemIndex);
		} catch (failure) {
			return [errorItemOf(run, itemIndex, failure)];
		}
	};
	return await mapConcurrently(sent.length, sent.length, finish, run.signal);
}

/**
 * The item that stands for a failed one.
 *
 * @throws the failure as the node's error, without *On Error: Continue* and in a cancelled execution
 */
export function errorItemOf(run: Run, itemIndex: number, failure: unknown): INodeExecutionData {
	const node = run.context.getNode();
	const error = toNodeError(node, run.provider, failure, itemIndex);
	if (!run.context.continueOnFail() || run.signal?.aborted) throw rethrow(error);
	return errorItem(node, withCreatedIds(error, run.ledger.createdFor(itemIndex)), itemIndex);
}
