import type { IDataObject } from 'n8n-workflow';

/** What the sender reads. It never learns more than what became of its delivery. */
export interface Answer {
	status: number;
	body: IDataObject;
}

export const UNAUTHORISED: Answer = { status: 401, body: { unauthorised: true } };
export const MALFORMED: Answer = { status: 400, body: { malformed: true } };
export const DUPLICATE: Answer = { status: 200, body: { duplicate: true } };
/** Providers deliver again what was not answered well. */
export const LATER: Answer = { status: 503, body: { tryAgain: true } };
/**
 * The answer to every delivery without a secret, given before anything is asked: its sender may be anybody, and would
 * learn from another one what there is at the provider.
 */
export const RECEIVED: Answer = { status: 200, body: { received: true } };
export const NOT_SUBSCRIBED = ignored('not subscribed');

export function ignored(reason: string): Answer {
	return { status: 200, body: { ignored: reason } };
}

export function accepted(eventId: string): Answer {
	return { status: 200, body: { accepted: true, eventId } };
}
