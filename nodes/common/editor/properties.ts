import type {
	IDisplayOptions,
	INodeProperties,
	INodePropertyCollection,
	NodeParameterValue,
} from 'n8n-workflow';

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
	/** Its values for which the field makes no sense and is hidden. */
	hiddenFor?: NodeParameterValue[];
}

/**
 * A field that is required for certain values of another one, as several properties of the same name: one for each of
 * these values, which n8n requires, and one for all others, which it does not. n8n requires it only for exactly these
 * values, not for an expression or another spelling: it checks required fields before it evaluates expressions, and would
 * refuse to run a table in which only some rows need the field. The node itself checks each row.
 */
export function requiredFor(
	{ field: other, needs, hiddenFor = [] }: Decider,
	field: INodeProperties,
): INodeProperties[] {
	// No regular expression over all values: n8n evaluates those with a time limit, which a busy machine runs into.
	const required = needs.map((value) => ({
		...field,
		required: true,
		displayOptions: { hide: { [other]: [{ _cnd: { not: value! } }] } },
	}));
	return [...required, { ...field, displayOptions: { hide: { [other]: [...needs, ...hiddenFor] } } }];
}

/** The text of a notice with a list. Of all elements, the editor keeps only links and unnumbered lists in a notice. */
export function listed(introduction: string, lines: readonly string[], rest = ''): string {
	return `${introduction}<ul>${lines.map((line) => `<li>${line}</li>`).join('')}</ul>${rest}`;
}

/** A notice that is shown for certain values of other fields. */
export function notice(name: string, show: IDisplayOptions['show'], text: string): INodeProperties {
	return { displayName: text, name, type: 'notice', default: '', displayOptions: { show } };
}

/** For what an AI agent has no use for: files, and waiting. */
export const notForTools: IDisplayOptions = { show: { '@tool': [false] } };

/** "Simplify" as n8n's UX guidelines word it; on by default, see `simplifyOff` for later additions. */
export const simplify: INodeProperties = {
	displayName: 'Simplify',
	name: 'simplify',
	type: 'boolean',
	default: true,
	description: 'Whether to return a simplified version of the response instead of the raw data',
};

/**
 * The same, off unless somebody turns it on: for operations that did not have it at first. n8n gives saved workflows the
 * default of a parameter that they do not have, and their expressions read the whole output.
 */
export const simplifyOff: INodeProperties = { ...simplify, default: false };
