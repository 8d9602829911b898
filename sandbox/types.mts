/** What the sandbox offers to tests, benchmarks and the demo. */

/** A request as it arrived, whatever became of it. */
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

/** Something that a request really made at the provider: it was billed, or wrote to a person. */
export interface Creation {
	/** Name of the operation in the OpenAPI document, e.g. `createVeriface`. */
	operation: string;
	/** Code (Auco) or id (Verifik). */
	id: string;
	/** Number of the request that made it. */
	request: number;
	body: Record<string, unknown>;
}

/** How a request goes wrong. `before`: the provider does not act; `after`: it acts, and then this happens. */
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
	/** Acts, and answers 200 with JSON that breaks off. */
	| { kind: 'brokenJson' }
	/** Acts, and answers 200 with a page of HTML. */
	| { kind: 'html' }
	/** Does not act. */
	| { kind: 'redirect'; location: string; status?: number }
	/** Acts, and sends the good answer's body piece by piece over this time (milliseconds). */
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

/** One try to deliver an event. */
export interface Delivery {
	url: string;
	headers: Record<string, string>;
	body: unknown;
	/** Counts the tries of one event from 1. */
	attempt: number;
	at: number;
	/** Status of the receiver's answer; undefined while there is none, on a timeout or a refused connection. */
	status?: number;
	/** The receiver's answer as text. */
	reply?: string;
}

/** One provider's stand-in. */
export interface ProviderSandbox {
	/** What belongs into the credential as base URL, e.g. `http://127.0.0.1:4010/v1.5/ext`. */
	readonly baseUrl: string;
	/** A good credential's data, ready for the package's credential type. */
	readonly credential: Record<string, string>;
	/** Everything that arrived, in order. */
	readonly requests: readonly RecordedRequest[];
	/** What was really made, in order. */
	readonly creations: readonly Creation[];
	/** Every try to deliver an event, in order. */
	readonly deliveries: readonly Delivery[];
	/** Adds a fault; rules are asked in the order in which they were added. */
	fail(rule: FaultRule): void;
	/** Milliseconds that every answer takes longer. */
	latency: number;
	/** Answers 429 with `Retry-After: 1` beyond this many requests within a second; undefined for no limit. */
	requestsPerSecond?: number;
	/** Resolves when nothing is on its way or scheduled any more: advancing objects, deliveries and their repeats. */
	settled(): Promise<void>;
	/** Forgets objects, records, faults, limits and scheduled work; what the sandbox is born with comes back. */
	reset(): void;
}

/** A webhook of the company at Auco (auco.md 5.1); unknown fields are kept. */
export interface AucoWebhook {
	id: string;
	url: string;
	description?: string;
	header?: { key: string; value: string };
	[field: string]: unknown;
}

export interface AucoSandbox extends ProviderSandbox {
	/** The company's list as `GET /company` gives it. Tests may put anything there. */
	webhooks: AucoWebhook[];
	/** Whether processes and checks advance by themselves (default true). */
	advances: boolean;
	/** Whether AucoFace events carry `custom` and `tags`, about which Auco's pages disagree (auco.md 8.6; default true). */
	eventsCarryCustom: boolean;
	/** Sets the state that `GET /veriface` gives and delivers the event that belongs to it (auco.md 5.3). */
	finishProcess(code: string, status: 'APPROVED' | 'BLOCKED' | 'VALIDATED' | 'INVALIDATED'): void;
	/** Changes stored objects without an event: merges fields into what the GET gives. */
	patch(code: string, fields: Record<string, unknown>): void;
	/** Delivers any body to the webhooks with these ids (default `['default']`), on the documented schedule. */
	deliver(body: unknown, targetWebhooks?: string[]): void;
}

export interface VerifikSandbox extends ProviderSandbox {
	/** Registered webhooks as `GET /v2/webhooks` gives them: `{ _id, url, name, isActive, projectFlow: [ids] }`. */
	webhooks: Array<Record<string, unknown>>;
	advances: boolean;
	/** Which documented shape replies have (verifik.md 2.1-2.3): `nested` [A], `flat` [B], `top` (list counts beside `data`). */
	shape: 'nested' | 'flat' | 'top';
	/** Sets the status that the GET gives and delivers `<flow type>_biometric_validation_<status>` (verifik.md 5.3). */
	finishValidation(id: string, status: 'validated' | 'failed'): void;
	patch(id: string, fields: Record<string, unknown>): void;
	/** Adds this many validations without requests, for lists. */
	addValidations(count: number, fields?: Record<string, unknown>): void;
	/** Delivers any body to the webhook of a flow, and to the validation's own `webhookUrl` when one is named. */
	deliver(body: unknown, to: { projectFlow?: string; webhookUrl?: string }): void;
}

export interface SandboxOptions {
	/** Preferred ports on 127.0.0.1; others are taken when they are in use. Any by default. */
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
