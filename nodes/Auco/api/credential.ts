import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import type { ProviderCredential } from '../../common/http/provider';
import { SHORTEST_SECRET } from '../../common/trigger/secret';
import { credentialText } from '../../common/values/convert';
import { isBaseUrl, isSentInClear } from '../../common/values/urls';

/** Base URLs of Auco's two public environments (docs/providers/auco.md#environments). */
const ENVIRONMENTS: Record<string, string> = {
	production: 'https://api.auco.ai/v1.5/ext',
	stage: 'https://dev.auco.ai/v1.5/ext',
};

/** The credential `aucoApi`, read once from what a person has entered. */
interface AucoCredential extends ProviderCredential {
	readonly privateKey: string;
	readonly publicKey: string;
}

/** Reads a credential. Whatever is wrong with it is its `issue`. */
export function parseCredential(data: ICredentialDataDecryptedObject): AucoCredential {
	const privateKey = credentialText(data.privateKey);
	const publicKey = credentialText(data.publicKey);
	const baseUrl = baseUrlOf(data);
	return {
		baseUrl,
		privateKey,
		publicKey,
		issue: issueOf(privateKey, publicKey, baseUrl),
		secrets: [privateKey, publicKey],
		account: publicKey,
		sealingSecret: privateKey,
		webhookSecret: webhookSecretOf(data),
	};
}

/**
 * The key follows the method: GET reads with the public key, everything else needs the private one
 * (docs/providers/auco.md#keys).
 */
export function keyFor(method: string | undefined, credential: AucoCredential): string {
	const isRead = (method ?? 'GET').toUpperCase() === 'GET';
	return isRead ? credential.publicKey : credential.privateKey;
}

/** `custom` environments name their own base URL. */
function baseUrlOf(data: ICredentialDataDecryptedObject): string {
	const environment = String(data.environment ?? 'production');
	const url = environment === 'custom' ? credentialText(data.baseUrl) : ENVIRONMENTS[environment];
	return (url ?? '').replace(/\/+$/, '');
}

/** Headers that HTTP, n8n or a proxy in front of it uses itself. */
const TAKEN_HEADER =
	/^(accept(-.*)?|connection|content-.*|cookie|date|expect|forwarded|host|keep-alive|origin|proxy-.*|referer|te|trailer|transfer-encoding|upgrade|user-agent|via|x-forwarded-.*|x-real-ip)$/i;

/** Why the secret cannot be sent as this header (RFC 9110, sections 5.5 and 5.6.2), or is too weak. */
function secretIssueOf(header: string, secret: string): string | undefined {
	if (!/^[\w!#$%&'*+.^`|~-]+$/.test(header)) {
		return "The 'Webhook Header Name' of the Auco credential is not the name of a header: enter one without spaces and colons such as X-Webhook-Secret";
	}
	if (TAKEN_HEADER.test(header)) {
		return `The 'Webhook Header Name' of the Auco credential is ${header}, which is needed for the delivery itself: enter one of your own such as X-Webhook-Secret`;
	}
	if (!/^[ -~]+$/.test(secret)) {
		return "The 'Webhook Secret' of the Auco credential contains characters that no header can carry: use letters without accents, digits and signs";
	}
	if (secret.length >= SHORTEST_SECRET) return undefined;
	return `The 'Webhook Secret' of the Auco credential is too short: enter at least ${SHORTEST_SECRET} characters`;
}

function webhookSecretOf(data: ICredentialDataDecryptedObject): ProviderCredential['webhookSecret'] {
	const header = credentialText(data.webhookHeaderName);
	const secret = credentialText(data.webhookSecret);
	return header === '' || secret === '' ? {} : { header, secret, issue: secretIssueOf(header, secret) };
}

/**
 * What is wrong, as a sentence that says what to do; undefined when nothing is. Only the prefixes are checked: Auco
 * does not document the length of its keys.
 */
function issueOf(privateKey: string, publicKey: string, baseUrl: string): string | undefined {
	if (privateKey.startsWith('puk_') && publicKey.startsWith('prk_')) {
		return 'The Auco keys are swapped: put the one that starts with prk_ into Private Key and the one that starts with puk_ into Public Key';
	}
	if (!isKey(privateKey, 'prk_')) return mistyped('Private Key', 'prk_', privateKey);
	if (!isKey(publicKey, 'puk_')) return mistyped('Public Key', 'puk_', publicKey);
	if (!isBaseUrl(baseUrl)) {
		return 'The Auco environment is Custom, but the Base URL is not a valid URL: enter one such as https://api.auco.ai/v1.5/ext';
	}
	if (isSentInClear(baseUrl)) {
		return 'The Auco Base URL starts with http://, so the keys would travel unencrypted: enter one that starts with https://';
	}
	return undefined;
}

function isKey(key: string, prefix: string): boolean {
	return key.startsWith(prefix) && !/\s/.test(key);
}

function mistyped(label: string, prefix: string, key: string): string {
	if (key === '')
		return `The Auco ${label} is empty: copy it from the developer options in your Auco account`;
	if (/^bearer\s/i.test(key))
		return `The Auco ${label} starts with "Bearer": enter only the key, which starts with ${prefix}`;
	if (/\s/.test(key)) return `The Auco ${label} is mistyped: it contains spaces. Copy it again, as one piece`;
	return `The Auco ${label} is mistyped: it must start with ${prefix}`;
}
