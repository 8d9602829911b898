import type { IDataObject } from 'n8n-workflow';

/**
 * Whether a request creates something at the provider (costs money, writes to a person) or only reads.
 * This decides what may be retried, how many requests run at once and what the ledger has to remember.
 */
export type Sends = 'creates' | 'reads';

/** One request to a provider, without host, key and timeout. */
export interface ApiRequest {
	method: 'GET' | 'POST' | 'PUT' | 'DELETE';
	/** Path below the provider's base URL, e.g. `/veriface`. */
	path: string;
	query?: IDataObject;
	body?: IDataObject;
	/** What of the body makes a creating request the same as an earlier one; all of it unless given. */
	identity?: IDataObject;
	/**
	 * For a creating request that may hold something of the moment, such as the current time in `custom`: what it is about
	 * nevertheless. While the outcome of one is not known, no later run of the node sends another about the same.
	 */
	subject?: IDataObject;
	/**
	 * For a creating request: finds the code or ID of what was created in the response. A 2xx response without one
	 * counts as unknown, because something may exist.
	 */
	createdId?(response: IDataObject): string | undefined;
}
