import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { isBaseUrl } from '../../common/values/urls';

/** Production; there is no documented sandbox host (verifik.md 1.1). */
export const DEFAULT_BASE_URL = 'https://api.verifik.co';

/** The base URL without trailing slash. */
export function baseUrlOf(credential: ICredentialDataDecryptedObject): string {
	const url = String(credential.baseUrl ?? '').trim();
	return (url === '' ? DEFAULT_BASE_URL : url).replace(/\/+$/, '');
}

/** The token alone; a scheme that was pasted with it goes (older pages show `jwt <token>`, verifik.md 1.2). */
export function tokenOf(credential: ICredentialDataDecryptedObject): string {
	return String(credential.accessToken ?? '')
		.trim()
		.replace(/^(bearer|jwt)(\s+|$)/i, '');
}

/**
 * What is wrong with the credential, as a sentence that says what to do; undefined when nothing is.
 * A token that tells its own end (`exp` of the JWT, verifik.md 1.4) is known to be expired without asking.
 *
 * @param now milliseconds since the epoch
 */
export function credentialProblem(
	credential: ICredentialDataDecryptedObject,
	now = Date.now(),
): string | undefined {
	const token = tokenOf(credential);
	if (token === '')
		return 'The Verifik Access Token is empty: copy it from Settings > API Key of your Verifik account';
	if (/\s/.test(token))
		return 'The Verifik Access Token is mistyped: it holds blanks. Copy it again, as one piece';
	const expiry = expiryOf(token);
	if (expiry !== undefined && expiry <= now) {
		const day = new Date(expiry).toISOString().slice(0, 10);
		return `The Verifik Access Token expired on ${day}: copy a new one from Settings > API Key of your Verifik account`;
	}
	if (!isBaseUrl(baseUrlOf(credential))) {
		return `The Verifik Base URL is no address: enter ${DEFAULT_BASE_URL}`;
	}
	return undefined;
}

/** The `exp` of a JWT in milliseconds; undefined for a token of another form. */
function expiryOf(token: string): number | undefined {
	const [, payload] = token.split('.');
	if (payload === undefined) return undefined;
	const exp = /"exp"\s*:\s*(\d+)/.exec(Buffer.from(payload, 'base64url').toString('utf8'))?.[1];
	return exp === undefined ? undefined : Number(exp) * 1000;
}
