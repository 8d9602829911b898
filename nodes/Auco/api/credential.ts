import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { isBaseUrl } from '../../common/values/urls';

/** Base URLs of Auco's two public environments (auco.md 1, page api/environment). */
const ENVIRONMENTS: Record<string, string> = {
	production: 'https://api.auco.ai/v1.5/ext',
	stage: 'https://dev.auco.ai/v1.5/ext',
};

/** The base URL without trailing slash; `custom` environments name their own. */
export function baseUrlOf(credential: ICredentialDataDecryptedObject): string {
	const environment = String(credential.environment ?? 'production');
	const url = environment === 'custom' ? String(credential.baseUrl ?? '') : ENVIRONMENTS[environment];
	return (url ?? '').trim().replace(/\/+$/, '');
}

/** The key follows the method: GET reads with the public key, everything else needs the private one (auco.md 1). */
export function keyFor(method: string | undefined, credential: ICredentialDataDecryptedObject): string {
	const reads = (method ?? 'GET').toUpperCase() === 'GET';
	return String((reads ? credential.publicKey : credential.privateKey) ?? '').trim();
}

/**
 * What is wrong with the credential, as a sentence that says what to do; undefined when nothing is.
 * Only the prefixes are checked: Auco does not document the length of its keys (auco.md 1).
 */
export function credentialProblem(credential: ICredentialDataDecryptedObject): string | undefined {
	const privateKey = keyFor('POST', credential);
	const publicKey = keyFor('GET', credential);
	if (privateKey.startsWith('puk_') && publicKey.startsWith('prk_')) {
		return 'The Auco keys are swapped: put the one that starts with prk_ into Private Key and the one that starts with puk_ into Public Key';
	}
	if (!isKey(privateKey, 'prk_')) return mistyped('Private Key', 'prk_', privateKey);
	if (!isKey(publicKey, 'puk_')) return mistyped('Public Key', 'puk_', publicKey);
	if (!isBaseUrl(baseUrlOf(credential))) {
		return 'The Auco environment is Custom, but Base URL is no address: enter one such as https://api.auco.ai/v1.5/ext';
	}
	return undefined;
}

function isKey(key: string, prefix: string): boolean {
	return key.startsWith(prefix) && !/\s/.test(key);
}

function mistyped(label: string, prefix: string, key: string): string {
	if (key === '')
		return `The Auco ${label} is empty: copy it from the developer options of your Auco account`;
	if (/^bearer\s/i.test(key))
		return `The Auco ${label} is entered with "Bearer": enter the bare key, it starts with ${prefix}`;
	if (/\s/.test(key)) return `The Auco ${label} is mistyped: it holds blanks. Copy it again, as one piece`;
	return `The Auco ${label} is mistyped: it must start with ${prefix}`;
}
