/** Schemas of an OpenAPI document in the form in which a reply can be held against them. */

export type Json = Record<string, unknown>;

/** Keywords whose schemas describe the same value as the schema that they stand in. */
const SAME_VALUE = ['if', 'then', 'else'];

/** Keywords that only speak to readers. */
const FOR_READERS = ['description', 'title', 'examples', 'deprecated'];

/** The schema with all references put in and every `allOf` made one, so that an error's path tells its place. */
export function inlined(node: unknown, document: Json, within: readonly string[] = []): unknown {
	if (Array.isArray(node)) return node.map((entry) => inlined(entry, document, within));
	if (typeof node !== 'object' || node === null) return node;
	const { $ref, ...rest } = node as Json & { $ref?: string };
	if ($ref !== undefined) {
		if (within.includes($ref)) throw new Error(`${$ref} contains itself`);
		const target = $ref
			.slice(2)
			.split('/')
			.reduce<unknown>((parent, key) => (parent as Json)[key], document);
		const whole = inlined(target, document, [...within, $ref]);
		return Object.keys(rest).length === 0 ? whole : { ...(whole as Json), ...rest };
	}
	const { allOf, ...whole } = Object.fromEntries(
		Object.entries(rest).map(([key, value]) => [key, inlined(value, document, within)]),
	);
	return allOf === undefined ? whole : [whole, ...(allOf as unknown[])].reduce(merged);
}

/**
 * One schema for what both say.
 *
 * @throws Error when both use a keyword that cannot be said in one
 */
function merged(one: unknown, other: unknown): unknown {
	if (one === false || other === false) return false;
	const [left, right] = [one, other] as [Json, Json];
	if (left.anyOf !== undefined && left.properties === undefined) {
		return { ...left, anyOf: (left.anyOf as unknown[]).map((branch) => merged(branch, right)) };
	}
	const both: Json = { ...right, ...left };
	for (const keyword of Object.keys(right).filter((name) => name in left)) {
		both[keyword] = mergedKeyword(keyword, left[keyword], right[keyword]);
	}
	return both;
}

function mergedKeyword(keyword: string, left: unknown, right: unknown): unknown {
	if (FOR_READERS.includes(keyword) || JSON.stringify(left) === JSON.stringify(right)) return left;
	switch (keyword) {
		case 'required':
			return [...new Set([left, right].flat())];
		case 'items':
			return merged(left, right);
		case 'properties': {
			const [fields, others] = [left, right] as [Json, Json];
			const shared = Object.keys(others).filter((name) => name in fields);
			const each = shared.map((name) => [name, merged(fields[name], others[name])]);
			return { ...fields, ...others, ...Object.fromEntries(each) };
		}
		default:
			throw new Error(`Two schemas with ${keyword} cannot be made one`);
	}
}

/**
 * The schema with every object closed that names its fields and does not say `additionalProperties`: the document
 * leaves it open so that the sandbox may be lenient, but a field that it does not name is one to know of. `oneOf`
 * becomes `anyOf`: a reply that fits two descriptions fits.
 *
 * @param inside whether a schema around it describes the same value, and is closed itself
 */
export function closed(schema: unknown, inside = false): unknown {
	if (typeof schema !== 'object' || schema === null) return schema;
	const { oneOf, ...rest } = schema as Json;
	const copy: Json = oneOf === undefined ? rest : { anyOf: oneOf, ...rest };
	const closes = !inside && namesFields(copy) && !saysAboutOthers(copy);
	for (const keyword of ['properties', 'patternProperties', 'dependentSchemas']) {
		if (keyword in copy) copy[keyword] = mapped(copy[keyword] as Json, (child) => closed(child));
	}
	for (const keyword of ['items', 'additionalProperties', 'contains']) {
		if (keyword in copy) copy[keyword] = closed(copy[keyword]);
	}
	for (const keyword of [...SAME_VALUE, 'anyOf']) {
		const part = copy[keyword];
		if (part === undefined) continue;
		const within = keyword === 'anyOf' ? inside || namesFields(copy) : true;
		copy[keyword] = Array.isArray(part) ? part.map((child) => closed(child, within)) : closed(part, within);
	}
	return closes ? { ...copy, unevaluatedProperties: false } : copy;
}

/** All names of fields in a document. */
export function fieldNames(node: unknown, names = new Set<string>()): Set<string> {
	if (typeof node !== 'object' || node === null) return names;
	for (const [key, value] of Object.entries(node)) {
		if (key === 'properties' && value !== null) Object.keys(value).forEach((name) => names.add(name));
		if (key === 'required' && Array.isArray(value)) value.forEach((name) => names.add(String(name)));
		fieldNames(value, names);
	}
	return names;
}

function namesFields(schema: Json): boolean {
	return 'properties' in schema || partsOf(schema).some(namesFields);
}

function saysAboutOthers(schema: Json): boolean {
	return 'additionalProperties' in schema || 'unevaluatedProperties' in schema;
}

/** The schemas within it that describe the same value. */
function partsOf(schema: Json): Json[] {
	return SAME_VALUE.map((keyword) => schema[keyword]).filter(
		(part): part is Json => typeof part === 'object' && part !== null,
	);
}

function mapped(schemas: Json, change: (schema: unknown) => unknown): Json {
	return Object.fromEntries(Object.entries(schemas).map(([name, schema]) => [name, change(schema)]));
}
