import type { INodePropertyOptions } from 'n8n-workflow';

import { InvalidValueError, quoted, toIdentifier } from '../../common/values/convert';

/** A country that AucoFace serves, and the documents it accepts there. */
interface Country {
	/** ISO 3166-1 alpha-2 */
	code: string;
	/** ISO 3166-1 alpha-3 */
	alpha3: string;
	name: string;
	/** The name in Spanish, where it is another one than in English beyond its accents. */
	spanish?: string;
	documents: readonly string[];
}

/** Countries and document types of AucoFace (docs/providers/auco.md#countries-and-document-types). */
export const COUNTRIES: readonly Country[] = [
	{ code: 'AW', alpha3: 'ABW', name: 'Aruba', documents: ['CI'] },
	{ code: 'CL', alpha3: 'CHL', name: 'Chile', documents: ['RUT', 'RUN'] },
	{ code: 'CO', alpha3: 'COL', name: 'Colombia', documents: ['CC', 'CE', 'PPT', 'DL'] },
	{ code: 'CR', alpha3: 'CRI', name: 'Costa Rica', documents: ['CCCR'] },
	{ code: 'EC', alpha3: 'ECU', name: 'Ecuador', documents: ['CI'] },
	{ code: 'SV', alpha3: 'SLV', name: 'El Salvador', documents: ['DUI'] },
	{ code: 'HN', alpha3: 'HND', name: 'Honduras', documents: ['DNI'] },
	{ code: 'MX', alpha3: 'MEX', name: 'Mexico', documents: ['CURP'] },
	{ code: 'PA', alpha3: 'PAN', name: 'Panama', documents: ['CI'] },
	{ code: 'PE', alpha3: 'PER', name: 'Peru', documents: ['DNI'] },
	{ code: 'ES', alpha3: 'ESP', name: 'Spain', spanish: 'España', documents: ['DNI'] },
	{ code: 'UY', alpha3: 'URY', name: 'Uruguay', documents: ['CI'] },
	{ code: 'VE', alpha3: 'VEN', name: 'Venezuela', documents: ['CI'] },
];

/** Accepted in every country of the table. */
const PASSPORT = 'PASSPORT';

/** A word for a kind of document is no code: it would leave as one that Auco does not know. */
const WORDS =
	/^(CEDULA|CIUDADANIA|CITIZEN|DOCUMENT|DRIV|EXTRANJ|FOREIGN|IDCARD|IDENTI|LICEN|PASAPORTE|PASSPORT.|PERMI|TARJETA)/;

/** What the document codes stand for, where Auco's pages say so. */
const DOCUMENT_NAMES: Record<string, string> = {
	CC: 'Citizenship card',
	CE: 'Foreigner card',
	DL: 'Driving licence',
	PASSPORT: 'Passport',
	PPT: 'Temporary protection permit',
};

/** The country dropdown. */
export const countryOptions: INodePropertyOptions[] = COUNTRIES.map(({ code, name }) => ({
	name: `${name} (${code})`,
	value: code,
}));

/**
 * The code of a country. Those of the table may be named in Spanish or English, or by their alpha-3 code; any other is
 * written as its two letters, and Auco decides.
 */
export function toCountry(value: unknown): string {
	const text = toIdentifier(value);
	const code = countryNamed(text)?.code ?? text.toUpperCase();
	if (/^[A-Z]{2}$/.test(code)) return code;
	throw new InvalidValueError(`must be a country code of two letters, e.g. CO, not ${quoted(text)}`);
}

/**
 * The code of a document type, without dots and blanks: `C.C.` is `CC`. Codes that the table does not know pass; one that
 * it knows for other countries only is refused.
 *
 * @param country code of a country; undefined when it is not known
 */
export function toDocumentType(value: unknown, country: string | undefined): string {
	const own = COUNTRIES.find(({ code }) => code === country);
	const known = own ? [...own.documents, PASSPORT] : [];
	const type = toTypeCode(value, known);
	const isOfOthers = COUNTRIES.some(({ documents }) => documents.includes(type));
	if (own === undefined || known.includes(type) || !isOfOthers) return type;
	throw new InvalidValueError(`must be one of ${known.join(', ')} for ${own.name}, not ${quoted(type)}`);
}

/**
 * A code in the spelling of Auco's tables: capitals and digits, without dots and blanks.
 *
 * @param known codes for the message
 */
export function toTypeCode(value: unknown, known: readonly string[]): string {
	const text = toIdentifier(value);
	const code = text.replace(/[.\s]/g, '').toUpperCase();
	if (/^[A-Z][A-Z\d_]{1,9}$/.test(code) && !WORDS.test(code)) return code;
	const examples = known.length > 0 ? known.join(', ') : 'CC';
	throw new InvalidValueError(
		`must be the code of a document type, such as ${examples}, not ${quoted(text)}`,
	);
}

function countryNamed(text: string): Country | undefined {
	const wanted = bare(text);
	return COUNTRIES.find(({ code, alpha3, name, spanish = name }) =>
		[code, alpha3, name, spanish].some((one) => bare(one) === wanted),
	);
}

/** Small letters without accents, one blank between words. */
function bare(text: string): string {
	return text.normalize('NFD').replace(/\p{M}/gu, '').replace(/\s+/g, ' ').toLowerCase().trim();
}

/**
 * The document types of a country for the type dropdown; those of all countries when it is unknown or an expression.
 */
export function documentTypeOptions(country: string): INodePropertyOptions[] {
	const chosen = countryNamed(country);
	const codes = (chosen ? [chosen] : COUNTRIES).flatMap(({ documents }) => documents);
	return [...new Set(codes), PASSPORT].map((code) => ({
		name: code in DOCUMENT_NAMES ? `${DOCUMENT_NAMES[code]} (${code})` : code,
		value: code,
	}));
}
