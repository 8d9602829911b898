import type { IDataObject, INodeProperties } from 'n8n-workflow';

import { itemError } from '../action/errors';
import type { ItemContext } from '../action/itemContext';
import type { ItemFields } from '../action/itemFields';
import { InvalidValueError, isEmpty, toChoice } from '../values/convert';

const FIRST_PAUSE = 2_000;
const LONGEST_PAUSE = 15_000;
const GROWTH = 1.5;
const DEFAULT_MINUTES = 5;
/** Polling occupies a worker; longer waits should suspend the execution. */
const MOST_MINUTES = 15;

/** How long to poll and what to do when that was not enough. */
interface WaitLimits {
	/** Minutes. */
	maxWait: number;
	onTimeout: 'fail' | 'continue';
}

/** The limits as properties, for every operation that can wait. */
export const waitLimitProperties: INodeProperties[] = [
	{
		displayName: 'Max Wait',
		name: 'maxWait',
		type: 'number',
		typeOptions: { minValue: 0, maxValue: MOST_MINUTES },
		default: DEFAULT_MINUTES,
		description: `Minutes to wait for the result, at most ${MOST_MINUTES}`,
	},
	{
		displayName: 'On Timeout',
		name: 'onTimeout',
		type: 'options',
		default: 'fail',
		options: [
			{
				name: 'Continue',
				value: 'continue',
				description: 'Return the last state, with timedOut set to true',
			},
			{ name: 'Fail', value: 'fail', description: 'Stop with an error that contains the code' },
		],
		description: 'What to do if there is no result in time',
	},
];

/** Reads the limits of one item. */
export function readWaitLimits(fields: ItemFields): WaitLimits {
	return {
		maxWait: fields.optional('maxWait', toMinutes) ?? DEFAULT_MINUTES,
		onTimeout: fields.optional('onTimeout', (value) => toChoice(value, ['fail', 'continue'])) ?? 'fail',
	};
}

function toMinutes(value: unknown): number {
	const minutes = Number(value);
	if (minutes >= 0 && minutes <= MOST_MINUTES) return minutes;
	throw new InvalidValueError(`must be a number of minutes from 0 to ${MOST_MINUTES}`);
}

/** A simplified state; after a timeout without the fields that are not known yet. */
export function simplifiedWait(
	state: IDataObject,
	simplified: (state: IDataObject) => IDataObject,
): IDataObject {
	if (!state.timedOut) return simplified(state);
	const known = Object.entries(simplified(state)).filter(([, value]) => !isEmpty(value));
	return { ...Object.fromEntries(known), timedOut: true };
}

/**
 * Polls until the state is finished: at once, then after 2 s, growing to every 15 s. Cancelling the execution ends it.
 *
 * @param what names the awaited thing with its code, for the message, e.g. `process JPJD42IDWP3Z6RXA`
 * @returns the finished state, or the last one with `timedOut: true` when the limits say so
 * @throws NodeOperationError when the time is up and the limits say `fail`
 */
export async function pollUntilFinished(
	item: ItemContext,
	what: string,
	limits: WaitLimits,
	readState: () => Promise<IDataObject>,
	isFinished: (state: IDataObject) => boolean,
): Promise<IDataObject> {
	const deadline = Date.now() + limits.maxWait * 60_000;
	for (let pause = FIRST_PAUSE; ; pause = Math.min(pause * GROWTH, LONGEST_PAUSE)) {
		const state = await readState();
		if (isFinished(state)) return state;
		const left = deadline - Date.now();
		if (left <= 0) return timedOut(item, what, limits, state);
		await item.sleep(Math.min(pause, left));
	}
}

function timedOut(item: ItemContext, what: string, limits: WaitLimits, state: IDataObject): IDataObject {
	if (limits.onTimeout === 'continue') return { ...state, timedOut: true };
	throw itemError(
		item.context.getNode(),
		item.itemIndex,
		`The ${what} was not finished after ${limits.maxWait} minutes`,
		"It continues at the provider. Read it later with 'Get', wait longer, or set 'On Timeout' to Continue.",
	);
}
