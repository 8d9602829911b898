import type {
	ICredentialDataDecryptedObject,
	IExecuteFunctions,
	IHookFunctions,
	ILoadOptionsFunctions,
	INode,
	IWebhookFunctions,
	NodeApiError,
} from 'n8n-workflow';

import type { Failure, Reply } from './send';

/** Where requests are made from: a run, the editor filling a dropdown, a registration, or a delivery. */
export type RequestContext = IExecuteFunctions | ILoadOptionsFunctions | IHookFunctions | IWebhookFunctions;

/** What the common code has to know of a provider. Each provider has exactly one of these, in its api folder. */
export interface Provider {
	/** Name as people know it, used in messages. */
	name: string;
	credentialType: string;
	/** Base URL of the API, without trailing slash. */
	baseUrlOf(credential: ICredentialDataDecryptedObject): string;
	/** Says what is wrong with the credential (swapped keys and the like) before anything is sent. */
	credentialProblem(data: ICredentialDataDecryptedObject): string | undefined;
	/** What must never be shown, whoever repeats it. */
	secretsOf(data: ICredentialDataDecryptedObject): string[];
	/**
	 * Looks into a reply with a good status and gives its body.
	 *
	 * @returns undefined when the body cannot be read
	 * @throws Failure when it reports a no in spite of its status
	 */
	open(reply: Reply): unknown;
	/** Turns a failure into the one error a person reads. */
	error(node: INode, failure: Failure, itemIndex?: number): NodeApiError;
}
