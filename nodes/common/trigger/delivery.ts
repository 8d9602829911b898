import { createHash } from 'node:crypto';
import type { IDataObject, IWebhookFunctions, IWebhookResponseData, NodeApiError } from 'n8n-workflow';

import { requesterFor } from '../http/client';
import { bodyOf } from './payload';
import { within } from '../util/timeout';
import { isSecret, recentlyRead } from './secret';
import { noteAsSeen, wasSeen } from './dedupe';
import { settingsOf, type TriggerSettings } from './parameters';
import { stateOf } from './staticData';
import type { Confirmation, Proof, Report, Trigger } from './contract';

/** Milliseconds for all that has to be waited for; providers give up on a delivery after ten seconds (auco.md 5.2). */
const PATIENCE = 5_000;
/** Milliseconds for handing on what was confirmed. */
const HAND_ON_PATIENCE = 4_000;

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

/** A delivery that nothing speaks against. */
interface Accepted {
	report: Report;
	eventId: string;
	payload: IDataObject;
	/** What the provider's API says of it; undefined when it was not asked. */
	object?: IDataObject;
}

/** What the provider's API made of a report. */
type Finding = { object: IDataObject } | 'contradicted' | 'missing' | 'unknown' | 'unreachable';

/** Whether a delivery carries its proof, may go without one, or is turned away. */
type Trust = 'proven' | 'unproven' | 'refused';

/**
 * Handles a delivery: it is checked, filtered, confirmed and de-duplicated, in that order (design section 8). Never
 * throws, because n8n would make a failed execution of it.
 *
 * The sender is answered here, and then the event is handed on: only so does n8n keep what is written to the static
 * data (engine-facts F4a).
 */
export async function receive(context: IWebhookFunctions, trigger: Trigger): Promise<IWebhookResponseData> {
	const { answer, item } = await outcomeOf(context, trigger);
	context.getResponseObject().status(answer.status).json(answer.body);
	return { noWebhookResponse: true, ...(item && { workflowData: [[{ json: item }]] }) };
}

/** What is to be done about a delivery. */
interface Outcome {
	answer: Answer;
	/** Starts the workflow. */
	item?: IDataObject;
}

async function outcomeOf(context: IWebhookFunctions, trigger: Trigger): Promise<Outcome> {
	try {
		const settings = settingsOf(context, trigger.events);
		const handsOn = trigger.handOn?.isWanted(settings.options) ?? false;
		const examined = await within(PATIENCE, examine(context, trigger, settings, handsOn));
		if (examined === undefined || 'status' in examined) return { answer: examined ?? LATER };
		const { eventId, object } = examined;
		if (handsOn && object && !(await isHandedOn(context, trigger, object))) return { answer: LATER };
		if (!settings.events.includes(examined.report.event)) return { answer: NOT_SUBSCRIBED };
		const item = itemOf(trigger, examined);
		// Looks and notes without giving way: of equal deliveries at once exactly one starts the workflow.
		if (deduplicates(context, settings) && !noteAsSeen(context, eventId)) return { answer: DUPLICATE };
		return { answer: { status: 200, body: { accepted: true, eventId } }, item };
	} catch (error) {
		context.logger.error(`A delivery could not be handled: ${(error as Error).message}`);
		return { answer: LATER };
	}
}

/** Comes before the answer, so that the provider delivers again what could not be handed on. */
async function isHandedOn(
	context: IWebhookFunctions,
	trigger: Trigger,
	object: IDataObject,
): Promise<boolean> {
	return (await within(HAND_ON_PATIENCE, trigger.handOn!.run(context, object))) ?? false;
}

/** All that has to be waited for. Leaves nothing behind, so that it may come too late. */
async function examine(
	context: IWebhookFunctions,
	trigger: Trigger,
	settings: TriggerSettings,
	handsOn: boolean,
): Promise<Answer | Accepted> {
	const trust = await trustIn(context, trigger, settings);
	if (trust === 'refused') return UNAUTHORISED;
	const payload = bodyOf(context);
	if (payload === undefined) return MALFORMED;
	const report = trigger.report(payload);
	if (!settings.events.includes(report.event) && !handsOn) return NOT_SUBSCRIBED;
	const eventId = eventIdOf(trigger, report);
	// Saves asking the API again; what counts is the second look, when nothing gives way any more.
	if (!handsOn && deduplicates(context, settings) && wasSeen(context, eventId)) return DUPLICATE;
	const finding = settings.confirm || handsOn ? await confirm(context, trigger, report) : 'unknown';
	if (finding === 'unreachable') return LATER;
	if (finding === 'missing' || finding === 'contradicted') return ignored(finding);
	if (finding === 'unknown') {
		return trust === 'proven' ? { report, eventId, payload } : ignored('neither secret nor confirmation');
	}
	return { report, eventId, payload, object: finding.object };
}

/** A listening editor wants to see the same event again and again. */
function deduplicates(context: IWebhookFunctions, settings: TriggerSettings): boolean {
	return settings.deduplicate && context.getMode() !== 'manual';
}

async function trustIn(
	context: IWebhookFunctions,
	trigger: Trigger,
	settings: TriggerSettings,
): Promise<Trust> {
	const isManual = settings.registration === 'manual';
	const proof: Proof = isManual
		? await recentlyRead(context, trigger.provider.credentialType, trigger.manualProof)
		: { secret: stateOf(context).secret, header: trigger.ownHeader };
	const given = trigger.givenSecret(context, proof);
	if (proof.secret !== undefined && given !== undefined) {
		return isSecret(given, proof.secret) ? 'proven' : 'refused';
	}
	const isEnough = settings.allowUnauthenticated || (trigger.isAddressProof && proof.secret === undefined);
	return isManual && isEnough && settings.confirm ? 'unproven' : 'refused';
}

async function confirm(context: IWebhookFunctions, trigger: Trigger, report: Report): Promise<Finding> {
	const { confirmation } = report;
	if (confirmation === undefined) return 'unknown';
	const api = requesterFor(context, trigger.provider, { timeout: PATIENCE, tries: 1 });
	let object: IDataObject | undefined;
	try {
		object = await confirmation.read(api);
	} catch (error) {
		return findingOf(context, trigger, confirmation, error as NodeApiError);
	}
	if (object === undefined) return 'missing';
	return confirmation.agrees(object) ? { object } : 'contradicted';
}

function findingOf(
	context: IWebhookFunctions,
	trigger: Trigger,
	{ isGuess }: Confirmation,
	error: NodeApiError,
): Finding {
	if (isGuess && /^4(?!29)/.test(error.httpCode ?? '')) return 'unknown';
	if (trigger.isMissing(error)) return isGuess ? 'unknown' : 'missing';
	context.logger.warn(`A delivery could not be confirmed and was put off: ${error.message}`);
	return 'unreachable';
}

/** Equal for all deliveries of an event, different for all others. */
function eventIdOf(trigger: Trigger, report: Report): string {
	const identity = JSON.stringify([trigger.provider.name, ...report.identity]);
	return createHash('sha256').update(identity).digest('hex');
}

function itemOf({ fields }: Trigger, { report, eventId, payload, object }: Accepted): IDataObject {
	const isFinished = object && report.confirmation?.isFinished(object);
	return {
		eventId,
		event: report.event,
		[fields.id]: report.id ?? null,
		status: object?.status ?? report.status ?? null,
		finished: isFinished ?? report.finished ?? null,
		confirmed: object !== undefined,
		receivedAt: new Date().toISOString(),
		[fields.object]: object ?? null,
		payload,
	};
}
