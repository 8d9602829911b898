import type { ProviderResponse, OperationRequest } from '../server/types.mts';
import type { Account } from './account.mts';
import { listAnswer, type Paging } from './lists.mts';
import { filtered, populated } from './query.mts';
import { NOT_FOUND } from './refusals.mts';
import { CLIENT } from './seed.mts';
import type { Fields } from './types.mts';
import { link, newWebhook, unlink } from './webhooks.mts';

const WEBHOOKS: Paging = { size: 'perPage', byDefault: 20, bareWhenNested: true };

/** Flows are written as `link` and `unlink`, and read as `projectFlow` (docs/providers/verifik.md#webhooks). */
export function webhookHandlers(
	account: Account,
): Record<string, (call: OperationRequest) => ProviderResponse> {
	return {
		createWebhook({ body, request }) {
			if (!knowsFlows(account, body.link)) return NOT_FOUND;
			const webhook = newWebhook(body, request.number + 1, CLIENT._id);
			account.webhooks.push(webhook);
			link(account.webhooks, webhook, flowsIn(body.link));
			return one(webhook);
		},
		listWebhooks({ query }) {
			return listAnswer(account.shape, WEBHOOKS, filtered(account.webhooks, query), query, (webhook) =>
				withFlows(account, webhook, query),
			);
		},
		getWebhook({ params, query }) {
			const webhook = find(account, params.id);
			if (!webhook) return NOT_FOUND;
			return one(query.eventStatistics === undefined ? webhook : { ...webhook, statistics: {} });
		},
		updateWebhook({ params, body }) {
			const webhook = find(account, params.id);
			if (!webhook || !knowsFlows(account, body.link)) return NOT_FOUND;
			const { link: linked, unlink: unlinked, ...fields } = body;
			Object.assign(webhook, fields, { updatedAt: new Date().toISOString() });
			unlink(webhook, flowsIn(unlinked));
			link(account.webhooks, webhook, flowsIn(linked));
			return one(webhook);
		},
		deleteWebhook({ params }) {
			const webhook = find(account, params.id);
			if (!webhook) return NOT_FOUND;
			account.webhooks = account.webhooks.filter((other) => other !== webhook);
			return one(webhook);
		},
	};
}

function one(webhook: Fields): ProviderResponse {
	return { status: 200, body: { data: webhook } };
}

function find(account: Account, id: unknown): Fields | undefined {
	return account.webhooks.find(({ _id }) => _id === id);
}

function flowsIn(value: unknown): unknown[] {
	return Array.isArray(value) ? value : [];
}

/** Verifik's answer for unknown flows is not documented; here it is 404. */
function knowsFlows(account: Account, link: unknown): boolean {
	return flowsIn(link).every((id) => account.projectFlows.some(({ _id }) => _id === id));
}

/** `projectFlow` is an array here, so each entry is populated. */
function withFlows(account: Account, webhook: Fields, query: Fields): Fields {
	const flows = flowsIn(webhook.projectFlow).map((id) => {
		const lookups = { projectFlow: () => account.projectFlows.find(({ _id }) => _id === id) };
		return populated({ projectFlow: id }, query, lookups).projectFlow;
	});
	return { ...webhook, projectFlow: flows };
}
