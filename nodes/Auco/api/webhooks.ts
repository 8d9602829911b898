import { sleep, type IDataObject } from 'n8n-workflow';

import type { ApiClient } from '../../common/http/client';
import { failureOfOtherReply, RequestFailure } from '../../common/http/failure';
import { rethrow } from '../../common/util/rethrow';
import type { Account } from '../../common/trigger/contract';
import { isEmpty, isPlainObject, nonEmptyText } from '../../common/values/convert';

/** An entry of the company's list (docs/providers/auco.md#registering-webhooks); unknown fields are kept. */
export interface Webhook extends IDataObject {
	id: string;
	url?: string;
	description?: string;
	header?: { key?: string; value?: string };
}

/** Auco requires an entry with this ID, in first position. */
export const DEFAULT_ID = 'default';

/** How often to write the list while others keep changing it. */
const MOST_WRITES = 6;
const SHORTEST_PAUSE = 200;
const JITTER = 400;

/** The company that the keys belong to. */
export async function readAccount(api: ApiClient): Promise<Account | undefined> {
	const { id, name } = await readCompany(api);
	const known = nonEmptyText(id);
	return known === undefined ? undefined : { id: known, name: nonEmptyText(name) };
}

/** The company's webhooks. */
export async function readWebhooks(api: ApiClient): Promise<Webhook[]> {
	const { webhooks } = await readCompany(api);
	return (Array.isArray(webhooks) ? webhooks : []).filter(isPlainObject) as Webhook[];
}

/** `GET /company` (docs/providers/auco.md#company). Whatever else answers must not look like a company without webhooks. */
async function readCompany(api: ApiClient): Promise<IDataObject> {
	const company = await api.request({ method: 'GET', path: '/company' });
	if (Array.isArray(company.webhooks) || nonEmptyText(company.id) !== undefined) return company;
	throw failureOfOtherReply(company);
}

/**
 * Changes the company's list. Auco can only replace all of it (`PUT /company`), without a lock: simultaneous writers
 * overwrite each other. So it is read again after a pause, which is longer than another writer needs, and changed again
 * until the change persists.
 *
 * @param change returns the list as it should be, or undefined when nothing has to change; knows whether Auco has
 * taken a list of this call
 * @throws RequestFailure of the last attempt
 * @returns whether the change persisted
 */
export async function changeWebhooks(
	api: ApiClient,
	change: (webhooks: Webhook[], isWritten: boolean) => Webhook[] | undefined,
): Promise<boolean> {
	let isWritten = false;
	for (let writes = 0; ; writes++) {
		const wanted = change(await readWebhooks(api), isWritten);
		if (wanted === undefined) return true;
		if (writes === MOST_WRITES) return false;
		isWritten = (await write(api, wanted, writes === MOST_WRITES - 1)) || isWritten;
		await sleep(SHORTEST_PAUSE + Math.random() * JITTER);
	}
}

/**
 * A request without a clear response may have been processed; reading the list again will tell.
 *
 * @returns whether Auco has taken it
 */
async function write(api: ApiClient, webhooks: Webhook[], isLast: boolean): Promise<boolean> {
	try {
		await api.request({
			method: 'PUT',
			path: '/company',
			body: { webhooks: defaultFirst(webhooks).map(withoutEmptyHeader) },
		});
		return true;
	} catch (error) {
		const isUnknown = error instanceof RequestFailure && error.outcome === 'unknown';
		if (isLast || !isUnknown) throw rethrow(error);
		return false;
	}
}

/** Auco returns an empty `header` for old entries, and refuses to take it back. */
function withoutEmptyHeader(webhook: Webhook): Webhook {
	const { header, ...rest } = webhook;
	const isFilled = header === undefined || [header?.key, header?.value].some((part) => !isEmpty(part));
	return isFilled ? webhook : (rest as Webhook);
}

/** Whether the header's value is hidden behind asterisks or dots; writing it back would destroy the real one. */
export function hasMaskedHeader({ header }: Webhook): boolean {
	return /[*•●]{3}/.test(String(header?.value ?? ''));
}

function defaultFirst(webhooks: Webhook[]): Webhook[] {
	const isDefault = ({ id }: Webhook): boolean => id === DEFAULT_ID;
	return [...webhooks.filter(isDefault), ...webhooks.filter((webhook) => !isDefault(webhook))];
}
