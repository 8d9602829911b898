import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';

import type { ItemFields } from '../action/itemFields';
import type { Provider, RequestContext } from '../http/provider';
import { Seal } from '../util/seal';
import { isPlainObject, toBoolean } from '../values/convert';
import { ownResumeUrl } from './resumeUrl';

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

/** Seals resume URLs that are kept where others read them, with the secret of the node's credential. */
export async function sealOfAddresses(context: RequestContext, provider: Provider): Promise<Seal> {
	const data = await context.getCredentials(provider.credentialType);
	return addressSeal(provider.parseCredential(data).sealingSecret);
}

/** Seals resume URLs with the secret of a credential. */
export function addressSeal(sealingSecret: string): Seal {
	return new Seal(sealingSecret, 'resume URL');
}

/**
 * Notes in the execution's context what will call back into this execution, because not every provider shows the address
 * again. What an earlier attempt has noted in another execution, before a retry, keeps calling that one.
 */
export function noteResumable(context: IExecuteFunctions, id: string): void {
	createdToResume(context)[id] ??= context.getExecutionId();
}

/** Whether it was noted, in this execution. */
export function isResumable(context: IExecuteFunctions, id: string): boolean {
	return createdToResume(context)[id] === context.getExecutionId();
}

/** The execution that was running when something was created with the option, by its ID at the provider. */
function createdToResume(context: IExecuteFunctions): Record<string, string> {
	const flow: IDataObject = context.getContext('flow');
	if (!isPlainObject(flow.createdToResume)) flow.createdToResume = {};
	return flow.createdToResume as Record<string, string>;
}
