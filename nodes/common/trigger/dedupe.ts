import type { IWebhookFunctions } from 'n8n-workflow';

import { memoryOf } from './memory';
import { stateOf, type TriggerState } from './staticData';

/** Per trigger and list. More than in the static data, which may be outdated (see `record`). */
const MOST_IN_MEMORY = 5_000;
/** Per trigger and list, in the static data: survives restarts and is visible to other processes. */
const MOST_STORED = 500;
/** Milliseconds. Deliveries are repeated for minutes; a day later the same event is a new one. */
const REMEMBERED = 24 * 60 * 60_000;
/** Hexadecimal digits that are kept of an event's ID: 96 bits. */
const DIGITS = 24;

/** Confirmed events have a list of their own, so that unconfirmed ones, however many, cannot push them out. */
const LISTS = ['seen', 'seenUnconfirmed'] as const satisfies ReadonlyArray<keyof TriggerState>;

/** Whether this event starts or has started the workflow within the last day, as far as memory and static data know. */
export function wasSeen(context: IWebhookFunctions, eventId: string): boolean {
	const key = short(eventId);
	const { starts } = memoryOf(context);
	const state = stateOf(context);
	return LISTS.some((list) => {
		const at = starts[list].get(key)?.at ?? stored(state, list).find(([one]) => one === key)?.[1];
		return at !== undefined && isRecent(at);
	});
}

/**
 * Claims an event for the delivery that starts the workflow. Synchronous, so that of simultaneous equal deliveries in
 * this process exactly one gets it. `record` or `giveBack` follows.
 *
 * @returns whether it was free
 */
export function claim(context: IWebhookFunctions, eventId: string, isConfirmed: boolean): boolean {
	if (wasSeen(context, eventId)) return false;
	const memory = memoryOf(context).starts[LISTS[isConfirmed ? 0 : 1]];
	memory.delete(short(eventId));
	memory.set(short(eventId), { at: Date.now(), isRecorded: false });
	if (memory.size > MOST_IN_MEMORY) memory.delete(memory.keys().next().value!);
	return true;
}

/**
 * Records in the static data that a claimed event has started the workflow. Not before n8n has stored the execution: one
 * that was killed meanwhile would take the next delivery for a repetition.
 *
 * n8n reads the static data before a delivery is handled and stores it afterwards, so a delivery overwrites what others
 * have recorded meanwhile. Therefore the newest recorded events in memory are recorded every time.
 */
export function record(context: IWebhookFunctions, eventId: string): void {
	const { starts } = memoryOf(context);
	const list = LISTS.find((one) => starts[one].has(short(eventId)));
	if (list === undefined) return;
	starts[list].get(short(eventId))!.isRecorded = true;
	const recorded = [...starts[list]].filter(([, { isRecorded }]) => isRecorded);
	const newest = recorded.slice(-MOST_STORED).map(([key, { at }]) => [key, at] as const);
	const state = stateOf(context);
	state[list] = [...new Map([...stored(state, list), ...newest])]
		.filter(([, at]) => isRecent(at))
		.sort(([, one], [, other]) => one - other)
		.slice(-MOST_STORED)
		.map(([key, at]) => `${key}:${at.toString(36)}`);
}

/** Frees a claimed event that was not recorded: n8n could not start the workflow, and the sender delivers again. */
export function giveBack(context: IWebhookFunctions, eventId: string): void {
	const { starts } = memoryOf(context);
	for (const list of LISTS) {
		if (starts[list].get(short(eventId))?.isRecorded === false) starts[list].delete(short(eventId));
	}
}

/** When each event started the workflow, as far as the static data knows. */
function stored(state: TriggerState, list: (typeof LISTS)[number]): Array<[key: string, at: number]> {
	return (state[list] ?? []).map((entry) => [entry.slice(0, DIGITS), parseInt(entry.slice(DIGITS + 1), 36)]);
}

function isRecent(at: number): boolean {
	return Date.now() - at < REMEMBERED;
}

function short(eventId: string): string {
	return eventId.slice(0, DIGITS);
}
