import type { IWebhookFunctions } from 'n8n-workflow';

import { stateOf } from './staticData';

/** Per trigger. More than in the static data, which may be outdated (see `markSeen`). */
const MOST_IN_MEMORY = 2_000;
/** Per trigger, in the static data: survives restarts and is visible to other processes. */
const MOST_STORED = 500;
/** Hexadecimal digits that are kept of an event's ID: 128 bits. */
const DIGITS = 32;

/** The events of each trigger of this process, oldest first. */
const inMemory = new Map<string, Set<string>>();

/** Whether this event has started the workflow before, as far as memory and static data know. */
export function wasSeen(context: IWebhookFunctions, eventId: string): boolean {
	return memoryOf(context).has(short(eventId)) || (stateOf(context).seen ?? []).includes(short(eventId));
}

/**
 * Records an event that starts the workflow. Checks and records synchronously, so that of simultaneous equal deliveries
 * in this process exactly one is new.
 *
 * n8n reads the static data before a delivery is handled and stores it afterwards, so a delivery overwrites what others
 * have recorded meanwhile. Therefore all events in memory are recorded every time.
 *
 * @returns whether it was new
 */
export function markSeen(context: IWebhookFunctions, eventId: string): boolean {
	if (wasSeen(context, eventId)) return false;
	const memory = memoryOf(context);
	memory.add(short(eventId));
	if (memory.size > MOST_IN_MEMORY) memory.delete(memory.values().next().value!);
	const state = stateOf(context);
	state.seen = [...new Set([...(state.seen ?? []), ...memory])].slice(-MOST_STORED);
	return true;
}

function memoryOf(context: IWebhookFunctions): Set<string> {
	const key = `${context.getWorkflow().id} ${context.getNode().id}`;
	const known = inMemory.get(key) ?? new Set();
	inMemory.set(key, known);
	return known;
}

function short(eventId: string): string {
	return eventId.slice(0, DIGITS);
}
