import type { IDataObject, INodeProperties } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import type { Call } from '../http/client';
import { isEmpty, toBoolean, toChoice, toText, Unfit } from '../values/convert';
import type { ItemFields } from '../action/itemFields';
import { simplify } from '../editor/properties';
import { readSuspension, suspendUntilFinished, suspensionProperties, type Awaited } from './suspension';

const FIRST_PAUSE = 2_000;
const LONGEST_PAUSE = 15_000;
const GROWTH = 1.5;
const DEFAULT_MINUTES = 5;
/** A polling node holds a worker; anything longer belongs into a suspended wait. */
const MOST_MINUTES = 15;

/** How long to poll and what to do when that was not enough. */
export interface WaitLimits {
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
			{ name: 'Continue', value: 'continue', description: 'Give the last state, with timedOut set to true' },
			{ name: 'Fail', value: 'fail', description: 'Stop with a message that holds the code' },
		],
		description: 'What to do when there is no result in time',
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
	throw new Unfit(`must be a number of minutes from 0 to ${MOST_MINUTES}`);
}

/** How one item of a "Wait for Result" operation waits. */
export interface WaitInput {
	id: string;
	simplify: boolean;
	limits: WaitLimits | Suspension;
}

/** Milliseconds to be suspended at most. */
interface Suspension {
	suspendedFor: number;
}

/** The properties of a "Wait for Result" operation behind the one that holds the code or ID. */
export function waitProperties(resumeOn: INodeProperties, suspending: string): INodeProperties[] {
	const shownFor = (value: string) => (property: INodeProperties) => ({
		...property,
		displayOptions: { show: { resumeOn: [value] } },
	});
	return [
		resumeOn,
		...waitLimitProperties.map(shownFor('polling')),
		...suspensionProperties.map(shownFor(suspending)),
		simplify,
	];
}

/** Reads how one item waits. */
export function readWait(fields: ItemFields, { parameter, resumeOn }: Awaited): WaitInput {
	const chosen = fields.required('resumeOn', (value) => toChoice(value, ['polling', resumeOn]));
	return {
		id: fields.required(parameter, toText),
		simplify: fields.optional('simplify', toBoolean) ?? true,
		limits: chosen === resumeOn ? { suspendedFor: readSuspension(fields) } : readWaitLimits(fields),
	};
}

/** Waits for one item in the chosen way. Both ways first ask the provider; a finished one is given at once. */
export async function waitFor(call: Call, awaited: Awaited, input: WaitInput): Promise<IDataObject> {
	const { id, limits } = input;
	const look = async () => await awaited.read(call, id);
	const state =
		'suspendedFor' in limits
			? await suspendUntilFinished(call, awaited, id, limits.suspendedFor)
			: await pollUntilFinished(call, `${awaited.what} ${id}`, limits, look, awaited.isFinished);
	return input.simplify ? simplifiedWait(state, awaited.simplified) : state;
}

/** A simplified state; of one that was given up, without what is not known yet (at most ten fields, design section 4). */
export function simplifiedWait(
	state: IDataObject,
	simplified: (state: IDataObject) => IDataObject,
): IDataObject {
	if (!state.timedOut) return simplified(state);
	const known = Object.entries(simplified(state)).filter(([, value]) => !isEmpty(value));
	return { ...Object.fromEntries(known), timedOut: true };
}

/**
 * Asks until the state is finished: at once, then after 2 s, growing to every 15 s (design section 7).
 * Cancelling the execution ends it.
 *
 * @param what names the awaited thing with its code, for the message, e.g. `process JPJD42IDWP3Z6RXA`
 * @returns the finished state, or the last one with `timedOut: true` when the limits say so
 * @throws NodeOperationError when the time is up and the limits say `fail`
 */
export async function pollUntilFinished(
	call: Call,
	what: string,
	limits: WaitLimits,
	look: () => Promise<IDataObject>,
	isFinished: (state: IDataObject) => boolean,
): Promise<IDataObject> {
	const deadline = Date.now() + limits.maxWait * 60_000;
	for (let pause = FIRST_PAUSE; ; pause = Math.min(pause * GROWTH, LONGEST_PAUSE)) {
		const state = await look();
		if (isFinished(state)) return state;
		const left = deadline - Date.now();
		if (left <= 0) return timedOut(call, what, limits, state);
		await call.sleep(Math.min(pause, left));
	}
}

function timedOut(call: Call, what: string, limits: WaitLimits, state: IDataObject): IDataObject {
	if (limits.onTimeout === 'continue') return { ...state, timedOut: true };
	throw new NodeOperationError(
		call.context.getNode(),
		`The ${what} was not finished after ${limits.maxWait} minutes [Item ${call.itemIndex}]`,
		{
			itemIndex: call.itemIndex,
			description:
				"It goes on at the provider. Read it later with 'Get', wait longer, or set 'On Timeout' to Continue.",
		},
	);
}
