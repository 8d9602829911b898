import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';

import type { Sends } from '../http/request';
import type { ItemContext } from './itemContext';
import type { ItemFields, Valid } from './itemFields';
import type { Output } from './output';

/** One operation of a node. `Input` is what `read` returns for an item: its parameters, converted and checked. */
export interface Operation<Input = unknown> {
	/** The parameter value, e.g. `create`. */
	value: string;
	/** The label in the Operation dropdown. */
	name: string;
	/** Sentence shown in the node panel, without articles. */
	action: string;
	description: string;
	sends: Sends;
	/** Operations that make no sense for an AI agent (waits, files) are not offered to it. */
	hiddenFromTools?: boolean;
	properties: INodeProperties[];
	/** Its own entries in the collection `options`, besides those that every operation has. */
	options?: INodeProperties[];
	/** Reads, converts and checks one item's parameters. Sends nothing; wrong values become issues of `fields`. */
	read(fields: ItemFields): Input;
	/**
	 * Handles one item without issues. All requests go through `item`.
	 *
	 * @throws RequestFailure for a failed request; NodeOperationError for anything else
	 */
	send(item: ItemContext, input: Valid<Input>): Promise<Output>;
	/**
	 * What is left to do for an item when all items have been sent, such as waiting for the result: it takes no place among
	 * the requests that create. It only reads.
	 *
	 * @param sent what `send` returned
	 */
	finish?(item: ItemContext, input: Valid<Input>, sent: Output): Promise<Output>;
	/** What is left to do for the run as a whole, such as suspending the execution. */
	conclude?(
		context: IExecuteFunctions,
		/** What leaves the node, by item, error items included. */
		outputs: ReadonlyArray<readonly INodeExecutionData[]>,
	): Promise<void>;
}

/** Infers the input type of an operation: `send` gets what `read` returns. */
export function defineOperation<Input>(operation: Operation<Input>): Operation<Input> {
	return operation;
}

/** A resource of a node: its label and its operations, in the order of the dropdown. */
export interface Resource {
	value: string;
	name: string;
	operations: readonly Operation[];
}
