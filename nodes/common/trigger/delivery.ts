import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { messageOf } from '../http/errors';
import { withTimeout } from '../util/timeout';
import { MALFORMED, NOT_SUBSCRIBED, RECEIVED, TRY_AGAIN, UNAUTHORISED, type Answer } from './answers';
import { authenticate } from './authentication';
import type { TriggerDefinition } from './contract';
import { decide, type Delivery, type Outcome, type Start } from './decision';
import { giveBack, record } from './dedupe';
import { memoryOf } from './memory';
import { readParameters } from './parameters';
import { bodyOf } from './payload';

/**
 * Milliseconds for everything asynchronous before the response; providers give up on a delivery after ten seconds
 * (docs/providers/auco.md#delivery).
 */
const TIMEOUT = 5_000;
/** Milliseconds for asking about a delivery that is answered already: nobody repeats it. */
const LONG_TIMEOUT = 90_000;
/** Deliveries per trigger that are answered while the provider is still asked about them. */
const MOST_ANSWERED = 100;

const TOO_LATE: Outcome = { answer: TRY_AGAIN, refusal: 'n8n too busy, to be delivered again' };

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
