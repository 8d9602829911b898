import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';

import { withTimeout } from '../util/timeout';
import { accepted, DUPLICATE, ignored, NOT_SUBSCRIBED, TRY_AGAIN, type Answer } from './answers';
import { confirm, type ConfirmationResult, type Deadlines } from './confirm';
import type { TriggerDefinition, WebhookEvent } from './contract';
import { claim, eventIdOf, eventIdsOf, wasSeen } from './dedupe';
import { noteSettled, runHandler } from './handler';
import { itemOf } from './item';
import { memoryOf } from './memory';
import type { TriggerParameters } from './parameters';
import { withoutSecrets } from './payload';

/** What starts the workflow, and the IDs of the event. */
export interface Start {
	item: IDataObject;
	eventIds: readonly string[];
}

/** What to do with a delivery. */
export interface Outcome {
	/** Undefined when the sender is answered already. */
	answer?: Answer;
	/** Undefined when the workflow does not start. */
	start?: Start;
	/** Why the delivery was not accepted, for the log. */
	refusal?: string;
}

/** A delivery that passed the first checks. */
export interface Delivery {
	context: IWebhookFunctions;
	trigger: TriggerDefinition;
	parameters: TriggerParameters;
	event: WebhookEvent;
	body: IDataObject;
	/** The expected secret. */
	secret?: string;
	/** Whether the delivery carries it. */
	isAuthenticated: boolean;
	/** Whether the sender is answered already. */
	isAnswered: boolean;
	/** Whether the event is selected. */
	isChosen: boolean;
	/** Whether the handler of confirmed objects wants it. */
	isHandled: boolean;
}

/**
 * Confirms and de-duplicates, claims the event for the start of the workflow, and then calls the handler. Rejects when the
 * event cannot be handled.
 *
 * @param deadlines until when the provider is asked, in milliseconds since the epoch
 */
export async function decide(delivery: Delivery, deadlines: Deadlines): Promise<Outcome> {
	const { context, trigger, parameters, event, isAuthenticated, isChosen, isHandled } = delivery;
	const needsNoConfirmation = !parameters.confirm && isAuthenticated;
	const claimedId = eventIdOf(trigger, event.dedupeKey);
	// Saves a request to the API; the check that counts is in `isFirst`, after everything asynchronous.
	if (!isHandled && deduplicates(delivery) && wasSeen(context, claimedId)) return { answer: DUPLICATE };

	const result = await confirmed(delivery, deadlines);
	const object = result.kind === 'confirmed' ? result.object : undefined;
	const starts =
		object !== undefined || needsNoConfirmation || (result.kind === 'unknown' && isAuthenticated);
	// Without Confirm the IDs must not depend on whether the handler's object could be read.
	const eventIds = eventIdsOf(context, trigger, event, parameters.confirm ? object : undefined);
	const [eventId] = eventIds;
	// Checks and claims synchronously: of simultaneous equal deliveries exactly one starts the workflow.
	const isNew = isChosen && starts && isFirst(delivery, eventIds, object !== undefined);
	const start = isNew ? { item: itemFor(delivery, eventId, object), eventIds } : undefined;

	const trouble = await troubleWith(delivery, result);
	if (starts) noteSettled(context, eventId, trouble === undefined);
	if (trouble !== undefined) {
		return {
			answer: TRY_AGAIN,
			start,
			refusal: `${trouble}, ${isAuthenticated ? 'to be delivered again' : 'given up'}`,
		};
	}
	if (!starts) return refused(result, trigger);
	if (!isChosen) return { answer: NOT_SUBSCRIBED };
	return start ? { answer: accepted(eventId), start } : { answer: DUPLICATE };
}

function itemFor({ trigger, parameters, ...delivery }: Delivery, eventId: string, object?: IDataObject) {
	const { event, body, secret } = delivery;
	const payload = withoutSecrets(body, secret);
	const shown = object && withoutSecrets(object, secret);
	return itemOf(trigger, { event, eventId, payload, object: shown }, parameters.simplify);
}

async function confirmed(delivery: Delivery, deadlines: Deadlines): Promise<ConfirmationResult> {
	const { context, trigger, event, parameters, isHandled } = delivery;
	if (!parameters.confirm && !isHandled) return { kind: 'unknown' };
	const asked = confirm(context, trigger, event, deadlines);
	const remaining = Math.max(...Object.values(deadlines)) - Date.now();
	const inTime = await withTimeout(remaining, asked);
	return inTime ?? { kind: 'undecided', reason: `no answer from ${trigger.provider.name} in time` };
}

/** In the editor the same event is shown again and again. */
function deduplicates({ context, parameters }: Delivery): boolean {
	return parameters.deduplicate && context.getMode() !== 'manual';
}

/** Whether it has not started the workflow yet. Claims it. */
function isFirst(delivery: Delivery, eventIds: readonly string[], isConfirmed: boolean): boolean {
	// A repetition that we asked for does not start the workflow again, even without Deduplicate.
	if (memoryOf(delivery.context).unsettled.has(eventIds[0])) return false;
	return !deduplicates(delivery) || claim(delivery.context, eventIds, isConfirmed);
}

/**
 * Calls the handler of confirmed objects where it is wanted.
 *
 * @returns why the provider has to deliver again; undefined when all is done
 */
async function troubleWith(
	{ context, trigger, isHandled, isAuthenticated }: Delivery,
	result: ConfirmationResult,
): Promise<string | undefined> {
	if (result.kind === 'undecided') return result.reason;
	if (!isHandled || result.kind !== 'confirmed') return undefined;
	const isDone = await runHandler(context, trigger, result.object, isAuthenticated);
	return isDone ? undefined : 'a waiting execution could not be resumed';
}

function refused(result: ConfirmationResult, { provider: { name } }: TriggerDefinition): Outcome {
	const reasons: Record<string, string> = {
		contradicted: `contradicted by ${name}`,
		missing: `unknown to ${name}`,
		unknown: 'neither secret nor confirmation',
	};
	return { answer: ignored(result.kind), refusal: reasons[result.kind] };
}
