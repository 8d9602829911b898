import type { IDataObject, IHookFunctions, IWebhookFunctions } from 'n8n-workflow';

import { isPlainObject, toList } from '../convert';

/** The parameters that all triggers have (design section 8). */
export interface TriggerSettings {
	events: string[];
	registration: 'manual' | 'automatic';
	confirm: boolean;
	deduplicate: boolean;
	allowUnauthenticated: boolean;
	options: IDataObject;
}

/** Reads the parameters; whatever is missing or of another kind counts as the safer choice. */
export function settingsOf(context: IHookFunctions | IWebhookFunctions): TriggerSettings {
	const given = context.getNodeParameter('options', {});
	const options = (isPlainObject(given) ? given : {}) as IDataObject;
	const isManual = context.getNodeParameter('registration', 'manual') !== 'automatic';
	return {
		events: toList(context.getNodeParameter('events', [])),
		registration: isManual ? 'manual' : 'automatic',
		confirm: context.getNodeParameter('confirm', true) !== false,
		deduplicate: options.deduplicate !== false,
		allowUnauthenticated: isManual && options.allowUnauthenticated === true,
		options,
	};
}
