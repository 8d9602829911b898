import type {
	INodeProperties,
	INodePropertyCollection,
	INodePropertyOptions,
	DisplayCondition,
	NodeParameterValue,
} from 'n8n-workflow';

import type { Operation, Resource, Sends } from '../action/operation';

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
 * Resource and operation come before the property's own conditions: n8n stops looking at the first condition whose
 * field holds an expression and shows the property, so that one of another operation could stand in the way.
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
		...(operation.hiddenFromTools && { displayOptions: { show: { '@tool': [false] } } }),
	};
}

/** How many requests run at once unless the option `maxConcurrency` says otherwise (design section 5, point 2). */
export const DEFAULT_CONCURRENCY: Record<Sends, number> = { creates: 10, reads: 25 };

const maxConcurrency: INodeProperties = {
	displayName: 'Max Concurrency',
	name: 'maxConcurrency',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 10,
	description: 'How many requests may be under way at the same time. The order of the items is kept.',
};

const timeout: INodeProperties = {
	displayName: 'Timeout',
	name: 'timeout',
	type: 'number',
	typeOptions: { minValue: 1 },
	default: 60000,
	description: 'Milliseconds after which an unanswered request is given up',
};

const resendUnknown: INodeProperties = {
	displayName: 'Resend Unknown',
	name: 'resendUnknown',
	type: 'boolean',
	default: false,
	description:
		'Whether a retry sends items again of which an earlier try got no clear answer. They may then exist twice.',
};

/** The collection `options` of an operation: its own switches and those that every operation of its kind has. */
export function optionsOf({ sends, options = [] }: Operation): INodeProperties {
	const common = [{ ...maxConcurrency, default: DEFAULT_CONCURRENCY[sends] }, timeout];
	const ofCreating = sends === 'creates' ? [resendUnknown] : [];
	return collection('Options', 'options', 'Add Option', [...options, ...common, ...ofCreating]);
}

/** The collection `additionalFields` with the provider's optional fields. */
export function additionalFields(...fields: INodeProperties[]): INodeProperties {
	return collection('Additional Fields', 'additionalFields', 'Add Field', fields);
}

/** A collection of optional fields, in alphabetical order as n8n's guidelines ask. */
export function collection(
	displayName: string,
	name: string,
	placeholder: string,
	options: Array<INodeProperties | INodePropertyCollection>,
): INodeProperties {
	const byName = [...options].sort((one, other) => one.displayName.localeCompare(other.displayName));
	return { displayName, name, type: 'collection', placeholder, default: {}, options: byName };
}

/** Another field that decides whether one is required. */
interface Decider {
	field: string;
	/** Its values for which the field is required. */
	needs: NodeParameterValue[];
	/** Its values for which the field makes no sense and is not shown. */
	hiddenFor?: NodeParameterValue[];
}

/**
 * A field that is required for certain values of another one, as two properties of the same name: one with n8n's star,
 * one without. There is a star only for just these values. For an expression, or a value in another spelling, there is
 * none: n8n looks for stars before anything is worked out, and would refuse to run a table in which only some rows need
 * the field. The node itself checks each row.
 */
export function requiredFor(
	{ field: other, needs, hiddenFor = [] }: Decider,
	field: INodeProperties,
): INodeProperties[] {
	return [
		{ ...field, required: true, displayOptions: { hide: { [other]: [anythingBut(needs)] } } },
		{ ...field, displayOptions: { hide: { [other]: [...needs, ...hiddenFor] } } },
	];
}

function anythingBut(values: NodeParameterValue[]): DisplayCondition {
	const [first] = values;
	return values.length === 1 ? { _cnd: { not: first! } } : { _cnd: { regex: `^(?!(${values.join('|')})$)` } };
}

/** "Simplify" in n8n's own words (UX guidelines). */
export const simplify: INodeProperties = {
	displayName: 'Simplify',
	name: 'simplify',
	type: 'boolean',
	default: true,
	description: 'Whether to return a simplified version of the response instead of the raw data',
};
