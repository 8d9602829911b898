import type { IWebhookFunctions } from 'n8n-workflow';

import { stateOf } from './state';

/** Over all triggers of this process. */
const MOST_IN_MEMORY = 10_000;
/** Per trigger, in the static data: survives restarts and is seen by other processes. */
const MOST_STORED = 500;
/** So many hexadecimal digits of an event's ID are kept: 128 bits. */
const DIGITS = 32;

const inMemory = new Set<string>();

/** Whether this event has started the workflow before, as far as memory and static data know. */
export function wasSeen(context: IWebhookFunctions, eventId: string): boolean {
	return inMemory.has(keyOf(context, eventId)) || (stateOf(context).seen ?? []).includes(short(eventId));
}

/**
 * Takes note of an event that starts the workflow. Looks and notes in one go, without giving way in between, so that of
 * simultaneous equal deliveries in this process exactly one is new.
 *
 * @returns whether it was new
 */
export function noteAsSeen(context: IWebhookFunctions, eventId: string): boolean {
	if (wasSeen(context, eventId)) return false;
	inMemory.add(keyOf(context, eventId));
	if (inMemory.size > MOST_IN_MEMORY) inMemory.delete(inMemory.values().next().value!);
	const state = stateOf(context);
	state.seen = [...(state.seen ?? []), short(eventId)].slice(-MOST_STORED);
	return true;
}

function keyOf(context: IWebhookFunctions, eventId: string): string {
	return [context.getWorkflow().id, context.getNode().id, short(eventId)].join(' ');
}

function short(eventId: string): string {
	return eventId.slice(0, DIGITS);
}
