import { RequestFailure, type ApiResponse } from '../../common/http/failure';
import type { Provider } from '../../common/http/provider';
import { isPlainObject } from '../../common/values/convert';
import { parseCredential } from './credential';
import { explain, refusalIn } from './errors';

/** Verifik as the common code sees it: the one way to Verifik's API. */
export const verifik: Provider = {
	name: 'Verifik',
	credentialType: 'verifikApi',
	parseCredential: (data) => parseCredential(data),
	parseResponse,
	refusalIn,
	explain,
};

/**
 * The body of a response. A 204 is what Verifik's pages print beside it (docs/providers/verifik.md#read-a-validation),
 * another empty one an empty object; `success: false` is an error whatever the status
 * (docs/providers/verifik.md#errors).
 */
function parseResponse(response: ApiResponse): unknown {
	const { body, statusCode } = response;
	if (statusCode === 204) return { data: null };
	if (body === undefined || body === null || body === '') return {};
	if (isPlainObject(body) && body.success === false) {
		throw new RequestFailure('success is false', { outcome: 'refused', response });
	}
	return isPlainObject(body) || Array.isArray(body) ? body : undefined;
}
