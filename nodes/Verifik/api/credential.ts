import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import type { ProviderCredential } from '../../common/http/provider';
import { SHORTEST_SECRET } from '../../common/trigger/secret';
import { credentialText } from '../../common/values/convert';
import { isBaseUrl, isSentInClear } from '../../common/values/urls';

/** Production; there is no documented sandbox host (docs/providers/verifik.md#hosts). */
export const DEFAULT_BASE_URL = 'https://api.verifik.co';

/**
 * What a token contains whose payload says `"mode":"sandbox"` (docs/providers/verifik.md#sandbox-accounts), any of it:
 * these characters in base64, beginning at each of the three places that they can have there.
 */
export const IN_SANDBOX_TOKENS = ['Im1vZGUiOiJzYW5kYm94I', 'Jtb2RlIjoic2FuZGJveC', 'ibW9kZSI6InNhbmRib3gi'];

/** The credential `verifikApi`, read once from what a person has entered. */
interface VerifikCredential extends ProviderCredential {
	readonly accessToken: string;
}

/**
 * Reads a credential. Whatever is wrong with it is its `issue`.
 *
 * @param now milliseconds since the epoch
 */
export function parseCredential(data: ICredentialDataDecryptedObject, now = Date.now()): VerifikCredential {
	const accessToken = tokenOf(data);
	const baseUrl = baseUrlOf(data);
	const secret = credentialText(data.webhookSecret);
	return {
		baseUrl,
		accessToken,
		issue: issueOf(accessToken, baseUrl, now),
		secrets: [accessToken],
		account: accessToken,
		sealingSecret: accessToken,
		webhookSecret: secret === '' ? {} : { secret, issue: secretIssueOf(secret) },
	};
}

/** Why a secret cannot be part of a URL as it is, or is too weak. */
function secretIssueOf(secret: string): string | undefined {
	if (!/^[\w.~-]+$/.test(secret)) {
		return "The 'Webhook Secret' of the Verifik credential contains characters that a URL changes: use letters, digits, -, ., _ and ~ only";
	}
	if (secret.length >= SHORTEST_SECRET) return undefined;
	return `The 'Webhook Secret' of the Verifik credential is too short: enter at least ${SHORTEST_SECRET} characters`;
}

function baseUrlOf(data: ICredentialDataDecryptedObject): string {
	const url = credentialText(data.baseUrl);
	return (url === '' ? DEFAULT_BASE_URL : url).replace(/\/+$/, '');
}

/**
 * The bare token; a scheme that was pasted along is removed (older pages show `jwt <token>`,
 * docs/providers/verifik.md#authentication).
 */
function tokenOf(data: ICredentialDataDecryptedObject): string {
	return credentialText(data.accessToken).replace(/^(bearer|jwt)(\s+|$)/i, '');
}

/**
 * What is wrong, as a sentence that says what to do; undefined when nothing is. A token that contains its own expiry
 * (`exp` of the JWT, docs/providers/verifik.md#tokens) is checked without a request.
 */
function issueOf(token: string, baseUrl: string, now: number): string | undefined {
	if (token === '')
		return 'The Verifik Access Token is empty: copy it from Settings > API Key in your Verifik account';
	if (/\s/.test(token))
		return 'The Verifik Access Token is mistyped: it contains spaces. Copy it again, as one piece';
	const expiry = expiryOf(token);
	if (expiry !== undefined && expiry <= now) {
		const day = new Date(expiry).toISOString().slice(0, 10);
		return `The Verifik Access Token expired on ${day}: copy a new one from Settings > API Key in your Verifik account`;
	}
	if (!isBaseUrl(baseUrl)) return `The Verifik Base URL is not a valid URL: enter ${DEFAULT_BASE_URL}`;
	if (isSentInClear(baseUrl)) {
		return `The Verifik Base URL starts with http://, so the token would travel unencrypted: enter ${DEFAULT_BASE_URL}`;
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
