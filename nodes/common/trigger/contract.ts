import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IHookFunctions,
	IWebhookFunctions,
	NodeApiError,
} from 'n8n-workflow';

import type { Requester } from '../http/client';
import type { Provider } from '../http/provider';

/** An event that a workflow can be started by. */
export interface TriggerEvent {
	/** Value of the parameter `events` and of the output field `event`. */
	value: string;
	name: string;
	description?: string;
	/** Whether the provider's API can be asked for what it reports. */
	isConfirmable: boolean;
}

/** What proves that a delivery comes from the provider. */
export interface Proof {
	secret?: string;
	/** The header that carries the secret, where the provider can send headers. */
	header?: string;
}

/** What a delivery says, in the words of this package. */
export interface Report {
	/** One of the trigger's events. */
	event: string;
	/** Code or ID of what it is about; undefined when it names none. */
	id?: string;
	status?: string;
	/** Whether that has come to an end; undefined when the provider does not say. */
	finished?: boolean;
	/** What is equal in all deliveries of this event and in no other. */
	identity: readonly unknown[];
	/** How the provider's API is asked; undefined when nobody knows how for such an event. */
	confirmation?: Confirmation;
}

/** How the provider's API, which is the truth, is asked for what a delivery reports. */
export interface Confirmation {
	/**
	 * Reads what the event is about; undefined when the delivery does not name it.
	 *
	 * @throws NodeApiError when it cannot be read
	 */
	read(api: Requester): Promise<IDataObject | undefined>;
	/** Whether what was read bears out what the delivery says. */
	agrees(object: IDataObject): boolean;
	isFinished(object: IDataObject): boolean;
	/** An event of unknown kind may be about something else than what is asked for; then it stays unconfirmed. */
	isGuess?: boolean;
}

/** All that is particular about one provider's trigger. */
export interface Trigger {
	provider: Provider;
	events: readonly TriggerEvent[];
	/** Names of the output fields with the ID, and with the confirmed object. */
	fields: { id: string; object: string };

	/** What the credential holds for deliveries to an address that was registered by hand. */
	manualProof(credential: ICredentialDataDecryptedObject): Proof;
	/** What to do when that holds no secret. */
	secretAdvice: string;
	/** Whether an address that nobody can guess may stand in for a secret, because the provider offers nothing better. */
	isAddressProof: boolean;
	/** The header of automatically registered addresses. */
	ownHeader?: string;
	/** The secret that a delivery carries; undefined when it carries none. */
	givenSecret(context: IWebhookFunctions, proof: Proof): unknown;

	/** Reads the body of a delivery. Must cope with anything. */
	report(body: IDataObject): Report;
	/** What else is done with what the API has confirmed. */
	handOn?: HandOn;
	/** Whether the API has said that what was asked for does not exist, in contrast to not having been asked. */
	isMissing(error: NodeApiError): boolean;

	/** Something that is different for every account. */
	accountOf(credential: ICredentialDataDecryptedObject): string;
	registrar: Registrar;
}

/** Something to be done beside starting the workflow. */
export interface HandOn {
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
	api: Requester;
	/** The trigger's own address. */
	url: string;
	/** Whether it is the address that the editor listens on for one test event. */
	isTest: boolean;
	credential: ICredentialDataDecryptedObject;
}

/** Registers addresses at the provider. What goes wrong is thrown as a NodeApiError or NodeOperationError. */
export interface Registrar {
	isRegistered(registration: Registration): Promise<boolean>;
	register(registration: Registration): Promise<void>;
	/** Removes what is left of this trigger at the provider, and nothing else. Nothing left is success. */
	remove(registration: Registration): Promise<void>;
}
