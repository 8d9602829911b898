import type { INode } from 'n8n-workflow';

import type { Fault } from '../../sandbox/types.mts';
import { itemsOf, useProviders } from '../support/engine/bench.mts';
import { leastOf } from '../support/providers/samples.mts';
import { until } from '../support/until.mts';

/** Runs that cannot come to a good end, and how they end. */
const bench = useProviders();

const CREATE = 'aucoFace/process/create';
const READ = 'aucoBackground/person/get';
const EACH = leastOf(CREATE, { identification: '={{ $json.number }}' });
const CONTINUE: Partial<INode> = { onError: 'continueRegularOutput' };
const MINUTE = 60_000;

const rowsOf = (count: number) =>
	itemsOf(Array.from({ length: count }, (_, row) => ({ number: String(1_001_000_000 + row) })));

const status = (code: number, headers?: Record<string, string>): Fault => ({
	kind: 'status',
	when: 'before',
	status: code,
	body: { message: 'NOT_NOW' },
	headers,
});

describe('when nothing goes well for two minutes, with On Error: Continue', () => {
	test.each<[string, string, Fault, number]>([
		['429', CREATE, status(429), 100],
		['429 that asks for ten seconds', CREATE, status(429, { 'retry-after': '10' }), 100],
		['503 of a read', READ, status(503), 700],
	])(
		'%s: the rest comes out as errors that say so, and nothing is sent for it',
		async (_name, operation, fault, most) => {
			const count = 1_000;
			bench.auco.fail({ fault });
			const start = Date.now();
			const { json, error } = await bench.run(operation, operation === CREATE ? EACH : leastOf(READ), {
				items: rowsOf(count),
				nodeSettings: CONTINUE,
			});
			expect(error).toBeUndefined();
			expect(Date.now() - start).toBeGreaterThanOrEqual(2 * MINUTE);
			expect(Date.now() - start).toBeLessThan(2.5 * MINUTE);
			expect(bench.auco.requests.length).toBeLessThan(most);
			expect(json.length).toBe(count);
			expect(json.every((item) => 'error' in item)).toBe(true);
			expect(json[0].error).toMatch(/NOT_NOW|too many/);
			expect(json.at(-1)).toMatchObject({
				error: `Not sent, because no request of this run has gone well for two minutes [Item ${count - 1}]`,
				details: { description: expect.stringMatching(/Run the node again/) },
			});
		},
	);

	test('a closed address', async () => {
		const { json } = await bench.run(CREATE, EACH, {
			items: rowsOf(1_000),
			nodeSettings: CONTINUE,
			credentials: { aucoApi: { ...bench.auco.credential, baseUrl: 'http://127.0.0.1:1' } },
		});
		expect(json[0].error).toMatch(/could not be reached/);
		expect(json.at(-1)!.error).toMatch(/^Not sent/);
	});

	test('what was created before is kept, and a provider that comes back in time gets all', async () => {
		bench.auco.fail({ fault: status(429), at: Array.from({ length: 12 }, (_, index) => index + 10) });
		const { json } = await bench.run(CREATE, EACH, { items: rowsOf(30), nodeSettings: CONTINUE });
		expect(json.filter((item) => 'error' in item)).toEqual([]);
		expect(bench.auco.creations.length).toBe(30);
	});

	test('a provider that asks for an hour is reported for every item, and nobody waits', async () => {
		bench.auco.fail({ fault: status(429, { 'retry-after': '3600' }) });
		bench.clock.standStill();
		const parameters = { ...EACH, options: { maxConcurrency: 1 } };
		const { json } = await bench.run(CREATE, parameters, { items: rowsOf(3), nodeSettings: CONTINUE });
		expect(json.map(({ error }) => error)).toEqual([0, 1, 2].map(() => expect.stringMatching(/NOT_NOW/)));
	});

	test('refusals of the items themselves are no reason to stop', async () => {
		bench.auco.fail({ fault: status(400) });
		bench.auco.latency = 0;
		const { json } = await bench.run(CREATE, EACH, { items: rowsOf(50), nodeSettings: CONTINUE });
		expect(bench.auco.requests.length).toBe(50);
		expect(json.every(({ error }) => /NOT_NOW/.test(String(error)))).toBe(true);
	});
});

describe('without it, the first failure ends the waiting of the others at once', () => {
	test('of those that the provider has put off', async () => {
		bench.auco.fail({ fault: status(429, { 'retry-after': '60' }), at: [2] });
		bench.auco.fail({ fault: status(400), at: [3] });
		bench.clock.standStill();
		const { error } = await bench.run(
			CREATE,
			{ ...EACH, options: { maxConcurrency: 3 } },
			{ items: rowsOf(10) },
		);
		expect(error?.message).toMatch(/NOT_NOW \[Item 2\]/);
		expect(error?.message).toContain(bench.auco.creations[0].id);
		expect(bench.auco.requests.length).toBeLessThanOrEqual(4);
	});

	test('of those that wait for results', async () => {
		await bench.run(CREATE, EACH, { items: rowsOf(2) });
		const codes = bench.auco.creations.map(({ id }) => id);
		const before = bench.auco.requests.length;
		bench.auco.fail({ fault: status(404), at: [before + 3] });
		bench.clock.standStill();
		const running = await bench.begin(
			'aucoFace/process/waitForResult',
			{ code: '={{ $json.code }}' },
			{ items: itemsOf([...codes, 'XXXXXXXXX'].map((code) => ({ code }))) },
		);
		await until('three questions', () => bench.auco.requests.length >= before + 3);
		expect((await running.result).error?.message).toMatch(/\[Item \d\]/);
		expect(bench.auco.requests.length).toBe(before + 3);
	});
});
