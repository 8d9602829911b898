import type { IDataObject, IExecuteFunctions, IWebhookFunctions } from 'n8n-workflow';
import { createRunExecutionData } from 'n8n-workflow';

import { withTimeout } from '../util/timeout';

/**
 * The path of our own in a resume URL. Without it the callback of a provider would also pass another node that waits for
 * a call in the same execution (docs/n8n-engine.md#a-path-of-its-own-for-the-resume-address).
 */
export const RESUME_PATH = 'kyc';

/** Milliseconds. n8n responds at once. */
const TIMEOUT = 5_000;

/** The outcome of calling a resume URL (docs/n8n-engine.md#answers-of-the-resume-address). */
export type Resumption =
	/** The waiting node confirms it. */
	| 'resumed'
	/** The waiting node has taken notice, and waits for others. */
	| 'noted'
	/** The execution has ended, does not exist, has not begun to wait, or waits for something else. */
	| 'notWaiting'
	/** The URL is not a resume URL of this n8n and was not called. */
	| 'notOurs'
	/** It keeps waiting, or something else answered, such as a proxy with 403. */
	| 'worthAnotherTry';

/** Whether the executions of this n8n have a token; those of n8n 2.0 have none (docs/n8n-engine.md#resume-address). */
const HAS_TOKENS = createRunExecutionData().resumeToken !== undefined;

/** What follows the base address in a resume URL: the execution, our path unless it is an old one, and the token. */
const EXECUTION_AND_TOKEN = HAS_TOKENS
	? new RegExp(`^\\d+(/${RESUME_PATH})?\\?signature=[\\w-]+$`)
	: new RegExp(`^\\d+(/${RESUME_PATH})?$`);

/**
 * The URL at which a node of this package is resumed in the running execution.
 *
 * @returns undefined where executions have no such URL
 */
export function ownResumeUrl(context: IExecuteFunctions): string | undefined {
	const { $execution } = context.getWorkflowDataProxy(0);
	const { resumeUrl } = ($execution ?? {}) as IDataObject;
	// The URL of an execution that is not saved contains a word instead of a number.
	const isUsable = typeof resumeUrl === 'string' && /^https?:\/\/.+\/\d+(\?|$)/.test(resumeUrl);
	return isUsable ? withOwnPath(resumeUrl) : undefined;
}

/** Earlier versions gave providers the URL without our path. */
export function withOwnPath(resumeUrl: string): string {
	return resumeUrl.replace(/^([^?]*\/\d+)(?=\?|$)/, `$1/${RESUME_PATH}`);
}

/**
 * Whether `url` is a resume URL of the n8n that `own` belongs to. It must begin with exactly that n8n's base URL and
 * continue with a number, our path and a token, which leaves no room for another host or path, user info or encoding.
 *
 * @param own any resume URL of this n8n, even one with a placeholder
 */
export function isResumeUrlOfThisN8n(own: string, url: unknown): url is string {
	if (typeof url !== 'string' || !URL.canParse(own)) return false;
	const { origin, pathname } = new URL(own);
	const path = pathname.endsWith(`/${RESUME_PATH}`) ? pathname.slice(0, -RESUME_PATH.length - 1) : pathname;
	const base = origin + path.slice(0, path.lastIndexOf('/') + 1);
	return url.startsWith(base) && EXECUTION_AND_TOKEN.test(url.slice(base.length));
}

/**
 * Whether `url` is a production webhook of the n8n that `own` belongs to. Listening for a test event registers another
 * one, which soon ends. The names of n8n's endpoints can be changed; then only the host is compared.
 *
 * @param own any resume URL of this n8n
 */
export function isProductionWebhook(own: string, url: unknown): boolean {
	if (typeof url !== 'string' || !URL.canParse(url)) return false;
	const { origin, pathname } = new URL(own);
	const base = /^(.*\/)webhook-waiting\//.exec(pathname)?.[1] ?? '/';
	return url.startsWith(origin + base) && !url.startsWith(`${origin}${base}webhook-test/`);
}

/**
 * Resumes the execution that a provider's object names, if it belongs to this n8n. The URL comes from outside, so any
 * other is ignored.
 *
 * @param body what the waiting node receives
 * @throws when n8n cannot be reached
 */
export async function resumeExecution(
	context: IWebhookFunctions,
	url: unknown,
	body: IDataObject,
): Promise<Resumption> {
	if (!isOfThisN8n(context, url)) return 'notOurs';
	return await callResumeUrl(context, withOwnPath(url), body);
}

/** Whether `url` is a resume URL of the n8n that has received the delivery. */
export function isOfThisN8n(context: IWebhookFunctions, url: unknown): url is string {
	// Outside an execution this is a resume URL of this n8n with a placeholder for the number.
	const own = String(context.evaluateExpression('{{ $execution.resumeUrl }}', 0));
	return isResumeUrlOfThisN8n(own, url);
}

/**
 * Calls a resume URL of this n8n.
 *
 * @throws when n8n cannot be reached
 */
export async function callResumeUrl(
	context: IExecuteFunctions | IWebhookFunctions,
	url: string,
	body: IDataObject,
): Promise<Resumption> {
	const { statusCode, body: answer } = await postToThisN8n(context, url, body);
	if (statusCode === 404 || statusCode === 409) return 'notWaiting';
	const isAnswered = statusCode >= 200 && statusCode < 300;
	if (isAnswered && answer?.resumed === true) return 'resumed';
	if (isAnswered && answer?.noted === true) return 'noted';
	return isAnswered && answer?.ignored === true ? 'notWaiting' : 'worthAnotherTry';
}

/**
 * Posts to a URL of this n8n. Follows no redirects.
 *
 * @returns status 0 when there was no answer in time
 * @throws when n8n cannot be reached
 */
export async function postToThisN8n(
	context: IExecuteFunctions | IWebhookFunctions,
	url: string,
	body: IDataObject,
): Promise<{ statusCode: number; body?: IDataObject }> {
	const sent = context.helpers.httpRequest({
		method: 'POST',
		url,
		body,
		json: true,
		timeout: TIMEOUT,
		returnFullResponse: true,
		ignoreHttpStatusErrors: true,
		disableFollowRedirect: true,
	}) as Promise<{ statusCode: number; body?: IDataObject }>;
	// n8n does not end every request (docs/n8n-engine.md#requests-that-never-end).
	return (await withTimeout(2 * TIMEOUT, sent)) ?? { statusCode: 0 };
}
