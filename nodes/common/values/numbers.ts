/** Numbers that are names of something, not amounts: none of their digits may come or go. */
import { InvalidValueError, lostDigits, quoted, toIdentifier } from './convert';

/** A zero behind a decimal point or comma, as programs write the whole numbers of a column. */
const DECIMAL_END = /[.,]0{1,2}$/;

/** What parts the groups of a phone number: blanks, dashes, the minus sign, dots and brackets. A line is a number. */
const PHONE_SEPARATORS = /[^\S\r\n]|[.\p{Pd}\u2212()[\]{}]/gu;

/**
 * `+` and 8 to 15 digits (docs/providers/auco.md#create). Blanks, dashes, brackets and dots that part groups go; `00` in
 * front is another way to write `+`.
 *
 * @throws InvalidValueError also where a dot may part groups or begin the end of a decimal number
 */
export function toPhone(value: unknown): string {
	const written = withoutTextMark(value);
	if (isRounded(written)) throw lostDigits(written);
	if (/^(?:\+|00)\d{1,3}\s*\(0\)/.test(written)) {
		throw new InvalidValueError('has a zero in brackets, which callers from abroad leave out: remove it');
	}
	const phone = withoutDecimalEnd(written).replace(PHONE_SEPARATORS, '').replace(/^00/, '+');
	if (/^\+\d{8,15}$/.test(phone)) return phone;
	if (/^\d{8,15}$/.test(phone)) {
		throw new InvalidValueError('needs a plus sign and the country code in front, e.g. +573003003030');
	}
	throw new InvalidValueError(
		'must be a plus sign followed by 8 to 15 digits, country code first, e.g. +573003003030',
	);
}

/** A comma never parts the groups of a phone number, a dot does: `+33.1.23.45.67.00`. */
function withoutDecimalEnd(phone: string): string {
	const [, whole, decimals] = /^(\+?\d+)(\.\d{1,2}|\.0+)$/.exec(phone) ?? [];
	const [zeros] = DECIMAL_END.exec(phone) ?? [];
	if (decimals !== undefined && decimals !== zeros) throw unclearEnd(decimals);
	if (zeros === undefined) return phone;
	const before = phone.slice(0, -zeros.length);
	if (before === whole || zeros.startsWith(',')) return before;
	if (zeros === '.00' && before.includes('.')) return phone;
	throw unclearEnd(zeros);
}

function unclearEnd(end: string): InvalidValueError {
	return new InvalidValueError(
		`ends in '${end}', which may be digits of the number or decimals; write it like +573003003030`,
	);
}

/** A whole number in groups of three with the same sign between all of them, and perhaps decimals with another sign. */
const GROUPED = /(?<![\d.,])\d{1,3}([.,'’])\d{3}(?:\1\d{3})*(?=$|-|(?!\1)[.,])/;

/** Letters and digits, and between them what parts their groups. */
const DOCUMENT_NUMBER = /^[\p{L}\d](?:[\p{L}\d\p{Zs}\p{Pd}\u2212.&*/]*[\p{L}\d*])?$/u;

/** Two numbers in one cell; a dash may part the two halves of one. */
const TWO_NUMBERS = /\d{6}[^\p{L}\d\p{Pd}]+\d{6}/u;

/** Words for the document in front of its number: `C.C. 1001001010`, `Nº 123`. */
const WORDS_IN_FRONT = /^([\p{L}.\s]+)[.:°\s]+(?=.*\d)/u;
const DOCUMENT_WORDS = [
	...['CC', 'CE', 'CI', 'CURP', 'DNI', 'DUI', 'NIT', 'PP', 'PPT', 'RUN', 'RUT', 'TI'],
	...['CEDULA', 'DOC', 'DOCUMENTO', 'ID', 'N', 'NO', 'NRO', 'NUM', 'PASAPORTE', 'PASSPORT'],
];

/**
 * The number of a document. Thousands separators (`1.001.001.010`), blanks between digits, a decimal end and the
 * apostrophe with which spreadsheets mark text go; letters and dashes stay.
 *
 * @throws InvalidValueError for what has no digit, has lost digits, or may be a decimal number, and for what stands in a
 *   cell beside the number: the type, a second number
 */
export function toDocumentNumber(value: unknown): string {
	const written = withoutTextMark(value);
	if (isRounded(written)) throw lostDigits(written);
	const number = withoutBlanks(written)
		.replace(GROUPED, (groups) => groups.replace(/\D/g, ''))
		.replace(/^(\d+)[.,]0{1,2}$/, '$1');
	if (/^\d[\d.,]*$/.test(number) && /[.,]/.test(number)) {
		throw new InvalidValueError(
			`must be a number without decimals, e.g. 1001001010, not ${quoted(number)}; store it as text in your table`,
		);
	}
	if (!DOCUMENT_NUMBER.test(number) || !/\d/.test(number) || isMoreThanNumber(written)) {
		throw new InvalidValueError(
			`must be the number of the document, e.g. 1001001010, not ${quoted(written)}`,
		);
	}
	return number;
}

function isMoreThanNumber(written: string): boolean {
	const [, words = ''] = WORDS_IN_FRONT.exec(written) ?? [];
	const word = words
		.normalize('NFKD')
		.replace(/[\p{M}.\s]/gu, '')
		.toUpperCase();
	return TWO_NUMBERS.test(written) || DOCUMENT_WORDS.includes(word);
}

/** Blanks that part groups of digits; beside letters they may be a part of the number. */
function withoutBlanks(number: string): string {
	return /\p{L}/u.test(number) ? number : number.replace(/(?<=\d)[^\S\r\n]+(?=\d)/g, '');
}

/** `1.00100101E+9`, `1E9`: what is left of a number is not its digits. */
function isRounded(text: string): boolean {
	return /^[+-]?(?:\d+(?:[.,]\d+)?e[+-]\d+|\d(?:[.,]\d+)?e\d{1,2})$/i.test(text);
}

/** Spreadsheets mark a number as text by an apostrophe in front. */
function withoutTextMark(value: unknown): string {
	return toIdentifier(value).replace(/^['’]\s*(?=[+(\d\p{L}])/u, '');
}
