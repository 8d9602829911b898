import type { INodeParameters } from 'n8n-workflow';

/** A table as people have them, and what has to become of each row. */
export interface Table {
	name: string;
	operation: string;
	/** How the columns are put into the fields. */
	parameters: INodeParameters;
	rows: Array<[row: Record<string, unknown>, right: Right]>;
}

/** The fields of the body that leaves, or the sentences of a row that does not. */
type Right = { sent: Record<string, unknown> } | { refused: string[] };

const sent = (fields: Record<string, unknown>): Right => ({ sent: fields });
const refused = (...sentences: string[]): Right => ({ refused: sentences });

const NO_PLUS = "'Phone' needs a plus sign and the country code in front, e.g. +573003003030";
const NO_PHONE =
	"'Phone' must be a plus sign followed by 8 to 15 digits, country code first, e.g. +573003003030";
const lost = (label: string, number: string): string =>
	`'${label}' must be text; the number ${number} has lost digits, so store it as text in your table`;
const missing = (label: string, word: string): string =>
	`'${label}' is '${word}', which stands for a missing value: correct the expression or the cell that gives it`;
const noDay = (label: string, day: string): string =>
	`'${label}' must be a day that exists, not ${day} (day first)`;

const person = (name: string, identification: string): Record<string, unknown> => ({
	name,
	phone: '+573003003030',
	country: 'CO',
	type: 'CC',
	identification,
});

const PROCESS = {
	email: 'prueba@auco.ai',
	platform: 'whatsapp',
	name: '={{ $json.name }}',
	phone: '={{ $json.phone }}',
	country: '={{ $json.country }}',
	type: '={{ $json.type }}',
	identification: '={{ $json.identification }}',
};

const SPANISH_COLUMNS = {
	...PROCESS,
	name: '={{ $json.Nombre }}',
	phone: '={{ $json.Celular }}',
	country: '={{ $json.Pais }}',
	type: '={{ $json.Tipo }}',
	identification: '={{ $json.Documento }}',
};

const inSpanish = (line: string): Record<string, unknown> => {
	const [Nombre, Celular, Pais, Tipo, Documento] = line.split(';');
	return { Nombre, Celular, Pais, Tipo, Documento };
};

const inEnglish = (line: string): Record<string, unknown> => {
	const [name, phone, country, type, identification] = line.split(',');
	return { name, phone, country, type, identification };
};

const CHECK = {
	email: 'prueba@auco.ai',
	type: '={{ $json.type }}',
	identification: '={{ $json.identification }}',
	name: '={{ $json.name }}',
	expeditionDate: '={{ $json.expeditionDate }}',
};

const PERMIT = { type: 'PPT', identification: '1234567', expeditionDate: '31/12/2023' };

const VALIDATION = {
	project: { __rl: true, mode: 'id', value: 'project_123456789' },
	projectFlow: { __rl: true, mode: 'id', value: 'flow_123456789' },
	type: 'validation',
	identifier: '={{ $json.identifier }}',
	sendViaEmail: '={{ $json.send }}',
	email: '={{ $json.email }}',
	language: '={{ $json.language }}',
	additionalFields: { expiresAt: '={{ $json.expiresAt }}' },
};

/** Executions run in the time zone of Bogotá. */
export const TABLES: readonly Table[] = [
	{
		name: 'a Spanish Excel, exported with semicolons',
		operation: 'aucoFace/process/create',
		parameters: SPANISH_COLUMNS,
		rows: [
			[inSpanish('Juan  Pérez;300 300 3030;Colombia;C.C.;1.001.001.010'), refused(NO_PLUS)],
			[inSpanish('María Gómez;(57) 300-3003030;COL;cc;52.123.456'), refused(NO_PLUS)],
			[inSpanish('Luis Ñáñez;+57 300 3003030;co ;CC ;1001001010'), sent(person('Luis Ñáñez', '1001001010'))],
			[
				inSpanish("Ana O'Neill;0057 3003003030;CO;cédula;1,001,001,010"),
				refused(
					"'Document Type Name or ID' must be the code of a document type, such as CC, CE, PPT, DL, PASSPORT, not 'cédula'",
				),
			],
			[inSpanish("José Ruiz;+573003003030;Co;Cc;'1001001010"), sent(person('José Ruiz', '1001001010'))],
			[
				inSpanish("Ana O'Neill;0057 3003003030;méxico;curp;PELJ900101HDFRRN09"),
				sent({ ...person("Ana O'Neill", 'PELJ900101HDFRRN09'), country: 'MX', type: 'CURP' }),
			],
			[
				inSpanish('María Gómez;+57 (300) 300-3030;COL;C. C.;52.123.456'),
				sent(person('María Gómez', '52123456')),
			],
		],
	},
	{
		name: 'a table of pandas',
		operation: 'aucoFace/process/create',
		parameters: PROCESS,
		rows: [
			[inEnglish('Juan Pérez,573003003030.0,CO,CC,1001001010.0'), refused(NO_PLUS)],
			[inEnglish('María Gómez,+573003003030.0,CO,CC,52123456.0'), sent(person('María Gómez', '52123456'))],
			[
				inEnglish('Luis Ñáñez,5.73003003030E+11,CO,CC,1.00100101E+09'),
				refused(lost('Phone', '5.73003003030E+11'), lost('Identification', '1.00100101E+09')),
			],
			[inEnglish('Ana,nan,CO,CC,nan'), refused(missing('Phone', 'nan'), missing('Identification', 'nan'))],
			[inEnglish(',+573003003030,CO,CC,1001001010'), refused("'Name' is required")],
		],
	},
	{
		name: 'a Google sheet',
		operation: 'aucoBackground/person/generate',
		parameters: CHECK,
		rows: [
			[{ type: 'PPT', identification: 1234567, expeditionDate: 45291 }, sent(PERMIT)],
			[
				{ type: 'ppt', identification: '1234567', expeditionDate: '31-12-95' },
				refused(
					"'Issue Date' must be a date (YYYY-MM-DD, DD/MM/YYYY or from the date picker), not '31-12-95'",
				),
			],
			[{ type: 'PPT', identification: '1234567 ', expeditionDate: '31/12/2023 0:00' }, sent(PERMIT)],
			[
				{ type: 'PPT', identification: '1.234.567', expeditionDate: '2023-12-31T05:00:00.000Z' },
				sent(PERMIT),
			],
			[
				{ type: 'P.P.T.', identification: '1234567', expeditionDate: '12/31/2023' },
				refused(noDay('Issue Date', '12/31/2023')),
			],
			[{ type: 'P.P.T.', identification: '1234567', expeditionDate: '45291.75' }, sent(PERMIT)],
			[
				{ type: 'CC', identification: '#N/A', expeditionDate: '' },
				refused(missing('Identification', '#N/A')),
			],
			[
				{ type: 'PP', identification: 'AB123456', name: 'null', expeditionDate: '' },
				refused(missing('Name', 'null')),
			],
		],
	},
	{
		name: 'copies from WhatsApp',
		operation: 'aucoFace/process/create',
		parameters: PROCESS,
		rows: [
			[inEnglish('Juan,\u202a+57 300 3003030\u202c,CO,CC,1001001010'), sent(person('Juan', '1001001010'))],
			[
				inEnglish('María,\u2066+57\u00a0300\u00a03003030\u2069,CO,CC,1001\u200b001010'),
				sent(person('María', '1001001010')),
			],
			[inEnglish('\u200b,+573003003030,CO,CC,1001001010'), refused("'Name' is required")],
			[inEnglish('Luis,whatsapp:+573003003030,CO,CC,1001001010'), refused(NO_PHONE)],
			[inEnglish('Ana,573003003030@s.whatsapp.net,CO,CC,1001001010'), refused(NO_PHONE)],
			[inEnglish('Jose\u0301,+57 300\u22123003030,CO,CC,\u200b'), refused("'Identification' is required")],
			[
				inEnglish('Jose\u0301,+57 300\u22123003030,CO,CC,1001001010'),
				sent(person('Jose\u0301', '1001001010')),
			],
		],
	},
	{
		name: 'an export of a CRM',
		operation: 'verifikBiometric/biometricValidation/create',
		parameters: VALIDATION,
		rows: [
			[
				{
					identifier: 'juan@example.com',
					send: 'VERDADERO',
					email: 'mailto:juan@example.com',
					language: 'Español',
					expiresAt: '31/12/2127',
				},
				refused("'Language' must be one of en, es, not 'Español'"),
			],
			[
				{
					identifier: 573003003030,
					send: 'SI',
					email: 'juan@example.com;',
					language: 'ES',
					expiresAt: '2127-12-31 18:00',
				},
				sent({
					identifier: '573003003030',
					sendViaEmail: true,
					email: 'juan@example.com',
					language: 'es',
					expiresAt: '2127-12-31T23:00:00Z',
				}),
			],
			[
				{
					identifier: '5.73003E+11',
					send: '1',
					email: 'Juan <juan@example.com>',
					language: 'es',
					expiresAt: '12/31/2127',
				},
				refused(lost('Identifier', '5.73003E+11'), noDay('Expires At', '12/31/2127')),
			],
			[
				{
					identifier: 'undefined',
					send: 'TRUE',
					email: 'juan@example.com ',
					language: 'es',
					expiresAt: 45291,
				},
				refused(missing('Identifier', 'undefined'), "'Expires At' must be in the future"),
			],
			[
				{ identifier: '\u200b', send: 'falso', email: '', language: '', expiresAt: '' },
				refused("'Identifier' is required"),
			],
			[
				{
					identifier: '[object Object]',
					send: 'true',
					email: 'ju\u200ban@example.com',
					language: 'es',
					expiresAt: '31.12.2127',
				},
				refused(missing('Identifier', '[object Object]')),
			],
			[
				{
					identifier: 'a\u200b1',
					send: 'sí',
					email: 'Juan <ju\u200ban@example.com>;',
					language: 'es',
					expiresAt: '31.12.2127 0:00:00',
				},
				sent({
					identifier: 'a1',
					sendViaEmail: true,
					email: 'juan@example.com',
					language: 'es',
					expiresAt: '2127-12-31T05:00:00Z',
				}),
			],
			[
				{ identifier: 'a1', send: 'falso', email: 'left@over.example', language: 'es', expiresAt: '' },
				sent({ identifier: 'a1' }),
			],
		],
	},
];
