import type { IDataObject, IExecuteFunctions, INodeProperties, IWebhookFunctions } from 'n8n-workflow';

import type { ItemFields } from '../action/itemFields';
import { toBoolean } from '../values/convert';

/** n8n answers itself at once; the execution goes on after that. */
const TIMEOUT = 5_000;

/** What became of the call of a resume URL. */
export type Resumption =
	/** The waiting node says so. */
	| 'resumed'
	/** The execution has ended, does not exist, has not begun to wait, or waits for something else. */
	| 'notWaiting'
	/** The URL is no resume URL of this n8n and was not called. */
	| 'notOurs'
	/** It waits on, or something in between has answered, such as a proxy with 403: worth another try later. */
	| 'worthAnotherTry';

/** What follows the base address in a resume URL (engine-facts F2): the execution and its token, nothing else. */
const EXECUTION_AND_TOKEN = /^\d+\?signature=[\w-]+$/;

/**
 * The address at which the running execution can be resumed, for whoever is to call it.
 *
 * @returns undefined where executions have no such address
 */
export function ownResumeUrl(context: IExecuteFunctions): string | undefined {
	const { $execution } = context.getWorkflowDataProxy(0);
	const { resumeUrl } = ($execution ?? {}) as IDataObject;
	// An execution that is not stored has a word in place of its number.
	return typeof resumeUrl === 'string' && /^https?:\/\/.+\/\d+(\?|$)/.test(resumeUrl) ? resumeUrl : undefined;
}

/**
 * Whether `url` is a resume URL of the n8n that `own` belongs to. It must begin with the very text of that n8n's
 * address and go on with a number and a token: so there is no room for another host or path, user info or encoding.
 *
 * @param own any resume URL of this n8n, a placeholder's too
 */
export function isResumeUrlOfThisN8n(own: string, url: unknown): url is string {
	if (typeof url !== 'string' || !URL.canParse(own)) return false;
	const { origin, pathname } = new URL(own);
	const base = origin + pathname.slice(0, pathname.lastIndexOf('/') + 1);
	return url.startsWith(base) && EXECUTION_AND_TOKEN.test(url.slice(base.length));
}

/**
 * Resumes the execution that a provider's object names, if that execution is one of this n8n. The URL came back from
 * outside, so anything else is left alone. Never rejects.
 *
 * @param body what the waiting node is told
 */
export async function resumeExecution(
	context: IWebhookFunctions,
	url: unknown,
	body: IDataObject,
): Promise<Resumption> {
	try {
		// Outside of an execution this is n8n's own address for resuming, with a placeholder for the number.
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

/** The option of a creating operation with which what it makes calls back into this execution. */
export const resumeThisExecution: INodeProperties = {
	displayName: 'Resume This Execution',
	name: 'resumeThisExecution',
	type: 'boolean',
	default: false,
	description:
		"Whether the result wakes this execution while it is suspended in a later 'Wait for Result' of this node",
};

/** The resume URL to create with when the person wants that; noted as an issue where n8n has none to give. */
export function readResumeUrl(fields: ItemFields): string | undefined {
	if (!fields.option(resumeThisExecution.name, toBoolean)) return undefined;
	const resumeUrl = ownResumeUrl(fields.context);
	if (resumeUrl === undefined) {
		fields.addIssue(
			resumeThisExecution.name,
			'cannot be used here: this execution has no address to resume it at',
		);
	}
	return resumeUrl;
}
