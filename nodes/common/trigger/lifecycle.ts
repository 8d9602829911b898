import type { IHookFunctions } from 'n8n-workflow';

import { createClient } from '../http/client';
import type { ProviderCredential } from '../http/provider';
import { rethrow } from '../util/rethrow';
import { isPublicHttps, isReachableByProvider } from '../values/urls';
import { checkAccount, isRegisteredWithAccount, registerWithAccount } from './account';
import { atProvider } from './atProvider';
import { registrationError, type Registration, type TriggerDefinition } from './contract';
import { readParameters, type TriggerParameters } from './parameters';
import { notingSecrets } from './replySecrets';
import { stateOf } from './staticData';

/**
 * n8n itself tries five times (docs/n8n-engine.md#activation-is-tried-five-times), and gives up with its own message
 * when that takes longer than 84 s (seen with 2.40.7).
 */
const LIMITS = { timeout: 4_000, maxAttempts: 1 };

/**
 * Whether the trigger's URL is registered as it should be. Checks the parameters first, because n8n calls this before
 * anything else when a workflow is published or listens for a test event.
 *
 * @throws NodeOperationError or NodeApiError; n8n shows only the message, so it contains the advice
 * (docs/n8n-engine.md#only-the-message-of-an-activation-error-is-shown)
 */
export async function checkExists(context: IHookFunctions, trigger: TriggerDefinition): Promise<boolean> {
	const { parameters, credential } = await checkedParameters(context, trigger);
	if (parameters.registration === 'manual') return false;
	const registration = checkedRegistration(context, trigger, credential);
	const ask = async () => await isRegisteredWithAccount(registration, trigger);
	return await atProvider(registration, trigger, ask);
}

/** Registers the URL; does nothing for manual registration. Throws as `checkExists`. */
export async function create(context: IHookFunctions, trigger: TriggerDefinition): Promise<boolean> {
	const { parameters, credential } = await checkedParameters(context, trigger);
	if (parameters.registration === 'manual') {
		if (isPublic(context)) context.logger.info(`'${context.getNode().name}': ${AUTOMATIC_POSSIBLE}`);
		return true;
	}
	const registration = checkedRegistration(context, trigger, credential);
	await atProvider(registration, trigger, async () => await registerWithAccount(registration, trigger));
	return true;
}

/**
 * Removes the registration. n8n also calls this after every failed activation: when no registration is known it looks
 * for leftovers, and ignores failures of that. Throws as `checkExists`.
 */
export async function remove(context: IHookFunctions, trigger: TriggerDefinition): Promise<boolean> {
	const state = stateOf(context);
	const isKnown = state.registration !== undefined;
	if (!isKnown && readParameters(context, trigger.events).registration === 'manual') return true;
	try {
		const credential = await readCredential(context, trigger);
		const registration = registrationOf(context, trigger, credential);
		if (!isKnown && !isRegistrable(registration)) return true;
		await atProvider(registration, trigger, async () => {
			await checkAccount(registration, trigger);
			await trigger.registrar.remove(registration);
		});
		delete state.registration;
	} catch (error) {
		if (isKnown) throw rethrow(error);
		context.logger.warn(`Could not look for leftover webhooks: ${(error as Error).message}`);
	}
	return true;
}

async function readCredential(
	context: IHookFunctions,
	{ provider }: TriggerDefinition,
): Promise<ProviderCredential> {
	return provider.parseCredential(await context.getCredentials(provider.credentialType));
}

async function checkedParameters(
	context: IHookFunctions,
	trigger: TriggerDefinition,
): Promise<{ parameters: TriggerParameters; credential: ProviderCredential }> {
	const parameters = readParameters(context, trigger.events);
	const credential = await readCredential(context, trigger);
	const issue =
		eventsIssue(trigger, parameters) ??
		credential.issue ??
		(parameters.registration === 'manual'
			? manualIssue(context, trigger, parameters, credential)
			: undefined);
	if (issue !== undefined) throw registrationError(context, issue);
	return { parameters, credential };
}

function eventsIssue(
	{ events, confirmedObjectHandler }: TriggerDefinition,
	parameters: TriggerParameters,
): string | undefined {
	const onlyResumes =
		confirmedObjectHandler !== undefined && parameters.options.resumeWaitingExecutions === true;
	if (parameters.events.length === 0 && !onlyResumes)
		return "No event is selected in 'Events': select at least one";
	const unknown = parameters.events.filter((event) => !events.some(({ value }) => value === event));
	if (unknown.length === 0) return undefined;
	return `There is no event '${unknown.join("', '")}': select events from the list 'Events'`;
}

const AUTOMATIC_POSSIBLE =
	"this n8n has a public HTTPS URL, so 'Registration' can be set to Automatic, which needs no secret of the credential";

function isPublic(context: IHookFunctions): boolean {
	const url = context.getNodeWebhookUrl('default') ?? '';
	return URL.canParse(url) && isPublicHttps(url);
}

/** What is wrong with a manual registration, and that an automatic one may be possible. */
function manualIssue(
	context: IHookFunctions,
	trigger: TriggerDefinition,
	parameters: TriggerParameters,
	credential: ProviderCredential,
): string | undefined {
	const issue = secretIssue(trigger, parameters, credential);
	return issue !== undefined && isPublic(context) ? `${issue}. Or else: ${AUTOMATIC_POSSIBLE}` : issue;
}

/** Why forged deliveries could start the workflow; undefined when they cannot. */
function secretIssue(
	trigger: TriggerDefinition,
	parameters: TriggerParameters,
	credential: ProviderCredential,
): string | undefined {
	const { secret, issue } = credential.webhookSecret;
	if (secret !== undefined || issue !== undefined) return issue;
	const { name } = trigger.provider;
	if (!trigger.urlIsSecret && !parameters.allowUnauthenticated) {
		return `Without a secret, ${name}'s deliveries cannot be told from forged ones: ${trigger.secretHint}`;
	}
	if (!parameters.confirm) {
		return `Without a secret, anyone could start this workflow: turn on 'Confirm', or set a secret: ${trigger.secretHint}`;
	}
	const dead = trigger.events.filter(
		({ value, isConfirmable }) => !isConfirmable && parameters.events.includes(value),
	);
	if (dead.length === 0) return undefined;
	const names = dead.map((event) => `'${event.name}'`).join(', ');
	return `${name} cannot confirm ${names}, so they start nothing without a secret: ${trigger.secretHint}. Or remove them from 'Events'`;
}

function checkedRegistration(
	context: IHookFunctions,
	trigger: TriggerDefinition,
	credential: ProviderCredential,
): Registration {
	const registration = registrationOf(context, trigger, credential);
	if (isRegistrable(registration)) return registration;
	throw registrationError(
		context,
		`${trigger.provider.name} cannot reach this n8n, because ${registration.url} is not a public HTTPS URL: ` +
			"set n8n's environment variable WEBHOOK_URL to the public HTTPS URL of this n8n and restart it, " +
			"or set 'Registration' to Manual",
	);
}

function isRegistrable({ url, credential }: Registration): boolean {
	return isReachableByProvider(url, credential.baseUrl);
}

function registrationOf(
	context: IHookFunctions,
	trigger: TriggerDefinition,
	credential: ProviderCredential,
): Registration {
	const secrets = new Set<string>();
	return {
		context,
		credential,
		secrets,
		api: notingSecrets(createClient(context, trigger.provider, LIMITS), secrets),
		url: context.getNodeWebhookUrl('default') ?? '',
		isTest: context.getMode() === 'manual',
	};
}
