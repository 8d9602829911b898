import { isPlainObject } from '../../common/values/convert';
import { Failure, type Reply } from '../../common/http/send';
import type { Provider } from '../../common/http/provider';
import { baseUrlOf, credentialProblem, tokenOf } from './credential';
import { verifikError } from './errors';

/** Verifik as the common code sees it: the one way to Verifik's API. */
export const verifik: Provider = {
	name: 'Verifik',
	credentialType: 'verifikApi',
	baseUrlOf,
	secretsOf: (credential) => [tokenOf(credential)],
	credentialProblem: (credential) => credentialProblem(credential),
	open,
	error: verifikError,
};

/**
 * The body of a reply. An empty one (204, or no content) is an empty object; `success: false` is a no whatever the
 * status says (verifik.md 7).
 */
function open(reply: Reply): unknown {
	const { body } = reply;
	if (body === undefined || body === null || body === '') return {};
	if (isPlainObject(body) && body.success === false) {
		throw new Failure('success is false', { outcome: 'refused', reply });
	}
	return isPlainObject(body) || Array.isArray(body) ? body : undefined;
}
