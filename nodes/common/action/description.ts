import type { INodeProperties, INodePropertyOptions } from 'n8n-workflow';

import { collection, notForTools } from '../editor/properties';
import { LONGEST_TIME } from '../values/convert';
import type { Sends } from '../http/request';
import type { Operation, Resource } from './operation';

/** The Resource and Operation dropdowns and, below them, each operation's own properties. */
export function describeResources(resources: readonly Resource[]): INodeProperties[] {
	const options = resources.map(({ name, value }) => ({ name, value }));
	return [dropdown('Resource', 'resource', options), ...resources.flatMap(describeOperations)];
}

function describeOperations(resource: Resource): INodeProperties[] {
	const operation = dropdown('Operation', 'operation', resource.operations.map(operationOption));
	const own = resource.operations.flatMap((one) =>
		[...one.properties, optionsOf(one)].map((property) => shownFor(resource, one, property)),
	);
	return [{ ...operation, displayOptions: { show: { resource: [resource.value] } } }, ...own];
}

/**
 * Resource and operation come before the property's own conditions: n8n stops at the first condition whose field
 * contains an expression and shows the property, so properties of other operations would appear.
 */
function shownFor(resource: Resource, operation: Operation, property: INodeProperties): INodeProperties {
	const { show, hide } = property.displayOptions ?? {};
	return {
		...property,
		displayOptions: {
			show: { resource: [resource.value], operation: [operation.value], ...show },
			...(hide && { hide }),
		},
	};
}

/** A choice that decides which other properties are shown; the first option is the default. */
function dropdown(displayName: string, name: string, options: INodePropertyOptions[]): INodeProperties {
	const [{ value: first }] = options;
	return { displayName, name, type: 'options', noDataExpression: true, options, default: first };
}

function operationOption(operation: Operation): INodePropertyOptions {
	const { name, value, action, description } = operation;
	return {
		name,
		value,
		action,
		description,
		...(operation.hiddenFromTools && { displayOptions: notForTools }),
	};
}

/** How many requests run at once unless the option `maxConcurrency` says otherwise. */
export const DEFAULT_CONCURRENCY: Record<Sends, number> = { creates: 10, reads: 25 };

const maxConcurrency: INodeProperties = {
	displayName: 'Max Concurrency',
	name: 'maxConcurrency',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 10,
	description: 'Max number of requests to send at the same time. The order of the items is kept.',
};

const timeout: INodeProperties = {
	displayName: 'Timeout',
	name: 'timeout',
	type: 'number',
	typeOptions: { minValue: 1, maxValue: LONGEST_TIME },
	default: 60000,
	description: 'Time in milliseconds to wait for a response before aborting the request, at most 24 days',
};

const resendUnknown: INodeProperties = {
	displayName: 'Resend Unknown',
	name: 'resendUnknown',
	type: 'boolean',
	default: false,
	description:
		'Whether a retry sends items again that may exist already, because an earlier attempt got no clear response, was interrupted, or used another credential. They may then exist twice.',
};

const checkOnly: INodeProperties = {
	displayName: 'Check Only',
	name: 'checkOnly',
	type: 'boolean',
	default: false,
	description:
		'Whether to check all items without sending anything. Each item comes out with the request that would be sent, without the key.',
};

const maxItems: INodeProperties = {
	displayName: 'Max Items',
	name: 'maxItems',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 100,
	description: 'Max number of items to accept. If there are more, nothing is sent.',
};

/** The collection `options` of an operation: its own options and those of every operation of its kind. */
export function optionsOf({ sends, options = [] }: Operation): INodeProperties {
	const common = [{ ...maxConcurrency, default: DEFAULT_CONCURRENCY[sends] }, timeout];
	const ofCreating = sends === 'creates' ? [resendUnknown, checkOnly, maxItems] : [];
	return collection('Options', 'options', 'Add Option', [...options, ...common, ...ofCreating]);
}
