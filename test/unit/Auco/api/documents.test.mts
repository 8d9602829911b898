import { COUNTRIES, countryOptions, documentTypeOptions } from '../../../../nodes/Auco/api/documents.ts';

/** auco.md 3, page api/reference/country-list. */
const DOCUMENTED: Record<string, string[]> = {
	CO: ['CC', 'CE', 'PPT', 'DL'],
	AW: ['CI'],
	CL: ['RUT', 'RUN'],
	CR: ['CCCR'],
	EC: ['CI'],
	SV: ['DUI'],
	ES: ['DNI'],
	HN: ['DNI'],
	MX: ['CURP'],
	PA: ['CI'],
	PE: ['DNI'],
	UY: ['CI'],
	VE: ['CI'],
};

const valuesOf = (country: string) => documentTypeOptions(country).map(({ value }) => value);

test('the table holds the documented countries and nothing else', () => {
	expect(Object.fromEntries(COUNTRIES.map(({ code, documents }) => [code, documents]))).toEqual(DOCUMENTED);
	expect(countryOptions.map(({ value }) => value).sort()).toEqual(Object.keys(DOCUMENTED).sort());
});

test.each(Object.entries(DOCUMENTED))('%s offers its documents and the passport', (country, documents) => {
	expect(valuesOf(country)).toEqual([...documents, 'PASSPORT']);
});

test('an unknown country or none offers every document once', () => {
	const every = [...new Set(Object.values(DOCUMENTED).flat()), 'PASSPORT'].sort();
	expect([...valuesOf('')].sort()).toEqual(every);
	expect([...valuesOf('BR')].sort()).toEqual(every);
	expect(valuesOf(' co ')).toEqual(valuesOf('CO'));
});
