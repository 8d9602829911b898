import type { IDataObject, IWebhookDescription, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';
import { sleep } from 'n8n-workflow';

import { linkedItems } from '../action/output';
import { createClient, type ApiClient } from '../http/client';
import { messageOf } from '../http/errors';
import { isPlainObject, locatedValue, toIdentifier } from '../values/convert';
import { WAIT_FOR_RESULT, type Awaitable } from './awaitable';

/**
 * Where n8n receives the callback of a suspended node. With a path of its own it would not be the execution's resume
 * URL (docs/n8n-engine.md#a-path-of-its-own-for-the-resume-address).
 */
export const resumeWebhooks: IWebhookDescription[] = [
	{
		name: 'default',
		httpMethod: 'POST',
		responseMode: 'onReceived',
		// Without it n8n responds with the name of its default (docs/n8n-engine.md#what-the-sender-reads).
		responseData: '',
		path: '',
		restartWebhook: true,
	},
];

/** What the editor shows on the waiting node. */
export const waitingNodeTooltip = 'Waiting until the provider reports the result';

/** Limits for the provider while the sender of a callback waits for the response. */
const CALLBACK_LIMITS = { timeout: 5_000, maxAttempts: 1 };

/** Milliseconds before the provider is asked again about something that a callback reported but that is unfinished. */
const PAUSES = [1_500, 3_000, 4_500];

/**
 * Answers a callback to a suspended execution. It is only a hint that anyone may have sent: the result is read from the
 * provider. A callback about something else is acknowledged, and the execution keeps waiting. So is one about something
 * unfinished; but the API may be behind, so it is asked again a few seconds later.
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
		// The execution's item is still available, so expressions such as `{{ $json.id }}` evaluate as before.
		const id = toIdentifier(locatedValue(context.getNodeParameter(awaitable.parameter)));
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

/** The finished state; undefined when it is still unfinished after the last pause. */
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
