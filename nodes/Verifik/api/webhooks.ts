import type { IDataObject } from 'n8n-workflow';

import type { ApiClient } from '../../common/http/client';
import { failureOfOtherReply, RequestFailure } from '../../common/http/failure';
import { rethrow } from '../../common/util/rethrow';
import { isPlainObject } from '../../common/values/convert';
import { isNotFound } from './errors';
import { readList } from './lists';

/** Path of webhooks (docs/providers/verifik.md#webhooks). */
const WEBHOOKS = '/v2/webhooks';

/** The account's webhooks. */
export async function readWebhooks(api: ApiClient): Promise<IDataObject[]> {
	return await readList(api, WEBHOOKS, {});
}

/** One webhook; undefined when there is none with this ID. */
export async function readWebhook(api: ApiClient, id: string): Promise<IDataObject | undefined> {
	return await readById(api, WEBHOOKS, id);
}

/**
 * Creates a webhook.
 *
 * @returns its ID
 */
export async function createWebhook(api: ApiClient, body: IDataObject): Promise<string> {
	const createdId = (reply: IDataObject): string | undefined => idOf(contentOf(reply));
	return createdId(await api.request({ method: 'POST', path: WEBHOOKS, body, createdId }))!;
}

/** Removes a webhook; one that no longer exists counts as removed. */
export async function deleteWebhook(api: ApiClient, id: string): Promise<void> {
	await unlessMissing(api.request({ method: 'DELETE', path: pathOf(id) }));
}

/**
 * Links a webhook to a flow, in place of the flow's current one.
 *
 * @returns whether the webhook still exists
 */
export async function linkWebhook(api: ApiClient, id: string, flow: string): Promise<boolean> {
	const reply = await unlessMissing(api.request({ method: 'PUT', path: pathOf(id), body: { link: [flow] } }));
	return reply !== undefined;
}

/** A flow of a project; undefined when there is none with this ID. */
export async function readFlow(api: ApiClient, id: string): Promise<IDataObject | undefined> {
	return await readById(api, '/v2/project-flows', id);
}

/**
 * The ID of a flow's one webhook (docs/providers/verifik.md#one-webhook-per-flow); undefined when it has none. In the
 * newer shape of flows it is one of the integrations (docs/providers/verifik.md#projects-and-flows).
 */
export function webhookOf({ webhook, integrations }: IDataObject): string | undefined {
	return idOf(webhook) ?? (isPlainObject(integrations) ? idOf(integrations.webhook) : undefined);
}

/** A reference is an ID, or the whole object when it was populated. */
export function idOf(reference: unknown): string | undefined {
	const id = isPlainObject(reference) ? reference._id : reference;
	return typeof id === 'string' && id !== '' ? id : undefined;
}

function pathOf(id: string): string {
	return `${WEBHOOKS}/${encodeURIComponent(id)}`;
}

/** Undefined only when Verifik itself says that there is none: what a registration replaces or removes depends on it. */
async function readById(api: ApiClient, path: string, id: string): Promise<IDataObject | undefined> {
	const request = api.request({ method: 'GET', path: `${path}/${encodeURIComponent(id)}` });
	const reply = await unlessMissing(request);
	if (reply === undefined || reply.data === null) return undefined;
	const object = contentOf(reply);
	if (object === undefined || idOf(object) !== id) throw failureOfOtherReply(reply);
	return object;
}

/** The content of the envelope; undefined when it is empty. */
function contentOf(reply: IDataObject): IDataObject | undefined {
	if (reply.data === null) return undefined;
	const content = isPlainObject(reply.data) ? (reply.data as IDataObject) : reply;
	return Object.keys(content).length > 0 ? content : undefined;
}

async function unlessMissing<Result>(request: Promise<Result>): Promise<Result | undefined> {
	try {
		return await request;
	} catch (error) {
		if (error instanceof RequestFailure && isNotFound(error)) return undefined;
		throw rethrow(error);
	}
}
