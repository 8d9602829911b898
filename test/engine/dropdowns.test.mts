import type { INodeListSearchItems } from 'n8n-workflow';

import { options, search } from '../support/engine/dropdowns.mts';
import { answerWith, useProviders } from '../support/engine/bench.mts';
import { leastOf } from '../support/providers/samples.mts';

const bench = useProviders();

const FACE = 'aucoFace/process/create';
const VALIDATION = 'verifikBiometric/biometricValidation/create';

const valuesOf = (entries: Array<{ value: unknown }>) => entries.map(({ value }) => value);

describe('document types', () => {
	/** Country, and what it knows besides the passport (docs/providers/auco.md#countries-and-document-types). */
	const byCountry: Array<[string, string[]]> = [
		['CO', ['CC', 'CE', 'PPT', 'DL']],
		['AW', ['CI']],
		['CL', ['RUT', 'RUN']],
		['CR', ['CCCR']],
		['EC', ['CI']],
		['SV', ['DUI']],
		['ES', ['DNI']],
		['HN', ['DNI']],
		['MX', ['CURP']],
		['PA', ['CI']],
		['PE', ['DNI']],
		['UY', ['CI']],
		['VE', ['CI']],
		[' co ', ['CC', 'CE', 'PPT', 'DL']],
	];
	test.each(byCountry)('of %s', async (country, types) => {
		const entries = await options(bench, {
			operation: FACE,
			method: 'getDocumentTypes',
			parameters: { country },
		});
		expect(valuesOf(entries)).toEqual([...types, 'PASSPORT']);
		expect(bench.auco.requests).toEqual([]);
	});

	test.each([['={{ $json.country }}'], [''], ['BR']])('of all countries for %p', async (country) => {
		const entries = await options(bench, {
			operation: FACE,
			method: 'getDocumentTypes',
			parameters: { country },
		});
		const every = new Set(byCountry.flatMap(([, types]) => types).concat('PASSPORT'));
		expect(valuesOf(entries).sort()).toEqual([...every].sort());
	});
});

test('the countries are those of the table', () => {
	const { properties } = bench.engine.loaded.description('aucoFace');
	const countries = properties.filter(({ name }) => name === 'country');
	expect(countries.length).toBe(3);
	for (const { options: entries } of countries) {
		expect(valuesOf(entries as Array<{ value: unknown }>).sort()).toEqual(
			['AW', 'CL', 'CO', 'CR', 'EC', 'ES', 'HN', 'MX', 'PA', 'PE', 'SV', 'UY', 'VE'].sort(),
		);
	}
});

describe.each([FACE, 'aucoBackground/person/generate'])('target webhooks of %s', (operation) => {
	test('are those of the company, read with the public key', async () => {
		bench.auco.webhooks = [
			{ id: 'default', url: 'https://miempresa.com/webhooks/auco', description: 'Webhook principal' },
			{
				id: 'billing',
				url: 'https://miempresa.com/webhooks/billing',
				header: { key: 'Authorization', value: 'secret' },
			},
		];
		const entries = await options(bench, { operation, method: 'getWebhooks' });
		expect(entries).toEqual([
			{
				name: 'default',
				value: 'default',
				description: 'Webhook principal – https://miempresa.com/webhooks/auco',
			},
			{ name: 'billing', value: 'billing', description: 'https://miempresa.com/webhooks/billing' },
		]);
		expect(JSON.stringify(entries)).not.toContain('secret');
		expect(bench.auco.requests[0]).toMatchObject({ method: 'GET', path: '/v1.5/ext/company' });
		expect(bench.auco.requests[0].headers.authorization).toBe(bench.auco.credential.publicKey);
	});

	test('a company without any has none', async () => {
		answerWith(bench.auco, 200, { id: 'c', name: 'C' });
		expect(await options(bench, { operation, method: 'getWebhooks' })).toEqual([]);
	});

	test('a bad key is named', async () => {
		answerWith(bench.auco, 401, { message: 'UNAUTHORIZED' });
		await expect(options(bench, { operation, method: 'getWebhooks' })).rejects.toThrow(
			/did not accept the key/,
		);
	});
});

/** All pages of a resource locator's list. */
async function allPages(method: string, parameters = {}): Promise<INodeListSearchItems[]> {
	const found: INodeListSearchItems[] = [];
	let paginationToken: string | undefined;
	for (let pages = 0; pages < 20; pages++) {
		const page = await search(bench, { operation: VALIDATION, method, parameters, paginationToken });
		found.push(...page.results);
		paginationToken = page.paginationToken as string | undefined;
		if (paginationToken === undefined) return found;
	}
	throw new Error('The list has no end');
}

describe.each(['nested', 'flat', 'top'] as const)('projects and flows of the shape %s', (shape) => {
	beforeEach(() => {
		bench.verifik.shape = shape;
	});

	const projectOf = (value: string) => ({ project: { __rl: true, mode: 'list', value } });

	test('every project comes once, with its name and any unusual state', async () => {
		const projects = await allPages('searchProjects');
		expect(projects.length).toBe(25);
		expect(new Set(valuesOf(projects)).size).toBe(25);
		expect(projects).toContainEqual({ name: 'Example Project', value: 'project_123456789' });
		expect(projects.filter(({ name }) => name.endsWith('(paused)')).length).toBe(3);
	});

	test.each([['EXAMPLE PROJECT 24'], [' project 24 ']])(
		'a search for %p finds it, on whatever page it is',
		async (filter) => {
			const { results } = await search(bench, { operation: VALIDATION, method: 'searchProjects', filter });
			expect(results.map(({ name }) => name)).toEqual([expect.stringMatching(/^Example Project 24/)]);
		},
	);

	test('a search for an ID, and one that finds nothing', async () => {
		const find = async (filter: string) =>
			valuesOf((await search(bench, { operation: VALIDATION, method: 'searchProjects', filter })).results);
		expect(await find('project_123456789')).toEqual(['project_123456789']);
		expect(await find('no such project')).toEqual([]);
	});

	test('flows are those of the chosen project only', async () => {
		const flows = await allPages('searchProjectFlows', projectOf('project_123456789'));
		expect(flows.length).toBe(7);
		expect(flows).toContainEqual({ name: 'login …456789', value: 'flow_123456789' });
		expect(flows.map(({ name }) => name)).toEqual(
			expect.arrayContaining([
				expect.stringMatching(/^onboarding …\w{6} \(draft\)$/),
				expect.stringMatching(/^login …\w{6} \(paused\)$/),
			]),
		);
		const others = await allPages('searchProjectFlows', projectOf('6705d2a1f3b4c5d6e7f80000'));
		expect(valuesOf(others)).not.toContain('flow_123456789');
		expect(others.length).toBe(2);
	});

	test('flows can be searched', async () => {
		const request = {
			operation: VALIDATION,
			method: 'searchProjectFlows',
			parameters: projectOf('project_123456789'),
		};
		const { results } = await search(bench, { ...request, filter: 'Draft' });
		expect(results.map(({ name }) => name)).toEqual([expect.stringMatching(/^onboarding …\w{6} \(draft\)$/)]);
	});
});

test('a provider that cannot narrow flows to a project: the node does', async () => {
	answerWith(bench.verifik, 200, {
		data: [
			{ _id: 'f1', project: 'p1', type: 'login', status: 'active' },
			{ _id: 'f2', project: 'p2', type: 'login', status: 'active' },
			{ _id: 'f3', project: { _id: 'p1', name: 'Populated' }, type: 'onboarding', status: 'active' },
		],
	});
	const parameters = { project: { __rl: true, mode: 'id', value: 'p1' } };
	const { results } = await search(bench, {
		operation: VALIDATION,
		method: 'searchProjectFlows',
		parameters,
	});
	expect(valuesOf(results)).toEqual(['f1', 'f3']);
});

test('a bad token is named in the list', async () => {
	const credentials = { verifikApi: { ...bench.verifik.credential, accessToken: 'EXPIRED_TOKEN' } };
	await expect(
		search(bench, { operation: VALIDATION, method: 'searchProjects', credentials }),
	).rejects.toThrow(/Access Token has expired/);
});

test('every method that a field names exists, and only those', () => {
	for (const node of ['aucoFace', 'aucoBackground', 'verifikBiometric']) {
		const { methods } = bench.engine.loaded.nodeTypes.getByNameAndVersion(
			bench.engine.loaded.typeOf(node),
			1,
		);
		const text = JSON.stringify(bench.engine.loaded.description(node).properties);
		const namedBy = (key: string) =>
			[...new Set([...text.matchAll(new RegExp(`"${key}":"(\\w+)"`, 'g'))].map(([, name]) => name))].sort();
		expect(namedBy('loadOptionsMethod')).toEqual(Object.keys(methods?.loadOptions ?? {}).sort());
		expect(namedBy('searchListMethod')).toEqual(Object.keys(methods?.listSearch ?? {}).sort());
	}
});

describe('the validations of an account', () => {
	const GET = 'verifikBiometric/biometricValidation/get';
	const find = async (request: { filter?: string; paginationToken?: string } = {}) =>
		await search(bench, { operation: GET, method: 'searchValidations', ...request });

	beforeEach(async () => {
		const items = Array.from({ length: 25 }, (_, row) => ({
			json: { identifier: `user-${row}@example.com` },
		}));
		await bench.run(VALIDATION, leastOf(VALIDATION, { identifier: '={{ $json.identifier }}' }), { items });
	});

	test('come page by page, by the key that they were made with', async () => {
		const first = await find();
		expect(first.results).toHaveLength(20);
		expect(first.results[0]).toEqual({
			name: expect.stringMatching(/^user-\d+@example\.com · \d{4}-\d\d-\d\d \(new\)$/),
			value: expect.stringMatching(/^[\da-f]{24}$/),
		});
		const second = await find({ paginationToken: first.paginationToken as string });
		const values = valuesOf([...first.results, ...second.results]);
		expect(new Set(values).size).toBe(25);
		expect([...values].sort()).toEqual(bench.verifik.creations.map(({ id }) => id).sort());
		expect(bench.verifik.requests.at(-1)!.query).toContain('sort=-createdAt');
	});

	test('can be searched, on whatever page they are', async () => {
		const { results } = await find({ filter: 'USER-0@' });
		expect(results.map(({ name }) => name)).toEqual([expect.stringMatching(/^user-0@example\.com/)]);
	});
});

test('the flows of a filter are those of the project of the filter', async () => {
	const project = { __rl: true, mode: 'list', value: 'project_123456789' };
	const { results } = await search(bench, {
		operation: 'verifikBiometric/biometricValidation/getAll',
		method: 'searchProjectFlows',
		parameters: { filters: { project } },
	});
	expect(valuesOf(results)).toContain('flow_123456789');
	expect(bench.verifik.requests[0].query).toContain('where_project=project_123456789');
});
