import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { RequestPacer } from '../http/pacer';
import type { Provider } from '../http/provider';
import { mapConcurrently } from '../util/concurrency';
import { rethrow } from '../util/rethrow';
import { servesAgent } from './agent';
import { checkItem } from './checkOnly';
import { CreatedLog } from './createdLog';
import { cancelled, withAdvice, withCreatedIds, withoutStopWord } from './errors';
import { familyOf } from './family';
import { errorItemOf, finishItems, type SentItem } from './finishItems';
import { createItemContext, type Run } from './itemContext';
import { Ledger, type Past } from './ledger';
import { isLostRun } from './lostRun';
import type { Operation, Resource } from './operation';
import { errorItem } from './output';
import { planRun, type Plan, type PreparedItem } from './prepare';

/**
 * The item loop of all action nodes: checks every item before sending the first, sends with limited concurrency, keeps
 * the order, links each output to its input, and turns failures into error items with *On Error: Continue*.
 *
 * @throws NodeOperationError for invalid values or credentials, before anything is sent; NodeApiError for a failed
 * request
 */
export async function runItems(
	context: IExecuteFunctions,
	provider: Provider,
	resources: readonly Resource[],
): Promise<INodeExecutionData[][]> {
	try {
		return await runAll(context, provider, resources);
	} catch (error) {
		const told = servesAgent(context) ? withAdvice(error) : error;
		throw context.getExecutionCancelSignal()?.aborted ? rethrow(told) : withoutStopWord(told);
	}
}

async function runAll(
	context: IExecuteFunctions,
	provider: Provider,
	resources: readonly Resource[],
): Promise<INodeExecutionData[][]> {
	const isLost = await isLostRun(context);
	let plan: Plan;
	try {
		plan = await planRun(context, provider, resources);
	} catch (error) {
		// Otherwise n8n would pass the input on as if everything had succeeded.
		if (!context.continueOnFail()) throw rethrow(error);
		const node = context.getNode();
		return [context.getInputData().map((_, itemIndex) => errorItem(node, error, itemIndex))];
	}
	const { operation, items, credential, limit } = plan;
	const past = operation.sends === 'creates' ? await pastOf(context, isLost) : { isLost };
	const run: Run = {
		context,
		provider,
		sends: operation.sends,
		pacer: new RequestPacer(),
		signal: context.getExecutionCancelSignal(),
		credential,
		ledger: new Ledger(context, credential, provider, past),
		createdLog: new CreatedLog(context, provider),
	};
	try {
		const sent = await mapConcurrently(
			items.length,
			limit,
			async (itemIndex, signal) => await sendItem({ ...run, signal }, operation, items[itemIndex], itemIndex),
			run.signal,
		);
		const outputs = await finishItems(run, operation, sent);
		await operation.conclude?.(context, outputs);
		const hasFailed = outputs.map((items) => items.some(({ json }) => 'error' in json));
		// A cancelled run, or one with error items that n8n may repeat as a whole, still needs its records.
		if (!run.signal?.aborted && !hasFailed.includes(true)) run.ledger.clear();
		else run.ledger.noteFailed((itemIndex) => hasFailed[itemIndex]);
		return [outputs.flat()];
	} catch (error) {
		const reason = run.signal?.aborted ? cancelled(context.getNode()) : error;
		throw withCreatedIds(reason, run.ledger.created());
	} finally {
		if (run.signal?.aborted) run.createdLog.stopped(run.ledger);
	}
}

/** What other executions than this one have to do with it. */
async function pastOf(context: IExecuteFunctions, isLost: boolean): Promise<Past> {
	const { id, isCallerLost } = await familyOf(context);
	return { isLost: isLost || isCallerLost, family: id };
}

async function sendItem(
	run: Run,
	operation: Operation,
	prepared: PreparedItem,
	itemIndex: number,
): Promise<SentItem> {
	if (prepared.kind === 'invalid')
		return { kind: 'done', items: [errorItem(run.context.getNode(), prepared.error, itemIndex)] };
	const { input, settings } = prepared;
	try {
		const item = createItemContext(run, itemIndex, settings);
		if (settings.checkOnly) {
			return { kind: 'done', items: await checkItem(item, operation, input) };
		}
		return { kind: 'sent', input, settings, output: await operation.send(item, input) };
	} catch (failure) {
		return { kind: 'done', items: [errorItemOf(run, itemIndex, failure)] };
	}
}
