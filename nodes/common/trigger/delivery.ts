import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { messageOf } from '../http/errors';
import { withTimeout } from '../util/timeout';
import {
	accepted,
	DUPLICATE,
	ignored,
	MALFORMED,
	NOT_SUBSCRIBED,
	RECEIVED,
	TRY_AGAIN,
	UNAUTHORISED,
	type Answer,
} from './answers';
import { authenticate } from './authentication';
import { confirm, type ConfirmationResult, type Deadlines } from './confirm';
import type { TriggerDefinition, WebhookEvent } from './contract';
import { claim, eventIdOf, eventIdsOf, giveBack, record, wasSeen } from './dedupe';
import { noteSettled, runHandler } from './handler';
import { itemOf } from './item';
import { memoryOf } from './memory';
import { readParameters, type TriggerParameters } from './parameters';
import { bodyOf, withoutSecrets } from './payload';

/**
 * Milliseconds for everything asynchronous before the response; providers give up on a delivery after ten seconds
 * (docs/providers/auco.md#delivery).
 */
const TIMEOUT = 5_000;
/** Milliseconds for asking about a delivery that is answered already: nobody repeats it. */
const LONG_TIMEOUT = 90_000;
/** Deliveries per trigger that are answered while the provider is still asked about them. */
const MOST_ANSWERED = 100;

/** What starts the workflow, and the IDs of the event. */
interface Start {
	item: IDataObject;
	eventIds: readonly string[];
}

/** What to do with a delivery. */
interface Outcome {
	/** Undefined when the sender is answered already. */
	answer?: Answer;
	/** Undefined when the workflow does not start. */
	start?: Start;
	/** Why the delivery was not accepted, for the log. */
	refusal?: string;
}

const TOO_LATE: Outcome = { answer: TRY_AGAIN, refusal: 'n8n too busy, to be delivered again' };

/** A delivery that passed the first checks. */
interface Delivery {
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
 * Handles a delivery: it is checked, filtered, confirmed and de-duplicated, in that order. Never rejects, because n8n
 * would create a failed execution (docs/architecture.md#the-life-of-a-delivery).
 *
 * Where the workflow starts, n8n responds, once it has stored the execution: a delivery that is lost with an n8n that is
 * killed was not acknowledged, and comes again. Every other response is sent here, also the one that asks for another
 * delivery of an event that starts the workflow.
 */
export async function receive(
	context: IWebhookFunctions,
	trigger: TriggerDefinition,
): Promise<IWebhookResponseData> {
	const { answer, start } = await outcomeOf(context, trigger);
	if (answer?.status === 200 && start) return startThenRespond(context, answer.body, start);
	if (start) record(context, start.eventIds);
	if (answer) send(context, answer);
	return { noWebhookResponse: true, ...(start && { workflowData: [[{ json: start.item }]] }) };
}

/**
 * When n8n has started the workflow it reads the response, and then saves the static data if that has changed it
 * (docs/n8n-engine.md#static-data-is-saved-when-the-node-answers-itself). When it could not, it responds with an error.
 */
function startThenRespond(
	context: IWebhookFunctions,
	body: IDataObject,
	{ item, eventIds }: Start,
): IWebhookResponseData {
	context.getResponseObject().once('finish', () => giveBack(context, eventIds));
	return {
		workflowData: [[{ json: item }]],
		get webhookResponse() {
			record(context, eventIds);
			return body;
		},
	};
}

function send(context: IWebhookFunctions, { status, body }: Answer): void {
	context.getResponseObject().status(status).json(body);
}

async function outcomeOf(context: IWebhookFunctions, trigger: TriggerDefinition): Promise<Outcome> {
	const until = Date.now() + TIMEOUT;
	let delivery: Delivery | undefined;
	let outcome: Outcome;
	try {
		const admitted = (await withTimeout(TIMEOUT, admit(context, trigger))) ?? TOO_LATE;
		delivery = 'event' in admitted ? admitted : undefined;
		outcome = 'event' in admitted ? await handle(admitted, until) : admitted;
	} catch (error) {
		context.logger.error(`A delivery could not be handled: ${messageOf(trigger.provider, error)}`);
		outcome = { answer: TRY_AGAIN };
	}
	if (outcome.refusal !== undefined) memoryOf(context).refusals.note(context, outcome.refusal);
	return delivery?.isAnswered ? { start: outcome.start } : outcome;
}

/** Checks and filters, without asking the provider. */
async function admit(context: IWebhookFunctions, trigger: TriggerDefinition): Promise<Delivery | Outcome> {
	const parameters = readParameters(context, trigger.events);
	const reply = await trigger.answerQuestion?.(context, parameters.options);
	if (reply) return { answer: { status: 200, body: reply } };
	const { kind, secret } = await authenticate(context, trigger, parameters);
	if (kind === 'refused') return { answer: UNAUTHORISED, refusal: 'a wrong secret or none' };
	const body = bodyOf(context);
	if (body === undefined) return { answer: MALFORMED, refusal: 'no JSON object' };
	const event = trigger.parseDelivery(body);
	const isChosen = parameters.events.includes(event.event);
	const isHandled = trigger.confirmedObjectHandler?.isWanted(parameters.options, event) ?? false;
	const isAuthenticated = kind === 'authenticated';
	if (!isChosen && !isHandled) return { answer: isAuthenticated ? NOT_SUBSCRIBED : RECEIVED };
	const isAnswered = false;
	return {
		context,
		trigger,
		parameters,
		event,
		body,
		secret,
		isAuthenticated,
		isAnswered,
		isChosen,
		isHandled,
	};
}

/**
 * Handles a delivery. One without the secret gets the response of all of its kind before the provider is asked; since
 * nobody repeats it, there is more time for that.
 *
 * @param until deadline for the response, in milliseconds since the epoch
 */
async function handle(delivery: Delivery, until: number): Promise<Outcome> {
	if (delivery.isAuthenticated)
		return await decide(delivery, { missing: until, notYet: until, unavailable: 0 });
	const memory = memoryOf(delivery.context);
	if (memory.answered >= MOST_ANSWERED)
		return { answer: TRY_AGAIN, refusal: 'too many at once, to be delivered again' };
	memory.answered++;
	delivery.isAnswered = true;
	send(delivery.context, RECEIVED);
	try {
		const later = Date.now() + LONG_TIMEOUT;
		return await decide(delivery, { missing: until, notYet: later, unavailable: later });
	} finally {
		memory.answered--;
	}
}

/** Confirms and de-duplicates, starts the workflow, and then calls the handler. */
async function decide(delivery: Delivery, deadlines: Deadlines): Promise<Outcome> {
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
