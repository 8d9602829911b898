import type { IWebhookFunctions } from 'n8n-workflow';

import type { Provider, ProviderCredential } from '../http/provider';

const A_MINUTE = 60_000;
const MOST_KEPT = 1_000;

/** What deliveries need of a credential. */
type Part = Pick<ProviderCredential, 'webhookSecret' | 'secrets' | 'sealingSecret'>;

const kept = new Map<string, { until: number; part: Promise<Part> }>();

/**
 * The secrets of the node's credential, read at most once a minute: reading it costs as much as the rest of a delivery
 * (docs/n8n-engine.md#reading-a-credential-in-a-delivery-is-slow). So for up to a minute after a change the old secret
 * stays valid; another credential takes effect at once.
 */
export async function cachedCredential(context: IWebhookFunctions, provider: Provider): Promise<Part> {
	const { credentialType } = provider;
	const node = context.getNode();
	const key = [context.getWorkflow().id, node.id, node.credentials?.[credentialType]?.id].join(' ');
	const known = kept.get(key);
	if (known && known.until > Date.now()) return await known.part;

	const part = context.getCredentials(credentialType).then((data) => {
		const { webhookSecret, secrets, sealingSecret } = provider.parseCredential(data);
		return { webhookSecret, secrets, sealingSecret };
	});
	kept.delete(key);
	kept.set(key, { until: Date.now() + A_MINUTE, part });
	if (kept.size > MOST_KEPT) kept.delete(kept.keys().next().value!);
	// After a failure the next delivery reads it again.
	part.catch(() => kept.delete(key));
	return await part;
}
