import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';
import { sleep } from 'n8n-workflow';

import type { ApiClient } from '../http/client';
import { createClient } from '../http/client';
import { messageOf } from '../http/errors';
import { RequestFailure } from '../http/failure';
import type { Confirmation, TriggerDefinition, WebhookEvent } from './contract';
import { memoryOf } from './memory';

/** Milliseconds for one request to the provider. */
const REQUEST_TIMEOUT = 5_000;
/** Milliseconds before the provider is asked again, each time longer. */
const FIRST_PAUSE = 500;
const GROWTH = 1.5;
const LONGEST_PAUSE = 15_000;

/** What the provider's API makes of an event. */
export type ConfirmationResult =
	| { kind: 'confirmed'; object: IDataObject }
	/** The API is in another final state. */
	| { kind: 'contradicted' }
	/** There is nothing that the event could be about. */
	| { kind: 'missing' }
	/** Nobody knows how to ask. */
	| { kind: 'unknown' }
	/** It may be true, but the API does not show it yet, or could not be asked. */
	| { kind: 'undecided'; reason: string };

/** How long the provider is asked again, in milliseconds since the epoch. */
export interface Patience {
	/** About what it does not have. */
	missing: number;
	/** About what is not so yet. */
	notYet: number;
	/** When it could not be asked; a sender that delivers again does that better. */
	unavailable: number;
}

/** One answer: final, or one that may change. */
type Reply =
	| ConfirmationResult
	| { kind: 'notYet' | 'missingYet' | 'unreadable' | 'unavailable'; reason: string };

/**
 * Asks the provider's API whether it bears an event out. The API may lag behind its own events, so what is unfinished,
 * earlier than the event or not found is asked for again as long as there is patience; "not found" is believed when it
 * still is the answer on a redelivery.
 */
export async function confirm(
	context: IWebhookFunctions,
	trigger: TriggerDefinition,
	event: WebhookEvent,
	patience: Patience,
): Promise<ConfirmationResult> {
	const { confirmation } = event;
	if (confirmation === undefined) return { kind: 'unknown' };
	const { missing, questions } = memoryOf(context);
	const key = JSON.stringify([confirmation.field, event.id]);
	if (missing.isBelieved(key)) return { kind: 'missing' };
	const api = createClient(context, trigger.provider, { timeout: REQUEST_TIMEOUT, maxAttempts: 1 });
	const latest = Math.max(patience.notYet, patience.missing, patience.unavailable);
	for (let pause = FIRST_PAUSE, isAgain = false; ; pause = Math.min(pause * GROWTH, LONGEST_PAUSE)) {
		const reply = await ask(trigger, confirmation, questions.client(api, latest, isAgain));
		if (reply.kind === 'missingYet' && missing.wasMissing(key)) {
			missing.note(key);
			return { kind: 'missing' };
		}
		if (!('reason' in reply) || reply.kind === 'undecided') {
			if (reply.kind === 'confirmed') missing.forget(key);
			return reply;
		}
		if (Date.now() + pause > endOf(patience, reply.kind)) {
			if (reply.kind === 'missingYet') missing.note(key);
			return { kind: 'undecided', reason: reply.reason };
		}
		await sleep(pause);
		isAgain = true;
	}
}

function endOf(patience: Patience, kind: Exclude<Reply, ConfirmationResult>['kind']): number {
	if (kind === 'missingYet') return patience.missing;
	// The error page of a gateway may be gone a moment later.
	return kind === 'unavailable' ? patience.unavailable : patience.notYet;
}

/** Asks once. */
async function ask(
	{ provider, isMissing }: TriggerDefinition,
	confirmation: Confirmation,
	api: ApiClient,
): Promise<Reply> {
	try {
		const object = await confirmation.read(api);
		if (object === undefined) return { kind: 'missing' };
		if (!confirmation.isObject(object)) {
			return {
				kind: 'unreadable',
				reason: `${provider.name} answered with something else than was asked for`,
			};
		}
		const standing = await confirmation.standing(object, api);
		if (standing === 'confirmed') return { kind: 'confirmed', object };
		if (standing === 'contradicted') return { kind: 'contradicted' };
		return { kind: 'notYet', reason: `not yet so at ${provider.name}` };
	} catch (error) {
		const failure = error instanceof RequestFailure ? error : undefined;
		if (failure && (confirmation.isMissing ?? isMissing)(failure)) {
			if (confirmation.isSpeculative) return { kind: 'unknown' };
			return { kind: 'missingYet', reason: `not yet known to ${provider.name}` };
		}
		const kind = failure !== undefined && isNoAnswer(failure) ? 'unreadable' : 'unavailable';
		return { kind, reason: messageOf(provider, error) };
	}
}

/** A page or words of somebody in between, or of the provider in a state of its own; not a wrong key or too many requests. */
function isNoAnswer({ status = 0, isThrottled }: RequestFailure): boolean {
	return status >= 200 && status < 500 && status !== 401 && !isThrottled;
}
