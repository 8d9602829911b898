import type { INodeParameters } from 'n8n-workflow';

import { answerWith, itemsOf, useProviders } from '../support/engine/bench.mts';
import { engineLogger } from '../support/engine/encryption.mts';
import { leastOf, READY_CHECK } from '../support/providers/samples.mts';
import { until } from '../support/until.mts';

/** Waiting inside the node. Being suspended is tested in waiting/. */
const bench = useProviders();

const FACE = 'aucoFace/process/waitForResult';
const VALIDATION = 'verifikBiometric/biometricValidation/waitForResult';
const GENERATE = 'aucoBackground/person/generate';

/** A reply that is finished, and one that is not. */
const states: Array<[string, INodeParameters, unknown, unknown, string]> = [
	[FACE, { code: 'JPJD42IDWP3Z6RXA' }, { status: 'APPROVED' }, { status: 'INPROGRESS' }, 'JPJD42IDWP3Z6RXA'],
	[FACE, { code: 'JPJD42IDWP3Z6RXA' }, { status: 'EXPIRED' }, { status: 'INPROGRESS' }, 'JPJD42IDWP3Z6RXA'],
	[
		VALIDATION,
		{ id: 'v1' },
		{ data: { _id: 'v1', status: 'validated' } },
		{ data: { _id: 'v1', status: 'sent' } },
		'v1',
	],
	[
		VALIDATION,
		{ id: 'v1' },
		{ success: true, data: { _id: 'v1', status: 'completed' } },
		{ data: { _id: 'v1', status: 'pending' } },
		'v1',
	],
	[
		VALIDATION,
		{ id: 'v1' },
		{ data: { _id: 'v1', status: 'failed' } },
		{ data: { _id: 'v1', status: 'new' } },
		'v1',
	],
];

describe.each(states)('%s %p', (operation, parameters, finished, unfinished, code) => {
	test('finished at the first look: one request', async () => {
		answerWith(bench.providerOf(operation), 200, finished);
		const { json, error } = await bench.run(operation, parameters);
		expect(error).toBeUndefined();
		expect(json[0]).toMatchObject({ finished: true });
		expect(json[0]).not.toHaveProperty('timedOut');
		expect(bench.providerOf(operation).requests.length).toBe(1);
	});

	test('time is up: the message holds the code', async () => {
		answerWith(bench.providerOf(operation), 200, unfinished);
		const { error } = await bench.run(operation, { ...parameters, maxWait: 0 });
		expect(error).toMatchObject({ name: 'NodeOperationError', context: { itemIndex: 0 } });
		expect(error?.message).toContain(` ${code} was not finished`);
		expect(error?.message).toMatch(/\[Item 0\]$/);
		expect(error?.description).toMatch(/On Timeout/);
		expect(bench.providerOf(operation).requests.length).toBe(1);
	});

	test.each([true, false])('time is up, continue: the last state (simplify %p)', async (simplify) => {
		answerWith(bench.providerOf(operation), 200, unfinished);
		const { json } = await bench.run(operation, {
			...parameters,
			maxWait: 0,
			onTimeout: 'continue',
			simplify,
		});
		expect(json[0]).toMatchObject({ timedOut: true });
		expect('finished' in json[0]).toBe(simplify);
	});
});

test('a second look comes after two seconds, and finds the end', async () => {
	await bench.run('aucoFace/process/create', leastOf('aucoFace/process/create'));
	const code = bench.auco.creations[0].id;
	const running = await bench.begin(FACE, { code });
	const looks = () => bench.auco.requests.filter(({ method }) => method === 'GET');
	await until('the first look', () => looks().length === 1 && bench.clock.requestsUnderWay === 0);
	bench.auco.finishProcess(code, 'BLOCKED');
	const { json } = await running.result;
	expect(json[0]).toMatchObject({ code, status: 'BLOCKED', finished: true });
	const [first, second, ...more] = looks().map(({ at }) => at);
	expect(second - first).toBe(2000);
	expect(more).toEqual([]);
});

test('the pauses grow from 2 to 15 seconds', async () => {
	answerWith(bench.auco, 200, { status: 'INPROGRESS' });
	await bench.run(FACE, { code: 'JPJD42IDWP3Z6RXA', maxWait: 1.2, onTimeout: 'continue' });
	const looks = bench.auco.requests.map(({ at }) => at);
	expect(looks.slice(1).map((at, index) => at - looks[index])).toEqual([
		2000, 3000, 4500, 6750, 10_125, 15_000, 15_000, 15_000, 625,
	]);
});

test('limits are checked before anything is sent', async () => {
	for (const maxWait of [-1, 16]) {
		const { error } = await bench.run(FACE, { code: 'JPJD42IDWP3Z6RXA', maxWait });
		expect(error?.message).toMatch(/'Max Wait' must be a number of minutes from 0 to 15 \[Item 0\]/);
	}
	expect(bench.auco.requests).toEqual([]);
});

describe('a background check that waits for its result', () => {
	const waiting = (more: INodeParameters = {}) => leastOf(GENERATE, { waitForResult: true, ...more });
	const readyAtOnce = () =>
		bench.auco.fail({
			method: 'GET',
			fault: { kind: 'status', when: 'before', status: 200, body: READY_CHECK },
		});

	test('gives the result instead of the receipt, after one POST and one GET', async () => {
		readyAtOnce();
		const { json, error } = await bench.run(GENERATE, waiting());
		expect(error).toBeUndefined();
		expect(json[0]).toMatchObject({ ready: true, nivel: 'bajo', url: READY_CHECK.url });
		expect(bench.auco.requests.map(({ method }) => method)).toEqual(['POST', 'GET']);
		expect(bench.auco.requests[1].query).toBe(`code=${bench.auco.creations[0].id}`);
	});

	test('not ready, then 500, then ready: it goes on asking', async () => {
		const states: Array<[number, object]> = [
			[200, { code: 'XXXXXCODE', ready: false }],
			[500, {}],
			[200, READY_CHECK],
		];
		for (const [index, [status, body]] of states.entries()) {
			bench.auco.fail({
				method: 'GET',
				fault: { kind: 'status', when: 'before', status, body },
				at: [index + 1],
			});
		}
		const { json, error } = await bench.run(GENERATE, waiting());
		expect(error).toBeUndefined();
		expect(json[0]).toMatchObject({ ready: true, nivel: 'bajo' });
		expect(bench.auco.requests.map(({ method }) => method)).toEqual(['POST', 'GET', 'GET', 'GET']);
	});

	test('stopped after all were created: the codes are in the log', async () => {
		const warn = jest.spyOn(engineLogger(), 'warn').mockImplementation(() => undefined);
		bench.clock.standStill();
		const running = await bench.begin(GENERATE, waiting(), { items: itemsOf([{}, {}]) });
		await until('the first looks', () => bench.auco.requests.filter(({ status }) => status).length === 4);
		running.cancel();
		expect((await running.result).status).toBe('canceled');
		await until('the log', () => warn.mock.calls.length > 0);
		for (const { id } of bench.auco.creations) expect(warn.mock.calls[0][0]).toContain(id);
	});

	test('two error items, each without the code of the other', async () => {
		const { json } = await bench.run(GENERATE, waiting({ maxWait: 0, options: { maxConcurrency: 1 } }), {
			items: itemsOf([{}, {}]),
			nodeSettings: { onError: 'continueRegularOutput' },
		});
		const [first, second] = bench.auco.creations.map(({ id }) => id);
		expect(json[0].error).toContain(first);
		expect(json[0].error).not.toContain(second);
		expect(json[1].error).toContain(second);
		expect(json[1].error).not.toContain(first);
	});

	test('raw on request', async () => {
		readyAtOnce();
		expect((await bench.run(GENERATE, waiting({ simplify: false }))).json).toEqual([READY_CHECK]);
	});

	test('time is up: the check is not lost', async () => {
		const { error } = await bench.run(GENERATE, waiting({ maxWait: 0 }));
		const { id } = bench.auco.creations[0];
		expect(error?.message).toContain(id);
		const { json } = await bench.run(GENERATE, waiting({ maxWait: 0, onTimeout: 'continue' }));
		expect(json[0]).toMatchObject({ code: bench.auco.creations[1].id, ready: false, timedOut: true });
	});

	test('with On Error: Continue one slow check does not take the others along', async () => {
		bench.auco.fail({
			method: 'GET',
			fault: { kind: 'status', when: 'before', status: 200, body: READY_CHECK },
			at: [1, 3],
		});
		const { json } = await bench.run(GENERATE, waiting({ maxWait: 0, options: { maxConcurrency: 1 } }), {
			items: itemsOf([{}, {}, {}]),
			nodeSettings: { onError: 'continueRegularOutput' },
		});
		expect(json.map(({ ready, error }) => ready ?? typeof error)).toEqual([true, 'string', true]);
		const { id } = bench.auco.creations[1];
		expect(json[1].error).toMatch(
			new RegExp(`^The background check ${id} was not finished .* Already created: ${id} \\[Item 1\\]$`),
		);
		expect(bench.auco.creations.length).toBe(3);
	});

	test('creates all rows first, whatever the concurrency, and then waits for all together', async () => {
		readyAtOnce();
		const { json, error } = await bench.run(GENERATE, waiting({ options: { maxConcurrency: 2 } }), {
			items: itemsOf(Array.from({ length: 30 }, () => ({}))),
		});
		expect(error).toBeUndefined();
		expect(json).toHaveLength(30);
		expect(json.every(({ ready }) => ready === true)).toBe(true);
		const methods = bench.auco.requests.map(({ method }) => method);
		expect(methods.slice(0, 30)).toEqual(new Array(30).fill('POST'));
		expect(methods.slice(30)).not.toContain('POST');
	});

	test('the first failure ends the waiting of the others, and what was created is named', async () => {
		bench.auco.advances = false;
		answerWith(bench.auco, 401, { message: 'UNAUTHORIZED' }, { at: [4] });
		const { error } = await bench.run(GENERATE, waiting({ maxWait: 15 }), { items: itemsOf([{}, {}, {}]) });
		expect(error?.message).toMatch(
			/^Auco did not accept the key: UNAUTHORIZED \[Item \d\]\. Already created: /,
		);
		for (const { id } of bench.auco.creations) expect(error?.message).toContain(id);
		expect(bench.auco.creations).toHaveLength(3);
	});
});
