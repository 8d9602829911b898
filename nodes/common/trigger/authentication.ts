import type { IWebhookFunctions } from 'n8n-workflow';

import type { WebhookSecret } from '../http/provider';
import type { TriggerDefinition } from './contract';
import { cachedCredential } from './credentialCache';
import type { TriggerParameters } from './parameters';
import { isSecret } from './secret';
import { stateOf } from './staticData';

/** Whether a delivery carries its secret, may go without one, or is rejected. */
export interface Authentication {
	kind: 'authenticated' | 'unauthenticated' | 'refused';
	/** The expected secret. */
	secret?: string;
}

/** Checks the secret of a delivery. A wrong secret is rejected even where none is needed. */
export async function authenticate(
	context: IWebhookFunctions,
	trigger: TriggerDefinition,
	{ registration, allowUnauthenticated, confirm }: TriggerParameters,
): Promise<Authentication> {
	const { provider, generatedSecretHeader: header } = trigger;
	const isManual = registration === 'manual';
	const expected: WebhookSecret = isManual
		? (await cachedCredential(context, provider)).webhookSecret
		: { secret: stateOf(context).secret, header };
	const { secret } = expected;
	const given = trigger.secretFromRequest(context, expected);
	if (secret !== undefined && given !== undefined) {
		return { kind: isSecret(given, secret) ? 'authenticated' : 'refused', secret };
	}
	const isEnough = allowUnauthenticated || (trigger.urlIsSecret && secret === undefined);
	return { kind: isManual && isEnough && confirm ? 'unauthenticated' : 'refused', secret };
}
