import { isPlainObject } from './convert';

/** Characters. Anything shorter is no key or token, and hiding it would garble words. */
const SHORTEST_SECRET = 6;

/** A text with `***` in place of every secret in it; the longest first, as one may contain another. */
export function masked(text: string, secrets: Iterable<string>): string {
	return [...secrets]
		.filter(({ length }) => length >= SHORTEST_SECRET)
		.sort((one, other) => other.length - one.length)
		.reduce((shown, secret) => shown.replaceAll(secret, '***'), text);
}

/**
 * A copy of a JSON value with all of its texts changed, names of fields included.
 *
 * @param change gets a text, and the name of the field that it is the value of
 */
export function mapTexts(
	value: unknown,
	change: (text: string, field?: string) => string,
	field?: string,
): unknown {
	if (typeof value === 'string') return change(value, field);
	if (Array.isArray(value)) return value.map((one) => mapTexts(one, change, field));
	if (!isPlainObject(value)) return value;
	const entries = Object.entries(value).map(([key, one]) => [change(key), mapTexts(one, change, key)]);
	return Object.fromEntries(entries);
}

/**
 * Changes all texts of an error where they are: message, description, stack, and whatever n8n and network libraries hang
 * on to it (`context`, `messages`, `cause`, …). The node that it names is part of the workflow and stays as it is.
 */
export function changeTexts(
	error: unknown,
	change: (text: string) => string,
	done = new Set<unknown>(),
): void {
	if (typeof error !== 'object' || error === null || done.has(error)) return;
	done.add(error);
	for (const key of Object.getOwnPropertyNames(error).filter((name) => name !== 'node')) {
		const value: unknown = Reflect.get(error, key);
		if (typeof value === 'string') Reflect.set(error, key, change(value));
		else changeTexts(value, change, done);
	}
}
