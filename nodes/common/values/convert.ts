/**
 * Conversions from what people, spreadsheets and expressions give to what the providers document.
 * Every function returns the converted value, or throws `InvalidValueError` with a sentence that says what is expected.
 */
import { withoutUnseenEnds } from './ends';

/** A value that cannot be used. The message completes the sentence "'Field Label' …". */
export class InvalidValueError extends Error {}

/** A value in a message: nobody reads a whole picture there. */
export function quoted(text: string): string {
	return text.length > 60 ? `'${text.slice(0, 60)}…'` : `'${text}'`;
}

/** Whether a person left the field empty: nothing, blanks, invisible marks, an empty list or an empty object. */
export function isEmpty(value: unknown): boolean {
	if (value === undefined || value === null) return true;
	if (typeof value === 'string') return withoutUnseenEnds(value) === '';
	if (Array.isArray(value)) return value.length === 0;
	return isPlainObject(value) && Object.keys(value).length === 0;
}

/** Whether a value is an object of keys and values, as in JSON: not a list, a date or an instance of a class. */
export function isPlainObject(value: unknown): value is Record<string, unknown> {
	if (typeof value !== 'object' || value === null || Array.isArray(value)) return false;
	const prototype: unknown = Object.getPrototypeOf(value);
	// Values from the expression sandbox have another realm's Object.prototype.
	return prototype === null || Object.getPrototypeOf(prototype) === null;
}

/** What a resource locator of the editor holds; every other value as it is. */
export function locatedValue(value: unknown): unknown {
	return isPlainObject(value) && '__rl' in value ? value.value : value;
}

/** What a credential field holds, without surrounding spaces. */
export function credentialText(value: unknown): string {
	return String(value ?? '').trim();
}

/** Text as it is; undefined for everything else and for the empty text. For what a provider sends, not for fields. */
export function nonEmptyText(value: unknown): string | undefined {
	return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Errors of Excel and Sheets, in English and in Spanish: `#N/A`, `#REF!`, `#¡VALOR!`, and a column too narrow. */
const CELL_ERROR =
	'#(?:n/[ad]|getting_data|#{2,}|[¡¿]?(?:ref|value|valor|name|nombre|div/0|null|nulo|num|error|spill|calc|field)[!?])';

/** What a broken expression or cell leaves in the place of a value. */
const MISSING_VALUE = new RegExp(
	`^(?:undefined|null|none|nan|n/a|<na>|invalid date(?:time)?|\\[object \\w+\\]|${CELL_ERROR})$`,
	'i',
);

/** The same as a word of a longer text. */
const MISSING_WORD = new RegExp(
	`(?<![^\\s,;./-])(?:undefined|\\[object \\w+\\]|${CELL_ERROR})(?![^\\s,;./-])`,
	'i',
);

/** Words that are names too, unless they are in small letters beside words with capitals: `Ana nan`. */
const MISSING_OR_NAME = /(?<!\S)(?:nan|null|none|NaN)(?!\S)/;

/** Nothing else than such words: the names of two empty columns, `nan nan`. */
const MISSING_WORDS = /^(?:(?:nan|null|none)(?:\s+|$))+$/i;

/** A blank that begins another line or column. */
const LINE_BREAK = /[\t\r\n\v\f\u2028\u2029]/;

/** Control characters that are no blanks, such as the NUL of a text of fixed length. */
const CONTROL = /(?!\s)\p{Cc}/gu;

/** `5.73E+11`: a program has rounded a number to what fits its column. */
const ROUNDED_NUMBER = /^[+-]?\d+(?:[.,]\d+)?e\+\d+$/i;

/**
 * Text without surrounding blanks; spreadsheet numbers become text (`1001001010` → `'1001001010'`).
 *
 * @throws InvalidValueError for what is no value at all, such as `undefined`, `#N/A` or `{{ $json.name }}`, and for
 *   numbers that lost digits
 */
export function toText(value: unknown): string {
	if (typeof value === 'string') {
		const text = withoutUnseenEnds(value.replace(CONTROL, ''));
		if (MISSING_VALUE.test(text)) throw missing(text);
		if (isTemplate(text)) throw notFilledIn(text);
		if (ROUNDED_NUMBER.test(text)) throw lostDigits(text);
		return text;
	}
	if (typeof value === 'bigint') return value.toString();
	if (typeof value === 'number') {
		if (Number.isSafeInteger(value)) return value.toString();
		throw Number.isNaN(value) ? missing('NaN') : lostDigits(value);
	}
	throw new InvalidValueError(`must be text, not ${nameOfType(value)}`);
}

/** Text in which no mark means anything: codes, IDs, numbers and addresses. Invisible marks go wherever they are. */
export function toIdentifier(value: unknown): string {
	return toText(typeof value === 'string' ? value.replace(/\p{Cf}/gu, '') : value);
}

/**
 * The name of a person, on one line: text with a letter, of which no word stands for a missing value, such as
 * `Juan undefined`.
 */
export function toName(value: unknown): string {
	const name = toText(value).replace(/\s+/g, (blanks) => (LINE_BREAK.test(blanks) ? ' ' : blanks));
	const isHalf = MISSING_WORD.test(name) || (MISSING_OR_NAME.test(name) && /\p{Lu}/u.test(name));
	if (isHalf || MISSING_WORDS.test(name)) throw missing(name);
	if (/\p{L}/u.test(name) && !name.startsWith('=')) return name;
	throw new InvalidValueError(`must be the name of a person, not ${quoted(name)}`);
}

/** The error for a number of which digits are gone. */
export function lostDigits(number: number | string): InvalidValueError {
	return new InvalidValueError(
		`must be text; the number ${number} has lost digits, so store it as text in your table`,
	);
}

function missing(text: string): InvalidValueError {
	return new InvalidValueError(
		`is ${quoted(text)}, which stands for a missing value: correct the expression or the cell that gives it`,
	);
}

/** A template of n8n that nobody has filled in, because the field does not hold an expression. */
function isTemplate(text: string): boolean {
	const start = text.indexOf('{{');
	return start >= 0 && text.includes('}}', start + 2);
}

function notFilledIn(text: string): InvalidValueError {
	return new InvalidValueError(
		`is ${quoted(text)}, which n8n has not evaluated: switch the field from Fixed to Expression`,
	);
}

/** Words of tables; spreadsheets write theirs in the language of their user. */
const YES = ['true', '1', 'yes', 'sí', 'si', 'verdadero'];
const NO = ['false', '0', 'no', 'falso'];

/** `true`/`false`, also as the text or number a table may hold, in English or Spanish. */
export function toBoolean(value: unknown): boolean {
	const text = withoutUnseenEnds(String(value)).normalize().toLowerCase();
	if (YES.includes(text)) return true;
	if (NO.includes(text)) return false;
	throw new InvalidValueError('must be true or false, or yes or no');
}

/** A whole number from 1, also as the text that a table may contain. */
export function toPositiveInteger(value: unknown): number {
	const number = Number(value);
	if (Number.isInteger(number) && number >= 1) return number;
	throw new InvalidValueError('must be a whole number, 1 or greater');
}

/** The longest time that a timer of JavaScript can wait; a longer one would end at once. */
export const LONGEST_TIME = 2 ** 31 - 1;

/** Milliseconds to wait for something. */
export function toMilliseconds(value: unknown): number {
	const milliseconds = toPositiveInteger(value);
	if (milliseconds <= LONGEST_TIME) return milliseconds;
	throw new InvalidValueError(`must be ${LONGEST_TIME} milliseconds (24 days) or less`);
}

/** One of the provider's closed set of values, matched case-insensitively. */
export function toChoice<Value extends string>(value: unknown, values: readonly Value[]): Value {
	const text = toText(value);
	const found = values.find((candidate) => candidate.toLowerCase() === text.toLowerCase());
	if (found !== undefined) return found;
	throw new InvalidValueError(`must be one of ${values.join(', ')}, not ${quoted(text)}`);
}

/** A list of texts from an array, from text apart by commas, semicolons or lines, or from JSON text. Empty entries go. */
export function toList(value: unknown): string[] {
	if (Array.isArray(value)) {
		return value
			.flat(Infinity)
			.filter((entry) => !isEmpty(entry))
			.map(toIdentifier);
	}
	const text = toText(value);
	if (text.startsWith('[')) {
		const parsed = parseJson(text);
		if (!Array.isArray(parsed)) throw new InvalidValueError('must be a list, e.g. ["first","second"]');
		return toList(parsed);
	}
	return toList(text.split(/[,;\r\n]/));
}

/**
 * An object from an object or JSON text (`custom`).
 *
 * @throws InvalidValueError also for a number in it that JavaScript cannot hold to the digit
 */
export function toObject(value: unknown): Record<string, unknown> {
	const candidate = typeof value === 'string' ? parseJson(value) : value;
	if (!isPlainObject(candidate)) {
		throw new InvalidValueError(
			`must be a JSON object such as {"reference":"RF-XXXXXXX"}, not ${nameOfType(candidate)}`,
		);
	}
	refuseLostDigits(candidate);
	return candidate;
}

/** From 2^53 on JavaScript rounds integers: `{"id":12345678901234567890}` would leave as another number. */
export function refuseLostDigits(value: unknown): void {
	if (Array.isArray(value)) value.forEach(refuseLostDigits);
	else if (isPlainObject(value)) Object.values(value).forEach(refuseLostDigits);
	if (typeof value !== 'number' || (!Number.isInteger(value) && Number.isFinite(value))) return;
	if (Number.isSafeInteger(value)) return;
	throw new InvalidValueError(
		'contains a number that is too large to keep its digits; make it text, e.g. {"id":"12345678901234567890"}',
	);
}

function parseJson(text: string): unknown {
	try {
		return JSON.parse(text);
	} catch {
		throw unreadableJson();
	}
}

function unreadableJson(): InvalidValueError {
	return new InvalidValueError(
		'is not valid JSON; write it like {"reference":"RF-XXXXXXX"} or ["first","second"]',
	);
}

function nameOfType(value: unknown): string {
	if (value === null) return 'null';
	if (Array.isArray(value)) return 'a list';
	const type = typeof value;
	return type === 'object' ? 'an object' : `a ${type}`;
}
