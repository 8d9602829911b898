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
