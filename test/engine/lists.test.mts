import { answerWith, itemsOf, useProviders } from '../support/engine/bench.mts';
import { leastOf } from '../support/providers/samples.mts';

const bench = useProviders();

const LIST = 'verifikBiometric/biometricValidation/getAll';

const queries = () => bench.verifik.requests.map(({ query }) => new URLSearchParams(query));
const idsOf = (json: object[]) => json.map((one) => (one as { id: string }).id);

describe.each(['nested', 'flat', 'top'] as const)('lists of the shape %s', (shape) => {
	beforeEach(() => {
		bench.verifik.shape = shape;
	});

	test('Return All reads each page once', async () => {
		bench.verifik.addValidations(1000);
		const { json, error } = await bench.run(LIST, { returnAll: true });
		expect(error).toBeUndefined();
		expect(json.length).toBe(1000);
		expect(new Set(idsOf(json)).size).toBe(1000);
		expect(queries().map((query) => query.get('page'))).toEqual(
			Array.from({ length: 10 }, (_, index) => String(index + 1)),
		);
	});

	test.each([
		[1, 1],
		[50, 1],
		[100, 1],
		[101, 2],
		[250, 3],
	])('a limit of %p takes %p pages', async (limit, pages) => {
		bench.verifik.addValidations(300);
		const { json } = await bench.run(LIST, { limit });
		expect(json.length).toBe(limit);
		expect(bench.verifik.requests.length).toBe(pages);
	});

	test('fewer than the limit', async () => {
		bench.verifik.addValidations(3);
		expect((await bench.run(LIST, { limit: 50 })).json.length).toBe(3);
		expect(bench.verifik.requests.length).toBe(1);
	});

	test('nothing at all', async () => {
		const { json, error, status } = await bench.run(LIST, { returnAll: true });
		expect(error).toBeUndefined();
		expect(status).toBe('success');
		expect(json).toEqual([]);
		expect(bench.verifik.requests.length).toBe(1);
	});

	test('every record in the one shape', async () => {
		bench.verifik.addValidations(2);
		for (const one of (await bench.run(LIST, {})).json) {
			expect(one).toMatchObject({ id: one._id, project: 'project_123456789', status: 'validated' });
		}
	});

	test('filters find what they say', async () => {
		bench.verifik.addValidations(3, { status: 'failed' });
		bench.verifik.addValidations(4, { status: 'validated', type: 'login' });
		bench.verifik.addValidations(5, { status: 'expired' });
		const count = async (filters: object) =>
			(await bench.run(LIST, { filters: filters as never })).json.length;
		expect(await count({ status: ['failed'] })).toBe(3);
		expect(await count({ status: ['failed', 'expired'] })).toBe(8);
		expect(await count({ type: 'login' })).toBe(4);
		expect(await count({ status: 'failed,validated', type: 'login' })).toBe(4);
		expect(await count({ createdAfter: '2125-01-01T00:00:00Z' })).toBe(0);
		expect(await count({ createdAfter: '2020-01-01T00:00:00Z' })).toBe(12);
	});
});

/** What is entered, and the query that has to leave. */
const encoded: Array<[string, object, string]> = [
	['one status', { filters: { status: ['failed'] } }, 'where_status=failed'],
	[
		'several states',
		{ filters: { status: ['failed', 'expired'] } },
		'in_status[]=failed&in_status[]=expired',
	],
	['a status of the future', { filters: { status: '={{ ["cancelled"] }}' } }, 'where_status=cancelled'],
	['none', { filters: { status: [] } }, ''],
	['a session', { filters: { livenessSession: ' 674d ' } }, 'where_livenessSession=674d'],
	[
		'a moment',
		{ filters: { createdAfter: '2024-01-15T11:30:00Z' } },
		'where>_createdAt=2024-01-15T11:30:00Z',
	],
	['an order', { options: { sort: 'createdAt' } }, 'sort=createdAt'],
	['one reference', { options: { populates: ['project'] } }, 'populates[]=project'],
	[
		'references as text',
		{ options: { populates: '={{ "client,project" }}' } },
		'populates[]=client&populates[]=project',
	],
];
test.each(encoded)('%s is asked for as documented', async (_, parameters, query) => {
	await bench.run(LIST, parameters as never);
	const sent = decodeURIComponent(bench.verifik.requests[0].query);
	expect(sent).toBe([query, 'page=1&perPage=50'].filter(Boolean).join('&'));
});

test('the order is the provider’s', async () => {
	bench.verifik.addValidations(5);
	const { json } = await bench.run(LIST, { options: { sort: '-createdAt' } });
	const moments = json.map(({ createdAt }) => String(createdAt));
	expect(moments).toEqual([...moments].sort().reverse());
});

describe('pages as a provider may give them', () => {
	const page = (from: number, count: number) => ({
		data: Array.from({ length: count }, (_, index) => ({ _id: `v${from + index}` })),
	});

	test('records that move to the next page meanwhile come once', async () => {
		const counts = { total: 5, pages: 3 };
		answerWith(bench.verifik, 200, { ...page(0, 2), ...counts }, { at: [1] });
		answerWith(bench.verifik, 200, { ...page(1, 2), ...counts }, { at: [2] });
		answerWith(bench.verifik, 200, { ...page(3, 2), ...counts }, { at: [3] });
		const { json } = await bench.run(LIST, { returnAll: true });
		expect(idsOf(json)).toEqual(['v0', 'v1', 'v2', 'v3', 'v4']);
	});

	test('without counts, a short page is the last', async () => {
		answerWith(bench.verifik, 200, page(0, 20), { at: [1] });
		answerWith(bench.verifik, 200, page(20, 20), { at: [2] });
		answerWith(bench.verifik, 200, page(40, 7), { at: [3] });
		const { json } = await bench.run(LIST, { returnAll: true });
		expect(json.length).toBe(47);
		expect(bench.verifik.requests.length).toBe(3);
	});

	test('without counts, and a full last page, the empty one after it ends the list', async () => {
		answerWith(bench.verifik, 200, page(0, 100), { at: [1] });
		answerWith(bench.verifik, 204, undefined, { at: [2] });
		expect((await bench.run(LIST, { returnAll: true })).json.length).toBe(100);
	});

	test('a provider that gives the same page for ever does not keep the node busy', async () => {
		answerWith(bench.verifik, 200, page(0, 100));
		expect((await bench.run(LIST, { returnAll: true })).json.length).toBe(100);
		expect(bench.verifik.requests.length).toBe(2);
	});

	test('a provider that gives fewer per page than asked for is read to its end', async () => {
		const counts = { total: 30, pages: 2 };
		answerWith(bench.verifik, 200, { ...page(0, 20), ...counts }, { at: [1] });
		answerWith(bench.verifik, 200, { ...page(20, 10), ...counts }, { at: [2] });
		expect((await bench.run(LIST, { returnAll: true })).json.length).toBe(30);
	});

	test('an error on the second page is an error, not a short list', async () => {
		bench.verifik.addValidations(250);
		answerWith(bench.verifik, 403, { code: 'Forbidden', message: 'expired_token' }, { at: [2] });
		const { error, json } = await bench.run(LIST, { returnAll: true });
		expect(error?.message).toMatch(/expired/);
		expect(json).toEqual([]);
	});
});

test('a list per item', async () => {
	bench.verifik.addValidations(2, { type: 'login' });
	bench.verifik.addValidations(1, { type: 'onboarding' });
	const { items } = await bench.run(
		LIST,
		{ limit: '={{ $json.limit }}', filters: { type: '={{ $json.type }}' } },
		{
			items: itemsOf([
				{ type: 'login', limit: 1 },
				{ type: 'onboarding', limit: '5' },
			]),
		},
	);
	expect(items.map(({ json, pairedItem }) => [json.type, pairedItem])).toEqual([
		['login', { item: 0 }],
		['onboarding', { item: 1 }],
	]);
});

describe('a list that others change meanwhile', () => {
	const NEWEST_FIRST = { returnAll: true, options: { sort: '-createdAt' } };

	test.each([
		// The second page is the first one once more.
		['nested', [20]],
		['flat', [20]],
		['top', [20]],
		['nested', [7, 3, 0, 12]],
	] as const)('of the shape %s, with %p new ones between pages, comes out whole', async (shape, created) => {
		bench.verifik.shape = shape;
		bench.verifik.addValidations(100);
		const before = idsOf((await bench.run(LIST, NEWEST_FIRST)).json);
		expect(before).toHaveLength(100);
		bench.verifik.largestPage = 20;
		bench.verifik.createdBetweenPages = [...created];
		const { json, error } = await bench.run(LIST, NEWEST_FIRST);
		expect(error).toBeUndefined();
		expect(idsOf(json)).toEqual(expect.arrayContaining(before));
		expect(new Set(idsOf(json)).size).toBe(json.length);
	});

	test('that grows faster than it can be read is named', async () => {
		bench.verifik.addValidations(100);
		bench.verifik.largestPage = 20;
		bench.verifik.createdBetweenPages = new Array<number>(100).fill(20);
		const { error } = await bench.run(LIST, NEWEST_FIRST);
		expect(error?.message).toBe('The list at Verifik grows faster than it can be read [Item 0]');
	});
});

describe('counts that cannot be right', () => {
	const docs = (from: number, count: number) =>
		Array.from({ length: count }, (_, index) => ({ _id: `v${from + index}` }));

	/** Answers these pages one after the other, the last one from then on, and gives the ids and the number of requests. */
	async function read(...pages: object[]) {
		pages.forEach((data, index) => {
			const isLast = index === pages.length - 1;
			answerWith(bench.verifik, 200, { data }, isLast ? {} : { at: [index + 1] });
		});
		const { json, error } = await bench.run(LIST, { returnAll: true });
		expect(error).toBeUndefined();
		return { ids: idsOf(json), requests: bench.verifik.requests.length };
	}

	test('no page at all, beside records, counts as not told', async () => {
		const { ids, requests } = await read({ docs: docs(0, 100), pages: 0 }, { docs: docs(100, 7), pages: 0 });
		expect([ids.length, requests]).toEqual([107, 2]);
	});

	test('pages told as text are understood', async () => {
		const { ids, requests } = await read({ docs: docs(0, 3), pages: '2' }, { docs: docs(3, 5), pages: '2' });
		expect([ids.length, requests]).toEqual([8, 2]);
	});

	test('the same page again and again is the end', async () => {
		const { ids, requests } = await read({ docs: docs(0, 100), pages: 1_000_000, total: 100_000_000 });
		expect([ids.length, requests]).toEqual([100, 2]);
	});

	test('records that were deleted meanwhile leave no gap', async () => {
		const page = { pages: 2, total: 8 };
		const { ids } = await read(
			{ ...page, docs: docs(0, 4) },
			// Two of the first page are gone: what was fifth and sixth is now on the first page.
			{ pages: 2, total: 6, docs: docs(6, 2) },
			{ pages: 2, total: 6, docs: docs(2, 4) },
			{ pages: 2, total: 6, docs: docs(6, 2) },
		);
		expect(ids).toEqual(expect.arrayContaining(docs(2, 6).map(({ _id }) => _id)));
	});
});

test('Simplify gives ten fields at most, without the session token', async () => {
	const records = ['one', 'two'].map((_id) => ({ _id, status: 'new', token: 'eyJSESSIONTOKEN' }));
	answerWith(bench.verifik, 200, { data: { docs: records } });
	const raw = await bench.run(LIST, {});
	expect(JSON.stringify(raw.json)).toContain('eyJSESSIONTOKEN');
	const { json } = await bench.run(LIST, { simplify: true });
	expect(json).toHaveLength(2);
	for (const one of json) expect(Object.keys(one).length).toBeLessThanOrEqual(10);
	expect(JSON.stringify(json)).not.toContain('eyJSESSIONTOKEN');
});

test('Simplify of Create keeps the link and leaves the token out', async () => {
	const CREATE = 'verifikBiometric/biometricValidation/create';
	const raw = await bench.run(CREATE, leastOf(CREATE));
	expect(raw.json[0]).toHaveProperty('token');
	const { json, error } = await bench.run(CREATE, leastOf(CREATE, { simplify: true }));
	expect(error).toBeUndefined();
	expect(json[0]).toMatchObject({ id: bench.verifik.creations[1].id, status: 'new' });
	expect(json[0]).not.toHaveProperty('token');
	expect(Object.keys(json[0]).length).toBeLessThanOrEqual(10);
});
