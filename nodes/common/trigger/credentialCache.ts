import type { ICredentialDataDecryptedObject, IWebhookFunctions } from 'n8n-workflow';

const A_MINUTE = 60_000;
const MOST_KEPT = 1_000;
const kept = new Map<string, { until: number; part: Promise<unknown> }>();

/**
 * A part of the node's credential, read at most once a minute: reading it costs as much as the rest of a delivery
 * (docs/n8n-engine.md#reading-a-credential-in-a-delivery-is-slow). So for up to a minute after a change the old secret
 * stays valid; another credential takes effect at once.
 *
 * @param pick selects what is needed, so that nothing else stays in memory
 */
export async function cachedCredential<Part>(
	context: IWebhookFunctions,
	credentialType: string,
	pick: (credential: ICredentialDataDecryptedObject) => Part,
): Promise<Part> {
	const node = context.getNode();
	const key = [context.getWorkflow().id, node.id, node.credentials?.[credentialType]?.id].join(' ');
	const known = kept.get(key);
	if (known && known.until > Date.now()) return (await known.part) as Part;

	const part = context.getCredentials(credentialType).then(pick);
	kept.delete(key);
	kept.set(key, { until: Date.now() + A_MINUTE, part });
	if (kept.size > MOST_KEPT) kept.delete(kept.keys().next().value!);
	// After a failure the next delivery reads it again.
	part.catch(() => kept.delete(key));
	return await part;
}
