import type { IDataObject } from 'n8n-workflow';

import {
	InvalidValueError,
	isEmpty,
	isPlainObject,
	quoted,
	refuseLostDigits,
	toBoolean,
	toText,
} from '../values/convert';

/** One row: a name, a value and, in the newer shape, the type that the person chose for it. */
interface Row {
	key: unknown;
	value: unknown;
	type?: unknown;
}

/**
 * Custom fields as an object. The editor holds `{ assignments: [{ name, value, type }] }`, older workflows
 * `{ values: [{ key, value }] }`, and an expression may give the object itself.
 *
 * @throws InvalidValueError for a value without a key, and for one that is not of its type
 */
export function toCustomFields(value: unknown): IDataObject {
	if (!isPlainObject(value)) throw new InvalidValueError('must be a list of keys and values');
	const rows = rowsIn(value);
	const fields = rows ? Object.fromEntries(rows.flatMap(fieldOf)) : value;
	refuseLostDigits(fields);
	return fields as IDataObject;
}

function rowsIn({ assignments, values }: Record<string, unknown>): Row[] | undefined {
	if (Array.isArray(assignments)) return assignments.map((row) => rowOf(row, 'name'));
	return Array.isArray(values) ? values.map((row) => rowOf(row, 'key')) : undefined;
}

function rowOf(row: unknown, nameOfKey: string): Row {
	return isPlainObject(row)
		? { key: row[nameOfKey], value: row.value, type: row.type }
		: { key: '', value: row };
}

/** An empty row is no field; a value that an expression leaves out is none either. */
function fieldOf({ key, value, type }: Row): Array<[string, unknown]> {
	if (isEmpty(key) && isEmpty(value)) return [];
	if (isEmpty(key)) throw new InvalidValueError('has a value without a key');
	const name = toText(key);
	return value === undefined ? [] : [[name, typed(name, value, type)]];
}

/** The editor keeps what was typed as text, whatever the type. */
function typed(name: string, value: unknown, type: unknown): unknown {
	if (value === null || type === undefined) return value;
	switch (type) {
		case 'number':
			return numberIn(name, value);
		case 'boolean':
			return toBoolean(value);
		case 'array':
			return jsonIn(name, value, Array.isArray, 'a list such as ["first","second"]');
		case 'object':
			return jsonIn(name, value, isPlainObject, 'an object such as {"first":1}');
		default:
			// As text, the digits that a number has lost could not be told any more.
			refuseLostDigits(value);
			return typeof value === 'object' ? value : String(value);
	}
}

/** A number as people write it: `0x10` and the empty text, which JavaScript takes for numbers as well, are none. */
function numberIn(name: string, value: unknown): number {
	const isNumber = /^\s*[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?\s*$/i.test(String(value));
	if (isNumber && (typeof value === 'number' || typeof value === 'string')) return Number(value);
	throw new InvalidValueError(`must have a number for ${quoted(name)}, not ${quoted(inWords(value))}`);
}

function jsonIn(
	name: string,
	value: unknown,
	isRight: (value: unknown) => boolean,
	example: string,
): unknown {
	const parsed = typeof value === 'string' ? parsedJson(name, value) : value;
	if (isRight(parsed)) return parsed;
	throw new InvalidValueError(`must have ${example} for ${quoted(name)}, not ${quoted(inWords(value))}`);
}

function inWords(value: unknown): string {
	return typeof value === 'string' ? value : (JSON.stringify(value) ?? String(value));
}

function parsedJson(name: string, text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		throw unreadable(name);
	}
}

function unreadable(name: string): InvalidValueError {
	return new InvalidValueError(`must have valid JSON for ${quoted(name)}`);
}
