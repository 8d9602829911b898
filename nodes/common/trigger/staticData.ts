import type { IDataObject, IHookFunctions, IWebhookFunctions } from 'n8n-workflow';

import { newSecret } from './secret';

/** What a trigger keeps in its static data, which n8n stores with the workflow. */
export interface TriggerState {
	/**
	 * The secret that deliveries to the automatically registered address carry. It outlives a registration: a delivery
	 * under way while the workflow is published anew stores the static data as it has read it (engine-facts F4a), and
	 * what the provider still repeats carries the secret of before.
	 */
	secret?: string;
	/** What was registered at the provider; there from before the request leaves until the removal is certain. */
	registration?: IDataObject & { url: string };
	/** Confirmed events that have started the workflow, and when, oldest first. */
	seen?: string[];
	/** The same for events that nobody was asked about. */
	seenUnconfirmed?: string[];
}

/** The trigger's state. n8n notices changes of its own fields only, so these are always set as a whole. */
export function stateOf(context: IHookFunctions | IWebhookFunctions): TriggerState {
	return context.getWorkflowStaticData('node') as TriggerState;
}

/** The trigger's own secret, made when there is none yet. */
export function ownSecret(context: IHookFunctions): string {
	const state = stateOf(context);
	state.secret ??= newSecret();
	return state.secret;
}
