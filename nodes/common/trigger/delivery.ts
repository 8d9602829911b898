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

/**
 * Milliseconds for everything asynchronous; providers give up on a delivery after ten seconds
 * (docs/providers/auco.md#delivery).
 */
const TIMEOUT = 5_000;
/** Milliseconds for the handler of confirmed objects. */
const HANDLER_TIMEOUT = 4_000;

/** The response to the sender. It says what became of the delivery and nothing else. */
interface Answer {
	status: number;
	body: IDataObject;
}

const UNAUTHORISED: Answer = { status: 401, body: { unauthorised: true } };
const MALFORMED: Answer = { status: 400, body: { malformed: true } };
const DUPLICATE: Answer = { status: 200, body: { duplicate: true } };
/** Providers repeat a delivery after an error status, so it is not recorded as seen. */
const TRY_AGAIN: Answer = { status: 503, body: { tryAgain: true } };

const NOT_SUBSCRIBED = ignored('not subscribed');

function ignored(reason: string): Answer {
	return { status: 200, body: { ignored: reason } };
}

/** The result of the checks: an immediate response, or an accepted event. */
type Examination =
	| { kind: 'answered'; answer: Answer }
	| {
			kind: 'accepted';
			event: WebhookEvent;
			eventId: string;
			payload: IDataObject;
			/** The confirmed object; undefined when the provider's API was not asked. */
			object?: IDataObject;
	  };

type Accepted = Extract<Examination, { kind: 'accepted' }>;

/** What the provider's API says about an event. */
type ConfirmationResult =
	| { kind: 'confirmed'; object: IDataObject }
	| { kind: 'contradicted' | 'missing' | 'unknown' | 'unreachable' };

/** Whether a delivery carries its secret, may go without one, or is rejected. */
type Authentication = 'proven' | 'unproven' | 'refused';

/** What to do with a delivery. */
interface Outcome {
	answer: Answer;
	/** Starts the workflow. */
	item?: IDataObject;
}

/**
 * Handles a delivery: it is checked, filtered, confirmed and de-duplicated, in that order. Never rejects, because n8n
 * would create a failed execution (docs/architecture.md#the-life-of-a-delivery).
 *
 * The response is sent here, before the event is passed on: only then does n8n save changes of the static data
 * (docs/n8n-engine.md#static-data-is-saved-when-the-node-answers-itself).
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
		const examined = await withTimeout(TIMEOUT, examine(context, trigger, parameters, isHandled));
		if (examined === undefined) return { answer: TRY_AGAIN };
		if (examined.kind === 'answered') return { answer: examined.answer };
		const { event, eventId, object } = examined;
		// Before the response, so that the provider delivers again if this fails.
		if (handler && isHandled && object) {
			const isSettled = await withTimeout(HANDLER_TIMEOUT, handler.run(context, object));
			if (!isSettled) return { answer: TRY_AGAIN };
		}
		if (!parameters.events.includes(event.event)) return { answer: NOT_SUBSCRIBED };
		const item = itemOf(trigger, examined);
		// Synchronous: of equal deliveries at the same moment exactly one starts the workflow.
		if (deduplicates(context, parameters) && !markSeen(context, eventId)) return { answer: DUPLICATE };
		return { answer: { status: 200, body: { accepted: true, eventId } }, item };
	} catch (error) {
		context.logger.error(`A delivery could not be handled: ${messageOf(trigger.provider, error)}`);
		return { answer: TRY_AGAIN };
	}
}

/** Everything asynchronous. It has no side effects, so a late result does no harm. */
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
	// Saves a request; the check that counts is the synchronous one at the end.
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
			return answered(TRY_AGAIN);
		default:
			return answered(ignored(result.kind));
	}
}

function answered(answer: Answer): Examination {
	return { kind: 'answered', answer };
}

/** While the editor listens, people want to see the same event repeatedly. */
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
			createClient(context, provider, { timeout: TIMEOUT, maxAttempts: 1 }),
		);
		if (object === undefined) return { kind: 'missing' };
		return confirmation.matches(object) ? { kind: 'confirmed', object } : { kind: 'contradicted' };
	} catch (error) {
		if (error instanceof RequestFailure) {
			if (isSpeculative && error.isClientError) return { kind: 'unknown' };
			if (isMissing(error)) return { kind: isSpeculative ? 'unknown' : 'missing' };
		}
		const message = messageOf(provider, error);
		context.logger.warn(`A delivery could not be confirmed and was postponed: ${message}`);
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
