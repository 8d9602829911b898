import type {
	ICredentialDataDecryptedObject,
	IExecuteFunctions,
	IHookFunctions,
	ILoadOptionsFunctions,
	IWebhookFunctions,
} from 'n8n-workflow';

import type { Advice, ApiResponse, RequestFailure } from './failure';

/** Where requests are made from: a run, the editor filling a dropdown, a registration, or a delivery. */
export type RequestContext = IExecuteFunctions | ILoadOptionsFunctions | IHookFunctions | IWebhookFunctions;

/** A credential as all code beside its own provider sees it: read once, from whatever a person has entered. */
export interface ProviderCredential {
	/** Base URL of the API, without trailing slash. */
	readonly baseUrl: string;
	/** What is wrong with it (swapped keys and the like), as a sentence that says what to do; undefined when nothing is. */
	readonly issue?: string;
	/** What must never be shown, whoever repeats it. */
	readonly secrets: readonly string[];
	/** Different for every account of the provider. */
	readonly account: string;
	/** What deliveries to an address that was registered by hand carry. */
	readonly webhookSecret: WebhookSecret;
}

/** What shows that a delivery comes from the provider. */
export interface WebhookSecret {
	readonly secret?: string;
	/** The header that carries the secret, where the provider can send headers. */
	readonly header?: string;
}

/** What a person reads about a failed request. */
export interface ErrorText extends Advice {
	/** The provider's own code or words, e.g. `EXPIRED_DATE_INVALID`. */
	code?: string;
}

/** How a provider says no: its own code, and its own words. */
export interface Refusal {
	providerCode?: string;
	providerWords?: string;
}

/** What the common code has to know of a provider. Each provider has exactly one of these, in its `api` folder. */
export interface Provider {
	/** Name as people know it, used in messages. */
	name: string;
	credentialType: string;
	parseCredential(data: ICredentialDataDecryptedObject): ProviderCredential;
	/**
	 * Looks into a response with a good status and gives its body.
	 *
	 * @returns undefined when the body cannot be read
	 * @throws RequestFailure when it reports a no in spite of its status
	 */
	parseResponse(response: ApiResponse): unknown;
	/** Finds code and words in the body of a response that is a no. */
	refusalIn(body: unknown): Refusal;
	/** Puts a failure into words. */
	explain(failure: RequestFailure): ErrorText;
}
