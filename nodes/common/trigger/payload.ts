import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';

import { isPlainObject } from '../values/convert';

/** The documented bodies have four levels; what is much deeper was made to break something. */
const MOST_LEVELS = 50;

/**
 * The body of a delivery: a JSON object with something in it. That it is announced as JSON is not insisted on, because
 * neither provider documents the content type of its deliveries (auco.md 8, verifik.md 5.3).
 *
 * @returns undefined for anything else
 */
export function bodyOf(context: IWebhookFunctions): IDataObject | undefined {
	const isJson = /^application\/json\b/i.test(context.getHeaderData()['content-type'] ?? '');
	const { rawBody } = context.getRequestObject() as { rawBody?: Buffer };
	const body: unknown = isJson ? context.getBodyData() : parsed(rawBody);
	if (!isPlainObject(body) || Object.keys(body).length === 0 || isTooDeep(body)) return undefined;
	return body as IDataObject;
}

function parsed(rawBody: Buffer | undefined): unknown {
	try {
		return JSON.parse(String(rawBody));
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
