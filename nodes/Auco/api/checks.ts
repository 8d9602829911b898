import type { IDataObject, NodeApiError } from 'n8n-workflow';

import type { Requester } from '../../common/http/client';
import { isPlainObject } from '../../common/values/convert';
import { unchanged } from '../../common/util/rethrow';

/** `GET /validate/background`: the check as Auco gives it (auco.md 4.2). */
export async function readCheck(api: Requester, code: string): Promise<IDataObject> {
	return await api.request({ method: 'GET', path: '/validate/background', query: { code } });
}

/**
 * The check that was made a moment ago. It "may take up to 1 minute to be ready for retrieval" (auco.md 4.1): should Auco
 * not know it yet, it is not ready.
 */
export async function readNewCheck(api: Requester, code: string): Promise<IDataObject> {
	try {
		return await readCheck(api, code);
	} catch (error) {
		if ((error as NodeApiError).context?.providerCode !== NOT_FOUND) throw unchanged(error);
		return { code, ready: false };
	}
}

/** What Auco says of a code that it does not know (auco.md 4.2). */
const NOT_FOUND = 'VALIDATION_NOT_FOUND';

/** A pending check is an ordinary reply with `ready: false`; there is no status (auco.md 4.2). */
export function isReady(check: IDataObject): boolean {
	return check.ready === true;
}

/**
 * Ten flat fields of a check, in Auco's words: `nivel` is the level of risk, `reports` tells of negative reports,
 * `altos` counts the findings of high risk, `errores` names the sources that did not answer (an everyday thing).
 */
export function simplified(check: IDataObject): IDataObject {
	const subject = objectIn(check, 'data');
	const validation = objectIn(check, 'validation');
	const { altos } = objectIn(validation, 'hallazgos');
	return {
		code: check.code,
		ready: isReady(check),
		name: subject.name,
		type: subject.type,
		identification: subject.identification,
		nivel: validation.nivel ?? null,
		reports: subject.reports ?? null,
		altos: Array.isArray(altos) ? altos.length : null,
		errores: Array.isArray(validation.errores) ? validation.errores.join(', ') : null,
		url: check.url ?? null,
	};
}

function objectIn(parent: IDataObject, key: string): IDataObject {
	const value = parent[key];
	return isPlainObject(value) ? (value as IDataObject) : {};
}
