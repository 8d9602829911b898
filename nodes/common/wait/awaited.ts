import type { IDataObject, IExecuteFunctions, INodeExecutionData, IWebhookFunctions } from 'n8n-workflow';

import { linkedItems } from '../action/output';
import { isPlainObject, locatedValue, toIdentifier } from '../values/convert';
import type { Awaitable, Wanted } from './awaitable';

/** One item of a wait: what it waits for, or the error item that comes out for it. */
export type Awaited = ({ id: string } & Wanted) | { failed: IDataObject };

/** What the node writes into its context before the execution is suspended, to have it when a callback comes. */
interface AwaitedItems {
	/** Distinguishes this wait from all others. */
	key: string;
	/** In the order of the input. */
	items: Awaited[];
}

/** The stored form. Short, because n8n keeps it with the execution: for most items just the ID. */
type Stored = string | { id: string; raw?: true; decision?: true } | { failed: IDataObject };

/** The name under which it is kept. */
const AWAITING = 'awaiting';

/** Writes down what is waited for. n8n stores it with the suspended execution. */
export function store(context: IExecuteFunctions, { key, items }: AwaitedItems): void {
	context.getContext('node')[AWAITING] = { key, items: items.map(shortened) };
}

function shortened(item: Awaited): Stored {
	if ('failed' in item) return item;
	const { id, simplify, awaitsDecision } = item;
	if (simplify && !awaitsDecision) return id;
	return { id, ...(!simplify && { raw: true }), ...(awaitsDecision && { decision: true }) };
}

function inFull(stored: Stored): Awaited {
	if (typeof stored === 'string') return { id: stored, simplify: true, awaitsDecision: false };
	if ('failed' in stored) return stored;
	return { id: stored.id, simplify: !stored.raw, awaitsDecision: stored.decision ?? false };
}

/**
 * What the suspended node waits for. `webhook()` has no context of the node, but expressions have
 * (docs/n8n-engine.md#parameters-of-a-waiting-node). An execution that an earlier version has suspended waits for what
 * the parameter of its only item names.
 */
export function awaitedItems(context: IWebhookFunctions, awaitable: Awaitable): AwaitedItems {
	const name = JSON.stringify(context.getNode().name).replace(/[{}]/g, hexEscape);
	const text: unknown = context.evaluateExpression(
		`{{ JSON.stringify($(${name}).context.${AWAITING} ?? null) }}`,
		0,
	);
	const stored = JSON.parse(String(text)) as { key: string; items: Stored[] } | null;
	if (isPlainObject(stored)) return { key: stored.key, items: stored.items.map(inFull) };
	const id = toIdentifier(locatedValue(context.getNodeParameter(awaitable.parameter)));
	const simplify = context.getNodeParameter('simplify', true) !== false;
	const key = [context.getWorkflow().id, context.evaluateExpression('{{ $execution.id }}', 0), id].join(' ');
	return { key, items: [{ id, simplify, awaitsDecision: false }] };
}

/** Braces in a name would end the expression. */
function hexEscape(brace: string): string {
	return `\\u00${brace.charCodeAt(0).toString(16)}`;
}

/**
 * The output of the whole wait, linked to its input.
 *
 * @param outputs by item, without those that failed
 */
export function outputItems(
	items: readonly Awaited[],
	outputs: ReadonlyMap<number, IDataObject>,
): INodeExecutionData[] {
	return items.flatMap((item, index) =>
		'failed' in item
			? { json: item.failed, pairedItem: { item: index } }
			: linkedItems(outputs.get(index)!, index),
	);
}
