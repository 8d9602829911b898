import { sleep, type IDataObject } from 'n8n-workflow';

import type { ApiClient } from '../../common/http/client';
import { RequestFailure } from '../../common/http/failure';
import { rethrow } from '../../common/util/rethrow';
import { isPlainObject } from '../../common/values/convert';

/** An entry of the company's list (auco.md 5.1); fields that we do not know stay as they are. */
export interface Webhook extends IDataObject {
	id: string;
	url?: string;
	description?: string;
	header?: { key?: string; value?: string };
}

/** Auco insists on an entry of this ID, in the first place. */
export const DEFAULT_ID = 'default';

/** So often the list is written when others keep writing it too. */
const MOST_WRITES = 6;
const SHORTEST_PAUSE = 200;
const JITTER = 400;

/** The company's webhooks (`GET /company`, auco.md 5.1). */
export async function readWebhooks(api: ApiClient): Promise<Webhook[]> {
	const { webhooks } = await api.request({ method: 'GET', path: '/company' });
	return (Array.isArray(webhooks) ? webhooks : []).filter(isPlainObject) as Webhook[];
}

/**
 * Changes the company's list. Auco only knows writing all of it (`PUT /company`), without a lock: who writes at the same
 * moment undoes the other's change. So it is read again after a pause that is longer than another's reading and
 * writing takes, and changed again until the change has lasted.
 *
 * @param change gives the list as it should be, or undefined when it is already
 * @throws RequestFailure of the last attempt
 * @returns whether the change has lasted in the end
 */
export async function changeWebhooks(
	api: ApiClient,
	change: (webhooks: Webhook[]) => Webhook[] | undefined,
): Promise<boolean> {
	for (let writes = 0; ; writes++) {
		const wanted = change(await readWebhooks(api));
		if (wanted === undefined) return true;
		if (writes === MOST_WRITES) return false;
		await write(api, wanted, writes === MOST_WRITES - 1);
		await sleep(SHORTEST_PAUSE + Math.random() * JITTER);
	}
}

/** What was sent without a clear answer may have been carried out; reading the list again will tell. */
async function write(api: ApiClient, webhooks: Webhook[], isLast: boolean): Promise<void> {
	try {
		await api.request({ method: 'PUT', path: '/company', body: { webhooks: defaultFirst(webhooks) } });
	} catch (error) {
		const isUnknown = error instanceof RequestFailure && error.outcome === 'unknown';
		if (isLast || !isUnknown) throw rethrow(error);
	}
}

function defaultFirst(webhooks: Webhook[]): Webhook[] {
	const isDefault = ({ id }: Webhook): boolean => id === DEFAULT_ID;
	return [...webhooks.filter(isDefault), ...webhooks.filter((webhook) => !isDefault(webhook))];
}
