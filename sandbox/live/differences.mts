import type { ErrorObject } from 'ajv';

import { typeOf, type Names } from './names.mts';
import type { Json } from './schema.mts';
import type { Difference } from './types.mts';

/** Turns ajv's errors (`verbose`, all of them) into differences, each once with the number of its places. */
export function differencesOf(errors: readonly ErrorObject[], body: unknown, names: Names): Difference[] {
	const found = new Map<string, { difference: Difference; places: Set<string> }>();
	for (const error of simplest(withoutGuesses(errors).flatMap(asType))) {
		const difference = differenceOf(error, body, names);
		const key = [difference.kind, difference.path, difference.documented, difference.found].join('\n');
		const entry = found.get(key) ?? { difference, places: new Set() };
		entry.places.add(`${error.instancePath}/${nameIn(error) ?? ''}`);
		found.set(key, entry);
	}
	return [...found.values()].map(({ difference, places }) => ({ ...difference, times: places.size }));
}

/**
 * Leaves out what a condition demands when the very field that it looks at is wrong: which of its sides would hold is not
 * known then.
 */
function withoutGuesses(errors: readonly ErrorObject[]): ErrorObject[] {
	const guesses = errors.filter(
		({ keyword, parentSchema, instancePath }) =>
			keyword === 'if' &&
			Object.keys((parentSchema as { if: { properties?: Json } }).if.properties ?? {}).some((name) =>
				errors.some(
					(other) =>
						!isConditional(other) &&
						`${other.instancePath}/${nameIn(other) ?? ''}`.startsWith(`${instancePath}/${name}`),
				),
			),
	);
	return errors.filter(
		(error) =>
			!guesses.some(
				({ schemaPath, instancePath, params }) =>
					error.schemaPath.startsWith(schemaPath.replace(/if$/, `${String(params.failingKeyword)}/`)) &&
					error.instancePath.startsWith(instancePath),
			),
	);
}

/** Whether the error comes from one side of a condition. */
function isConditional({ schemaPath }: ErrorObject): boolean {
	return /\/(then|else)\//.test(schemaPath);
}

/**
 * The errors that matter. A reply that fits none of several descriptions is held against the one that leaves the least
 * of it unexplained.
 */
function simplest(errors: readonly ErrorObject[]): ErrorObject[] {
	const unions = errors.filter(({ keyword }) => keyword === 'anyOf');
	const outermost = unions.filter((union) => !unions.some((other) => isWithin(union, other)));
	const alone = errors.filter(
		(error) => error.keyword !== 'anyOf' && !outermost.some((union) => isWithin(error, union)),
	);
	return [...alone, ...outermost.flatMap((union) => bestBranch(union, errors))];
}

function bestBranch(union: ErrorObject, errors: readonly ErrorObject[]): ErrorObject[] {
	const branches = new Map<string, ErrorObject[]>();
	for (const error of errors.filter((other) => isWithin(other, union))) {
		const branch = error.schemaPath.slice(union.schemaPath.length + 1).split('/')[0]!;
		branches.set(branch, [...(branches.get(branch) ?? []), error]);
	}
	const explanations = [...branches.values()].map(simplest);
	const mistyped = explanations.map((errors) =>
		errors.find(({ keyword, instancePath }) => keyword === 'type' && instancePath === union.instancePath),
	);
	// None of the descriptions is about such a type at all.
	if (mistyped.every((error) => error !== undefined)) {
		const type = [...new Set(mistyped.flatMap(({ params }) => params.type as string | string[]))];
		return mistyped.slice(0, 1).map((error) => ({ ...error, params: { type } }));
	}
	const weights = explanations.map(unexplained);
	return explanations[weights.indexOf(Math.min(...weights))] ?? [];
}

function isWithin(error: ErrorObject, union: ErrorObject): boolean {
	if (error === union || !error.schemaPath.startsWith(`${union.schemaPath}/`)) return false;
	return `${error.instancePath}/`.startsWith(`${union.instancePath}/`);
}

/**
 * How much of the reply the errors leave without a description. A field too many weighs more than a missing one: what
 * came tells the description better than what did not.
 */
function unexplained(errors: readonly ErrorObject[]): number {
	return errors.reduce((sum, error) => {
		if (error.keyword === 'required') return sum + 1;
		const name = nameIn(error);
		return sum + 2 + sizeOf(name === undefined ? error.data : (error.data as Json)[name]);
	}, 0);
}

function sizeOf(value: unknown): number {
	if (typeof value !== 'object' || value === null) return 0;
	return Object.values(value).reduce((sum: number, inner) => sum + 1 + sizeOf(inner), 0);
}

/** A value outside of a list is of another type when nothing in the list is of its type; ajv's summaries are left out. */
function asType(error: ErrorObject): ErrorObject[] {
	if (error.keyword === 'if') return [];
	if (error.keyword !== 'enum' && error.keyword !== 'const') return [error];
	const allowed = error.keyword === 'enum' ? (error.schema as unknown[]) : [error.schema];
	const types = [...new Set(allowed.map(typeOf))];
	if (types.includes(typeOf(error.data))) return [error];
	return [{ ...error, keyword: 'type', params: { type: types } }];
}

/** The field that is missing or too many. */
function nameIn({ params }: ErrorObject): string | undefined {
	return params.missingProperty ?? params.additionalProperty ?? params.unevaluatedProperty;
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
