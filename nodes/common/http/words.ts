import { isPlainObject } from '../values/convert';

/** Longer than this it is no message for a person any more. */
const MOST_CHARACTERS = 400;

/**
 * The words of a provider's no: the first of the candidates that holds any. A candidate may be text, a list of texts, or
 * an object with a message of its own; pages of HTML are no words.
 */
export function firstWords(...candidates: unknown[]): string | undefined {
	for (const candidate of candidates) {
		const words = wordsIn(candidate);
		if (words !== undefined) return words.slice(0, MOST_CHARACTERS);
	}
	return undefined;
}

function wordsIn(value: unknown): string | undefined {
	if (typeof value === 'string') {
		const words = value.trim();
		return words === '' || words.startsWith('<') ? undefined : words;
	}
	if (Array.isArray(value)) {
		const words = value.map(wordsIn).filter((one) => one !== undefined);
		return words.length === 0 ? undefined : words.join('; ');
	}
	return isPlainObject(value) ? firstWords(value.message, value.error, value.detail) : undefined;
}
