import type { IDataObject, IHookFunctions, IWebhookFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import type { ApiClient } from '../http/client';
import type { RequestFailure } from '../http/failure';
import type { Provider, ProviderCredential, WebhookSecret } from '../http/provider';

/** An event that a workflow can be started by. */
export interface TriggerEvent {
	/** Value of the parameter `events` and of the output field `event`. */
	value: string;
	name: string;
	description?: string;
	/** Whether the provider's API can be asked for what it reports. */
	isConfirmable: boolean;
}

/** What a delivery says, in the words of this package. */
export interface WebhookEvent {
	/** One of the trigger's events. */
	event: string;
	/** Code or ID of what it is about; undefined when it names none. */
	id?: string;
	status?: string;
	/** Whether that has come to an end; undefined when the provider does not say. */
	finished?: boolean;
	/**
	 * What is equal in all deliveries of this event and in no other, as far as a body can tell. Counts where the API is
	 * not asked; otherwise the identity of what it has confirmed does.
	 */
	dedupeKey: readonly unknown[];
	/** How the provider's API is asked; undefined when nobody knows how for such an event. */
	confirmation?: Confirmation;
}

/**
 * How the state that the API shows stands to what a delivery says:
 * - `confirmed`: it bears the event out, or that the object exists is all that can be asked for;
 * - `notYet`: the object is unfinished or in a state before the event, so the API may lag behind: it is asked again;
 * - `contradicted`: it is in another final state, so the event is not true, or has been overtaken.
 */
export type Standing = 'confirmed' | 'notYet' | 'contradicted';

/**
 * How the provider's API, which is the truth, is asked for what a delivery reports. All requests go through the client
 * that is given, which sends a few at a time and shares what is asked for by several deliveries.
 */
export interface Confirmation {
	/** Output field that holds the confirmed object, e.g. `process`. */
	field: string;
	/**
	 * Reads what the event is about; undefined when the delivery names nothing that could be read.
	 *
	 * @throws RequestFailure when it cannot be read
	 */
	read(api: ApiClient): Promise<IDataObject | undefined>;
	/**
	 * Whether the reply is the object at all, with the very code or ID of the event. An error page, or words with a good
	 * status, are not: then the API counts as not asked.
	 */
	isObject(reply: IDataObject): boolean;
	/** May ask further, for example for the audit trail of a document. */
	standing(object: IDataObject, api: ApiClient): Standing | Promise<Standing>;
	/** Whether the object has come to an end; undefined when the API does not say. */
	isFinished(object: IDataObject): boolean | undefined;
	/**
	 * What is equal in all deliveries of the confirmed event and in no other: subject, ID, event, and the signer for
	 * documents and packages. Made of what the API bears out, never of anything that a sender could vary.
	 */
	identity(object: IDataObject): readonly unknown[];
	/** At most three flat fields of the object, for the simplified output. */
	summary(object: IDataObject): IDataObject;
	/**
	 * An event of unknown kind may be about something else than what is asked for: when that does not exist, the event
	 * stays unconfirmed.
	 */
	isSpeculative?: boolean;
	/** Whether the API has said that there is no such object; that of the trigger unless it is given. */
	isMissing?(failure: RequestFailure): boolean;
}

/** All that is particular about one provider's trigger. */
export interface TriggerDefinition {
	provider: Provider;
	events: readonly TriggerEvent[];
	/** Names of the output fields with the ID, and with the confirmed object. */
	fields: { id: string; object: string };

	/** What to do when the credential holds no secret for deliveries to an address that was registered by hand. */
	secretHint: string;
	/** Whether an address that nobody can guess is secret enough, because the provider offers nothing better. */
	urlIsSecret: boolean;
	/** The header of automatically registered addresses. */
	generatedSecretHeader?: string;
	/** The secret that a delivery carries; undefined when it carries none. */
	secretFromRequest(context: IWebhookFunctions, proof: WebhookSecret): unknown;

	/** Reads the body of a delivery. Must cope with anything. */
	parseDelivery(body: IDataObject): WebhookEvent;
	/** What else is done with what the API has confirmed. */
	confirmedObjectHandler?: ConfirmedObjectHandler;
	/**
	 * Whether the provider itself has said, in its own words, that what was asked for does not exist. Anything else, such
	 * as a gateway's 404, means that it could not be asked.
	 */
	isMissing(failure: RequestFailure): boolean;

	registrar: Registrar;
}

/** Something to be done beside starting the workflow, which it neither holds up nor prevents. */
export interface ConfirmedObjectHandler {
	isWanted(options: IDataObject, event: WebhookEvent): boolean;
	/**
	 * Gets every confirmed object of a wanted event, also of one that nobody subscribed to or that is delivered again.
	 * Never rejects.
	 *
	 * @returns whether that is settled; if not, the provider is to deliver again
	 */
	run(context: IWebhookFunctions, object: IDataObject): Promise<boolean>;
}

/** What the registration of an address works with. */
export interface Registration {
	context: IHookFunctions;
	api: ApiClient;
	/** The trigger's own address. */
	url: string;
	/** Whether it is the address that the editor listens on for one test event. */
	isTest: boolean;
	credential: ProviderCredential;
}

/** Registers addresses at the provider. What goes wrong is thrown as a RequestFailure or NodeOperationError. */
export interface Registrar {
	isRegistered(registration: Registration): Promise<boolean>;
	register(registration: Registration): Promise<void>;
	/** Removes what is left of this trigger at the provider, and nothing else. Nothing left is success. */
	remove(registration: Registration): Promise<void>;
}

/** The error for what stands in the way of a registration. n8n shows nothing but the message, so the advice is in it. */
export function registrationError(context: IHookFunctions, message: string): NodeOperationError {
	return new NodeOperationError(context.getNode(), message);
}
