import type { Sandbox } from '../types.mts';
import type { N8nClient } from './client.mts';
import type { CredentialInput } from './types.mts';

/** Credentials for the sandbox, under the names that n8n itself gives new ones: so the examples find them by name. */
export function sandboxCredentials({ auco, verifik }: Sandbox): CredentialInput[] {
	return [
		{ name: 'Auco account', type: 'aucoApi', data: auco.credential },
		{ name: 'Verifik account', type: 'verifikApi', data: verifik.credential },
	];
}

/**
 * Saves the sandbox's credentials. One that a person has pointed at a real provider is left alone.
 *
 * @returns whether all credentials are the sandbox's now
 */
export async function saveSandboxCredentials(client: N8nClient, sandbox: Sandbox): Promise<boolean> {
	let all = true;
	for (const credential of sandboxCredentials(sandbox)) {
		const stored = await client.credentialData(credential);
		if (stored && !isOnLoopback(stored.baseUrl)) all = false;
		else await client.saveCredential(credential);
	}
	return all;
}

function isOnLoopback(url: unknown): boolean {
	return typeof url === 'string' && /^http:\/\/127\.0\.0\.1[:/]/.test(url);
}
