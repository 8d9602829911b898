import { answerWith, sent, useProviders } from '../support/engine/bench.mts';
import { leastOf, SAMPLES, type Filled, type Sample } from '../support/providers/samples.mts';
import { CHECK } from '../support/documented.mts';

const bench = useProviders();

const filledIn: Array<[string, Sample, Filled]> = SAMPLES.flatMap((sample) => [
	[`${sample.operation}, with the least`, sample, sample.least] as [string, Sample, Filled],
	...sample.most.map(
		(most, index) => [`${sample.operation}, filled in further (${index + 1})`, sample, most] as never,
	),
]);

test.each(filledIn)('%s leaves as documented', async (_, sample, filled) => {
	const provider = bench.providerOf(sample.operation);
	answerWith(provider, 200, sample.reply);
	const result = await bench.run(sample.operation, filled.parameters);
	expect(result.error).toBeUndefined();
	expect(result.json.length).toBe(1);

	const { pathname } = new URL(provider.baseUrl);
	const path = `${pathname === '/' ? '' : pathname}${sample.path}`;
	expect(sent(provider)).toEqual([
		{
			method: sample.method,
			path: filled.query ? `${path}?${filled.query}` : path,
			text: filled.text ?? '',
		},
	]);
	const { headers } = provider.requests[0];
	const key = sample.method === 'GET' ? 'publicKey' : 'privateKey';
	expect(headers.authorization).toBe(
		sample.operation.startsWith('auco')
			? bench.auco.credential[key]
			: `Bearer ${provider.credential.accessToken}`,
	);
	expect(headers['content-type']).toBe(sample.method === 'GET' ? undefined : 'application/json');
});

test('keys of queries are encoded', async () => {
	await bench.run('verifikBiometric/biometricValidation/getAll', {
		filters: { createdAfter: '2024-01-15T11:30:00Z' },
	});
	expect(bench.verifik.requests[0].query).toContain('where%3E_createdAt=2024-01-15T11%3A30%3A00Z');
});

describe('an ID or code with signs that mean something in an address', () => {
	test('stays one part of the path', async () => {
		await bench.run('verifikBiometric/biometricValidation/get', { id: '../../v2/clients/me?x=1' });
		expect(bench.verifik.requests[0]).toMatchObject({
			path: '/v2/biometric-validations/..%2F..%2Fv2%2Fclients%2Fme%3Fx%3D1',
			query: '',
		});
	});

	test('stays one value of the query', async () => {
		await bench.run('aucoFace/process/get', { code: 'A&code=B' });
		expect(new URLSearchParams(bench.auco.requests[0].query).getAll('code')).toEqual(['A&code=B']);
	});
});

const CREATE = 'aucoFace/process/create';

describe('what tables and people give', () => {
	/** Field, what is entered, what has to leave. */
	const forgiven: Array<[string, unknown, unknown]> = [
		['phone', ' +57 300-300.30 (30) ', '+573003003030'],
		['phone', '+57 300–300\u200b3030', '+573003003030'],
		['phone', '0057 300 300 3030', '+573003003030'],
		['phone', '+573003003030.0', '+573003003030'],
		['identification', '1.001.001.010', '1001001010'],
		['identification', "'1001001010", '1001001010'],
		['country', '={{ "Colombia" }}', 'CO'],
		['country', '={{ "COL" }}', 'CO'],
		['type', '={{ "C.C." }}', 'CC'],
		['email', 'mailto:prueba@auco.ai;', 'prueba@auco.ai'],
		['identification', '={{ 1001001010 }}', '1001001010'],
		['identification', '  1001001010 ', '1001001010'],
		['country', 'co', 'CO'],
		['type', 'passport', 'PASSPORT'],
		['type', '={{ "NEWTYPE" }}', 'NEWTYPE'],
		['country', '={{ "BR" }}', 'BR'],
		['platform', '={{ "WhatsApp" }}', 'whatsapp'],
		['name', ' Juan Pérez ', 'Juan Pérez'],
	];
	test.each(forgiven)('%s %p leaves as %p', async (field, entered, left) => {
		await bench.run(CREATE, leastOf(CREATE, { [field]: entered as string }));
		expect(bench.auco.requests[0].body).toHaveProperty(field, left);
	});

	/** Entries of Additional Fields; undefined for what must not leave. */
	const lists: Array<[string, unknown, unknown]> = [
		['tags', 'first, second,,', ['first', 'second']],
		['tags', 'first; second', ['first', 'second']],
		['tags', '={{ "first\\nsecond" }}', ['first', 'second']],
		['userEmail', '\u200b', undefined],
		['tags', '["first","second"]', ['first', 'second']],
		['tags', '={{ ["first", 2] }}', ['first', '2']],
		['tags', ['first', ' second '], ['first', 'second']],
		['tags', ['first', ''], ['first']],
		['tags', [''], undefined],
		['tags', [], undefined],
		['tags', ' , ', undefined],
		['targetWebhooks', '={{ "default,billing" }}', ['default', 'billing']],
		['userEmail', '', undefined],
		[
			'custom',
			'={{ { reference: "RF-XXXXXXX", nested: { ok: true } } }}',
			{ reference: 'RF-XXXXXXX', nested: { ok: true } },
		],
		['custom', '{}', undefined],
		['custom', '', undefined],
		['customFields', { values: [{ key: 'reference', value: 'RF-XXXXXXX' }] }, undefined],
	];
	test.each(lists)('the additional field %s %p leaves as %p', async (field, entered, left) => {
		const result = await bench.run(
			CREATE,
			leastOf(CREATE, { additionalFields: { [field]: entered as string } }),
		);
		expect(result.error).toBeUndefined();
		const body = bench.auco.requests[0].body as Record<string, unknown>;
		expect(body[field]).toEqual(left);
	});

	test('pairs of keys and values leave as one object, without blanks around their keys', async () => {
		const additionalFields = { customFields: { values: [{ key: ' reference ', value: 'RF-XXXXXXX' }] } };
		await bench.run(CREATE, leastOf(CREATE, { additionalFields }));
		expect(bench.auco.requests[0].body).toHaveProperty('custom', { reference: 'RF-XXXXXXX' });
	});

	test('pairs of keys and values win over the same keys of the JSON field', async () => {
		const additionalFields = {
			custom: '{"reference":"old","other":1}',
			customFields: { values: [{ key: 'reference', value: 'RF-XXXXXXX' }] },
		};
		await bench.run(CREATE, leastOf(CREATE, { additionalFields }));
		expect(bench.auco.requests[0].body).toHaveProperty('custom', { reference: 'RF-XXXXXXX', other: 1 });
	});

	test('typed custom fields leave as what they are, expressions worked out for each item', async () => {
		const assignments = [
			{ id: '1', name: 'branch', value: '={{ $json.branch }}', type: 'string' },
			{ id: '2', name: 'attempt', value: '={{ $json.attempt }}', type: 'number' },
			{ id: '3', name: 'vip', value: true, type: 'boolean' },
			{ id: '4', name: 'data', value: '={{ { a: [1] } }}', type: 'object' },
		];
		const items = [{ json: { branch: 'Bogotá', attempt: 1 } }, { json: { branch: 'Cali', attempt: '2' } }];
		const parameters = leastOf(CREATE, { additionalFields: { customFields: { assignments } } });
		const result = await bench.run(CREATE, parameters, { items });
		expect(result.error).toBeUndefined();
		const same = { vip: true, data: { a: [1] } };
		expect(bench.auco.requests.map(({ body }) => (body as { custom: object }).custom)).toEqual([
			{ branch: 'Bogotá', attempt: 1, ...same },
			{ branch: 'Cali', attempt: 2, ...same },
		]);
	});

	test('a background check takes codes of documents that are not in the list', async () => {
		const generate = 'aucoBackground/person/generate';
		answerWith(bench.auco, 200, { code: 'C1' });
		await bench.run(generate, leastOf(generate, { type: '={{ "P.E.P." }}' }));
		expect(bench.auco.requests[0].body).toHaveProperty('type', 'PEP');
	});

	test('a name of another country, a document of that country', async () => {
		const items = [
			{ json: { country: 'México', type: 'curp' } },
			{ json: { country: 'espana', type: 'D.N.I.' } },
		];
		const parameters = leastOf(CREATE, { country: '={{ $json.country }}', type: '={{ $json.type }}' });
		const result = await bench.run(CREATE, parameters, { items });
		expect(result.error).toBeUndefined();
		expect(bench.auco.requests.map(({ body }) => body)).toMatchObject([
			{ country: 'MX', type: 'CURP' },
			{ country: 'ES', type: 'DNI' },
		]);
	});

	test('optional fields of invisible marks are not sent', async () => {
		const create = 'verifikBiometric/biometricValidation/create';
		const nothing = '={{ "\\u200b \\u2060" }}';
		const additionalFields = {
			ipAddress: nothing,
			redirectUrl: nothing,
			webhookUrl: nothing,
			expiresAt: nothing,
		};
		const result = await bench.run(create, leastOf(create, { additionalFields }));
		expect(result.error).toBeUndefined();
		expect(Object.keys(bench.verifik.requests[0].body as object)).toHaveLength(4);
		const generate = 'aucoBackground/person/generate';
		await bench.run(generate, leastOf(generate, { name: nothing, expeditionDate: nothing }));
		expect(Object.keys(bench.auco.requests[0].body as object)).toEqual(['email', 'type', 'identification']);
	});

	test('an email left over from a switch that is off is not sent', async () => {
		const create = 'verifikBiometric/biometricValidation/create';
		const left = { sendViaEmail: '={{ false }}', email: 'left@over.example', language: 'es' };
		await bench.run(create, leastOf(create, left));
		expect(Object.keys(bench.verifik.requests[0].body as object)).toEqual([
			'project',
			'projectFlow',
			'identifier',
			'type',
		]);
	});

	test('an order of another field, from an expression', async () => {
		const getAll = 'verifikBiometric/biometricValidation/getAll';
		await bench.run(getAll, { options: { sort: '={{ "-status" }}' } });
		expect(new URLSearchParams(bench.verifik.requests[0].query).get('sort')).toBe('-status');
	});

	test('a phone is optional on the web', async () => {
		const { error } = await bench.run(CREATE, leastOf(CREATE, { platform: 'web', phone: '' }));
		expect(error).toBeUndefined();
		expect(bench.auco.requests[0].body).not.toHaveProperty('phone');
	});

	test.each([[true], [false]])(
		'a switch in a collection leaves as soon as it is added: %p',
		async (value) => {
			const representatives = 'aucoBackground/company/getRepresentatives';
			await bench.run(representatives, leastOf(representatives, { additionalFields: { complete: value } }));
			expect(bench.auco.requests[0].body).toHaveProperty('complete', value);
			const create = 'verifikBiometric/biometricValidation/create';
			await bench.run(create, leastOf(create, { additionalFields: { requires2FA: value } }));
			expect(bench.verifik.requests[0].body).toHaveProperty('requires2FA', value);
		},
	);

	test('a resource locator may be an expression, as a whole or inside', async () => {
		const create = 'verifikBiometric/biometricValidation/create';
		const project = { __rl: true, mode: 'id', value: '={{ $json.project }}' };
		const items = [{ json: { project: 'project_1' } }, { json: { project: 'project_2' } }];
		await bench.run(create, leastOf(create, { project, projectFlow: '={{ "flow_" + $json.project }}' }), {
			items,
		});
		expect(bench.verifik.requests.map(({ body }) => body)).toMatchObject([
			{ project: 'project_1', projectFlow: 'flow_project_1' },
			{ project: 'project_2', projectFlow: 'flow_project_2' },
		]);
	});
});

describe('a field that decides about others may be an expression', () => {
	test('document types of a background check, of which only some need more', async () => {
		const items = [
			{ json: { type: 'CC' } },
			{ json: { type: 'PP', name: 'NOMBRE COMPLETO' } },
			{ json: { type: 'ppt', date: '25/02/2020' } },
		];
		const parameters = {
			...CHECK,
			type: '={{ $json.type }}',
			name: '={{ $json.name }}',
			expeditionDate: '={{ $json.date }}',
		};
		const result = await bench.run('aucoBackground/person/generate', parameters, { items });
		expect(result.error).toBeUndefined();
		expect(bench.auco.requests.map(({ body }) => body)).toEqual([
			CHECK,
			{ ...CHECK, type: 'PP', name: 'NOMBRE COMPLETO' },
			{ ...CHECK, type: 'PPT', expeditionDate: '25/02/2020' },
		]);
	});

	const empty: Array<[string, Record<string, string>]> = [
		['aucoBackground/person/generate', { type: '={{ "CC" }}' }],
		['aucoFace/process/create', { platform: '={{ "web" }}', phone: '' }],
		['verifikBiometric/biometricValidation/create', { sendViaEmail: '={{ false }}' }],
		['aucoFace/document/check', { imageSource: '={{ "url" }}' }],
		['verifikBiometric/biometricValidation/getAll', { returnAll: '={{ true }}' }],
	];
	test.each(empty)(
		'%s runs with %p and nothing in the fields that are not needed',
		async (operation, changes) => {
			const result = await bench.run(operation, leastOf(operation, changes));
			expect(result.error).toBeUndefined();
			expect(bench.providerOf(operation).requests.length).toBe(1);
		},
	);
});
