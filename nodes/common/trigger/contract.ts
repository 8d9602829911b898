import type { IDataObject, IHookFunctions, IWebhookFunctions } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import type { ApiClient } from '../http/client';
import type { RequestFailure } from '../http/failure';
import type { Provider, ProviderCredential, WebhookSecret } from '../http/provider';

/** An event that can start a workflow. */
export interface TriggerEvent {
	/** Value of the parameter `events` and of the output field `event`. */
	value: string;
	name: string;
	description?: string;
	/** Whether the provider's API can confirm it. */
	isConfirmable: boolean;
}

/** The content of a delivery, in this package's terms. */
export interface WebhookEvent {
	/** One of the trigger's events. */
	event: string;
	/** Code or ID of what it is about; undefined when it names none. */
	id?: string;
	status?: string;
	/** Whether that is finished; undefined when the provider does not say. */
	finished?: boolean;
	/**
	 * The same in all deliveries of this event, and in no others, as far as the body tells. Used for events that are not
	 * confirmed; the others have `Confirmation.identities`.
	 */
	dedupeKey: readonly unknown[];
	/** How to confirm it; undefined for events that cannot be confirmed. */
	confirmation?: Confirmation;
}

/**
 * What the state of the object says about the event:
 * - `confirmed`: the event is true, or all that can be checked is that the object exists;
 * - `notYet`: the object is unfinished or in an earlier state. The API may be behind, so it is read again;
 * - `contradicted`: it has another final state, so the event is false or has been superseded.
 */
export type Standing = 'confirmed' | 'notYet' | 'contradicted';

/**
 * How to check with the provider's API whether a delivery is true. The client that is passed in sends a few requests at a
 * time and shares equal ones between deliveries.
 */
export interface Confirmation {
	/** Output field that holds the confirmed object, e.g. `process`. */
	field: string;
	/**
	 * Reads what the event is about; undefined when the delivery does not name it.
	 *
	 * @throws RequestFailure when it cannot be read
	 */
	read(api: ApiClient): Promise<IDataObject | undefined>;
	/**
	 * Whether the reply is the object with the code or ID of the event. Otherwise, for example for a message with status
	 * 200, the API could not be asked.
	 */
	isObject(reply: IDataObject): boolean;
	/** May make further requests, for example for the audit trail of a document. */
	standing(object: IDataObject, api: ApiClient): Standing | Promise<Standing>;
	/** Undefined when the API does not say. */
	isFinished(object: IDataObject): boolean | undefined;
	/**
	 * The same in all deliveries of the confirmed event, and in no others: subject, ID, event, and the signer for documents
	 * and packages. Contains only what the API confirms, because a sender can vary everything else. There are several when
	 * the delivery may report any of several facts, such as the signature of somebody whom it does not name: then it stands
	 * for the first that has not started the workflow. At least one.
	 */
	identities(object: IDataObject): ReadonlyArray<readonly unknown[]>;
	/**
	 * What else the event is known by, such as what the delivery itself says, where what the API shows of the event goes on
	 * changing: a repetition would look like a new event. A sender can vary it, so the event is new only when its identity
	 * and all of these are.
	 */
	aliases?(object: IDataObject): ReadonlyArray<readonly unknown[]>;
	/** At most three flat fields of the object for the simplified output. */
	summary(object: IDataObject): IDataObject;
	/** For events of unknown kind, which may be about something else: unless the API knows it, they stay unconfirmed. */
	isSpeculative?: boolean;
	/** Instead of the trigger's `isMissing`. */
	isMissing?(failure: RequestFailure): boolean;
}

/** Everything specific to one provider's trigger. */
export interface TriggerDefinition {
	provider: Provider;
	events: readonly TriggerEvent[];
	/** Names of the output fields with the ID, and with the confirmed object. */
	fields: { id: string; object: string };

	/** What to do when the credential contains no secret for a manually registered URL. */
	secretHint: string;
	/** Whether a URL that nobody can guess is secret enough, because the provider offers nothing better. */
	urlIsSecret: boolean;
	/** The header with the secret of an automatically registered URL. */
	generatedSecretHeader?: string;
	/** The secret that a delivery carries; undefined when it carries none. */
	secretFromRequest(context: IWebhookFunctions, expected: WebhookSecret): unknown;

	/** Reads the body of a delivery. Must accept any JSON object. */
	parseDelivery(body: IDataObject): WebhookEvent;
	/**
	 * Answers a question of this package's own nodes, which anyone may send; undefined for a delivery.
	 *
	 * @param options the parameter `options` of the trigger
	 */
	answerQuestion?(context: IWebhookFunctions, options: IDataObject): Promise<IDataObject | undefined>;
	/** What else to do with a confirmed object. */
	confirmedObjectHandler?: ConfirmedObjectHandler;
	/** Whether the provider itself says that the object does not exist. A gateway's 404, for example, does not. */
	isMissing(failure: RequestFailure): boolean;

	registrar: Registrar;
}

/** Something to do besides starting the workflow. */
interface ConfirmedObjectHandler {
	isWanted(options: IDataObject, event: WebhookEvent): boolean;
	/**
	 * Gets every confirmed object, including those of events that are not selected and of repeated deliveries. Never
	 * rejects.
	 *
	 * @returns whether it is done; if not, the provider has to deliver again
	 */
	run(context: IWebhookFunctions, object: IDataObject): Promise<boolean>;
}

/** What a registrar works with. */
export interface Registration {
	context: IHookFunctions;
	api: ApiClient;
	/** The trigger's webhook URL. */
	url: string;
	/** Whether it is the test URL, on which the editor listens for one event. */
	isTest: boolean;
	credential: ProviderCredential;
	/** What no error may show: everything secret in replies that `api` has returned. */
	secrets: Set<string>;
}

/** An account at the provider: a company, or a client. */
export interface Account extends IDataObject {
	id: string;
	/** As people know it; undefined when the provider does not say. */
	name?: string;
}

/** Registers webhook URLs at the provider. All methods throw RequestFailure or NodeOperationError. */
export interface Registrar {
	/** The account of the credential; undefined when the provider does not name it. */
	readAccount(api: ApiClient): Promise<Account | undefined>;
	isRegistered(registration: Registration): Promise<boolean>;
	register(registration: Registration): Promise<void>;
	/** Removes what this trigger has registered at the provider, and nothing else. Finding nothing is success. */
	remove(registration: Registration): Promise<void>;
}

/** An error that prevents a registration. n8n shows only the message, so it contains the advice. */
export function registrationError(context: IHookFunctions, message: string): NodeOperationError {
	return new NodeOperationError(context.getNode(), message);
}
