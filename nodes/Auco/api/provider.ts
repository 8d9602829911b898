import type { IDataObject } from 'n8n-workflow';

import { isPlainObject } from '../../common/values/convert';
import { Failure, type Reply } from '../../common/http/send';
import type { Provider } from '../../common/http/provider';
import { baseUrlOf, credentialProblem, keyFor } from './credential';
import { aucoError } from './errors';

/** Auco as the common code sees it: the one way to Auco's API. */
export const auco: Provider = {
	name: 'Auco',
	credentialType: 'aucoApi',
	baseUrlOf,
	secretsOf: (credential) => [keyFor('POST', credential), keyFor('GET', credential)],
	credentialProblem,
	open,
	error: aucoError,
};

/**
 * Auco's replies carry no envelope: an object, or a list (WhatsApp records). Anything else is unreadable.
 *
 * The page of AucoFace create shows `{"message":"EXPIRED_DATE_INVALID"}` among its replies without a status, so a body
 * that holds nothing but words, and what usually goes with them, is a no whatever the status says.
 */
function open(reply: Reply): unknown {
	const { body } = reply;
	if (isPlainObject(body) && typeof body.message === 'string' && Object.keys(body).every(isOfError)) {
		throw new Failure('a message instead of a result', { outcome: 'refused', reply });
	}
	return isPlainObject(body) || Array.isArray(body) ? body : undefined;
}

function isOfError(key: string): boolean {
	return ['message', 'error', 'statusCode', 'status'].includes(key);
}

/** The code of what Auco made, as the reply of every creating operation holds it (auco.md 2.1, 4.1). */
export function codeOf(reply: IDataObject): string | undefined {
	const { code } = reply;
	if (Number.isSafeInteger(code)) return String(code);
	return typeof code === 'string' && code !== '' ? code : undefined;
}

/**
 * The code of an answer that is itself the result (document check, face match, company register). Older generations of
 * those pages show replies without a code (auco.md 4.3): a paid answer is never thrown away for that.
 */
export function codeOfAnswer(reply: IDataObject): string | undefined {
	return Object.keys(reply).length === 0 ? undefined : (codeOf(reply) ?? 'without code');
}
