import type { IDataObject, IWebhookDescription, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { sleep } from 'n8n-workflow';

import { linkedItems } from '../action/output';
import { createClient, type ApiClient } from '../http/client';
import { messageOf } from '../http/errors';
import { isPlainObject, toText } from '../values/convert';
import { WAIT_FOR_RESULT, type Awaitable } from './awaitable';

/** Where n8n receives the callback of a suspended node. A path of its own would not be the execution's resume URL. */
export const resumeWebhooks: IWebhookDescription[] = [
	{
		name: 'default',
		httpMethod: 'POST',
		responseMode: 'onReceived',
		// Without it n8n answers with the name of its own default (engine-facts F6b).
		responseData: '',
		path: '',
		restartWebhook: true,
	},
];

/** What the editor shows on the node meanwhile. */
export const waitingNodeTooltip = 'Waiting until the provider reports the result';

/** Limits for the provider while the sender of a callback waits for the response. */
const CALLBACK_LIMITS = { timeout: 5_000, maxAttempts: 1 };

/** Pauses in milliseconds before the provider is asked again about something that a callback has named too early. */
const PAUSES = [2_000, 4_000, 8_000];

/**
 * Answers a callback to a suspended execution. It is only a hint, anybody may have sent it: the result is read from
 * the provider. A callback about something else is acknowledged, and the execution waits on; so is an unfinished one,
 * but the API may lag behind, so it is asked again a few seconds later.
 *
 * Never rejects: n8n would end the execution. When the provider cannot be asked the sender gets 503, to deliver again.
 */
export async function answerCallback(
	context: IWebhookFunctions,
	awaitable: Awaitable,
): Promise<IWebhookResponseData> {
	try {
		if (context.getNodeParameter('operation') !== WAIT_FOR_RESULT) return IGNORED;
		// The execution's item is still there, so expressions such as `{{ $json.id }}` give what they gave before.
		const id = toText(context.getNodeParameter(awaitable.parameter));
		const body: unknown = context.getBodyData();
		const named = isPlainObject(body) ? awaitable.idInCallback(body as IDataObject) : undefined;
		if (named !== undefined && named !== id) return IGNORED;

		const isSimplified = context.getNodeParameter('simplify', true) !== false;
		const outputOf = (state: IDataObject) => [
			linkedItems(isSimplified ? awaitable.simplified(state) : state, 0),
		];
		const api = createClient(context, awaitable.provider, CALLBACK_LIMITS);
		const state = await awaitable.read(api, id);
		if (awaitable.isFinished(state)) {
			return { workflowData: outputOf(state), webhookResponse: { resumed: true } };
		}
		context.getResponseObject().status(200).json({ waiting: true });
		const later = await readAgain(context, awaitable, api, id);
		return { noWebhookResponse: true, ...(later && { workflowData: outputOf(later) }) };
	} catch (error) {
		context.logger.warn(`A callback could not be checked: ${messageOf(awaitable.provider, error)}`);
		context.getResponseObject().status(503).json({ waiting: true });
		return { noWebhookResponse: true };
	}
}

/** The state once it is finished; undefined when it still is not after a few seconds. */
async function readAgain(
	context: IWebhookFunctions,
	awaitable: Awaitable,
	api: ApiClient,
	id: string,
): Promise<IDataObject | undefined> {
	for (const pause of PAUSES) {
		await sleep(pause);
		try {
			const state = await awaitable.read(api, id);
			if (awaitable.isFinished(state)) return state;
		} catch (error) {
			context.logger.debug(`A callback could not be checked again: ${messageOf(awaitable.provider, error)}`);
		}
	}
	return undefined;
}

const IGNORED: IWebhookResponseData = { webhookResponse: { ignored: true } };
