import { randomUUID } from 'node:crypto';

import type { IDataObject, IExecuteFunctions, INodeExecutionData, NodeOperationError } from 'n8n-workflow';

import { itemError } from '../action/errors';
import type { ItemContext } from '../action/itemContext';
import { createClient } from '../http/client';
import { messageOf } from '../http/errors';
import { Seal } from '../util/seal';
import { sleep } from '../util/sleep';
import { isOver, type Awaitable, type Wanted } from './awaitable';
import { store, type Awaited } from './awaited';
import { isResumable, sealOfAddresses } from './resumeThisExecution';
import { callResumeUrl, isResumeUrlOfThisN8n, ownResumeUrl, withOwnPath } from './resumeUrl';
import { endOfWait } from './suspensionTime';

/** So many items can wait together. */
const MOST_ITEMS = 500;

/** What an item is to wait for. */
interface SuspendedInput extends Wanted {
	id: string;
	/** Milliseconds that it may wait. */
	longest: number;
}

/** What the items of a run have come to so far. */
interface SuspendedRun {
	seal: Promise<Seal>;
	/** By the item's index. */
	awaited: Map<number, Awaited>;
	/** The first item that is unfinished. */
	witness?: { id: string } & Wanted;
	/** Until when to wait, in milliseconds since the epoch. */
	until: number;
}

const runs = new WeakMap<IExecuteFunctions, SuspendedRun>();

function runOf(context: IExecuteFunctions, { provider }: Awaitable): SuspendedRun {
	const known = runs.get(context);
	if (known) return known;
	const run: SuspendedRun = { seal: sealOfAddresses(context, provider), awaited: new Map(), until: 0 };
	// Whoever needs it gets the error.
	run.seal.catch(() => {});
	runs.set(context, run);
	return run;
}

/**
 * Asks the provider about one item. If it is unfinished, `suspend` makes the execution wait for it.
 *
 * @returns the state, which n8n drops when the execution is suspended
 * @throws NodeOperationError for too many items, and where no callback could arrive
 */
export async function askBeforeSuspending(
	item: ItemContext,
	awaitable: Awaitable,
	input: SuspendedInput,
): Promise<IDataObject> {
	refuseTooMany(item);
	const { id, longest, ...wanted } = input;
	const run = runOf(item.context, awaitable);
	const state = await awaitable.read(item, id);
	if (!isOver(awaitable, wanted, state)) {
		checkAddress(item, awaitable, id, state, await run.seal);
		run.witness ??= { id, ...wanted };
		run.until = Math.max(run.until, endOfWait(longest, awaitable.expiryOf(state)));
	}
	// Only now: what was refused comes out as an error item.
	run.awaited.set(item.itemIndex, { id, ...wanted });
	return state;
}

/**
 * Suspends the execution if anything of the run is unfinished: no worker is occupied until everything is finished or the
 * time is up.
 *
 * n8n rejects a callback that arrives between the question and the moment it has stored the execution (409,
 * docs/n8n-engine.md#a-callback-may-come-before-the-wait-is-stored). So the provider is asked again a few seconds
 * later, and if everything may have finished by then the node's own address is called from here.
 *
 * @param outputs what would leave the node, by item
 */
export async function suspend(
	context: IExecuteFunctions,
	awaitable: Awaitable,
	outputs: ReadonlyArray<readonly INodeExecutionData[]>,
): Promise<void> {
	const run = runs.get(context);
	const resumeUrl = ownResumeUrl(context);
	if (run?.witness === undefined || resumeUrl === undefined) return;
	const items = outputs.map(([output], index) => run.awaited.get(index) ?? { failed: output?.json ?? {} });
	store(context, { key: randomUUID(), items });
	await context.putExecutionToWait(new Date(run.until));
	void resumeIfFinishedMeanwhile(context, awaitable, run.witness, resumeUrl);
}

/** Refuses to wait for what would never resume this execution. */
function checkAddress(
	item: ItemContext,
	awaitable: Awaitable,
	id: string,
	state: IDataObject,
	seal: Seal,
): void {
	const own = ownResumeUrl(item.context);
	if (own === undefined) {
		throw refusal(item, 'This execution cannot be resumed', "Set 'Resume On' to Polling.");
	}
	if (isResumable(item.context, id)) return;
	const createdWith = awaitable.resumeAddressOf(state, seal);
	const isOurs = isResumeUrlOfThisN8n(own, createdWith);
	if (isOurs && withOwnPath(createdWith) === own) return;
	const name = `The ${awaitable.what} ${id}`;
	if (createdWith === undefined && awaitable.hasSealedAddress?.(state)) {
		const message = `${name} was created with other keys of ${awaitable.provider.name}, so this execution would never be resumed`;
		throw refusal(item, message, OTHER_KEYS);
	}
	if (item.context.getMode() === 'manual') {
		// Mostly because only this node is executed in the editor.
		const message = `${name} is not finished, and was not created with 'Resume This Execution' in this run. Execute the whole workflow`;
		throw refusal(item, message, WITH_THE_OPTION);
	}
	const message = isOurs
		? `${name} reports to another execution, so this one would never be resumed`
		: `${name} was not created with 'Resume This Execution' in this execution, which would never be resumed`;
	throw refusal(item, message, isOurs ? ELSEWHERE : WITH_THE_OPTION);
}

const WITH_THE_OPTION =
	"Turn on that option in the node that creates it, in the same workflow, or set 'Resume On' to Polling.";

const OTHER_KEYS =
	"Use the same credential in the node that creates it, in this node and in the trigger. If the keys were changed meanwhile, set 'Resume On' to Polling.";

const ELSEWHERE =
	"It was created in another execution, for example before a retry. Set 'Resume On' to Polling, or read it later with 'Get'.";

function refuseTooMany(item: ItemContext): void {
	const count = item.context.getInputData().length;
	if (count <= MOST_ITEMS) return;
	throw refusal(
		item,
		`An execution can be suspended for ${MOST_ITEMS} items at a time, but there are ${count}`,
		"Start one execution for each batch, with 'Execute Sub-workflow' and 'Wait for Sub-Workflow Completion' off, or let a trigger start another workflow with each result.",
	);
}

function refusal(item: ItemContext, message: string, description: string): NodeOperationError {
	return itemError(item.context.getNode(), item.itemIndex, message, description);
}

/** Milliseconds after which n8n has stored the execution. */
const STORED_AFTER = 3_000;

/** Only if the witness has finished can everything have. */
async function resumeIfFinishedMeanwhile(
	context: IExecuteFunctions,
	awaitable: Awaitable,
	witness: { id: string } & Wanted,
	resumeUrl: string,
): Promise<void> {
	try {
		const api = createClient(context, awaitable.provider);
		for (let attempts = 0; attempts < 3; attempts++) {
			await sleep(STORED_AFTER, context.getExecutionCancelSignal());
			if (!isOver(awaitable, witness, await awaitable.read(api, witness.id))) return;
			const outcome = await callResumeUrl(context, resumeUrl, { finished: true });
			if (outcome === 'resumed' || outcome === 'noted') return;
		}
	} catch (error) {
		// A callback, or the end of the time, resumes the execution anyway.
		context.logger.debug(
			`${awaitable.what} ${witness.id} could not be read again: ${messageOf(awaitable.provider, error)}`,
		);
	}
}
