import type { INodeProperties } from 'n8n-workflow';

import type { Sends } from '../http/request';
import type { ItemContext } from './itemContext';
import type { ItemFields, Valid } from './itemFields';
import type { Output } from './output';

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
	/** Reads, converts and checks one item's parameters. Sends nothing; wrong values become issues of `fields`. */
	read(fields: ItemFields): Input;
	/** Does the work for one item that has no issues. Everything that leaves the machine goes through `item`. */
	send(item: ItemContext, input: Valid<Input>): Promise<Output>;
}

/** An operation whose `send` gets just what its `read` gives: the type of the input is inferred. */
export function defineOperation<Input>(operation: Operation<Input>): Operation<Input> {
	return operation;
}

/** A resource of a node: its label and its operations, in the order of the dropdown. */
export interface Resource {
	value: string;
	name: string;
	operations: readonly Operation[];
}
