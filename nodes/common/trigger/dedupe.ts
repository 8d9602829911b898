import { createHash } from 'node:crypto';

import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';

import type { TriggerDefinition, WebhookEvent } from './contract';
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

/** The same for all deliveries of an event, and for no others. */
export function eventIdOf({ provider }: TriggerDefinition, identity: readonly unknown[]): string {
	return createHash('sha256')
		.update(JSON.stringify([provider.name, ...identity]))
		.digest('hex');
}

/**
 * What an event is known by.
 *
 * @param object what confirms it; undefined when nobody was asked
 * @returns its ID, and those of its aliases
 */
export function eventIdsOf(
	context: IWebhookFunctions,
	trigger: TriggerDefinition,
	{ dedupeKey, confirmation }: WebhookEvent,
	object: IDataObject | undefined,
): [eventId: string, ...aliases: string[]] {
	if (!confirmation || !object) return [eventIdOf(trigger, dedupeKey)];
	const ids = confirmation.identities(object).map((identity) => eventIdOf(trigger, identity));
	const eventId = ids.find((id) => !wasSeen(context, id)) ?? ids[0];
	const aliases = confirmation.aliases?.(object) ?? [];
	return [eventId, ...aliases.map((alias) => eventIdOf(trigger, alias))];
}

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
 * Claims an event, under all of its IDs, for the delivery that starts the workflow. Synchronous, so that of simultaneous
 * equal deliveries in this process exactly one gets it. `record` or `giveBack` follows.
 *
 * @returns whether all of them were free
 */
export function claim(
	context: IWebhookFunctions,
	eventIds: readonly string[],
	isConfirmed: boolean,
): boolean {
	if (eventIds.some((eventId) => wasSeen(context, eventId))) return false;
	const { starts } = memoryOf(context);
	const memory = starts[LISTS[isConfirmed ? 0 : 1]];
	for (const key of eventIds.map(short)) {
		// Also what has expired in the other list.
		for (const list of LISTS) starts[list].delete(key);
		memory.set(key, { at: Date.now(), isRecorded: false });
		if (memory.size > MOST_IN_MEMORY) memory.delete(memory.keys().next().value!);
	}
	return true;
}

/**
 * Records in the static data that a claimed event has started the workflow. Not before n8n has stored the execution: one
 * that was killed meanwhile would take the next delivery for a repetition.
 *
 * n8n reads the static data before a delivery is handled and stores it afterwards, so a delivery overwrites what others
 * have recorded meanwhile. Therefore the newest recorded events in memory are recorded every time.
 */
export function record(context: IWebhookFunctions, eventIds: readonly string[]): void {
	const { starts } = memoryOf(context);
	const keys = eventIds.map(short);
	const list = LISTS.find((one) => keys.some((key) => starts[one].has(key)));
	if (list === undefined) return;
	const memory = starts[list];
	for (const key of keys) if (memory.has(key)) memory.get(key)!.isRecorded = true;
	const recorded = [...memory].filter(([, { isRecorded }]) => isRecorded).slice(-MOST_STORED);
	const state = stateOf(context);
	const known = new Map([
		...stored(state, list),
		...recorded.map(([key, { at }]): [string, number] => [key, at]),
	]);
	state[list] = [...known]
		.filter(([, at]) => isRecent(at))
		.sort(([, one], [, other]) => one - other)
		.slice(-MOST_STORED)
		.map(([key, at]) => `${key}:${at.toString(36)}`);
}

/** Frees a claimed event that was not recorded: n8n could not start the workflow, and the sender delivers again. */
export function giveBack(context: IWebhookFunctions, eventIds: readonly string[]): void {
	for (const memory of Object.values(memoryOf(context).starts)) {
		for (const key of eventIds.map(short)) if (memory.get(key)?.isRecorded === false) memory.delete(key);
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
