import type { IDataObject, IExecuteFunctions, INodeProperties, IWebhookFunctions } from 'n8n-workflow';

import type { ItemFields } from '../action/itemFields';
import { toBoolean } from '../values/convert';

/** Milliseconds. n8n responds at once, before the execution continues. */
const TIMEOUT = 5_000;

/** The outcome of calling a resume URL (docs/n8n-engine.md#answers-of-the-resume-address). */
export type Resumption =
	/** The waiting node confirms it. */
	| 'resumed'
	/** The execution has ended, does not exist, has not begun to wait, or waits for something else. */
	| 'notWaiting'
	/** The URL is not a resume URL of this n8n and was not called. */
	| 'notOurs'
	/** It keeps waiting, or something else answered, such as a proxy with 403. */
	| 'worthAnotherTry';

/**
 * What follows the base address in a resume URL (docs/n8n-engine.md#resume-address): the execution and its token,
 * nothing else.
 */
const EXECUTION_AND_TOKEN = /^\d+\?signature=[\w-]+$/;

/**
 * The URL that resumes the running execution.
 *
 * @returns undefined where executions have no such URL
 */
export function ownResumeUrl(context: IExecuteFunctions): string | undefined {
	const { $execution } = context.getWorkflowDataProxy(0);
	const { resumeUrl } = ($execution ?? {}) as IDataObject;
	// The URL of an execution that is not saved contains a word instead of a number.
	return typeof resumeUrl === 'string' && /^https?:\/\/.+\/\d+(\?|$)/.test(resumeUrl) ? resumeUrl : undefined;
}

/**
 * Whether `url` is a resume URL of the n8n that `own` belongs to. It must begin with exactly that n8n's base URL and
 * continue with a number and a token, which leaves no room for another host or path, user info or encoding.
 *
 * @param own any resume URL of this n8n, even one with a placeholder
 */
export function isResumeUrlOfThisN8n(own: string, url: unknown): url is string {
	if (typeof url !== 'string' || !URL.canParse(own)) return false;
	const { origin, pathname } = new URL(own);
	const base = origin + pathname.slice(0, pathname.lastIndexOf('/') + 1);
	return url.startsWith(base) && EXECUTION_AND_TOKEN.test(url.slice(base.length));
}

/**
 * Resumes the execution that a provider's object names, if it belongs to this n8n. The URL comes from outside, so any
 * other is ignored. Never rejects.
 *
 * @param body what the waiting node receives
 */
export async function resumeExecution(
	context: IWebhookFunctions,
	url: unknown,
	body: IDataObject,
): Promise<Resumption> {
	try {
		// Outside an execution this is a resume URL of this n8n with a placeholder for the number.
		const own = String(context.evaluateExpression('{{ $execution.resumeUrl }}', 0));
		return isResumeUrlOfThisN8n(own, url) ? await callResumeUrl(context, url, body) : 'notOurs';
	} catch (error) {
		context.logger.warn(`A waiting execution could not be resumed: ${(error as Error).message}`);
		return 'worthAnotherTry';
	}
}

/**
 * Calls a resume URL of this n8n. Follows no redirects.
 *
 * @throws when n8n cannot be reached
 */
export async function callResumeUrl(
	context: IExecuteFunctions | IWebhookFunctions,
	url: string,
	body: IDataObject,
): Promise<Resumption> {
	const { statusCode, body: answer } = (await context.helpers.httpRequest({
		method: 'POST',
		url,
		body,
		json: true,
		timeout: TIMEOUT,
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		disableFollowRedirect: true,
	})) as { statusCode: number; body?: IDataObject };
	if (statusCode === 404 || statusCode === 409) return 'notWaiting';
	const isAnswered = statusCode >= 200 && statusCode < 300;
	if (isAnswered && answer?.resumed === true) return 'resumed';
	return isAnswered && answer?.ignored === true ? 'notWaiting' : 'worthAnotherTry';
}

/** The option of a creating operation that makes its result call back into this execution. */
export const resumeThisExecution: INodeProperties = {
	displayName: 'Resume This Execution',
	name: 'resumeThisExecution',
	type: 'boolean',
	default: false,
	description:
		"Whether the result resumes this execution while it is suspended in a later 'Wait for Result' of this node",
};

/** The resume URL to send along when the option is on; an issue when n8n has none. */
export function readResumeUrl(fields: ItemFields): string | undefined {
	if (!fields.option(resumeThisExecution.name, toBoolean)) return undefined;
	const resumeUrl = ownResumeUrl(fields.context);
	if (resumeUrl === undefined) {
		fields.addIssue(resumeThisExecution.name, 'cannot be used here: this execution has no resume URL');
	}
	return resumeUrl;
}
