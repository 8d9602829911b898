import type { IDataObject, IExecuteFunctions, INodeProperties, NodeOperationError } from 'n8n-workflow';

import { itemError } from '../action/errors';
import type { ItemContext } from '../action/itemContext';
import type { ItemFields } from '../action/itemFields';
import { createClient } from '../http/client';
import { messageOf } from '../http/errors';
import { sleep } from '../util/sleep';
import { InvalidValueError, toChoice } from '../values/convert';
import type { Awaitable } from './awaitable';
import { callResumeUrl, isResumeUrlOfThisN8n, ownResumeUrl } from './resumeUrl';

const UNITS = { minutes: 60_000, hours: 3_600_000, days: 86_400_000 };
const MOST_DAYS = 365;

/**
 * How long to stay suspended. When the time is up n8n passes the node's input on, without asking the node
 * (docs/n8n-engine.md#a-timer-passes-the-input-on).
 */
export const suspensionProperties: INodeProperties[] = [
	{
		displayName: 'Max Wait',
		name: 'maxWait',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 7,
		description:
			'Maximum time to wait. When the time is up, the node passes its input items on unchanged; read the state with Get then.',
	},
	{
		displayName: 'Max Wait Unit',
		name: 'maxWaitUnit',
		type: 'options',
		default: 'days',
		options: [
			{ name: 'Days', value: 'days' },
			{ name: 'Hours', value: 'hours' },
			{ name: 'Minutes', value: 'minutes' },
		],
		description: 'Unit of Max Wait',
	},
];

/** Reads how long one item may wait, in milliseconds. */
export function readSuspension(fields: ItemFields) {
	const unit = fields.optional('maxWaitUnit', (value) =>
		toChoice(value, Object.keys(UNITS) as Array<keyof typeof UNITS>),
	);
	return fields.required('maxWait', (value) => {
		const milliseconds = Number(value) * UNITS[unit ?? 'days'];
		if (milliseconds > 0 && milliseconds <= MOST_DAYS * UNITS.days) return milliseconds;
		throw new InvalidValueError(`must be more than 0 and at most ${MOST_DAYS} days`);
	});
}

/**
 * Asks the provider and, unless it is finished, suspends the execution: no worker is occupied until the callback comes
 * or the time is up.
 *
 * n8n rejects a callback that arrives between this check and the moment it has stored the execution (409,
 * docs/n8n-engine.md#a-callback-may-come-before-the-wait-is-stored). So the provider is asked again a few seconds
 * later, and if it has finished by then the execution is resumed from here.
 *
 * @returns the state, which n8n drops when the execution is suspended
 * @throws NodeOperationError for several items, and where no callback could arrive
 */
export async function suspendUntilFinished(
	item: ItemContext,
	awaitable: Awaitable,
	id: string,
	milliseconds: number,
): Promise<IDataObject> {
	const { context } = item;
	const until = new Date(Date.now() + milliseconds);
	refuseSeveralItems(item);
	const state = await awaitable.read(item, id);
	if (awaitable.isFinished(state)) return state;

	const resumeUrl = ownResumeUrl(context);
	if (resumeUrl === undefined) throw refusal(item, 'This execution cannot be resumed', NOT_RESUMABLE);
	const createdWith = awaitable.resumeUrlOf(state);
	if (createdWith !== resumeUrl && isResumeUrlOfThisN8n(resumeUrl, createdWith)) {
		const message = `The ${awaitable.what} ${id} reports to another execution, so this one would never be resumed`;
		throw refusal(item, message, CREATED_ELSEWHERE);
	}
	await context.putExecutionToWait(until);
	void resumeIfAlreadyFinished(context, awaitable, id, resumeUrl);
	return state;
}

const NOT_RESUMABLE = "Set 'Resume On' to Polling.";

const CREATED_ELSEWHERE =
	"It was created in another execution, for example before a retry. Set 'Resume On' to Polling, or read it later with 'Get'.";

/** An execution is suspended as a whole, for one callback. */
function refuseSeveralItems(item: ItemContext): void {
	const count = item.context.getInputData().length;
	if (count === 1) return;
	throw refusal(
		item,
		`An execution can be suspended for one item at a time, but there are ${count}`,
		"Put a 'Loop Over Items' node with a batch size of 1 before this node, or set 'Resume On' to Polling.",
	);
}

function refusal(item: ItemContext, message: string, description: string): NodeOperationError {
	return itemError(item.context.getNode(), item.itemIndex, message, description);
}

/** Milliseconds after which n8n has stored the execution. */
const STORED_AFTER = 3_000;

async function resumeIfAlreadyFinished(
	context: IExecuteFunctions,
	awaitable: Awaitable,
	id: string,
	resumeUrl: string,
): Promise<void> {
	try {
		const api = createClient(context, awaitable.provider, { maxAttempts: 1 });
		for (let attempts = 0; attempts < 3; attempts++) {
			await sleep(STORED_AFTER, context.getExecutionCancelSignal());
			if (!awaitable.isFinished(await awaitable.read(api, id))) return;
			if ((await callResumeUrl(context, resumeUrl, { finished: true })) === 'resumed') return;
		}
	} catch (error) {
		// The callback, or the end of the time, resumes the execution anyway.
		context.logger.debug(
			`${awaitable.what} ${id} could not be read again: ${messageOf(awaitable.provider, error)}`,
		);
	}
}
