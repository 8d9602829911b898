import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';

import { isPlainObject } from '../values/convert';

/** The documented bodies have four levels; what is much deeper was made to break something. */
const MOST_LEVELS = 50;

/** The token at the end of a resume URL of n8n (engine-facts F2). */
const RESUME_TOKEN = /(\/\d+(?:\/[\w-]+)?\?signature=)[\w-]+/g;

/**
 * The body of a delivery: a JSON object with something in it. That it is announced as JSON is not insisted on, because
 * neither provider documents the content type of its deliveries (auco.md 8, verifik.md 5.3).
 *
 * @returns undefined for anything else
 */
export function bodyOf(context: IWebhookFunctions): IDataObject | undefined {
	// n8n itself reads this type only; others of its family it leaves alone.
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

/** Goes level by level instead of calling itself, which deep nesting would break. */
function isTooDeep(body: unknown): boolean {
	let level: unknown[] = [body];
	for (let depth = 0; level.length > 0; depth++) {
		if (depth > MOST_LEVELS) return true;
		level = level.flatMap((one) => (typeof one === 'object' && one !== null ? Object.values(one) : []));
	}
	return false;
}

/**
 * A body or an object of the provider without what gives access to this n8n: the secret of our own address, and the
 * token of an execution's resume URL. Providers repeat both.
 */
export function withoutSecrets(value: IDataObject, secret: string | undefined): IDataObject {
	const hidden = (text: string): string => {
		const shown = secret === undefined ? text : text.replaceAll(secret, '***');
		return shown.replace(RESUME_TOKEN, '$1***');
	};
	return mapTexts(value, hidden) as IDataObject;
}

function mapTexts(value: unknown, change: (text: string) => string): unknown {
	if (typeof value === 'string') return change(value);
	if (Array.isArray(value)) return value.map((one) => mapTexts(one, change));
	if (!isPlainObject(value)) return value;
	const entries = Object.entries(value).map(([key, one]) => [change(key), mapTexts(one, change)]);
	return Object.fromEntries(entries);
}
