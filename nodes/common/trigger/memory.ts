import type { IWebhookFunctions } from 'n8n-workflow';

import { Limiter } from '../util/limiter';
import { MissingObjects } from './missing';
import { Questions } from './questions';
import { Refusals } from './refusals';

/** Requests to the provider at a time per trigger. */
const MOST_QUESTIONS = 10;

/** Calls of the handler at a time per trigger. Few, because it keeps n8n busy: so the first ones are done in time. */
const MOST_HANDLERS = 3;

/** An event that starts the workflow. */
interface SeenEvent {
	/** Milliseconds since the epoch. */
	at: number;
	/** Whether n8n has stored the execution, so that the event belongs into the static data. */
	isRecorded: boolean;
}

/** What this process remembers of a trigger. All of it is bounded; losing it in a restart costs nothing but requests. */
interface TriggerMemory {
	/** The events that start or have started the workflow, oldest first. Lists as in the static data. */
	readonly starts: Record<'seen' | 'seenUnconfirmed', Map<string, SeenEvent>>;
	/** Events that were answered 503 although they have started the workflow, for the sake of their handler. */
	readonly unsettled: Set<string>;
	readonly questions: Questions;
	readonly missing: MissingObjects;
	readonly handlers: Limiter;
	readonly refusals: Refusals;
	/** Deliveries that are answered already while the provider is still asked about them. */
	answered: number;
}

const all = new Map<string, TriggerMemory>();

/** The memory of the trigger that receives the delivery. */
export function memoryOf(context: IWebhookFunctions): TriggerMemory {
	const key = `${context.getWorkflow().id} ${context.getNode().id}`;
	const known = all.get(key);
	if (known) return known;
	const memory: TriggerMemory = {
		starts: { seen: new Map(), seenUnconfirmed: new Map() },
		unsettled: new Set(),
		questions: new Questions(MOST_QUESTIONS),
		missing: new MissingObjects(),
		handlers: new Limiter(MOST_HANDLERS),
		refusals: new Refusals(),
		answered: 0,
	};
	all.set(key, memory);
	return memory;
}
