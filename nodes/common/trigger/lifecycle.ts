import type { ICredentialDataDecryptedObject, IHookFunctions } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';

import { requesterFor } from '../http/client';
import { exclusively } from '../util/lock';
import { mayBeGiven } from '../values/urls';
import { settingsOf, type TriggerSettings } from './parameters';
import { stateOf } from './staticData';
import type { Registration, Trigger } from './contract';
import { unchanged } from '../util/rethrow';

/**
 * n8n tries five times itself (engine-facts F6), and gives up with words of its own when all of it takes longer than 84 s
 * (seen with 2.40.7).
 */
const PATIENCE = { timeout: 4_000, tries: 1 };

/**
 * Whether the trigger's address is registered as it should be. Looks at the settings first: this is the first thing n8n
 * asks when a workflow is published or listens for a test event.
 *
 * @throws NodeOperationError or NodeApiError; n8n shows nothing but the message, so the advice is in it (F6)
 */
export async function checkExists(context: IHookFunctions, trigger: Trigger): Promise<boolean> {
	const { settings, credential } = await checkedSettings(context, trigger);
	if (settings.registration === 'manual') return false;
	const registration = checkedRegistration(context, trigger, credential);
	return await atProvider(
		trigger,
		credential,
		async () => await trigger.registrar.isRegistered(registration),
	);
}

/** Registers the address, or lets pass what a person has registered by hand. */
export async function create(context: IHookFunctions, trigger: Trigger): Promise<boolean> {
	const { settings, credential } = await checkedSettings(context, trigger);
	if (settings.registration === 'manual') return true;
	const registration = checkedRegistration(context, trigger, credential);
	await atProvider(trigger, credential, async () => await trigger.registrar.register(registration));
	return true;
}

/**
 * Removes what is registered. n8n also asks for it after every failed activation: when nothing is known to have been
 * registered, it looks for leftovers, but what stands in the way of looking is no failure.
 */
export async function remove(context: IHookFunctions, trigger: Trigger): Promise<boolean> {
	const state = stateOf(context);
	const isKnown = state.registration !== undefined;
	if (!isKnown && settingsOf(context, trigger.events).registration === 'manual') return true;
	try {
		const credential = await context.getCredentials(trigger.provider.credentialType);
		const registration = registrationOf(context, trigger, credential);
		if (!isKnown && !isRegistrable(registration, trigger)) return true;
		await atProvider(trigger, credential, async () => await trigger.registrar.remove(registration));
		delete state.registration;
	} catch (error) {
		if (isKnown) throw unchanged(error);
		context.logger.warn(`Leftovers could not be looked for: ${(error as Error).message}`);
	}
	return true;
}

async function checkedSettings(
	context: IHookFunctions,
	trigger: Trigger,
): Promise<{ settings: TriggerSettings; credential: ICredentialDataDecryptedObject }> {
	const settings = settingsOf(context, trigger.events);
	const credential = await context.getCredentials(trigger.provider.credentialType);
	const problem =
		eventsProblem(trigger, settings) ??
		trigger.provider.credentialProblem(credential) ??
		(settings.registration === 'manual' ? proofProblem(trigger, settings, credential) : undefined);
	if (problem !== undefined) throw refusal(context, problem);
	return { settings, credential };
}

function eventsProblem({ events }: Trigger, settings: TriggerSettings): string | undefined {
	if (settings.events.length === 0) return "Nothing is chosen in 'Events': choose at least one event";
	const unknown = settings.events.filter((event) => !events.some(({ value }) => value === event));
	if (unknown.length === 0) return undefined;
	return `There is no event '${unknown.join("', '")}': choose from the list of 'Events'`;
}

/** What a stranger could do with the address, if nothing proved where a delivery comes from. */
function proofProblem(
	trigger: Trigger,
	settings: TriggerSettings,
	credential: ICredentialDataDecryptedObject,
): string | undefined {
	if (trigger.manualProof(credential).secret !== undefined) return undefined;
	const { name } = trigger.provider;
	if (!trigger.isAddressProof && !settings.allowUnauthenticated) {
		return `There is no secret by which ${name}'s deliveries can be told from others: ${trigger.secretAdvice}`;
	}
	if (!settings.confirm) {
		return `Without a secret anybody could start this workflow: turn on 'Confirm', or set a secret: ${trigger.secretAdvice}`;
	}
	const isUseful = trigger.events.some(
		({ value, isConfirmable }) => isConfirmable && settings.events.includes(value),
	);
	if (isUseful) return undefined;
	return `${name} cannot be asked whether the chosen events are true, so they start nothing without a secret: ${trigger.secretAdvice}`;
}

function checkedRegistration(
	context: IHookFunctions,
	trigger: Trigger,
	credential: ICredentialDataDecryptedObject,
): Registration {
	const registration = registrationOf(context, trigger, credential);
	if (isRegistrable(registration, trigger)) return registration;
	throw refusal(
		context,
		`${trigger.provider.name} cannot reach this n8n, because ${registration.url} is no public https address: ` +
			"set n8n's environment variable WEBHOOK_URL to the public https address of this n8n and restart it, " +
			"or set 'Registration' to Manual",
	);
}

function isRegistrable({ url, credential }: Registration, trigger: Trigger): boolean {
	return mayBeGiven(url, trigger.provider.baseUrlOf(credential));
}

function registrationOf(
	context: IHookFunctions,
	trigger: Trigger,
	credential: ICredentialDataDecryptedObject,
): Registration {
	return {
		context,
		credential,
		api: requesterFor(context, trigger.provider, PATIENCE),
		url: context.getNodeWebhookUrl('default') ?? '',
		isTest: context.getMode() === 'manual',
	};
}

function refusal(context: IHookFunctions, message: string): NodeOperationError {
	return new NodeOperationError(context.getNode(), message);
}

/** One workflow at a time for an account, and the advice in the message. */
async function atProvider<Result>(
	trigger: Trigger,
	credential: ICredentialDataDecryptedObject,
	work: () => Promise<Result>,
): Promise<Result> {
	try {
		return await exclusively(
			`${trigger.provider.baseUrlOf(credential)} ${trigger.accountOf(credential)}`,
			work,
		);
	} catch (error) {
		throw withAdvice(error);
	}
}

/** Statuses whose advice is about the credential, and so helps here as well. */
const ABOUT_CREDENTIAL = ['401', '402', '403', '404'];

function withAdvice(error: unknown): unknown {
	if (error instanceof NodeApiError) error.message = `${error.message}. ${adviceFor(error)}`;
	return error;
}

function adviceFor({ httpCode, description, context }: NodeApiError): string {
	const isUnreachable = context.networkCode !== undefined && context.outcome === 'refused';
	if (isUnreachable || ABOUT_CREDENTIAL.includes(httpCode ?? '')) return description ?? '';
	const isRefused = /^4(?!29)/.test(httpCode ?? '');
	return isRefused
		? 'Check the settings of the node against these words, then publish the workflow again.'
		: 'Publish the workflow again in a few minutes.';
}
