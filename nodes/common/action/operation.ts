import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { Call } from '../http/client';
import type { ItemFields } from './itemFields';
import type { FileItem } from './output';
import type { Awaited } from '../wait/suspension';

/**
 * Whether an operation makes something at the provider (costs money, writes to a person) or only reads.
 * This alone decides what may be retried, how many run at once and what the ledger has to remember.
 */
export type Sends = 'creates' | 'reads';

/** One request to a provider, without address, key and transport settings. */
export interface ApiRequest {
	method: 'GET' | 'POST' | 'PUT' | 'DELETE';
	/** Path below the provider's base URL, e.g. `/veriface`. */
	path: string;
	query?: IDataObject;
	body?: IDataObject;
	/**
	 * For a creating request: finds the code or ID of what was made in the reply. A good reply without one counts as
	 * unknown, because something may exist.
	 */
	made?(reply: IDataObject): string | undefined;
}

/** What an operation gives for one item: JSON, a list of it, or JSON with files. */
export type Output = IDataObject | IDataObject[] | FileItem;

/**
 * One operation of a node, as one object that reads top to bottom.
 * `Input` is what `read` makes of an item's parameters: converted, checked, ready to be sent.
 */
export interface Operation<Input = unknown> {
	/** The parameter value, e.g. `create`. */
	value: string;
	/** The label in the Operation dropdown. */
	name: string;
	/** Sentence shown in the node panel, without articles. */
	action: string;
	description: string;
	sends: Sends;
	/** Operations that make no sense for an AI agent (long waits) are not offered to it. */
	hiddenFromTools?: boolean;
	properties: INodeProperties[];
	/** Switches of its own in the collection `options`, beside those that every operation has. */
	options?: INodeProperties[];
	/** Reads, converts and checks one item's parameters. Sends nothing; wrong values become problems of `fields`. */
	read(fields: ItemFields): Input;
	/** What it waits for, when it suspends the execution; a callback then wakes it. */
	awaits?: Awaited;
	/** Does the work for one item. Everything that leaves the machine goes through `call`. */
	send(call: Call, input: Input): Promise<Output>;
}

/** A resource of a node: its label and its operations, in the order of the dropdown. */
export interface Resource {
	value: string;
	name: string;
	operations: readonly Operation[];
}
