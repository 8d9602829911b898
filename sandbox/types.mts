/** What the sandbox offers to tests, benchmarks and the demo. */

/** A request as it arrived, however it was answered. */
export interface RecordedRequest {
	/** Counts all requests of a provider from 1. */
	number: number;
	method: string;
	/** Path from the server's root without the query, e.g. `/v1.5/ext/veriface`. */
	path: string;
	/** The query as sent, still encoded, without the question mark; empty when there was none. */
	query: string;
	/** Header names in lower case. */
	headers: Record<string, string>;
	/** The body as sent. */
	text: string;
	/** The body as JSON; undefined when there was none or it was none. */
	body?: unknown;
	/** Milliseconds since the epoch when it had arrived. */
	at: number;
	/** Status of the answer; undefined while there is none, and after a reset or a stall. */
	status?: number;
}

/** Something that a request really created at the provider: it was billed, or a message went to a person. */
export interface Creation {
	/** Name of the operation in the OpenAPI document, e.g. `createVeriface`. */
	operation: string;
	/** Code (Auco) or id (Verifik). */
	id: string;
	/** Number of the request that created it. */
	request: number;
	body: Record<string, unknown>;
}

/** How a request goes wrong. `before`: the provider does nothing; `after`: it does its work first. */
export type Fault =
	| {
			kind: 'status';
			when: 'before' | 'after';
			status: number;
			body?: unknown;
			headers?: Record<string, string>;
	  }
	| { kind: 'reset'; when: 'before' | 'after' }
	/** Accepts the request and never answers. */
	| { kind: 'stall'; when: 'before' | 'after' }
	/** Does its work, and answers 200 with JSON that breaks off. */
	| { kind: 'brokenJson' }
	/** Does its work, and answers 200 with a page of HTML. */
	| { kind: 'html' }
	/** Does nothing. */
	| { kind: 'redirect'; location: string; status?: number }
	/** Does its work, and sends the good answer's body in pieces over this time (milliseconds). */
	| { kind: 'slowBody'; milliseconds: number };

/** Which requests go wrong and how. All conditions must hold; the first matching rule counts. */
export interface FaultRule {
	fault: Fault;
	method?: string;
	/** Path below the provider's base URL, e.g. `/veriface`; a regular expression is tested against it. */
	path?: string | RegExp;
	/** Only the n-th (from 1) of the requests that the conditions above match. */
	at?: number[];
	/** Only every n-th of them. */
	every?: number;
	/** The rule is used up after this many faults. */
	times?: number;
}

/** One attempt to deliver an event. */
export interface Delivery {
	url: string;
	headers: Record<string, string>;
	body: unknown;
	/** Counts the attempts for one event from 1. */
	attempt: number;
	at: number;
	/** Status of the receiver's answer; undefined while there is none, on a timeout or a refused connection. */
	status?: number;
	/** The receiver's answer as text. */
	reply?: string;
}

/** One fake provider. */
export interface ProviderSandbox {
	/** Base URL for the credential, e.g. `http://127.0.0.1:4010/v1.5/ext`. */
	readonly baseUrl: string;
	/** A good credential's data, ready for the package's credential type. */
	readonly credential: Record<string, string>;
	/** Everything that arrived, in order. */
	readonly requests: readonly RecordedRequest[];
	/** What was really created, in order. */
	readonly creations: readonly Creation[];
	/** Every attempt to deliver an event, in order. */
	readonly deliveries: readonly Delivery[];
	/** Adds a fault. The first rule that matches a request counts. */
	fail(rule: FaultRule): void;
	/** Milliseconds added to every answer. */
	latency: number;
	/** Milliseconds for which reads still show the state before an event (default 0). */
	lag: number;
	/** Answers 429 with `Retry-After: 1` beyond this many requests within a second; undefined for no limit. */
	requestsPerSecond?: number;
	/** Resolves when nothing is running or scheduled: status changes, deliveries and their repeats. */
	settled(): Promise<void>;
	/** Drops objects, records, faults, limits and scheduled work, and restores the initial state. */
	reset(): void;
}

/** A webhook of the company at Auco (docs/providers/auco.md#registering-webhooks); unknown fields are kept. */
export interface AucoWebhook {
	id: string;
	url: string;
	description?: string;
	header?: { key: string; value: string };
	[field: string]: unknown;
}

/** A document to be signed. Without signers it has the one of Auco's example. */
export interface NewDocument {
	name?: string;
	/** Whatever is missing is that of the example's signer; some emails choose an outcome, see README.md. */
	signers?: Array<{ name?: string; email?: string; phone?: string }>;
	custom?: unknown;
	tags?: string[];
	targetWebhooks?: string[];
}

/** A package of documents that the same people sign. */
export interface NewPackage extends NewDocument {
	/** Names of its documents; two by default. */
	documents?: string[];
}

export interface AucoSandbox extends ProviderSandbox {
	/** The company's list as `GET /company` gives it. Tests may put anything there. */
	webhooks: AucoWebhook[];
	/**
	 * IDs of the webhooks whose header value `GET /company` hides (default none). The page shows them in clear
	 * (docs/providers/auco.md#company); no client should rely on that.
	 */
	maskedHeaders: string[];
	/** Makes the keys those of another company, which has these webhooks. */
	belongTo(id: string, name: string, webhooks: AucoWebhook[]): void;
	/** Whether processes and checks finish by themselves (default true). */
	advances: boolean;
	/** Whether AucoFace events carry `custom` and `tags`, about which Auco's pages disagree (default true). */
	eventsCarryCustom: boolean;
	/** Whether `BLOCKED` and `REJECTED` of a document carry its code, which the samples lack (default true). */
	eventsCarryCode: boolean;
	/** Sets the status of a process and delivers the event for it (docs/providers/auco.md#aucoface-events). */
	finishProcess(code: string, status: 'APPROVED' | 'BLOCKED' | 'VALIDATED' | 'INVALIDATED'): void;
	/** Sends a document for signature without a request, and delivers `CREATE`; returns its code. */
	addDocument(fields?: NewDocument): string;
	/** Sends a package for signature without a request, and delivers `CREATE`; returns its ID. */
	addPackage(fields?: NewPackage): string;
	/** A signer of a document or package signs, rejects or is blocked; delivers what Auco reports of it. */
	actAsSigner(
		code: string,
		email: string,
		status: 'NOTIFICATION' | 'FINISH' | 'REJECT' | 'BLOCK',
		message?: string,
	): void;
	/** Cancels a document or package (`REJECTED`), or lets it expire; delivers what Auco reports of it. */
	endDocument(code: string, status: 'REJECTED' | 'EXPIRED', message?: string): void;
	/** Merges fields into what the GET returns, without an event. */
	patch(code: string, fields: Record<string, unknown>): void;
	/** Delivers any body to the webhooks with these ids (default `['default']`), on the documented schedule. */
	deliver(body: unknown, targetWebhooks?: string[]): void;
}

/** What Verifik has beside biometric validations. */
export type RecordKind =
	| 'appRegistration'
	| 'emailValidation'
	| 'phoneValidation'
	| 'documentValidation'
	| 'informationValidation';

export interface VerifikSandbox extends ProviderSandbox {
	/** Registered webhooks as `GET /v2/webhooks` gives them: `{ _id, url, name, isActive, projectFlow: [ids] }`. */
	webhooks: Array<Record<string, unknown>>;
	/** The account of the tokens (docs/providers/verifik.md#credential-test). */
	client: Record<string, unknown>;
	advances: boolean;
	/**
	 * The generation of Verifik's documentation that replies follow (docs/providers/verifik.md#sources): `nested` is [A],
	 * `flat` is [B], `top` is [C], with the counts of a list beside `data`.
	 */
	shape: 'nested' | 'flat' | 'top';
	/** Sets the status of a validation and delivers `<flow type>_biometric_validation_<status>`. */
	finishValidation(id: string, status: 'validated' | 'failed'): void;
	patch(id: string, fields: Record<string, unknown>): void;
	/** Makes a record without a request, and delivers its `created` event where one is documented; returns its ID. */
	addRecord(kind: RecordKind, fields?: Record<string, unknown>): string;
	/**
	 * Merges fields into a record, and delivers `<flow type>_<event>` when an event is named.
	 *
	 * @param beside further fields of the event's `object`
	 */
	changeRecord(
		id: string,
		fields: Record<string, unknown>,
		event?: string,
		beside?: Record<string, unknown>,
	): void;
	/** So many validations are created after each of the next pages of their list that is read. */
	createdBetweenPages: number[];
	/** Most records that a page of the validations' list has, whatever is asked for; undefined for no limit. */
	largestPage?: number;
	/** Adds this many validations without requests, for lists. */
	addValidations(count: number, fields?: Record<string, unknown>): void;
	/** Delivers any body to the webhook of a flow, and to the validation's own `webhookUrl` when one is named. */
	deliver(body: unknown, to: { projectFlow?: string; webhookUrl?: string }): void;
}

export interface SandboxOptions {
	/** Preferred ports on 127.0.0.1; a free one is used when a port is taken or not given. */
	ports?: { auco?: number; verifik?: number };
	/** Documented durations are multiplied by this (1 = real time). Default 0.01: a minute takes 0.6 s. */
	timeScale?: number;
}

/** Both providers on loopback. */
export interface Sandbox {
	auco: AucoSandbox;
	verifik: VerifikSandbox;
	stop(): Promise<void>;
}
