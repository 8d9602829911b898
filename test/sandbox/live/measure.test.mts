/** Kinds of differences, each planted alone into a reply that fits. */
import { LIVE_AUCO } from '../../../sandbox/live/auco.mts';
import { Measure } from '../../../sandbox/live/measure.mts';
import { LIVE_PROVIDERS } from '../../../sandbox/live/run.mts';
import { LIVE_VERIFIK } from '../../../sandbox/live/verifik.mts';

const AT = '2024-01-15T10:30:00.000Z';

const PROCESS = {
	email: 'prueba@auco.ai',
	createdAt: AT,
	platform: 'web',
	status: 'APPROVED',
	name: 'Juan Pérez',
	country: 'CO',
	identificationType: 'CC',
	identificationNumber: '1001001010',
	attempts: [{ similarity: 80 }, { similarity: 90, photo: 'https://example.com/a.png' }, { similarity: 70 }],
};

const VALIDATION = {
	_id: 'biometric_validation_123456789',
	client: 'client_123456789',
	project: 'project_123456789',
	projectFlow: 'flow_123456789',
	status: 'new',
	type: 'validation',
	createdAt: AT,
	updatedAt: AT,
};

const PROJECT = { _id: 'project_123456789', name: 'Example', status: 'active', client: 'client_123456789' };

const auco = Measure.of(LIVE_AUCO.document);
const verifik = Measure.of(LIVE_VERIFIK.document);

function schemaOf(measure: Measure, operation: string, status = '200'): unknown {
	return measure.operation(operation).responses[status]!.content!['application/json']!.schema;
}

/** Each difference in one line: kind, path, documented, found. */
function lines(measure: Measure, operation: string, body: unknown, secrets: string[] = []): string[] {
	return measure
		.differences(schemaOf(measure, operation), body, secrets)
		.map(({ kind, path, documented, found, times }) =>
			[kind, path, documented, found, ...(times > 1 ? [times] : [])].join(' | '),
		);
}

describe('a reply that is held against the document', () => {
	test.each([
		['a field that nobody documents', { extra: { a: 1 } }, 'unknown field | extra | nothing | object'],
		['a missing field', { email: undefined }, 'missing field | email | string | nothing'],
		['another type', { name: 5 }, 'other type | name | string | integer'],
		['null', { country: null }, 'other type | country | string | null'],
		['null in place of one of several values', { status: null }, 'other type | status | string | null'],
		[
			'a number as a text',
			{ attempts: [{ similarity: '80' }] },
			'other type | attempts[].similarity | number | string',
		],
		[
			'a value that is not listed',
			{ status: 'DONE' },
			'other value | status | one of 6 values | another string',
		],
		[
			'another format',
			{ createdAt: '15/01/2024' },
			'other format | createdAt | string (date-time) | another string',
		],
		[
			'a time without a zone',
			{ createdAt: '2024-01-15T10:30:00' },
			'other format | createdAt | string (date-time) | another string',
		],
		['an array in place of an object', { custom: [] }, 'other type | custom | object | array'],
		['an object in place of an array', { attempts: {} }, 'other type | attempts | array | object'],
		[
			'a value out of bounds',
			{ attempts: [{ similarity: 101 }] },
			'other value | attempts[].similarity | must be <= 100 | integer',
		],
		[
			'an address that is none',
			{ attempts: [{ photo: 'a.png' }] },
			'other format | attempts[].photo | string (uri) | another string',
		],
	])('%s', (_name, change, expected) => {
		expect(lines(auco, 'getVeriface', { ...PROCESS, ...change })).toEqual([expected]);
	});

	test('one element of an array that differs, or several', () => {
		const [first, second, third] = PROCESS.attempts;
		const one = { ...PROCESS, attempts: [first, { ...second, blurry: true }, third] };
		expect(lines(auco, 'getVeriface', one)).toEqual([
			'unknown field | attempts[].blurry | nothing | boolean',
		]);
		const all = { ...PROCESS, attempts: PROCESS.attempts.map((attempt) => ({ ...attempt, photo: 1 })) };
		expect(lines(auco, 'getVeriface', all)).toEqual(['other type | attempts[].photo | string | integer | 3']);
	});

	test('an envelope, or none', () => {
		expect(lines(auco, 'getCompany', { data: { id: '1', name: 'A', webhooks: [] } })).toEqual([
			'missing field | id | string | nothing',
			'missing field | name | string | nothing',
			'missing field | webhooks | array | nothing',
			'unknown field | data | nothing | object',
		]);
		expect(lines(verifik, 'listProjects', [PROJECT])).toEqual(['other type |  | object | array']);
		expect(lines(verifik, 'getClient', 'hello')).toEqual(['other type |  | object | string']);
	});

	test('is clean in every generation of the document', () => {
		const records = [PROJECT];
		const pagination = { page: 1, total: 1, pages: 1 };
		for (const body of [
			{ data: records },
			{ success: true, data: records, pagination },
			{ data: records, total: 1, limit: 10, page: 1, pages: 1 },
		])
			expect(lines(verifik, 'listProjects', body)).toEqual([]);
		expect(lines(verifik, 'getBiometricValidation', { data: VALIDATION })).toEqual([]);
		const flat = { success: true, data: { ...VALIDATION, identifier: 'a' } };
		expect(lines(verifik, 'getBiometricValidation', flat)).toEqual([]);
	});

	test.each([
		[
			'a list without counts',
			{ data: [PROJECT, { ...PROJECT, status: 'asleep' }] },
			'other value | data[].status | one of 5 values | another string',
		],
		[
			'a list with counts beside it',
			{ data: [{ ...PROJECT, colour: 'red' }], total: 1, limit: 10, page: 1, pages: 1 },
			'unknown field | data[].colour | nothing | string',
		],
		[
			'a list with a count of another type',
			{ success: true, data: [PROJECT], pagination: { page: '1', total: 1, pages: 1 } },
			'other type | pagination.page | integer | string',
		],
		[
			'a list that lost its counts',
			{ success: true, data: [PROJECT] },
			'missing field | pagination | object | nothing',
		],
	])('is held against the generation that it is of: %s', (_name, body, expected) => {
		expect(lines(verifik, 'listProjects', body)).toEqual([expected]);
	});

	test('is held against the nearest description of one object', () => {
		const { client: _client, ...rest } = VALIDATION;
		expect(lines(verifik, 'getBiometricValidation', { data: { ...rest, extra: 1 } })).toEqual([
			'missing field | data.client | string or object | nothing',
			'unknown field | data.extra | nothing | integer',
		]);
		expect(lines(verifik, 'getBiometricValidation', { data: { ...VALIDATION, client: 7 } })).toEqual([
			'other type | data.client | string or object | integer',
		]);
		expect(lines(verifik, 'getBiometricValidation', { success: true, data: VALIDATION })).toEqual([
			'missing field | data.identifier | string | nothing',
		]);
	});

	test('may be of several types', () => {
		const data = { name: 'A', type: 'CC', identification: '1' };
		const check = { code: 'a', name: 'A', email: 'a', data, ready: true, url: 'https://example.com/a' };
		expect(lines(auco, 'getBackground', { ...check, validation: { rues: 'none' } })).toEqual([
			'other type | validation.rues | object or boolean | string',
		]);
	});

	test('is not blamed for what a wrong field would demand', () => {
		const data = { name: 'A', type: 'CC', identification: '1' };
		const check = { code: 'a', name: 'A', email: 'a', data, url: 'https://example.com/a', validation: {} };
		expect(lines(auco, 'getBackground', { ...check, ready: 'true' })).toEqual([
			'other type | ready | boolean | string',
		]);
		expect(lines(auco, 'getBackground', { ...check, ready: false })).toEqual([
			'unknown field | url | nothing | string',
			'unknown field | validation | nothing | object',
		]);
	});

	test('every response of both documents can be held against', () => {
		for (const { document } of LIVE_PROVIDERS) {
			const measure = Measure.of(document);
			const schemas = [...measure.operations.values()].flatMap(({ responses }) =>
				Object.values(responses).flatMap(({ content }) => content?.['application/json']?.schema ?? []),
			);
			expect(schemas.length).toBeGreaterThan(20);
			for (const schema of schemas) expect(measure.differences(schema, 5, [])).not.toEqual([]);
		}
	});
});

describe('names that might be personal', () => {
	test.each([
		'1001001010',
		'jane@example.com',
		'Jane Example',
		'674dc8f1b2c3d4e5f6a7b8a8',
		'2024-01-15',
		'id_1001001010',
		'x674dc8f1b2c3d4e5f6a7b8a8',
		'secret_key',
		'prueba',
		'a'.repeat(80),
	])('%s is not printed', (name) => {
		const body = { ...PROCESS, country: 'Prueba', [name]: { inside: 1 } };
		expect(lines(auco, 'getVeriface', body, ['secret_key'])).toEqual([
			'unknown field | (hidden) | nothing | object',
		]);
	});

	test.each(['newField', 'snake_case', 'año', '$ref', 'iso3166'])('%s is printed', (name) => {
		expect(lines(auco, 'getVeriface', { ...PROCESS, [name]: name })).toEqual([
			`unknown field | ${name} | nothing | string`,
		]);
	});
});
