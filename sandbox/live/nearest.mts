import type { ErrorObject } from 'ajv';

import { typeOf } from './names.mts';
import type { Json } from './schema.mts';

/**
 * The errors of ajv (`verbose`, all of them) that say how a reply differs: without its summaries, without what follows
 * from other errors, and of several descriptions only those of the one that is nearest to the reply.
 */
export function relevant(errors: readonly ErrorObject[]): ErrorObject[] {
	return simplest(withoutGuesses(errors).flatMap(asType));
}

/**
 * Leaves out what a condition demands when the very field that it looks at is wrong: which of its sides would hold is not
 * known then.
 */
function withoutGuesses(errors: readonly ErrorObject[]): ErrorObject[] {
	const plain = errors.filter(({ schemaPath }) => !/\/(then|else)\//.test(schemaPath));
	const wrong = plain.map((error) => `${error.instancePath}/${nameIn(error) ?? ''}/`);
	const guesses = errors.filter(({ keyword, parentSchema, instancePath }) => {
		if (keyword !== 'if') return false;
		const { properties = {} } = (parentSchema as { if: { properties?: Json } }).if;
		const fields = Object.keys(properties).map((name) => `${instancePath}/${name}/`);
		return fields.some((field) => wrong.some((place) => place.startsWith(field)));
	});
	return errors.filter(
		(error) =>
			!guesses.some(({ schemaPath, instancePath, params }) => {
				const side = schemaPath.replace(/if$/, `${String(params.failingKeyword)}/`);
				return error.schemaPath.startsWith(side) && error.instancePath.startsWith(instancePath);
			}),
	);
}

/** A reply that fits none of several descriptions is held against the one that leaves the least of it unexplained. */
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
export function nameIn({ params }: ErrorObject): string | undefined {
	return params.missingProperty ?? params.additionalProperty ?? params.unevaluatedProperty;
}
