import type { IDataObject, IHookFunctions, IWebhookFunctions } from 'n8n-workflow';

import type { Account } from './contract';
import { newSecret } from './secret';

/** What a trigger keeps in its static data, which n8n stores with the workflow. */
export interface TriggerState {
	/**
	 * The secret of deliveries to the automatically registered URL. It is kept across registrations: a delivery in
	 * progress while the workflow is published again stores the static data as it has read it
	 * (docs/n8n-engine.md#static-data-is-saved-when-the-node-answers-itself), and repeated deliveries still carry the
	 * old secret.
	 */
	secret?: string;
	/** What was registered at the provider; set from before the request is sent until the removal is certain. */
	registration?: IDataObject & { url: string; account?: Account };
	/** Confirmed events that have started the workflow, and when, oldest first. */
	seen?: string[];
	/** The same for events that nobody was asked about. */
	seenUnconfirmed?: string[];
}

/** The trigger's state. n8n only notices changes of its top-level fields, so these are always set as a whole. */
export function stateOf(context: IHookFunctions | IWebhookFunctions): TriggerState {
	return context.getWorkflowStaticData('node') as TriggerState;
}

/** Has n8n save the state although nothing in it is new. */
export function markChanged(context: IWebhookFunctions): void {
	const state = stateOf(context);
	Object.assign(state, { ...state });
}

/** The trigger's own secret, created if there is none yet. */
export function ownSecret(context: IHookFunctions): string {
	const state = stateOf(context);
	state.secret ??= newSecret();
	return state.secret;
}
