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

/** A credential as the common code sees it, parsed once from whatever a person has entered. */
export interface ProviderCredential {
	/** Base URL of the API, without trailing slash. */
	readonly baseUrl: string;
	/** What is wrong with it (swapped keys and the like), as a sentence that says what to do; undefined when nothing is. */
	readonly issue?: string;
	/** Values that must never be shown. */
	readonly secrets: readonly string[];
	/** Identifies the account at the provider. */
	readonly account: string;
	/** Seals what has to be kept where others can read it (docs/architecture.md#sealing). */
	readonly sealingSecret: string;
	/** The secret of deliveries to a manually registered URL. */
	readonly webhookSecret: WebhookSecret;
}

/** What shows that a delivery comes from the provider. */
export interface WebhookSecret {
	readonly secret?: string;
	/** The header that carries the secret, where the provider can send headers. */
	readonly header?: string;
	/** Why it cannot be used, as a sentence that says what to do; undefined when it can. */
	readonly issue?: string;
}

/** What a person reads about a failed request. */
interface ErrorText extends Advice {
	/** The provider's own code or message, e.g. `EXPIRED_DATE_INVALID`. */
	code?: string;
}

/** A provider's error: its own code and message. */
export interface Refusal {
	providerCode?: string;
	providerWords?: string;
}

/** What the common code knows about a provider. Each provider has exactly one of these, in its `api` folder. */
export interface Provider {
	/** Name as people know it, used in messages. */
	name: string;
	credentialType: string;
	parseCredential(data: ICredentialDataDecryptedObject): ProviderCredential;
	/**
	 * Checks a 2xx response and returns its body.
	 *
	 * @returns undefined when the body cannot be read
	 * @throws RequestFailure when the body reports an error despite the status
	 */
	parseResponse(response: ApiResponse): unknown;
	/** Extracts code and message from the body of an error response. */
	refusalIn(body: unknown): Refusal;
	/** Puts a failure into words. */
	explain(failure: RequestFailure): ErrorText;
}
