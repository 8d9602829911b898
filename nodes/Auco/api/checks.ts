import type { IDataObject } from 'n8n-workflow';

import type { ApiClient } from '../../common/http/client';
import { RequestFailure } from '../../common/http/failure';
import { rethrow } from '../../common/util/rethrow';
import { isPlainObject } from '../../common/values/convert';
import { CHECK_NOT_FOUND } from './errors';

/** `GET /validate/background`: the check as Auco returns it (docs/providers/auco.md#read-a-background-check). */
export async function readCheck(api: ApiClient, code: string): Promise<IDataObject> {
	return await api.request({ method: 'GET', path: '/validate/background', query: { code } });
}

/**
 * A check that was just created. Auco needs up to a minute for it, so one that it does not know yet counts as not
 * ready.
 */
export async function readNewCheck(api: ApiClient, code: string): Promise<IDataObject> {
	try {
		return await readCheck(api, code);
	} catch (error) {
		if (!(error instanceof RequestFailure) || error.providerCode !== CHECK_NOT_FOUND) throw rethrow(error);
		return { code, ready: false };
	}
}

/** A pending check is an ordinary reply with `ready: false`; there is no status. */
export function isReady(check: IDataObject): boolean {
	return check.ready === true;
}

/**
 * Ten flat fields of a check, with Auco's names: `nivel` is the level of risk, `reports` tells of negative reports,
 * `altos` counts the findings of high risk, `errores` names the sources that did not respond (which is common).
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
