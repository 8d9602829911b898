import type { IDataObject } from 'n8n-workflow';

/** The response to the sender. It says what became of the delivery and nothing else. */
export interface Answer {
	status: number;
	body: IDataObject;
}

export const UNAUTHORISED: Answer = { status: 401, body: { unauthorised: true } };
export const MALFORMED: Answer = { status: 400, body: { malformed: true } };
export const DUPLICATE: Answer = { status: 200, body: { duplicate: true } };
/** Providers repeat a delivery after an error status. */
export const TRY_AGAIN: Answer = { status: 503, body: { tryAgain: true } };
/**
 * The response to every delivery without a secret, sent before the provider is asked: anyone may have sent it, and
 * different responses would tell them what exists at the provider.
 */
export const RECEIVED: Answer = { status: 200, body: { received: true } };
export const NOT_SUBSCRIBED = ignored('not subscribed');

/** A delivery that starts nothing, and that the provider need not repeat. */
export function ignored(reason: string): Answer {
	return { status: 200, body: { ignored: reason } };
}

/** A delivery that starts the workflow. */
export function accepted(eventId: string): Answer {
	return { status: 200, body: { accepted: true, eventId } };
}
