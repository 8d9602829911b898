import { createHash } from 'node:crypto';

import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';
import { sleep } from 'n8n-workflow';

import type { ApiClient } from '../http/client';
import { createClient } from '../http/client';
import { messageOf } from '../http/errors';
import { RequestFailure } from '../http/failure';
import type { Confirmation, TriggerDefinition, WebhookEvent } from './contract';
import { cachedCredential } from './credentialCache';
import { memoryOf } from './memory';

/** Milliseconds for one request to the provider. */
const REQUEST_TIMEOUT = 5_000;
/**
 * Milliseconds before the provider is asked again; each pause is longer than the one before. Three questions fit into the
 * time for the response: each costs n8n as much as the delivery itself.
 */
const FIRST_PAUSE = 1_600;
const GROWTH = 1.5;
const LONGEST_PAUSE = 15_000;

/** What the provider's API says about an event. */
export type ConfirmationResult =
	| { kind: 'confirmed'; object: IDataObject }
	/** The object has another final state. */
	| { kind: 'contradicted' }
	/** The object does not exist. */
	| { kind: 'missing' }
	/** There is no way to ask. */
	| { kind: 'unknown' }
	/** The API does not show it yet, or could not be asked. */
	| { kind: 'undecided'; reason: string };

/** Until when the provider is asked again, in milliseconds since the epoch. */
export interface Deadlines {
	/** While it does not have the object. */
	missing: number;
	/** While the object does not confirm the event yet, or there is no object in reply. */
	notYet: number;
	/** While it refuses the key, or asks to come later. */
	unavailable: number;
}

/** One reply: a final one, or one that may change. */
type Reply =
	| ConfirmationResult
	| { kind: 'notYet' | 'missingYet' | 'unreadable' | 'unavailable'; reason: string };

/**
 * Asks the provider's API whether an event is true. The API may be behind its own events, so an object that is
 * unfinished, in an earlier state or not found is read again until the deadline; "not found" only counts when it is still
 * the reply for a repeated delivery.
 */
export async function confirm(
	context: IWebhookFunctions,
	trigger: TriggerDefinition,
	event: WebhookEvent,
	deadlines: Deadlines,
): Promise<ConfirmationResult> {
	const { confirmation } = event;
	if (confirmation === undefined) return { kind: 'unknown' };
	const { missing, questions } = memoryOf(context);
	// Another event about the same object is no repeated delivery. Hashed, because an ID may have any length.
	const key = createHash('sha256')
		.update(JSON.stringify([confirmation.field, event.id, event.event]))
		.digest('base64');
	if (missing.isKnown(key)) return { kind: 'missing' };
	const api = createClient(context, trigger.provider, {
		timeout: REQUEST_TIMEOUT,
		maxAttempts: 1,
		readSecrets: async () => (await cachedCredential(context, trigger.provider)).secrets,
	});
	const latest = Math.max(deadlines.notYet, deadlines.missing, deadlines.unavailable);
	for (let pause = FIRST_PAUSE, isRepeat = false; ; pause = Math.min(pause * GROWTH, LONGEST_PAUSE)) {
		const reply = await ask(trigger, confirmation, questions.client(api, latest, isRepeat));
		if (reply.kind === 'missingYet' && missing.wasMissing(key)) {
			missing.note(key);
			return { kind: 'missing' };
		}
		if (!('reason' in reply) || reply.kind === 'undecided') {
			if (reply.kind === 'confirmed') missing.forget(key);
			return reply;
		}
		if (Date.now() + pause > endOf(deadlines, reply.kind)) {
			if (reply.kind === 'missingYet') missing.note(key);
			return { kind: 'undecided', reason: reply.reason };
		}
		await sleep(pause);
		isRepeat = true;
	}
}

function endOf(deadlines: Deadlines, kind: Exclude<Reply, ConfirmationResult>['kind']): number {
	if (kind === 'missingYet') return deadlines.missing;
	return kind === 'unavailable' ? deadlines.unavailable : deadlines.notYet;
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
				reason: `${provider.name} responded with something else than was asked for`,
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
		const mayPass = failure !== undefined && isOfAMoment(failure);
		return { kind: mayPass ? 'unreadable' : 'unavailable', reason: messageOf(provider, error) };
	}
}

/** The error page of a gateway or a lost connection, for example; not a refused key or a busy provider. */
function isOfAMoment({ status, isThrottled }: RequestFailure): boolean {
	return status !== 401 && !isThrottled;
}
