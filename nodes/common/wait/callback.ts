import type { IDataObject, IWebhookDescription, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { sleep } from 'n8n-workflow';

import { createClient } from '../http/client';
import { messageOf } from '../http/errors';
import { RequestPacer } from '../http/pacer';
import { isPlainObject } from '../values/convert';
import { WAIT_FOR_RESULT, type Awaitable } from './awaitable';
import { awaitedItems, outputItems, type Awaited } from './awaited';
import { Look, type Found } from './look';
import { memoryOf, type WaitMemory } from './memory';
import { RESUME_PATH } from './resumeUrl';

const resumeWebhook: IWebhookDescription = {
	name: 'default',
	httpMethod: 'POST',
	responseMode: 'onReceived',
	// Without it n8n responds with the name of its default (docs/n8n-engine.md#what-the-sender-reads).
	responseData: '',
	path: RESUME_PATH,
	restartWebhook: true,
};

/**
 * Where n8n receives the callback of a suspended node. The second one is the address that earlier versions gave to
 * providers: what was created with it still calls there.
 */
export const resumeWebhooks: IWebhookDescription[] = [resumeWebhook, { ...resumeWebhook, path: '' }];

/** What the editor shows on the waiting node. */
export const waitingNodeTooltip = 'Waiting until the provider reports the result';

/** Milliseconds for a request to the provider. While the sender of a callback waits for the response there is only one. */
const TIMEOUT = 5_000;

/** Milliseconds before the provider is asked again about something that a callback reported but that is unfinished. */
const PAUSES = [1_500, 3_000, 4_500];

const IGNORED: IWebhookResponseData = { webhookResponse: { ignored: true } };
const NOTED: IWebhookResponseData = { webhookResponse: { noted: true } };
const RESUMED: IWebhookResponseData = { webhookResponse: { resumed: true } };

/** A callback and what it is about. */
interface Callback {
	context: IWebhookFunctions;
	awaitable: Awaitable;
	items: Awaited[];
	memory: WaitMemory;
	look: Look;
}

/**
 * Answers a callback to a suspended execution. It is only a hint that anyone may have sent: results are read from the
 * provider. The execution goes on when everything that it waits for is finished
 * (docs/architecture.md#the-life-of-a-wait).
 *
 * Never rejects: n8n would end the execution. When the provider cannot be asked, the sender gets 503 and should deliver
 * again.
 */
export async function answerCallback(
	context: IWebhookFunctions,
	awaitable: Awaitable,
): Promise<IWebhookResponseData> {
	try {
		if (context.getNodeParameter('operation') !== WAIT_FOR_RESULT) return IGNORED;
		const { key, items } = awaitedItems(context, awaitable);
		const memory = memoryOf(key);
		// No other callback may come, so what is read behind the answer keeps to the provider's pace.
		const api = createClient(context, awaitable.provider, { timeout: TIMEOUT, pacer: new RequestPacer() });
		const look = new Look(awaitable, items, memory, api, (error, index) =>
			logFailure(context, awaitable, error, items[index]),
		);
		const body: unknown = context.getBodyData();
		const named = isPlainObject(body) ? awaitable.idInCallback(body as IDataObject) : undefined;
		const indexes = look.indexesOf(named);
		if (named !== undefined && indexes.length === 0 && awaitable.ignoresOthers) return IGNORED;
		if (memory.isClaimed) return RESUMED;
		if (memory.isLooking) {
			for (const index of indexes) memory.named.add(index);
			memory.hasNews = true;
			return NOTED;
		}
		return await follow({ context, awaitable, items, memory, look }, indexes);
	} catch (error) {
		logFailure(context, awaitable, error);
		respond(context, 503, { waiting: true });
		return { noWebhookResponse: true };
	}
}

/**
 * Looks at what a callback names, or else at the first item of which nothing is known, and answers. What is left is done
 * behind the answer: many callbacks that are held open at the same time would fill the memory
 * (docs/n8n-engine.md#cost-of-many-callbacks).
 */
async function follow(callback: Callback, named: number[]): Promise<IWebhookResponseData> {
	const { context, memory, look } = callback;
	const [first = look.unknown()[0] ?? 0, ...others] = named;
	for (const index of others) memory.named.add(index);
	const found = await lookFirst(callback, first);
	if (found === 'finished' && look.unknown().length === 0) return { ...resumption(callback), ...RESUMED };

	if (found === 'failed') respond(context, 503, { waiting: true });
	else respond(context, 200, found === 'unfinished' ? { waiting: true } : { noted: true });
	// Callbacks that came meanwhile have left their names and are answered already.
	const goesOn = found === 'finished' || memory.hasNews || memory.named.size > 0;
	const isComplete = (goesOn && (await look.around())) || (look.isDoubtful && (await lookLater(callback)));
	return { noWebhookResponse: true, ...(isComplete && resumption(callback)) };
}

async function lookFirst(
	{ context, awaitable, items, memory, look }: Callback,
	index: number,
): Promise<Found | 'failed'> {
	const api = createClient(context, awaitable.provider, { timeout: TIMEOUT, maxAttempts: 1 });
	memory.isLooking = true;
	try {
		const found = await look.at(index, api);
		look.isDoubtful ||= found !== 'finished';
		return found;
	} catch (error) {
		logFailure(context, awaitable, error, items[index]);
		return 'failed';
	} finally {
		memory.isLooking = false;
	}
}

/**
 * Looks again after pauses, because the API may be behind. One callback does it for all; a later one makes it begin anew.
 *
 * @returns whether all are finished
 */
async function lookLater({ memory, look }: Callback): Promise<boolean> {
	const isAlone = memory.pauses === undefined;
	memory.pauses = 0;
	if (!isAlone) return false;
	try {
		for (let pause = PAUSES[memory.pauses++]; pause !== undefined; pause = PAUSES[memory.pauses++]) {
			await sleep(pause);
			if (memory.isClaimed) return false;
			if (memory.isLooking) memory.hasNews = true;
			else if (await look.around()) return true;
		}
		return false;
	} finally {
		memory.pauses = undefined;
	}
}

/** What makes n8n resume the execution; nothing when another callback does. */
function resumption({ items, memory }: Callback): IWebhookResponseData {
	if (memory.isClaimed) return {};
	memory.claim();
	return { workflowData: [outputItems(items, memory.outputs)] };
}

function respond(context: IWebhookFunctions, status: number, body: IDataObject): void {
	context.getResponseObject().status(status).json(body);
}

/** @param item what could not be read, as far as it came to that */
function logFailure(
	context: IWebhookFunctions,
	{ provider, what }: Awaitable,
	error: unknown,
	item?: Awaited,
): void {
	const subject = item && 'id' in item ? ` (${what} ${item.id})` : '';
	context.logger.warn(`A callback could not be checked${subject}: ${messageOf(provider, error)}`);
}
