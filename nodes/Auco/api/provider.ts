import type { IDataObject } from 'n8n-workflow';

import { RequestFailure, type ApiResponse } from '../../common/http/failure';
import type { Provider } from '../../common/http/provider';
import { isPlainObject } from '../../common/values/convert';
import { parseCredential } from './credential';
import { explain, refusalIn } from './errors';

/** Auco as the common code sees it: the one way to Auco's API. */
export const auco: Provider = {
	name: 'Auco',
	credentialType: 'aucoApi',
	parseCredential,
	parseResponse,
	refusalIn,
	explain,
};

/**
 * Auco's responses carry no envelope: an object, or a list (WhatsApp records). Anything else is unreadable.
 *
 * The page of AucoFace create shows `{"message":"EXPIRED_DATE_INVALID"}` among its replies without a status, so a body
 * with nothing but a message and the usual fields of an error is an error whatever its status. A `code` is one of these
 * fields only where it is an HTTP status. It is a no when that status, or a code of Auco's as message, says so.
 */
function parseResponse(response: ApiResponse): unknown {
	const { body } = response;
	if (isPlainObject(body) && typeof body.message === 'string' && Object.entries(body).every(isOfError)) {
		const outcome = isNo(body) ? 'refused' : 'unknown';
		throw new RequestFailure('a message instead of a result', { outcome, response });
	}
	return isPlainObject(body) || Array.isArray(body) ? body : undefined;
}

/** A failing server, or words such as "is being processed", do not tell that nothing was created. */
function isNo({ message, code, statusCode, status }: Record<string, unknown>): boolean {
	const told = [code, statusCode, status].find((one) => /^[1-5]\d\d$/.test(String(one)));
	return told === undefined ? /^[A-Z]+(_[A-Z]+)+$/.test(String(message)) : /^4/.test(String(told));
}

function isOfError([key, value]: [string, unknown]): boolean {
	if (key === 'code') return /^[45]\d\d$/.test(String(value));
	return ['message', 'error', 'statusCode', 'status'].includes(key);
}

/**
 * The code of what Auco created, as the response to every creating operation contains it
 * (docs/providers/auco.md#create, docs/providers/auco.md#background-checks).
 */
export function codeOf(reply: IDataObject): string | undefined {
	const { code } = reply;
	if (Number.isSafeInteger(code)) return String(code);
	return typeof code === 'string' && code !== '' ? code : undefined;
}

/**
 * The code of a response that is itself the result (document check, face match, company register). Older versions of
 * those pages show replies without a code (docs/providers/auco.md#company-representatives): a paid response is never
 * discarded for that.
 */
export function idOfSynchronousResult(reply: IDataObject): string | undefined {
	return Object.keys(reply).length === 0 ? undefined : (codeOf(reply) ?? 'without code');
}
