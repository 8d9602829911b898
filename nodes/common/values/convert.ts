/**
 * Conversions from what people, spreadsheets and expressions give to what the providers document. Every function
 * returns the converted value, or throws InvalidValueError with a sentence that says what is expected.
 */

/** A value that cannot be used. The message completes the sentence "'Field Label' …". */
export class InvalidValueError extends Error {}

/** Whether a person left the field empty: nothing, whitespace, an empty list or an empty object. */
export function isEmpty(value: unknown): boolean {
	if (value === undefined || value === null) return true;
	if (typeof value === 'string') return value.trim() === '';
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

/** Text unchanged; undefined for everything else and for empty text. For data from providers, not for fields. */
export function nonEmptyText(value: unknown): string | undefined {
	return typeof value === 'string' && value !== '' ? value : undefined;
}

/** Text without surrounding whitespace; spreadsheet numbers become text (`1001001010` → `'1001001010'`). */
export function toText(value: unknown): string {
	// Invisible characters, which copied numbers and addresses often contain, are trimmed too.
	if (typeof value === 'string') return value.replace(/^[\s\p{Cf}]+|[\s\p{Cf}]+$/gu, '');
	if (typeof value === 'bigint') return value.toString();
	if (typeof value === 'number') {
		if (Number.isSafeInteger(value)) return value.toString();
		throw new InvalidValueError(
			`must be text; the number ${value} has lost digits, so store it as text in your table`,
		);
	}
	throw new InvalidValueError(`must be text, not ${nameOfType(value)}`);
}

/** `+` and 8 to 15 digits; spaces, dashes, dots and brackets are removed (docs/providers/auco.md#create). */
export function toPhone(value: unknown): string {
	const phone = toText(value).replace(/[\s.\p{Pd}\p{Cf}()[\]{}]/gu, '');
	if (/^\+\d{8,15}$/.test(phone)) return phone;
	if (/^\d{8,15}$/.test(phone)) {
		throw new InvalidValueError('needs a plus sign and the country code in front, e.g. +573003003030');
	}
	throw new InvalidValueError(
		'must be a plus sign followed by 8 to 15 digits, country code first, e.g. +573003003030',
	);
}

/** An email address, checked only roughly; the provider knows which ones exist. */
export function toEmail(value: unknown): string {
	const email = toText(value);
	if (/^[^\s@]+@[^\s@]+$/.test(email)) return email;
	throw new InvalidValueError('must be an email address, e.g. name@example.com');
}

/** An absolute http(s) URL. */
export function toUrl(value: unknown): string {
	const url = toText(value);
	if (/^https?:\/\/[^\s/?#]+/i.test(url) && URL.canParse(url)) return url;
	throw new InvalidValueError('must be a full URL that starts with https://');
}

/** An absolute URL with any scheme; phone apps have their own. */
export function toLink(value: unknown): string {
	const link = toText(value);
	if (/^[a-z][a-z\d+.-]*:[^\s]+$/i.test(link) && URL.canParse(link)) return link;
	throw new InvalidValueError('must be a full URL, e.g. https://example.com/success');
}

/** `true`/`false`, also as the text or number that a table may contain. */
export function toBoolean(value: unknown): boolean {
	if (typeof value === 'boolean') return value;
	const text = String(value).trim().toLowerCase();
	if (['true', '1', 'yes'].includes(text)) return true;
	if (['false', '0', 'no'].includes(text)) return false;
	throw new InvalidValueError('must be true or false');
}

/** A whole number from 1, also as the text that a table may contain. */
export function toPositiveInteger(value: unknown): number {
	const number = Number(value);
	if (Number.isInteger(number) && number >= 1) return number;
	throw new InvalidValueError('must be a whole number, 1 or greater');
}

/** One of the provider's closed set of values, matched case-insensitively. */
export function toChoice<Value extends string>(value: unknown, values: readonly Value[]): Value {
	const text = toText(value);
	const found = values.find((candidate) => candidate.toLowerCase() === text.toLowerCase());
	if (found !== undefined) return found;
	throw new InvalidValueError(`must be one of ${values.join(', ')}, not '${text}'`);
}

/** A code of an open set, in capitals as the providers' tables write them. */
export function toCode(value: unknown): string {
	return toText(value).toUpperCase();
}

/** A list of texts from an array, comma-separated text, or JSON text of an array. Empty entries are dropped. */
export function toList(value: unknown): string[] {
	if (Array.isArray(value)) {
		return value
			.flat(Infinity)
			.filter((entry) => !isEmpty(entry))
			.map(toText);
	}
	const text = toText(value);
	if (text.startsWith('[')) {
		const parsed = parseJson(text);
		if (!Array.isArray(parsed)) throw new InvalidValueError('must be a list, e.g. ["first","second"]');
		return toList(parsed);
	}
	return toList(text.split(','));
}

/** An object from an object or JSON text (`custom`). */
export function toObject(value: unknown): Record<string, unknown> {
	const candidate = typeof value === 'string' ? parseJson(value) : value;
	if (isPlainObject(candidate)) return candidate;
	throw new InvalidValueError(
		`must be a JSON object such as {"reference":"RF-XXXXXXX"}, not ${nameOfType(candidate)}`,
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
