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
	/** What is equal in all deliveries of this event, and in no other. */
	dedupeKey: readonly unknown[];
	/** How the provider's API is asked; undefined when nobody knows how for such an event. */
	confirmation?: Confirmation;
}

/** How the provider's API, which is the truth, is asked for what a delivery reports. */
export interface Confirmation {
	/**
	 * Reads what the event is about; undefined when the delivery does not name it.
	 *
	 * @throws RequestFailure when it cannot be read
	 */
	read(api: ApiClient): Promise<IDataObject | undefined>;
	/** Whether what was read confirms what the delivery says. */
	matches(object: IDataObject): boolean;
	isFinished(object: IDataObject): boolean;
	/** An event of unknown kind may be about something else than what is asked for; then it stays unconfirmed. */
	isSpeculative?: boolean;
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
	/** Whether the API has said that what was asked for does not exist, in contrast to not having been asked. */
	isMissing(failure: RequestFailure): boolean;

	registrar: Registrar;
}

/** Something to be done beside starting the workflow. */
export interface ConfirmedObjectHandler {
	isWanted(options: IDataObject): boolean;
	/**
	 * Gets every confirmed object, also of events that nobody subscribed to and of those that are delivered again. Never
	 * rejects.
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
