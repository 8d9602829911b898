import type { IExecuteFunctions, IWebhookFunctions } from 'n8n-workflow';

import type { Seal } from '../util/seal';
import { isPlainObject } from '../values/convert';
import { isOfThisN8n, postToThisN8n } from './resumeUrl';

/**
 * The key of a body that is no event but the question whether a trigger would resume an execution. Its value is the
 * sealed resume URL, so only who has the credential can ask, and the answer covers all that resuming needs.
 */
const QUESTION = 'n8nResumes';

/** What a trigger answers to the question, or why nothing answers it. */
const READINESSES = [
	'ready',
	/** Its option 'Resume Waiting Executions' is off. */
	'switchedOff',
	/** Its credential cannot open what the asking node has sealed. */
	'otherKeys',
	/** Its process of n8n has another base URL, and would not call the address. */
	'otherAddress',
	/** No workflow is published at its URL. */
	'unpublished',
	/** Something else is there, or it cannot be reached from here. */
	'unknown',
] as const;

export type Readiness = (typeof READINESSES)[number];

/** How n8n's webhook URL of a trigger ends. A workflow with a Webhook node, which any request starts, has another one. */
const TRIGGER_PATH = /\/[\da-f]{8}(-[\da-f]{4}){3}-[\da-f]{12}\/webhook$/;

/** How n8n says that no workflow is published there (docs/n8n-engine.md#where-no-workflow-is-published). */
const NOT_REGISTERED = /\bnot registered\b/;

/**
 * Asks the trigger at a webhook URL of this n8n whether it would resume this execution. Never rejects.
 *
 * @param sealed the sealed resume URL of this execution
 */
export async function askReadiness(
	context: IExecuteFunctions,
	url: string,
	sealed: string,
): Promise<Readiness> {
	if (!TRIGGER_PATH.test(url)) return 'unknown';
	try {
		const { statusCode, body } = await postToThisN8n(context, url, { [QUESTION]: sealed });
		if (!isPlainObject(body)) return 'unknown';
		if (statusCode === 404) return NOT_REGISTERED.test(String(body.message)) ? 'unpublished' : 'unknown';
		return READINESSES.find((one) => one === body.readiness) ?? 'unknown';
	} catch (error) {
		context.logger.warn(
			`This n8n cannot reach its own webhooks, which resuming an execution needs: ${(error as Error).message}`,
		);
		return 'unknown';
	}
}

/**
 * Answers the question; undefined for a delivery.
 *
 * @param isOn whether the trigger's option is on
 * @param readSeal gives the seal of the trigger's credential
 */
export async function answerReadiness(
	context: IWebhookFunctions,
	isOn: boolean,
	readSeal: () => Promise<Seal>,
): Promise<{ readiness: Readiness } | undefined> {
	const body: unknown = context.getBodyData();
	if (!isPlainObject(body) || !(QUESTION in body)) return undefined;
	const url = (await readSeal()).open(body[QUESTION]);
	if (url === undefined) return { readiness: 'otherKeys' };
	if (!isOfThisN8n(context, url)) return { readiness: 'otherAddress' };
	return { readiness: isOn ? 'ready' : 'switchedOff' };
}
