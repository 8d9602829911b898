import type { ErrorObject } from 'ajv';

import { typeOf, type Names } from './names.mts';
import { nameIn, relevant } from './nearest.mts';
import type { Json } from './schema.mts';
import type { Difference } from './types.mts';

/** Turns ajv's errors (`verbose`, all of them) into differences, each once with the number of its places. */
export function differencesOf(errors: readonly ErrorObject[], body: unknown, names: Names): Difference[] {
	const found = new Map<string, { difference: Difference; places: Set<string> }>();
	for (const error of relevant(errors)) {
		const difference = differenceOf(error, body, names);
		const key = [difference.kind, difference.path, difference.documented, difference.found].join('\n');
		const entry = found.get(key) ?? { difference, places: new Set() };
		entry.places.add(`${error.instancePath}/${nameIn(error) ?? ''}`);
		found.set(key, entry);
	}
	return [...found.values()].map(({ difference, places }) => ({ ...difference, times: places.size }));
}

function differenceOf(error: ErrorObject, body: unknown, names: Names): Difference {
	const { keyword, params, data, parentSchema } = error;
	const at = names.path(error.instancePath, body);
	const name = nameIn(error);
	const field = name === undefined ? at : `${at}${at === '' ? '' : '.'}${names.of(name)}`;
	const found = typeOf(data);
	switch (keyword) {
		case 'required':
			return of('missing field', field, wordsFor((parentSchema as Json).properties, name!), 'nothing');
		case 'additionalProperties':
		case 'unevaluatedProperties':
			return of('unknown field', field, 'nothing', typeOf((data as Json)[name!]));
		case 'false schema':
			return of('unknown field', field, 'nothing', found);
		case 'type':
			return of('other type', field, typeWords(params.type), found);
		case 'format':
			return of('other format', field, `${found} (${String(params.format)})`, `another ${found}`);
		case 'enum':
			return of(
				'other value',
				field,
				`one of ${(error.schema as unknown[]).length} values`,
				`another ${found}`,
			);
		case 'const':
			return of('other value', field, `one certain ${found}`, `another ${found}`);
		default:
			// ajv's message tells the rule, never the value.
			return of('other value', field, error.message ?? keyword, found);
	}
}

function of(kind: Difference['kind'], path: string, documented: string, found: string): Difference {
	return { kind, path, documented, found, times: 1 };
}

function typeWords(type: string | string[]): string {
	return [type].flat().join(' or ');
}

/** The types that a missing field could have. */
function wordsFor(properties: unknown, name: string): string {
	const types = typesOf(((properties ?? {}) as Json)[name]);
	return types.length === 0 ? 'a value' : typeWords([...new Set(types)]);
}

function typesOf(schema: unknown): string[] {
	const { type, enum: values, anyOf, ...rest } = (schema ?? {}) as Json;
	if (type !== undefined) return [type].flat() as string[];
	if (Array.isArray(values)) return values.map(typeOf);
	if ('const' in rest) return [typeOf(rest.const)];
	return Array.isArray(anyOf) ? anyOf.flatMap(typesOf) : [];
}
