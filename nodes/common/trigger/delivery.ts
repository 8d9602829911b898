import { createHash } from 'node:crypto';
import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { sleep } from 'n8n-workflow';

import { messageOf } from '../http/errors';
import { withTimeout } from '../util/timeout';
import {
	accepted,
	DUPLICATE,
	ignored,
	LATER,
	MALFORMED,
	NOT_SUBSCRIBED,
	RECEIVED,
	UNAUTHORISED,
	type Answer,
} from './answers';
import { authenticate } from './authentication';
import { confirm, type ConfirmationResult, type Patience } from './confirm';
import type { TriggerDefinition, WebhookEvent } from './contract';
import { markSeen, wasSeen } from './dedupe';
import { itemOf } from './item';
import { memoryOf } from './memory';
import { readParameters, type TriggerParameters } from './parameters';
import { bodyOf, withoutSecrets } from './payload';

/** Milliseconds for what has to be asked before the answer; providers give up on a delivery after ten seconds (auco.md 5.2). */
const PATIENCE = 5_000;
/** Milliseconds for the handler of confirmed objects, after that. */
const HANDLER_PATIENCE = 4_000;
/** Milliseconds for which the provider is asked about a delivery that has its answer: nobody delivers it again. */
const LONG_PATIENCE = 90_000;
/** Deliveries per trigger that have their answer while the provider is still asked. */
const MOST_ANSWERED = 100;
/** Pauses in milliseconds before the handler is tried again for them. */
const HANDLER_PAUSES = [3_000, 10_000];

/** What is to be done about a delivery. */
interface Outcome {
	/** Undefined when the sender has its answer already. */
	answer?: Answer;
	/** Starts the workflow. */
	item?: IDataObject;
	/** Why it was not accepted, for n8n's log. */
	refusal?: string;
}

const TOO_LATE: Outcome = { answer: LATER, refusal: 'no time to look at them, put off' };

/** A delivery that may be what it says. */
interface Delivery {
	context: IWebhookFunctions;
	trigger: TriggerDefinition;
	parameters: TriggerParameters;
	event: WebhookEvent;
	body: IDataObject;
	/** The secret of the trigger's address. */
	secret?: string;
	/** Whether it carried that. */
	isProven: boolean;
	/** Whether its sender has the answer already. */
	isAnswered: boolean;
	/** Whether the workflow is to be started by such events. */
	isChosen: boolean;
	/** Whether the handler of confirmed objects wants it. */
	isHandled: boolean;
}

/**
 * Handles a delivery: it is checked, filtered, confirmed and de-duplicated, in that order. Never throws, because n8n
 * would make a failed execution of it.
 *
 * The sender is answered here, and the event is handed on whatever the answer was: only so does n8n keep what is written
 * to the static data (engine-facts F4a), and only so can a workflow be started while something else has to come again.
 */
export async function receive(
	context: IWebhookFunctions,
	trigger: TriggerDefinition,
): Promise<IWebhookResponseData> {
	const { answer, item } = await outcomeOf(context, trigger);
	if (answer) send(context, answer);
	return { noWebhookResponse: true, ...(item && { workflowData: [[{ json: item }]] }) };
}

function send(context: IWebhookFunctions, { status, body }: Answer): void {
	context.getResponseObject().status(status).json(body);
}

async function outcomeOf(context: IWebhookFunctions, trigger: TriggerDefinition): Promise<Outcome> {
	const until = Date.now() + PATIENCE;
	let delivery: Delivery | undefined;
	let outcome: Outcome;
	try {
		const admitted = (await withTimeout(PATIENCE, admit(context, trigger))) ?? TOO_LATE;
		delivery = 'event' in admitted ? admitted : undefined;
		outcome = 'event' in admitted ? await handle(admitted, until) : admitted;
	} catch (error) {
		context.logger.error(`A delivery could not be handled: ${messageOf(trigger.provider, error)}`);
		outcome = { answer: LATER };
	}
	if (outcome.refusal !== undefined) memoryOf(context).refusals.note(context, outcome.refusal);
	return delivery?.isAnswered ? { item: outcome.item } : outcome;
}

/** Checks and filters, without asking the provider. */
async function admit(context: IWebhookFunctions, trigger: TriggerDefinition): Promise<Delivery | Outcome> {
	const parameters = readParameters(context, trigger.events);
	const { kind, secret } = await authenticate(context, trigger, parameters);
	if (kind === 'refused') return { answer: UNAUTHORISED, refusal: 'a wrong secret or none' };
	const body = bodyOf(context);
	if (body === undefined) return { answer: MALFORMED, refusal: 'no JSON object' };
	const event = trigger.parseDelivery(body);
	const isChosen = parameters.events.includes(event.event);
	const isHandled = trigger.confirmedObjectHandler?.isWanted(parameters.options, event) ?? false;
	const isProven = kind === 'proven';
	if (!isChosen && !isHandled) return { answer: isProven ? NOT_SUBSCRIBED : RECEIVED };
	const isAnswered = false;
	return { context, trigger, parameters, event, body, secret, isProven, isAnswered, isChosen, isHandled };
}

/**
 * Handles a delivery within the time that its sender waits for the answer. One that does not carry the secret is
 * answered like all of its kind before anything is asked; since that ends it for the sender, there is more patience
 * afterwards.
 *
 * @param until when the sender is to be answered, in milliseconds since the epoch
 */
async function handle(delivery: Delivery, until: number): Promise<Outcome> {
	if (delivery.isProven) return await decide(delivery, { missing: until, notYet: until, unavailable: 0 });
	const memory = memoryOf(delivery.context);
	if (memory.answered >= MOST_ANSWERED) return { answer: LATER, refusal: 'too many at once, put off' };
	memory.answered++;
	delivery.isAnswered = true;
	send(delivery.context, RECEIVED);
	try {
		const later = Date.now() + LONG_PATIENCE;
		return await decide(delivery, { missing: until, notYet: later, unavailable: later });
	} finally {
		memory.answered--;
	}
}

/** Confirms, de-duplicates and hands on. */
async function decide(delivery: Delivery, patience: Patience): Promise<Outcome> {
	const { context, trigger, parameters, event, isProven, isChosen, isHandled } = delivery;
	const isUnconfirmedEnough = !parameters.confirm && isProven;
	const claimedId = eventIdOf(trigger, event.dedupeKey);
	// Saves asking the API again; what counts is the second look, when nothing gives way any more.
	if (!isHandled && deduplicates(delivery) && wasSeen(context, claimedId)) return { answer: DUPLICATE };

	const result = await confirmed(delivery, patience);
	const object = result.kind === 'confirmed' ? result.object : undefined;
	const starts = object !== undefined || isUnconfirmedEnough || (result.kind === 'unknown' && isProven);
	// Without Confirm an event has one identity, whether its object could be read for something else or not.
	const identity = object && parameters.confirm ? event.confirmation!.identity(object) : event.dedupeKey;
	const eventId = eventIdOf(trigger, identity);
	// Looks and notes without giving way: of equal deliveries at once exactly one starts the workflow.
	const isNew = isChosen && starts && isFirst(delivery, eventId, object !== undefined);
	const item = isNew ? itemFor(delivery, eventId, object) : undefined;

	const trouble = await handOn(delivery, result, eventId);
	if (trouble !== undefined) {
		return { answer: LATER, item, refusal: `${trouble}, ${isProven ? 'put off' : 'given up'}` };
	}
	if (!starts) return refused(result, trigger);
	if (!isChosen) return { answer: NOT_SUBSCRIBED };
	return item ? { answer: accepted(eventId), item } : { answer: DUPLICATE };
}

function itemFor({ trigger, parameters, ...delivery }: Delivery, eventId: string, object?: IDataObject) {
	const { event, body, secret } = delivery;
	const payload = withoutSecrets(body, secret);
	const shown = object && withoutSecrets(object, secret);
	return itemOf(trigger, { event, eventId, payload, object: shown }, parameters.simplify);
}

async function confirmed(delivery: Delivery, patience: Patience): Promise<ConfirmationResult> {
	const { context, trigger, event, parameters, isHandled } = delivery;
	if (!parameters.confirm && !isHandled) return { kind: 'unknown' };
	const asked = confirm(context, trigger, event, patience);
	const remaining = Math.max(...Object.values(patience)) - Date.now();
	const inTime = await withTimeout(remaining, asked);
	return inTime ?? { kind: 'undecided', reason: `no answer from ${trigger.provider.name} in time` };
}

/** A listening editor wants to see the same event again and again. */
function deduplicates({ context, parameters }: Delivery): boolean {
	return parameters.deduplicate && context.getMode() !== 'manual';
}

/** Whether it has not started the workflow yet; it counts as having done so from now on. */
function isFirst(delivery: Delivery, eventId: string, isConfirmed: boolean): boolean {
	// What comes again because we asked for it starts nothing again, with or without Deduplicate.
	if (memoryOf(delivery.context).unsettled.has(eventId)) return false;
	return !deduplicates(delivery) || markSeen(delivery.context, eventId, isConfirmed);
}

/** So many events may have to come again. */
const MOST_UNSETTLED = 1_000;

/**
 * Gives the handler what it wants.
 *
 * @returns what stands in the way, so that the provider is to deliver again
 */
async function handOn(
	{ context, trigger, isHandled, isProven }: Delivery,
	result: ConfirmationResult,
	eventId: string,
): Promise<string | undefined> {
	if (result.kind === 'undecided') return result.reason;
	const handler = trigger.confirmedObjectHandler;
	if (!handler || !isHandled || result.kind !== 'confirmed') return undefined;
	const { handlers, unsettled } = memoryOf(context);
	for (const pause of [...(isProven ? [] : HANDLER_PAUSES), 0]) {
		const until = Date.now() + HANDLER_PATIENCE;
		const work = async () => await handler.run(context, result.object);
		const turn = { isWanted: () => Date.now() < until };
		if (await withTimeout(HANDLER_PATIENCE, handlers.run(work, turn))) {
			unsettled.delete(eventId);
			return undefined;
		}
		if (pause > 0) await sleep(pause);
	}
	unsettled.add(eventId);
	if (unsettled.size > MOST_UNSETTLED) unsettled.delete(unsettled.values().next().value!);
	return 'a waiting execution could not be resumed';
}

function refused(result: ConfirmationResult, { provider: { name } }: TriggerDefinition): Outcome {
	const reasons: Record<string, string> = {
		contradicted: `${name} says otherwise`,
		missing: `${name} does not know what they are about`,
		unknown: 'neither secret nor confirmation',
	};
	const answer = ignored(result.kind === 'unknown' ? reasons.unknown : result.kind);
	return { answer, refusal: reasons[result.kind] };
}

/** Equal for all deliveries of an event, different for all others. */
function eventIdOf({ provider }: TriggerDefinition, identity: readonly unknown[]): string {
	return createHash('sha256')
		.update(JSON.stringify([provider.name, ...identity]))
		.digest('hex');
}
