import { setImmediate as turn } from 'node:timers/promises';

import { version } from 'n8n-workflow/package.json';

import { engineLogger } from '../support/engine/encryption.mts';
import { itemsOf, useProviders } from '../support/engine/bench.mts';
import { Recorder } from '../support/providers/recorder.mts';
import { leastOf } from '../support/providers/samples.mts';
import { until } from '../support/until.mts';

const bench = useProviders();

/** Before 2.36 an item with more beside its error leaves n8n's success output. */
const knowsDetails = Number(version.split('.')[1]) >= 36;

const FACE = 'aucoFace/process/create';
const GET_FACE = 'aucoFace/process/get';
const HISTORY = 'aucoFace/process/getWhatsappHistory';
const LIST = 'verifikBiometric/biometricValidation/getAll';

const rowsOf = (count: number) => Array.from({ length: count }, (_, row) => ({ row }));
const EACH = leastOf(FACE, { name: '={{ "Person " + $json.row }}' });

describe('items stay linked', () => {
	test('each output to its input, in order', async () => {
		const { items, after } = await bench.run(FACE, EACH, {
			items: itemsOf(rowsOf(30)),
			after: "={{ $('Start').item.json.row }}",
		});
		expect(items.map(({ pairedItem }) => pairedItem)).toEqual(rowsOf(30).map(({ row }) => ({ item: row })));
		expect(after).toEqual(rowsOf(30).map(({ row }) => row));
	});

	test('when one item gives several, each of those', async () => {
		bench.verifik.addValidations(3, { type: 'login' });
		bench.verifik.addValidations(2, { type: 'onboarding' });
		const { after, json } = await bench.run(
			LIST,
			{ filters: { type: '={{ $json.type }}' } },
			{
				items: itemsOf([{ type: 'login' }, { type: 'oneTimeLink' }, { type: 'onboarding' }]),
				after: "={{ $('Start').item.json.type }}",
			},
		);
		expect(json.length).toBe(5);
		expect(after).toEqual(['login', 'login', 'login', 'onboarding', 'onboarding']);
	});

	test('when items fail, too', async () => {
		bench.auco.fail({
			fault: { kind: 'status', when: 'before', status: 400, body: { message: 'NO' } },
			every: 2,
		});
		const { after, json } = await bench.run(
			FACE,
			{ ...EACH, options: { maxConcurrency: 1 } },
			{
				items: itemsOf(rowsOf(6)),
				after: "={{ $('Start').item.json.row + ($json.error ? ' failed' : ' made') }}",
				nodeSettings: { onError: 'continueRegularOutput' },
			},
		);
		expect(json.length).toBe(6);
		expect(after).toEqual(['0 made', '1 failed', '2 made', '3 failed', '4 made', '5 failed']);
	});
});

describe('good and bad items mixed', () => {
	const rows = [
		{ phone: '+573003003030' },
		{ phone: 'bad' },
		{ phone: '+573003003031' },
		{ phone: '+573003003032' },
	];
	const parameters = leastOf(FACE, { phone: '={{ $json.phone }}', options: { maxConcurrency: 1 } });
	/** The second of those that are sent, item 2, is refused. */
	const refuseOne = () =>
		bench.auco.fail({
			fault: { kind: 'status', when: 'before', status: 400, body: { message: 'EXPIRED_DATE_INVALID' } },
			at: [2],
		});

	test('stop the run unless it is to continue', async () => {
		refuseOne();
		const { status, error } = await bench.run(FACE, parameters, { items: itemsOf(rows) });
		expect(status).toBe('error');
		expect(error?.message).toMatch(/\[Item 1\]/);
		expect(bench.auco.requests).toEqual([]);
	});

	test('On Error: Continue gives all of them in order', async () => {
		refuseOne();
		const { json, status } = await bench.run(FACE, parameters, {
			items: itemsOf(rows),
			nodeSettings: { onError: 'continueRegularOutput' },
		});
		expect(status).toBe('success');
		expect(json.map((one) => ('error' in one ? 'error' : 'code'))).toEqual([
			'code',
			'error',
			'error',
			'code',
		]);
		expect(json[1]).toEqual({
			error: expect.stringMatching(/^'Phone' .*\[Item 1\]$/),
			details: { description: expect.stringMatching(/^Nothing was sent/) },
		});
		expect(json[2]).toEqual({
			error: expect.stringMatching(/^Auco .* \(EXPIRED_DATE_INVALID\) \[Item 2\]$/),
			details: {
				description: expect.stringMatching(/^It must be more than 3 days .*\.$/),
				httpCode: '400',
				code: 'EXPIRED_DATE_INVALID',
			},
		});
	});

	test('On Error: Continue (using error output) parts them, the bad ones with their input', async () => {
		refuseOne();
		const { outputs } = await bench.run(FACE, parameters, {
			items: itemsOf(rows),
			nodeSettings: { onError: 'continueErrorOutput' },
		});
		const [good, bad] = outputs;
		expect(good.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 3 }]);
		expect(bad.map(({ json, pairedItem }) => [json.phone, pairedItem])).toEqual([
			['bad', { item: 1 }],
			['+573003003031', { item: 2 }],
		]);
		expect(bad[1].json.error).toMatch(/EXPIRED_DATE_INVALID/);
		const details = { code: 'EXPIRED_DATE_INVALID', httpCode: '400', description: expect.any(String) };
		expect(bad[1].json.details).toEqual(knowsDetails ? details : undefined);
	});
});

describe('expressions', () => {
	test('are worked out for every item, in every kind of field', async () => {
		const rows = [
			{ row: 0, tags: 'a,b', reference: 'RF-0', type: 'CC' },
			{ row: 1, tags: ['c'], reference: 'RF-1', type: 'PASSPORT' },
			{ row: 2, tags: '', reference: 'RF-2', type: 'ce' },
		];
		const parameters = {
			...EACH,
			type: '={{ $json.type }}',
			additionalFields: {
				tags: '={{ $json.tags }}',
				custom: '={{ { reference: $json.reference } }}',
				customFields: { values: [{ key: 'row', value: '={{ $json.row }}' }] },
				expiredDate: '={{ DateTime.fromISO("2125-05-29T00:00:00Z").plus({ days: $json.row }) }}',
			},
		};
		const { error } = await bench.run(FACE, parameters, {
			items: itemsOf(rows),
			settings: { timezone: 'UTC' },
		});
		expect(error).toBeUndefined();
		expect(bench.auco.requests.map(({ body }) => body)).toMatchObject([
			{
				name: 'Person 0',
				type: 'CC',
				tags: ['a', 'b'],
				custom: { reference: 'RF-0', row: 0 },
				expiredDate: '2125-05-29T00:00:00.000Z',
			},
			{
				name: 'Person 1',
				type: 'PASSPORT',
				tags: ['c'],
				custom: { reference: 'RF-1', row: 1 },
				expiredDate: '2125-05-30T00:00:00.000Z',
			},
			{
				name: 'Person 2',
				type: 'CE',
				custom: { reference: 'RF-2', row: 2 },
				expiredDate: '2125-05-31T00:00:00.000Z',
			},
		]);
		expect(bench.auco.requests[2].body).not.toHaveProperty('tags');
	});
});

describe('with answers that the test gives', () => {
	let provider: Recorder;
	beforeEach(async () => {
		provider = await new Recorder().listen();
		provider.isHolding = true;
	});
	afterEach(async () => await provider.close());

	const settings = (count: number) => ({
		items: itemsOf(rowsOf(count)),
		credentials: { aucoApi: { ...bench.auco.credential, baseUrl: `http://${provider.host}` } },
	});
	/** Waits for so many requests, and for one too many in the turns after them. */
	const underWay = async (count: number) => {
		await until(`${count} requests under way`, () => provider.held.length >= count);
		for (let turns = 0; turns < 20; turns++) await turn();
		expect(provider.held.length).toBe(count);
	};
	/** What Auco answers when it has made a process, here with the person's name as its code, or is asked for one. */
	const good = ({ body }: { body: string }) =>
		body === '' ? { status: 'APPROVED' } : { code: (JSON.parse(body) as { name: string }).name };

	/** Operation, the option (undefined for none), and how many there may be. */
	const limits: Array<[string, number | undefined, number]> = [
		[FACE, undefined, 10],
		[GET_FACE, undefined, 25],
		[FACE, 1, 1],
		[FACE, 3, 3],
		[GET_FACE, 40, 40],
	];
	test.each(limits)(
		'%s with Max Concurrency %p has %p under way',
		async (operation, maxConcurrency, most) => {
			const count = most * 2 + 1;
			const parameters = {
				...(operation === FACE ? EACH : leastOf(operation)),
				options: maxConcurrency === undefined ? {} : { maxConcurrency },
			};
			const running = await bench.begin(operation, parameters, settings(count));
			for (let left = count; left > 0; left--) {
				await underWay(Math.min(most, left));
				provider.answer(good);
			}
			const { json, error } = await running.result;
			expect(error).toBeUndefined();
			expect(json.length).toBe(count);
			expect(provider.mostHeld).toBe(most);
		},
	);

	test('the order of items is kept when later ones are answered first', async () => {
		const running = await bench.begin(FACE, EACH, settings(12));
		for (let left = 12; left > 0; left--) {
			await underWay(Math.min(10, left));
			provider.answer(good, { at: -1 });
		}
		const { json } = await running.result;
		expect(json.map(({ code }) => code)).toEqual(rowsOf(12).map(({ row }) => `Person ${row}`));
	});

	test('when one fails nothing further is sent, and what is under way is awaited', async () => {
		const running = await bench.begin(FACE, { ...EACH, options: { maxConcurrency: 3 } }, settings(40));
		await underWay(3);
		provider.answer(good);
		await underWay(3);
		provider.answer({ message: 'NO' }, { status: 400 });
		await until('the refusal to arrive', () => bench.clock.requestsUnderWay === 2);
		provider.answer(good);
		provider.answer(good);
		const { error } = await running.result;
		expect(error?.message).toMatch(/NO \[Item 1\]/);
		for (const row of [0, 2, 3]) expect(error?.message).toContain(`Person ${row} [Item ${row}]`);
		expect(provider.asked.length).toBe(4);
	});

	test('cancelling in the middle: nothing further is sent', async () => {
		const warn = jest.spyOn(engineLogger(), 'warn').mockImplementation(() => undefined);
		const running = await bench.begin(FACE, { ...EACH, options: { maxConcurrency: 2 } }, settings(50));
		await underWay(2);
		provider.answer(good);
		await underWay(2);
		running.cancel();
		expect((await running.result).status).toBe('canceled');
		provider.answer(good);
		provider.answer(good);
		// The last thing that the node does.
		await until('the node to end', () => warn.mock.calls.length > 0);
		expect(provider.asked.length).toBe(3);
	});
});

describe('cancelling', () => {
	test('loses no code: n8n stores nothing of a stopped node, so its log tells', async () => {
		const warn = jest.spyOn(engineLogger(), 'warn').mockImplementation(() => undefined);
		bench.auco.fail({ fault: { kind: 'stall', when: 'after' }, at: [3] });
		const running = await bench.begin(
			FACE,
			{ ...EACH, options: { maxConcurrency: 1 } },
			{ items: itemsOf(rowsOf(5)) },
		);
		await until('the third creation', () => bench.auco.creations.length >= 3);
		running.cancel();
		await running.result;
		await until('the log', () => warn.mock.calls.length > 0);
		const [first, second] = bench.auco.creations.map(({ id }) => id);
		expect(warn.mock.calls.map(([text]) => text)).toEqual([
			`Execution 42 was stopped in node 'Under Test'. Created at Auco: ${first} [Item 0], ${second} [Item 1]. Not known: [Item 2].`,
		]);
	});

	test('while the provider asks for patience: at once', async () => {
		bench.auco.fail({
			fault: { kind: 'status', when: 'before', status: 429, headers: { 'retry-after': '60' } },
		});
		bench.clock.standStill();
		const running = await bench.begin(FACE, EACH, { items: itemsOf(rowsOf(3)) });
		await until(
			'three refusals',
			() => bench.auco.requests.filter(({ status }) => status === 429).length >= 3,
		);
		running.cancel();
		// At once, because no time passes.
		expect((await running.result).status).toBe('canceled');
		expect(bench.auco.requests.length).toBe(3);
	});

	test('while waiting for a result: at once', async () => {
		await bench.run(FACE, EACH, { items: itemsOf(rowsOf(1)) });
		const code = bench.auco.creations[0].id;
		bench.clock.standStill();
		const running = await bench.begin('aucoFace/process/waitForResult', { code });
		await until('the first question', () => bench.auco.requests.length >= 2);
		running.cancel();
		// At once, because no time passes.
		expect((await running.result).status).toBe('canceled');
	});
});

test('no items, no requests', async () => {
	const { outputs } = await bench.run(FACE, EACH, { items: [] });
	expect(outputs.flat()).toEqual([]);
	expect(bench.auco.requests).toEqual([]);
});

test('one item that gives nothing is no item', async () => {
	bench.auco.fail({ fault: { kind: 'status', when: 'before', status: 200, body: [] } });
	expect((await bench.run(HISTORY, { code: 'JPJD42IDWP3Z6RXA' })).json).toEqual([]);
});
