import type { IHookFunctions, NodeOperationError } from 'n8n-workflow';

import { isSecret } from '../../common/trigger/secret';
import { ownSecret, stateOf } from '../../common/trigger/staticData';
import { registrationError, type Registrar, type Registration } from '../../common/trigger/contract';
import { originOf } from '../../common/values/urls';
import {
	changeWebhooks,
	DEFAULT_ID,
	hasMaskedHeader,
	readAccount,
	readWebhooks,
	type Webhook,
} from '../api/webhooks';

/** The header that identifies deliveries to an automatically registered URL. */
export const GENERATED_HEADER = 'X-N8n-Webhook-Secret';

/** Characters. Auco documents no limit. */
const LONGEST_NAME = 100;

/**
 * Registers the URL as a separate entry in the company's list (docs/providers/auco.md#registering-webhooks). The entry
 * is recognized by its URL, or by its secret together with its ID. The ID alone proves nothing, because another workflow
 * or system may use it; so neither a renamed node nor lost static data orphans the entry.
 *
 * The entry `default` is never taken, not even when there is none yet: Auco never removes it.
 */
export const registrar: Registrar = {
	readAccount,

	async isRegistered(registration) {
		const entry = entryFor(registration, webhookId(registration));
		const own = (await readWebhooks(registration.api)).filter(isOwn(registration));
		return own.length === 1 && isAsItShouldBe(own[0], entry, isKnown(registration, entry));
	},

	async register(registration) {
		const { context, api, url } = registration;
		const entry = entryFor(registration, webhookId(registration));
		const isOurs = isOwn(registration);
		const wasKnown = isKnown(registration, entry);
		const lasted = await changeWebhooks(api, (webhooks, isWritten) => {
			const own = webhooks.filter(isOurs);
			const others = webhooks.filter((webhook) => !isOurs(webhook));
			checkRoom(context, others, entry);
			if (own.length === 1 && isAsItShouldBe(own[0], entry, wasKnown || isWritten)) return undefined;
			checkMasks(
				context,
				others,
				"set 'Registration' to Manual, and enter the URL of this node in the developer options of your Auco account",
			);
			stateOf(context).registration = { id: entry.id, url };
			return [...others, entry];
		});
		if (!lasted) throw contended(context);
	},

	async remove(registration) {
		const isOurs = isOwn(registration);
		const lasted = await changeWebhooks(registration.api, (webhooks) => {
			const others = webhooks.filter((webhook) => !isOurs(webhook));
			if (others.length === webhooks.length) return undefined;
			const { id } = webhooks.find(isOurs)!;
			checkMasks(registration.context, others, `ask Auco to remove the webhook '${id}' of this workflow`);
			return others;
		});
		if (!lasted) throw contended(registration.context);
	},
};

function isOwn({ context, url }: Registration): (webhook: Webhook) => boolean {
	const { registration: earlier, secret } = stateOf(context);
	const hasOurSecret = ({ id, header }: Webhook): boolean =>
		secret !== undefined && id === earlier?.id && isSecret(header?.value, secret);
	return (webhook) =>
		webhook.id !== DEFAULT_ID &&
		webhook.url !== undefined &&
		([url, earlier?.url].includes(webhook.url) || hasOurSecret(webhook));
}

function webhookId({ context, isTest }: Registration): string {
	const id = String(context.getNodeParameter('webhookId', '') ?? '').trim();
	if (id === '')
		throw registrationError(context, "'Webhook ID' is empty: enter a name of your own, such as n8n");
	if (id !== DEFAULT_ID) return isTest ? `${id}-test` : id;
	throw registrationError(
		context,
		"The 'Webhook ID' default is your company's main webhook, which Auco never removes: enter another one such as n8n, " +
			"or set 'Registration' to Manual and enter the URL of this node as the webhook in your Auco account",
	);
}

function entryFor({ context, url, isTest }: Registration, id: string): Webhook & { url: string } {
	const name = (context.getWorkflow().name ?? '').slice(0, LONGEST_NAME);
	return {
		id,
		description: `n8n workflow: ${name}${isTest ? ' (test)' : ''}`,
		url,
		header: { key: GENERATED_HEADER, value: ownSecret(context) },
	};
}

/** Whether this entry was registered before; the secret stays the same across registrations. */
function isKnown({ context }: Registration, { id, url }: Webhook): boolean {
	const { registration: earlier } = stateOf(context);
	return earlier?.id === id && earlier?.url === url;
}

/**
 * The description is for people; whether Auco keeps it as it was sent does not matter.
 *
 * @param isOfUs whether the header's value is ours where Auco hides it
 */
function isAsItShouldBe(webhook: Webhook, { id, url, header }: Webhook, isOfUs: boolean): boolean {
	const isOurs = isSecret(webhook.header?.value, header?.value ?? '');
	return (
		webhook.id === id &&
		webhook.url === url &&
		webhook.header?.key?.toLowerCase() === header?.key?.toLowerCase() &&
		(isOurs || (isOfUs && hasMaskedHeader(webhook)))
	);
}

function checkRoom(context: IHookFunctions, others: Webhook[], { id }: Webhook): void {
	const taken = others.find((webhook) => webhook.id === id);
	if (taken) {
		throw registrationError(
			context,
			`Auco already has a webhook with the ID '${id}' that belongs to ${originOf(taken.url) ?? 'someone else'}: enter another 'Webhook ID' in this node`,
		);
	}
	if (others.some((webhook) => webhook.id === DEFAULT_ID)) return;
	throw registrationError(
		context,
		"Your company has no webhook 'default' at Auco yet, and Auco accepts no other one before it: enter one in the developer options of your Auco account and publish the workflow again, " +
			"or set 'Registration' to Manual and enter the URL of this node there",
	);
}

/** Throws with this advice when an entry that has to be written back does not show its header's value. */
function checkMasks(context: IHookFunctions, others: Webhook[], advice: string): void {
	const masked = others.find(hasMaskedHeader);
	if (masked === undefined) return;
	throw registrationError(
		context,
		`Auco hides the header value of the webhook '${masked.id}', so writing the list of webhooks would destroy it: ${advice}`,
	);
}

function contended(context: IHookFunctions): NodeOperationError {
	return registrationError(
		context,
		"Others keep changing Auco's list of webhooks at the same time: publish the workflow again in a few minutes",
	);
}
