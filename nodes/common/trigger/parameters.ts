import type { IDataObject, IHookFunctions, IWebhookFunctions } from 'n8n-workflow';

import { isPlainObject, toList } from '../values/convert';
import type { TriggerEvent } from './contract';

/** The parameters that all triggers have. */
export interface TriggerParameters {
	events: string[];
	registration: 'manual' | 'automatic';
	confirm: boolean;
	simplify: boolean;
	deduplicate: boolean;
	allowUnauthenticated: boolean;
	options: IDataObject;
}

/** Reads the parameters; missing or invalid ones count as the safer choice. */
export function readParameters(
	context: IHookFunctions | IWebhookFunctions,
	events: readonly TriggerEvent[],
): TriggerParameters {
	const given = context.getNodeParameter('options', {});
	const options = (isPlainObject(given) ? given : {}) as IDataObject;
	const isManual = context.getNodeParameter('registration', 'manual') !== 'automatic';
	return {
		events: toList(context.getNodeParameter('events', [])).flatMap((chosen) => eventsMeantBy(chosen, events)),
		registration: isManual ? 'manual' : 'automatic',
		confirm: context.getNodeParameter('confirm', true) !== false,
		simplify: context.getNodeParameter('simplify', false) === true,
		deduplicate: options.deduplicate !== false,
		allowUnauthenticated: isManual && options.allowUnauthenticated === true,
		options,
	};
}

/**
 * The events that a selected value stands for. Expressions may use any case, and `document.*` for all that begin like
 * that. An unknown value is kept, so that an error can name it.
 */
function eventsMeantBy(chosen: string, events: readonly TriggerEvent[]): string[] {
	const wanted = normalized(chosen);
	const found = events
		.map(({ value }) => value)
		.filter((value) =>
			wanted.endsWith('*') ? normalized(value).startsWith(wanted.slice(0, -1)) : normalized(value) === wanted,
		);
	return found.length > 0 ? found : [chosen];
}

/** `SIGNED_PACKAGE` is Auco's spelling of what the events call `signedPackage`. */
function normalized(event: string): string {
	return event.trim().toLowerCase().replaceAll('_', '');
}
