import type { IDataObject, IWebhookDescription, IWebhookFunctions, IWebhookResponseData } from 'n8n-workflow';

import { linkedItems } from '../action/output';
import { createClient } from '../http/client';
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

/**
 * Handles a callback to a suspended execution. It is only a hint that anyone could have sent: the result is read from
 * the provider. Callbacks about something else and unfinished ones are acknowledged, and the execution keeps waiting.
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

		const state = await awaitable.read(createClient(context, awaitable.provider, CALLBACK_LIMITS), id);
		if (!awaitable.isFinished(state)) return { webhookResponse: { waiting: true } };
		const json = context.getNodeParameter('simplify', true) === false ? state : awaitable.simplified(state);
		return {
			workflowData: [linkedItems(json, 0)],
			webhookResponse: { resumed: true },
		};
	} catch (error) {
		context.logger.warn(`A callback could not be checked: ${messageOf(awaitable.provider, error)}`);
		context.getResponseObject().status(503).json({ waiting: true });
		return { noWebhookResponse: true };
	}
}

const IGNORED: IWebhookResponseData = { webhookResponse: { ignored: true } };
