import type { IWebhookFunctions } from 'n8n-workflow';

import { Limiter } from '../util/limiter';
import { MissingObjects } from './missing';
import { Questions } from './questions';
import { Refusals } from './refusals';

/** At a time and per trigger: requests to the provider, and calls of n8n's own resume URLs. */
const MOST_AT_A_TIME = 10;

/** What this process remembers of a trigger. All of it is bounded, and nothing is lost with it but time. */
export interface TriggerMemory {
	/** When each event has started the workflow, in milliseconds since the epoch, oldest first: as in the static data. */
	readonly starts: Record<'seen' | 'seenUnconfirmed', Map<string, number>>;
	/** Events that have started the workflow while something else about them has failed, so that they come again. */
	readonly unsettled: Set<string>;
	readonly questions: Questions;
	readonly missing: MissingObjects;
	readonly handlers: Limiter;
	readonly refusals: Refusals;
	/** Deliveries that have their answer already, and about which the provider is still being asked. */
	answered: number;
}

const all = new Map<string, TriggerMemory>();

/** The memory of the trigger that the delivery is for. */
export function memoryOf(context: IWebhookFunctions): TriggerMemory {
	const key = `${context.getWorkflow().id} ${context.getNode().id}`;
	const known = all.get(key);
	if (known) return known;
	const memory: TriggerMemory = {
		starts: { seen: new Map(), seenUnconfirmed: new Map() },
		unsettled: new Set(),
		questions: new Questions(MOST_AT_A_TIME),
		missing: new MissingObjects(),
		handlers: new Limiter(MOST_AT_A_TIME),
		refusals: new Refusals(),
		answered: 0,
	};
	all.set(key, memory);
	return memory;
}
