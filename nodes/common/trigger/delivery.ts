import { createHash } from 'node:crypto';
import type { IDataObject, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { createClient } from '../http/client';
import { messageOf } from '../http/errors';
import { RequestFailure } from '../http/failure';
import type { WebhookSecret } from '../http/provider';
import { withTimeout } from '../util/timeout';
import type { TriggerDefinition, WebhookEvent } from './contract';
import { cachedCredential } from './credentialCache';
import { markSeen, wasSeen } from './dedupe';
import { readParameters, type TriggerParameters } from './parameters';
import { bodyOf } from './payload';
import { isSecret } from './secret';
import { stateOf } from './staticData';

/** Milliseconds for all that has to be waited for; providers give up on a delivery after ten seconds (auco.md 5.2). */
const PATIENCE = 5_000;
/** Milliseconds for the handler of confirmed objects. */
const HANDLER_PATIENCE = 4_000;

/** What the sender reads. It never learns more than what became of its delivery. */
interface Answer {
	status: number;
	body: IDataObject;
}

const UNAUTHORISED: Answer = { status: 401, body: { unauthorised: true } };
const MALFORMED: Answer = { status: 400, body: { malformed: true } };
const DUPLICATE: Answer = { status: 200, body: { duplicate: true } };
/** Providers deliver again what was not answered well, so nothing is remembered of it. */
const LATER: Answer = { status: 503, body: { tryAgain: true } };

const NOT_SUBSCRIBED = ignored('not subscribed');

function ignored(reason: string): Answer {
	return { status: 200, body: { ignored: reason } };
}

/** What the checks have made of a delivery: it is answered, or nothing speaks against it. */
type Examination =
	| { kind: 'answered'; answer: Answer }
	| {
			kind: 'accepted';
			event: WebhookEvent;
			eventId: string;
			payload: IDataObject;
			/** What the provider's API says of it; undefined when it was not asked. */
			object?: IDataObject;
	  };

type Accepted = Extract<Examination, { kind: 'accepted' }>;

/** What the provider's API makes of an event. */
type ConfirmationResult =
	| { kind: 'confirmed'; object: IDataObject }
	| { kind: 'contradicted' | 'missing' | 'unknown' | 'unreachable' };

/** Whether a delivery carries its secret, may go without one, or is turned away. */
type Authentication = 'proven' | 'unproven' | 'refused';

/** What is to be done about a delivery. */
interface Outcome {
	answer: Answer;
	/** Starts the workflow. */
	item?: IDataObject;
}

/**
 * Handles a delivery: it is checked, filtered, confirmed and de-duplicated, in that order. Never throws, because n8n
 * would make a failed execution of it.
 *
 * The sender is answered here, and then the event is handed on: only so does n8n keep what is written to the static
 * data (engine-facts F4a).
 */
export async function receive(
	context: IWebhookFunctions,
	trigger: TriggerDefinition,
): Promise<IWebhookResponseData> {
	const { answer, item } = await outcomeOf(context, trigger);
	context.getResponseObject().status(answer.status).json(answer.body);
	return { noWebhookResponse: true, ...(item && { workflowData: [[{ json: item }]] }) };
}

async function outcomeOf(context: IWebhookFunctions, trigger: TriggerDefinition): Promise<Outcome> {
	try {
		const parameters = readParameters(context, trigger.events);
		const handler = trigger.confirmedObjectHandler;
		const isHandled = handler?.isWanted(parameters.options) ?? false;
		const examined = await withTimeout(PATIENCE, examine(context, trigger, parameters, isHandled));
		if (examined === undefined) return { answer: LATER };
		if (examined.kind === 'answered') return { answer: examined.answer };
		const { event, eventId, object } = examined;
		// Comes before the answer, so that the provider delivers again what could not be handled.
		if (handler && isHandled && object) {
			const isSettled = await withTimeout(HANDLER_PATIENCE, handler.run(context, object));
			if (!isSettled) return { answer: LATER };
		}
		if (!parameters.events.includes(event.event)) return { answer: NOT_SUBSCRIBED };
		const item = itemOf(trigger, examined);
		// Looks and notes without giving way: of equal deliveries at once exactly one starts the workflow.
		if (deduplicates(context, parameters) && !markSeen(context, eventId)) return { answer: DUPLICATE };
		return { answer: { status: 200, body: { accepted: true, eventId } }, item };
	} catch (error) {
		context.logger.error(`A delivery could not be handled: ${messageOf(trigger.provider, error)}`);
		return { answer: LATER };
	}
}

/** All that has to be waited for. Leaves nothing behind, so that it may come too late. */
async function examine(
	context: IWebhookFunctions,
	trigger: TriggerDefinition,
	parameters: TriggerParameters,
	isHandled: boolean,
): Promise<Examination> {
	const authentication = await authenticate(context, trigger, parameters);
	if (authentication === 'refused') return answered(UNAUTHORISED);
	const payload = bodyOf(context);
	if (payload === undefined) return answered(MALFORMED);
	const event = trigger.parseDelivery(payload);
	if (!parameters.events.includes(event.event) && !isHandled) return answered(NOT_SUBSCRIBED);
	const eventId = eventIdOf(trigger, event);
	// Saves asking the API again; what counts is the second look, when nothing gives way any more.
	if (!isHandled && deduplicates(context, parameters) && wasSeen(context, eventId))
		return answered(DUPLICATE);
	const result: ConfirmationResult =
		parameters.confirm || isHandled ? await confirm(context, trigger, event) : { kind: 'unknown' };
	switch (result.kind) {
		case 'confirmed':
			return { kind: 'accepted', event, eventId, payload, object: result.object };
		case 'unknown':
			return authentication === 'proven'
				? { kind: 'accepted', event, eventId, payload }
				: answered(ignored('neither secret nor confirmation'));
		case 'unreachable':
			return answered(LATER);
		default:
			return answered(ignored(result.kind));
	}
}

function answered(answer: Answer): Examination {
	return { kind: 'answered', answer };
}

/** A listening editor wants to see the same event again and again. */
function deduplicates(context: IWebhookFunctions, { deduplicate }: TriggerParameters): boolean {
	return deduplicate && context.getMode() !== 'manual';
}

async function authenticate(
	context: IWebhookFunctions,
	trigger: TriggerDefinition,
	{ registration, allowUnauthenticated, confirm: isConfirmed }: TriggerParameters,
): Promise<Authentication> {
	const { provider, generatedSecretHeader: header } = trigger;
	const isManual = registration === 'manual';
	const expected: WebhookSecret = isManual
		? await cachedCredential(
				context,
				provider.credentialType,
				(data) => provider.parseCredential(data).webhookSecret,
			)
		: { secret: stateOf(context).secret, header };
	const given = trigger.secretFromRequest(context, expected);
	if (expected.secret !== undefined && given !== undefined) {
		return isSecret(given, expected.secret) ? 'proven' : 'refused';
	}
	const isEnough = allowUnauthenticated || (trigger.urlIsSecret && expected.secret === undefined);
	return isManual && isEnough && isConfirmed ? 'unproven' : 'refused';
}

async function confirm(
	context: IWebhookFunctions,
	{ provider, isMissing }: TriggerDefinition,
	{ confirmation }: WebhookEvent,
): Promise<ConfirmationResult> {
	if (confirmation === undefined) return { kind: 'unknown' };
	const { isSpeculative } = confirmation;
	try {
		const object = await confirmation.read(
			createClient(context, provider, { timeout: PATIENCE, maxAttempts: 1 }),
		);
		if (object === undefined) return { kind: 'missing' };
		return confirmation.matches(object) ? { kind: 'confirmed', object } : { kind: 'contradicted' };
	} catch (error) {
		if (error instanceof RequestFailure) {
			if (isSpeculative && error.isClientError) return { kind: 'unknown' };
			if (isMissing(error)) return { kind: isSpeculative ? 'unknown' : 'missing' };
		}
		const message = messageOf(provider, error);
		context.logger.warn(`A delivery could not be confirmed and was put off: ${message}`);
		return { kind: 'unreachable' };
	}
}

/** Equal for all deliveries of an event, different for all others. */
function eventIdOf(trigger: TriggerDefinition, event: WebhookEvent): string {
	const identity = JSON.stringify([trigger.provider.name, ...event.dedupeKey]);
	return createHash('sha256').update(identity).digest('hex');
}

function itemOf({ fields }: TriggerDefinition, { event, eventId, payload, object }: Accepted): IDataObject {
	const isFinished = object && event.confirmation?.isFinished(object);
	return {
		eventId,
		event: event.event,
		[fields.id]: event.id ?? null,
		status: object?.status ?? event.status ?? null,
		finished: isFinished ?? event.finished ?? null,
		confirmed: object !== undefined,
		receivedAt: new Date().toISOString(),
		[fields.object]: object ?? null,
		payload,
	};
}
