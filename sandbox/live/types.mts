/** What `npm run check:live` calls, and what it says about it. Nothing here ever holds a value of a reply. */

/** One way in which a reply is not what the document describes. */
export interface Difference {
	kind:
		| 'unknown field'
		| 'missing field'
		| 'other type'
		| 'other format'
		| 'other value'
		| 'other status'
		| 'other content type'
		| 'other body';
	/** Where in the body, e.g. `data.docs[].status`; empty for the whole reply. */
	path: string;
	/** What the document has there, in words. */
	documented: string;
	/** What came: a type's name, a status, a content type. */
	found: string;
	/** In how many places: elements of arrays have one path together. */
	times: number;
}

/** `unasked`: no ID to ask for, or the person said no. `empty`: nothing in the reply to hold against the document. */
export type Verdict = 'fits' | 'differs' | 'empty' | 'refused' | 'failed' | 'unasked';

/** What came of one call. */
export interface Outcome {
	provider: string;
	/** Method and documented path, and which kind of object where one path serves several. */
	endpoint: string;
	verdict: Verdict;
	/** What to know or to do, in plain words; may be empty. */
	words: string;
	differences: Difference[];
}

/** One call of an operation. */
export interface LiveCall {
	/** `operationId` in the provider's document. */
	operation: string;
	/** The kind of object that is asked for, where the operation serves several: a schema of the document. */
	schema?: string;
	/** The parameter that takes an ID, and the environment variable for it (several IDs: separated by commas). */
	id?: { parameter: string; in: 'path' | 'query'; variable: string };
	/** A documented refusal that is nothing to worry about. */
	mayRefuse?: { status: number; words: string };
	/** The variable whose IDs the reply gives, unless the person has set it. */
	gives?: string;
	/** Set when the call changes something: only with `--create`. */
	creates?: {
		/** What it does, as the end of a sentence that begins with "This". */
		effect: string;
		/** The environment variable with the body as JSON, and the body without it. */
		body?: { variable: string; byDefault?: unknown };
		/** Whether to take nothing but the ID of what this run has created. */
		ownOnly?: boolean;
	};
}

/** A provider as the check knows it. */
export interface LiveProvider {
	name: string;
	/** Path of its OpenAPI document. */
	document: string;
	/** Environment variable with another base URL than the documented one. */
	baseUrl: string;
	/** Environment variable without which the provider is left out. */
	key: string;
	/** All variables that hold secrets, the key included. */
	secrets: string[];
	/** What the Authorization header holds for a method; undefined when the key for it is not set. */
	authorization(method: string, environment: Environment): string | undefined;
	/** In the order in which they are made. */
	calls: LiveCall[];
}

export type Environment = Record<string, string | undefined>;
