import { objectId } from './seed.mts';
import type { Fields } from './types.mts';

/** The webhook that is linked to a flow; a flow has at most one (verifik.md 5.2). */
export function webhookOf(webhooks: readonly Fields[], flow: unknown): Fields | undefined {
	return webhooks.findLast((webhook) => flowsOf(webhook).includes(flow));
}

/** A new webhook as Verifik answers it (verifik.md 5.1), not linked to anything yet. */
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

/** Links flows to a webhook. Each is taken from the webhook that it had. */
export function link(webhooks: readonly Fields[], webhook: Fields, flows: readonly unknown[]): void {
	for (const other of webhooks) {
		if (other !== webhook) unlink(other, flows);
	}
	webhook.projectFlow = [...new Set([...flowsOf(webhook), ...flows])];
}

export function unlink(webhook: Fields, flows: readonly unknown[]): void {
	webhook.projectFlow = flowsOf(webhook).filter((flow) => !flows.includes(flow));
}

function flowsOf(webhook: Fields): unknown[] {
	return Array.isArray(webhook.projectFlow) ? webhook.projectFlow : [];
}
