import { realN8n, type RealN8n } from '../support/server/n8n.mts';
import { PACKAGE } from '../support/server/workflows.mts';
import { VALIDATION_FIELDS } from '../support/documented.mts';

let n8n: RealN8n;

beforeAll(async () => {
	n8n = await realN8n();
});

afterAll(async () => await n8n.close());

const valuesOf = (options: Array<{ value: unknown }>) => options.map(({ value }) => value);

test('document types follow the chosen country', async () => {
	const ask = async (country: string) =>
		await n8n.client.options({
			node: `${PACKAGE}.aucoFace`,
			methodName: 'getDocumentTypes',
			credentials: n8n.credentials,
			parameters: { country },
		});
	expect(valuesOf(await ask('CO')).sort()).toEqual(['CC', 'CE', 'DL', 'PASSPORT', 'PPT']);
	expect(valuesOf(await ask('MX')).sort()).toEqual(['CURP', 'PASSPORT']);
});

test.each(['aucoFace', 'aucoBackground'])('%s offers the webhooks of the company', async (node) => {
	n8n.sandbox.auco.webhooks = [
		{ id: 'default', url: 'https://miempresa.com/webhooks/auco' },
		{ id: 'billing', url: 'https://miempresa.com/webhooks/billing' },
	];
	const options = await n8n.client.options({
		node: `${PACKAGE}.${node}`,
		methodName: 'getWebhooks',
		credentials: n8n.credentials,
	});
	expect(valuesOf(options)).toEqual(['default', 'billing']);
});

describe('the lists of a Verifik project and its flows', () => {
	const ask = async (methodName: string, rest = {}) =>
		await n8n.client.resources({
			node: `${PACKAGE}.verifikBiometric`,
			methodName,
			credentials: n8n.credentials,
			...rest,
		});

	test('go through all pages, and every project comes once', async () => {
		const found: unknown[] = [];
		let paginationToken: string | undefined;
		for (let pages = 0; pages === 0 || (paginationToken !== undefined && pages < 20); pages++) {
			const page = await ask('searchProjects', { paginationToken });
			found.push(...valuesOf(page.results));
			paginationToken = page.paginationToken as string | undefined;
		}
		expect(paginationToken).toBeUndefined();
		expect(found.length).toBeGreaterThan(10);
		expect(new Set(found).size).toBe(found.length);
		expect(found).toContain('project_123456789');
	});

	test('can be searched', async () => {
		const { results: all } = await ask('searchProjects');
		const { results } = await ask('searchProjects', { filter: all[0].name.toUpperCase() });
		expect(results).toContainEqual(all[0]);
		expect((await ask('searchProjects', { filter: 'no such project' })).results).toEqual([]);
	});

	test('hold the flows of the chosen project', async () => {
		const { project } = VALIDATION_FIELDS;
		const { results } = await ask('searchProjectFlows', { parameters: { project } });
		expect(valuesOf(results)).toContain('flow_123456789');
	});
});
