import { inspect } from 'node:util';

import type { CredentialData } from './credentials.mts';
import type { WorkflowResult } from './engine.mts';

const SECRET_FIELDS = ['privateKey', 'publicKey', 'accessToken', 'webhookSecret'];

/** Keys and tokens of credentials. */
function secretsOf(credentials: CredentialData): string[] {
	return Object.values(credentials).flatMap((data) =>
		SECRET_FIELDS.map((field) => data[field]).filter((value) => typeof value === 'string' && value !== ''),
	) as string[];
}

/** Whatever a person, the database or a log could see of a finished run, as text. */
function everythingOf(result: WorkflowResult): string {
	const { error } = result;
	const deep = { depth: 20, showHidden: true, maxStringLength: Infinity, maxArrayLength: Infinity };
	return [
		JSON.stringify(result.run),
		JSON.stringify(error),
		inspect(error, deep),
		inspect(error?.cause, deep),
	].join();
}

/** Fails when any of the secrets can be seen. */
export function expectNoSecrets(result: WorkflowResult, credentials: CredentialData): void {
	const text = everythingOf(result);
	for (const secret of secretsOf(credentials)) expect(text.includes(secret)).toBe(false);
}
