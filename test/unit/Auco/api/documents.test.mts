import { toCountry, toDocumentType, toTypeCode } from '../../../../nodes/Auco/api/documents.ts';

/** Code, and everything that people write for it. */
const SPELLINGS: Array<[string, string[]]> = [
	['AW', ['AW', 'aw', 'ABW', 'Aruba']],
	['CL', ['CL', 'CHL', 'Chile', ' chile ']],
	['CO', ['CO', 'co ', 'Co', 'COL', 'Colombia', 'COLOMBIA', 'C\u200bO']],
	['CR', ['CR', 'CRI', 'Costa Rica', 'costa rica']],
	['EC', ['EC', 'ECU', 'Ecuador']],
	['SV', ['SV', 'SLV', 'El Salvador']],
	['HN', ['HN', 'HND', 'Honduras']],
	['MX', ['MX', 'MEX', 'Mexico', 'México', 'MÉXICO', 'Me\u0301xico']],
	['PA', ['PA', 'PAN', 'Panama', 'Panamá']],
	['PE', ['PE', 'PER', 'Peru', 'Perú']],
	['ES', ['ES', 'ESP', 'Spain', 'España', 'espana']],
	['UY', ['UY', 'URY', 'Uruguay']],
	['VE', ['VE', 'VEN', 'Venezuela']],
	['SV', ['SLV', 'El\u00a0 Salvador']],
	// Not in the table: Auco decides.
	['BR', ['BR', 'br']],
];

test.each(SPELLINGS)('%s is meant by %j', (code, spellings) => {
	for (const spelling of spellings) expect(toCountry(spelling)).toBe(code);
});

test.each(['Narnia', 'BRA', 'Brasil', 'C', 'C0', 'Colombia CO', 'undefined', '57'])(
	'%s is no country code',
	(text) => {
		expect(() => toCountry(text)).toThrow(/must be a country code of two letters|missing value/);
	},
);

describe('document types', () => {
	test.each([
		['CO', 'CC', 'CC'],
		['CO', 'c.c.', 'CC'],
		['CO', ' C. C. ', 'CC'],
		['CO', 'P.P.T.', 'PPT'],
		['CO', 'passport', 'PASSPORT'],
		['MX', 'curp', 'CURP'],
		// The table has grown before.
		['CO', 'PEP', 'PEP'],
		['CO', 'NEW_TYPE1', 'NEW_TYPE1'],
		['BR', 'CPF', 'CPF'],
		['BR', 'CC', 'CC'],
		[undefined, 'DNI', 'DNI'],
	])('in %s %p is %s', (country, written, type) => {
		expect(toDocumentType(written, country)).toBe(type);
	});

	test.each([
		['CO', 'DNI', 'must be one of CC, CE, PPT, DL, PASSPORT for Colombia'],
		['PE', 'CC', 'must be one of DNI, PASSPORT for Peru'],
		['CL', 'CI', 'must be one of RUT, RUN, PASSPORT for Chile'],
	])('in %s %s belongs to another country', (country, type, sentence) => {
		expect(() => toDocumentType(type, country)).toThrow(`${sentence}, not '${type}'`);
	});

	test.each([
		'Cédula',
		'cedula',
		'Cédula de ciudadanía',
		'CEDULA DE EXTRANJERIA',
		'Pasaporte',
		'Passport No',
		'Licencia',
		'Driving licence',
		'C',
		'1CC',
		'CC/CE',
		'DEMASIADOLARGO',
	])('%s is a word and no code', (text) => {
		expect(() => toDocumentType(text, 'CO')).toThrow(
			`must be the code of a document type, such as CC, CE, PPT, DL, PASSPORT, not '${text}'`,
		);
		expect(() => toTypeCode(text, [])).toThrow('such as CC, not');
	});
});
