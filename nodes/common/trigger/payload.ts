import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';

import { isPlainObject } from '../values/convert';
import { mapTexts, masked } from '../values/mask';
import { SEALED_RESUME_URL, withoutResumeTokens } from '../values/urls';

/** Documented bodies have four levels; a much deeper one is an attack. */
const MOST_LEVELS = 50;

/**
 * The body of a delivery: a JSON object that is not empty. Its content type does not have to be JSON: neither provider
 * documents one (docs/providers/auco.md#delivery, docs/providers/verifik.md#deliveries), and n8n then leaves the body
 * unparsed (docs/n8n-engine.md#body-of-a-delivery).
 *
 * @returns undefined for anything else
 */
export function bodyOf(context: IWebhookFunctions): IDataObject | undefined {
	// The only JSON content type that n8n parses.
	const isRead = /^application\/json\s*(;|$)/i.test(context.getHeaderData()['content-type'] ?? '');
	const { rawBody } = context.getRequestObject() as { rawBody?: Buffer };
	const body: unknown = isRead ? context.getBodyData() : parsed(rawBody);
	if (!isPlainObject(body) || Object.keys(body).length === 0 || isTooDeep(body)) return undefined;
	return body as IDataObject;
}

function parsed(rawBody: Buffer | undefined): unknown {
	try {
		return JSON.parse(String(rawBody).replace(/^\uFEFF/, ''));
	} catch {
		return undefined;
	}
}

/** Level by level: deep nesting would overflow the stack of a recursive function. */
function isTooDeep(body: unknown): boolean {
	let level: unknown[] = [body];
	for (let depth = 0; level.length > 0; depth++) {
		if (depth > MOST_LEVELS) return true;
		level = level.flatMap((one) => (typeof one === 'object' && one !== null ? Object.values(one) : []));
	}
	return false;
}

/**
 * A body or an object of the provider without what gives access to this n8n: the trigger's own secret, the tokens of
 * resume URLs, and sealed ones. Providers repeat them.
 */
export function withoutSecrets(value: IDataObject, secret: string | undefined): IDataObject {
	const secrets = secret === undefined ? [] : [secret];
	const hidden = (text: string, field?: string): string =>
		field === SEALED_RESUME_URL ? '***' : withoutResumeTokens(masked(text, secrets));
	return mapTexts(value, hidden) as IDataObject;
}
