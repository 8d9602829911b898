import type { Sandbox } from '../types.mts';
import { isOnLoopback } from '../server/loopback.mts';
import type { N8nClient } from './client.mts';
import type { CredentialInput } from './types.mts';

/** Credentials for the sandbox. They have n8n's default names, by which the examples find them. */
export function sandboxCredentials({ auco, verifik }: Sandbox): CredentialInput[] {
	return [
		{ name: 'Auco account', type: 'aucoApi', data: auco.credential },
		{ name: 'Verifik account', type: 'verifikApi', data: verifik.credential },
	];
}

/**
 * Saves the sandbox's credentials. One that a person has changed to a real provider is kept.
 *
 * @returns whether all credentials are the sandbox's
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
