import type { IDataObject, IHookFunctions, NodeOperationError } from 'n8n-workflow';

import type { ApiClient } from '../../common/http/client';
import { isPlainObject, toList, toText } from '../../common/values/convert';
import { originOf } from '../../common/values/urls';
import { ownSecret, stateOf } from '../../common/trigger/staticData';
import { registrationError, type Registrar, type Registration } from '../../common/trigger/contract';
import { readAccount } from '../api/account';
import {
	createWebhook,
	deleteWebhook,
	idOf,
	linkWebhook,
	readFlow,
	readWebhook,
	readWebhooks,
	webhookOf,
} from '../api/webhooks';
import { rethrow } from '../../common/util/rethrow';

/** Verifik cannot send custom headers, so the secret is part of the URL (docs/providers/verifik.md#deliveries). */
export const SECRET = 'secret';

/** Limits of Verifik's own page for webhooks (docs/providers/verifik.md#webhooks). */
const LONGEST_NAME = 40;
const LONGEST_DESCRIPTION = 400;

/**
 * A flow and the webhook that it had before ours. There may be several per flow: when the first belongs to another n8n
 * workflow, those that it had replaced follow.
 */
interface Replaced extends IDataObject {
	flow: string;
	webhook: string;
}

/** What is known about our webhook. */
interface Known extends IDataObject {
	url: string;
	id?: string;
	replaced: Replaced[];
}

/**
 * Registers the URL as a webhook and links it to the selected flows. A flow has one webhook, and linking replaces it
 * (docs/providers/verifik.md#one-webhook-per-flow): someone else's is only replaced on request, and restored
 * afterwards. Ours is recognized by its ID and by its URL, so neither a renamed node nor lost static data orphans it.
 *
 * Listening for a test event never replaces anything: it would take the events away from the published workflow.
 */
export const registrar: Registrar = {
	readAccount,

	async isRegistered(registration) {
		const { id } = knownOf(registration.context) ?? {};
		const webhook = id === undefined ? undefined : await readWebhook(registration.api, id);
		return webhook !== undefined && isAsItShouldBe(webhook, registration);
	},

	async register(registration) {
		const { context, api, url } = registration;
		const flows = flowsOf(context);
		await this.remove(registration);
		const replaced = await webhooksOf(registration, flows);
		const mayReplace = context.getNodeParameter('replaceExisting', false) === true && !registration.isTest;
		if (replaced.length > 0 && !mayReplace) throw await occupied(registration, replaced[0]);

		const webhook = webhookFor(registration, flows, replaced);
		const known: Known = { url, replaced };
		stateOf(context).registration = known;
		try {
			const id = await createWebhook(api, webhook);
			stateOf(context).registration = { ...known, id };
		} catch (error) {
			// It may exist nevertheless. By the time n8n asks for its removal, the static data is empty again
			// (docs/n8n-engine.md#activation-is-tried-five-times), so only here it is known which webhooks to restore.
			await this.remove(registration);
			throw rethrow(error);
		}
	},

	async remove({ context, api, url }) {
		const known = knownOf(context);
		const addresses = [url, known?.url];
		const all = await readWebhooks(api);
		const own = all.filter((webhook) => addresses.includes(addressOf(webhook)));
		const ids = [...new Set(own.map(idOf))].filter((id) => id !== undefined);
		await restore(api, known?.replaced ?? own.flatMap(replacedIn), ids);
		// Last, because ours may be the only record of what was to be restored.
		for (const id of ids) await deleteWebhook(api, id);
	},
};

/** Links the flows of our webhooks to what these had replaced. A webhook that was linked in the meantime stays. */
async function restore(api: ApiClient, replaced: Replaced[], ours: string[]): Promise<void> {
	for (const flow of new Set(replaced.map((one) => one.flow))) {
		const found = await readFlow(api, flow);
		const current = found && webhookOf(found);
		if (!found || (current !== undefined && !ours.includes(current))) continue;
		for (const { webhook } of replaced.filter((one) => one.flow === flow)) {
			if (await linkWebhook(api, webhook, flow)) break;
		}
	}
}

function knownOf(context: IHookFunctions): Known | undefined {
	const known = stateOf(context).registration;
	return known && { ...known, replaced: (known.replaced ?? []) as Replaced[] };
}

function flowsOf(context: IHookFunctions): string[] {
	const flows = [...new Set(toList(context.getNodeParameter('projectFlows', [])))];
	if (flows.length > 0) return flows;
	throw registrationError(
		context,
		"No flow is selected in 'Project Flows': select the flows to receive events from",
	);
}

/** The webhooks that the flows already have; one that was removed in the meantime does not count. */
async function webhooksOf({ context, api }: Registration, flows: string[]): Promise<Replaced[]> {
	const found: Replaced[] = [];
	for (const id of flows) {
		const flow = await readFlow(api, id);
		if (flow === undefined)
			throw registrationError(context, `Verifik has no flow ${id}: select 'Project Flows' again`);
		const webhook = webhookOf(flow);
		const current = webhook === undefined ? undefined : await readWebhook(api, webhook);
		if (webhook === undefined || current === undefined) continue;
		found.push({ flow: id, webhook }, ...replacedIn(current).filter(({ flow }) => flow === id));
	}
	return found;
}

function webhookFor(
	{ context, url, isTest }: Registration,
	flows: string[],
	replaced: Replaced[],
): IDataObject {
	const workflow = context.getWorkflow().name ?? '';
	const kind = isTest ? 'n8n test' : 'n8n';
	return {
		name: `${kind}: ${workflow}`.slice(0, LONGEST_NAME),
		description: described(
			context,
			`Belongs to the ${kind} workflow "${workflow}", which removes it by itself`,
			replaced,
		),
		url: addressFor(context, url),
		isActive: true,
		link: flows,
	};
}

/** Precedes what a removal restores; kept at Verifik too, in case n8n has lost its own data. */
const PUTS_BACK = ' Puts back: ';

function described(context: IHookFunctions, text: string, replaced: Replaced[]): string {
	const record = replaced.map(({ flow, webhook }) => `${flow}=${webhook}`).join(',');
	if (record === '') return text.slice(0, LONGEST_DESCRIPTION);
	const end = `${PUTS_BACK}${record}`;
	if (end.length <= LONGEST_DESCRIPTION) return `${text.slice(0, LONGEST_DESCRIPTION - end.length)}${end}`;
	throw registrationError(
		context,
		`${replaced.length} webhooks would be replaced, more than can be noted at Verifik to restore them: select fewer flows in 'Project Flows', or divide them among several workflows`,
	);
}

/** What a webhook of ours says that it replaced; nothing for anyone else's. */
function replacedIn({ description }: IDataObject): Replaced[] {
	const [, record = ''] = String(description ?? '').split(PUTS_BACK);
	return [...record.matchAll(/([\w-]+)=([\w-]+)/g)].map(([, flow, webhook]) => ({ flow, webhook }));
}

function addressFor(context: IHookFunctions, url: string): string {
	return `${url}?${SECRET}=${ownSecret(context)}`;
}

/** The URL without its query. */
function addressOf({ url }: IDataObject): string {
	return String(url).split('?')[0];
}

function isAsItShouldBe({ url, isActive, projectFlow }: IDataObject, registration: Registration): boolean {
	const { context } = registration;
	const linked = (Array.isArray(projectFlow) ? projectFlow : [projectFlow]).map(idOf).sort();
	const wanted = flowsOf(context).sort();
	return (
		url === addressFor(context, registration.url) &&
		isActive !== false &&
		linked.length === wanted.length &&
		wanted.every((flow, index) => flow === linked[index])
	);
}

async function occupied(
	{ context, api, isTest }: Registration,
	taken: Replaced,
): Promise<NodeOperationError> {
	const webhook = (await readWebhook(api, taken.webhook)) ?? {};
	const named = isPlainObject(webhook) && webhook.name ? `'${toText(webhook.name)}'` : taken.webhook;
	const what = `The flow ${taken.flow} already has the webhook ${named} at Verifik (${originOf(webhook.url) ?? 'without a URL'}), and a flow can have only one`;
	return registrationError(
		context,
		isTest
			? `${what}. Listening for a test event leaves it alone: choose a flow without a webhook for testing, or publish the workflow and look at its executions`
			: `${what}: choose another flow, remove that webhook at Verifik, or turn on 'Replace Existing', which restores it when this workflow is unpublished`,
	);
}
