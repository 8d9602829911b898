import type { INodePropertyOptions } from 'n8n-workflow';

/** A country that AucoFace serves, and the documents it accepts there. */
interface Country {
	/** ISO 3166-1 alpha-2 */
	code: string;
	name: string;
	documents: readonly string[];
}

/** Countries and document types of AucoFace (docs/providers/auco.md#countries-and-document-types). */
export const COUNTRIES: readonly Country[] = [
	{ code: 'AW', name: 'Aruba', documents: ['CI'] },
	{ code: 'CL', name: 'Chile', documents: ['RUT', 'RUN'] },
	{ code: 'CO', name: 'Colombia', documents: ['CC', 'CE', 'PPT', 'DL'] },
	{ code: 'CR', name: 'Costa Rica', documents: ['CCCR'] },
	{ code: 'EC', name: 'Ecuador', documents: ['CI'] },
	{ code: 'SV', name: 'El Salvador', documents: ['DUI'] },
	{ code: 'HN', name: 'Honduras', documents: ['DNI'] },
	{ code: 'MX', name: 'Mexico', documents: ['CURP'] },
	{ code: 'PA', name: 'Panama', documents: ['CI'] },
	{ code: 'PE', name: 'Peru', documents: ['DNI'] },
	{ code: 'ES', name: 'Spain', documents: ['DNI'] },
	{ code: 'UY', name: 'Uruguay', documents: ['CI'] },
	{ code: 'VE', name: 'Venezuela', documents: ['CI'] },
];

/** Accepted in every country of the table. */
const PASSPORT = 'PASSPORT';

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
 * The document types of a country for the type dropdown; those of all countries when it is unknown or an expression.
 */
export function documentTypeOptions(country: string): INodePropertyOptions[] {
	const chosen = COUNTRIES.filter(({ code }) => code === country.trim().toUpperCase());
	const codes = (chosen.length > 0 ? chosen : COUNTRIES).flatMap(({ documents }) => documents);
	return [...new Set(codes), PASSPORT].map((code) => ({
		name: code in DOCUMENT_NAMES ? `${DOCUMENT_NAMES[code]} (${code})` : code,
		value: code,
	}));
}
