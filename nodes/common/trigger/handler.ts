import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';
import { sleep } from 'n8n-workflow';

import { withTimeout } from '../util/timeout';
import type { TriggerDefinition } from './contract';
import { memoryOf } from './memory';

/** Milliseconds for one try. */
const TIMEOUT = 4_000;
/** Milliseconds before it is tried again for deliveries that nobody repeats. */
const PAUSES = [3_000, 10_000];
/** Events per trigger. */
const MOST_UNSETTLED = 1_000;

/**
 * Calls the handler of confirmed objects.
 *
 * @param isRepeated whether the provider delivers again when the handler fails
 * @returns whether it is done
 */
export async function runHandler(
	context: IWebhookFunctions,
	{ confirmedObjectHandler }: TriggerDefinition,
	object: IDataObject,
	isRepeated: boolean,
): Promise<boolean> {
	const { handlers } = memoryOf(context);
	for (const pause of [...(isRepeated ? [] : PAUSES), 0]) {
		const until = Date.now() + TIMEOUT;
		const work = async () => await confirmedObjectHandler!.run(context, object);
		const turn = { isWanted: () => Date.now() < until };
		if (await withTimeout(TIMEOUT, handlers.run(work, turn))) return true;
		if (pause > 0) await sleep(pause);
	}
	return false;
}

/** Records whether an event that has started the workflow is to be delivered again. */
export function noteSettled(context: IWebhookFunctions, eventId: string, isSettled: boolean): void {
	const { unsettled } = memoryOf(context);
	if (isSettled) unsettled.delete(eventId);
	else unsettled.add(eventId);
	if (unsettled.size > MOST_UNSETTLED) unsettled.delete(unsettled.values().next().value!);
}
