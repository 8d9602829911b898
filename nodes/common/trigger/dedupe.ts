import type { IWebhookFunctions } from 'n8n-workflow';

import { memoryOf } from './memory';
import { stateOf, type TriggerState } from './staticData';

/** Per trigger and list. More than are stored, because what is stored comes late (see below). */
const MOST_IN_MEMORY = 5_000;
/** Per trigger and list, in the static data: survives restarts and is seen by other processes. */
const MOST_STORED = 500;
/** Deliveries are repeated for minutes; the same event a day later is a new one. Milliseconds. */
const REMEMBERED = 24 * 60 * 60_000;
/** So many hexadecimal digits of an event's ID are kept: 96 bits. */
const DIGITS = 24;

/**
 * Confirmed events have a list of their own: only the provider can fill it, so nobody can push a true event out of it
 * with deliveries that nothing can be asked about.
 */
const LISTS = ['seen', 'seenUnconfirmed'] as const satisfies ReadonlyArray<keyof TriggerState>;

/** Whether this event has started the workflow within a day, as far as memory and static data know. */
export function wasSeen(context: IWebhookFunctions, eventId: string): boolean {
	const key = short(eventId);
	const { starts } = memoryOf(context);
	const state = stateOf(context);
	return LISTS.some((list) => {
		const at = starts[list].get(key) ?? stored(state, list).find(([one]) => one === key)?.[1];
		return at !== undefined && isRecent(at);
	});
}

/**
 * Takes note of an event that starts the workflow. Looks and notes in one go, without giving way in between, so that of
 * simultaneous equal deliveries in this process exactly one is new.
 *
 * n8n reads the static data before a delivery is handled and stores it afterwards, so a delivery undoes what others have
 * noted meanwhile. Therefore the newest of what the memory knows are noted every time.
 *
 * @returns whether it was new
 */
export function markSeen(context: IWebhookFunctions, eventId: string, isConfirmed: boolean): boolean {
	if (wasSeen(context, eventId)) return false;
	const list = LISTS[isConfirmed ? 0 : 1];
	const memory = memoryOf(context).starts[list];
	memory.delete(short(eventId));
	memory.set(short(eventId), Date.now());
	if (memory.size > MOST_IN_MEMORY) memory.delete(memory.keys().next().value!);
	const state = stateOf(context);
	const known = new Map([...stored(state, list), ...[...memory].slice(-MOST_STORED)]);
	state[list] = [...known]
		.filter(([, at]) => isRecent(at))
		.sort(([, one], [, other]) => one - other)
		.slice(-MOST_STORED)
		.map(([key, at]) => `${key}:${at.toString(36)}`);
	return true;
}

/** What the static data says: when each event has started the workflow. */
function stored(state: TriggerState, list: (typeof LISTS)[number]): Array<[key: string, at: number]> {
	return (state[list] ?? []).map((entry) => [entry.slice(0, DIGITS), parseInt(entry.slice(DIGITS + 1), 36)]);
}

function isRecent(at: number): boolean {
	return Date.now() - at < REMEMBERED;
}

function short(eventId: string): string {
	return eventId.slice(0, DIGITS);
}
