import { objectId } from './seed.mts';
import type { Fields } from './types.mts';

/** The webhook of a flow, which has at most one (docs/providers/verifik.md#one-webhook-per-flow). */
export function webhookOf(webhooks: readonly Fields[], flow: unknown): Fields | undefined {
	return webhooks.findLast((webhook) => flowsOf(webhook).includes(flow));
}

/** A new webhook as Verifik returns it, not linked to any flow yet. */
export function newWebhook(body: Fields, number: number, client: unknown): Fields {
	const { link: _link, ...fields } = body;
	const now = new Date().toISOString();
	return {
		client,
		projectFlow: [],
		...fields,
		notification: { success: false, fail: true, _id: objectId('66df272c', number) },
		_id: objectId('66df272b', number),
		updatedAt: now,
		createdAt: now,
		__v: 0,
	};
}

/** Links flows to a webhook and unlinks them from the webhook that they had. */
export function link(webhooks: readonly Fields[], webhook: Fields, flows: readonly unknown[]): void {
	for (const other of webhooks) {
		if (other !== webhook) unlink(other, flows);
	}
	webhook.projectFlow = [...new Set([...flowsOf(webhook), ...flows])];
}

/** Takes flows away from a webhook. */
export function unlink(webhook: Fields, flows: readonly unknown[]): void {
	webhook.projectFlow = flowsOf(webhook).filter((flow) => !flows.includes(flow));
}

function flowsOf(webhook: Fields): unknown[] {
	return Array.isArray(webhook.projectFlow) ? webhook.projectFlow : [];
}
