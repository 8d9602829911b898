import { engineLogger } from '../../support/engine/encryption.mts';
import { until } from '../../support/until.mts';
import { CREATE, itemsOf, ledgerOf, REFUSED, RETRY_ON_FAIL, UNKNOWN, useCreates } from './creates.mts';

const creates = useCreates();
const execution = creates.execution.bind(creates);
const ids = (): string[] => creates.ids;

/** Lets the third create go wrong once. */
const failThird = (fault: typeof REFUSED): void => creates.fail(fault, 3);

describe('Retry On Fail', () => {
	test('sends only what was not created', async () => {
		failThird(REFUSED);
		const { json } = await (await execution({ nodeSettings: RETRY_ON_FAIL })).run();
		expect(json.map(({ id }) => id)).toEqual(ids());
		expect(creates.identifiers).toEqual(itemsOf(4).map(({ json }) => json.identifier));
		expect(creates.verifik.requests).toHaveLength(5);
	});

	test('never sends again what may have been created, and names what was', async () => {
		failThird(UNKNOWN);
		const { status, error } = await (await execution({ nodeSettings: RETRY_ON_FAIL })).run();
		expect(status).toBe('error');
		expect(creates.verifik.requests).toHaveLength(3);
		expect(error?.message).toContain('An earlier attempt sent this item');
		expect(error?.message).toContain(`${ids()[0]} [Item 0], ${ids()[1]} [Item 1]`);
		expect(error?.context.created).toEqual([
			{ itemIndex: 0, id: ids()[0] },
			{ itemIndex: 1, id: ids()[1] },
		]);
	});

	test('sends what may have been created when the person wants that', async () => {
		failThird(UNKNOWN);
		const parameters = { ...CREATE, options: { maxConcurrency: 1, resendUnknown: true } };
		const { status, items } = await (await execution({ parameters, nodeSettings: RETRY_ON_FAIL })).run();
		expect(status).toBe('success');
		expect(items).toHaveLength(4);
		expect(creates.verifik.creations).toHaveLength(5);
	});

	test.each([
		['the time', '={{ $json.identifier + $now.toMillis() }}'],
		['chance', '={{ $json.identifier + Math.random() }}'],
	])('knows an item again although %s is in what is sent', async (_, identifier) => {
		failThird(REFUSED);
		const parameters = { ...CREATE, identifier };
		const { json } = await (await execution({ parameters, nodeSettings: RETRY_ON_FAIL })).run();
		expect(json.map(({ id }) => id)).toEqual(ids());
		expect(ids()).toHaveLength(4);
	});

	test('sends equal rows once each', async () => {
		failThird(REFUSED);
		const items = Array.from({ length: 4 }, () => ({ json: { identifier: 'user@example.com' } }));
		const { json } = await (await execution({ items, nodeSettings: RETRY_ON_FAIL })).run();
		expect(new Set(json.map(({ id }) => id)).size).toBe(4);
		expect(ids()).toHaveLength(4);
	});

	test('of a run whose first item came out as an error sends the others no second time', async () => {
		creates.verifik.fail({ fault: REFUSED, method: 'POST', at: [1] });
		const nodeSettings = { ...RETRY_ON_FAIL, onError: 'continueRegularOutput' as const };
		const { json } = await (await execution({ nodeSettings })).run();
		expect(json.map(({ error }) => error)).toEqual([undefined, undefined, undefined, undefined]);
		expect(ids()).toHaveLength(4);
		expect(new Set(json.map(({ id }) => id))).toEqual(new Set(ids()));
	});
});

describe('Retry execution', () => {
	test('sends only what was not created', async () => {
		failThird(REFUSED);
		const stored = await execution();
		expect((await stored.run()).status).toBe('error');
		const { status, json } = await stored.retry();
		expect(status).toBe('success');
		expect(json.map(({ id }) => id)).toEqual(ids());
		expect(ids()).toHaveLength(4);
	});

	test('of a retry goes on from there', async () => {
		creates.verifik.fail({ fault: REFUSED, method: 'POST', at: [2, 4] });
		const stored = await execution();
		await stored.run();
		expect((await stored.retry()).status).toBe('error');
		const { json } = await stored.retry();
		expect(json.map(({ id }) => id)).toEqual(ids());
		expect(ids()).toHaveLength(4);
	});

	test('knows an item again although its resume URL is another one now', async () => {
		failThird(REFUSED);
		const parameters = { ...CREATE, options: { maxConcurrency: 1, resumeThisExecution: true } };
		const stored = await execution({ parameters });
		await stored.run();
		const before = stored.resumeUrl;
		const { json } = await stored.retry();
		expect(stored.resumeUrl).not.toBe(before);
		expect(json.map(({ id }) => id)).toEqual(ids());
		expect(creates.verifik.creations.map(({ body }) => body.webhookUrl)).toEqual([
			before,
			before,
			stored.resumeUrl,
			stored.resumeUrl,
		]);
	});

	test('knows it even when the person has edited the node meanwhile', async () => {
		const parameters = { ...CREATE, options: { maxConcurrency: 1, resumeThisExecution: true } };
		failThird(REFUSED);
		const stored = await execution({ parameters });
		await stored.run();
		const edited = { ...parameters, identifier: '={{ $json.identifier.trim() }}' };
		const { json } = await stored.retry({ parameters: edited });
		expect(json.map(({ id }) => id)).toEqual(ids());
		expect(ids()).toHaveLength(4);
	});

	test('sends a refused item with the corrected values', async () => {
		failThird(REFUSED);
		const stored = await execution();
		await stored.run();
		const identifier = '={{ $json.identifier === "user-2@example.com" ? "corrected" : $json.identifier }}';
		const { status } = await stored.retry({ parameters: { ...CREATE, identifier } });
		expect(status).toBe('success');
		expect(creates.identifiers).toEqual([
			'user-0@example.com',
			'user-1@example.com',
			'corrected',
			'user-3@example.com',
		]);
	});

	test('stops at an item that exists with values that the node no longer asks for', async () => {
		failThird(REFUSED);
		const stored = await execution();
		await stored.run();
		const { status, error } = await stored.retry({ parameters: { ...CREATE, type: 'onboarding' } });
		expect(status).toBe('error');
		expect(error?.message).toContain(`An earlier attempt created ${ids()[0]}`);
		expect(error?.description).toContain('Undo the change');
		expect(ids()).toHaveLength(2);
	});

	test('sends what may have been created only after the person has said so', async () => {
		failThird(UNKNOWN);
		const stored = await execution();
		await stored.run();
		expect((await stored.retry()).status).toBe('error');
		expect(ids()).toHaveLength(3);
		const options = { maxConcurrency: 1, resendUnknown: true };
		expect((await stored.retry({ parameters: { ...CREATE, options } })).status).toBe('success');
		expect(ids()).toHaveLength(5);
	});

	test('knows an item again when only an option was edited, although something else is sent', async () => {
		failThird(UNKNOWN);
		const parameters = { ...CREATE, identifier: '={{ $json.identifier + Math.random() }}' };
		const stored = await execution({ parameters });
		await stored.run();
		const options = { maxConcurrency: 2, resendUnknown: true };
		const { status, json } = await stored.retry({ parameters: { ...parameters, options } });
		expect(status).toBe('success');
		expect(json.slice(0, 2).map(({ id }) => id)).toEqual(ids().slice(0, 2));
		expect(ids()).toHaveLength(5);
	});

	test('keeps what a resent item left unknown when it is refused', async () => {
		failThird(UNKNOWN);
		creates.verifik.fail({ fault: REFUSED, method: 'POST', at: [4] });
		const stored = await execution();
		await stored.run();
		const options = { maxConcurrency: 1, resendUnknown: true };
		await stored.retry({ parameters: { ...CREATE, options } });
		const { error } = await stored.retry({ parameters: CREATE });
		expect(error?.message).toContain('An earlier attempt sent this item');
		expect(ids()).toHaveLength(3);
	});
});

describe('What the ledger keeps', () => {
	test('of a run that ended well is nothing', async () => {
		const { run } = await (await execution()).run();
		expect(ledgerOf(run)).toEqual({});
	});

	test('of a request under way is that its outcome is unknown', async () => {
		creates.verifik.fail({ fault: { kind: 'stall', when: 'before' }, method: 'POST', at: [2] });
		const running = await creates.engine.begin(creates.request({ items: itemsOf(3) }));
		await until('the second request', () => creates.verifik.requests.length === 2);
		expect(Object.values(ledgerOf(running))).toMatchObject([
			{ itemIndex: 0, outcome: 'created', id: ids()[0] },
			{ itemIndex: 1, outcome: 'unknown' },
		]);
		running.cancel();
		await running.result;
	});

	test('never mixes two runs of the node in one execution', async () => {
		// Six creates are good, the seventh, in the second run, is not.
		creates.verifik.fail({ fault: REFUSED, method: 'POST', at: [7] });
		const stored = await execution();
		expect((await stored.run(2)).status).toBe('error');
		const { status, json } = await stored.retry();
		expect(status).toBe('success');
		expect(json.map(({ id }) => id)).toEqual(ids().slice(4));
		expect(ids()).toHaveLength(8);
	});

	test('of a run with an error item is not taken for the next run', async () => {
		failThird(REFUSED);
		const nodeSettings = { onError: 'continueRegularOutput' as const };
		const { json } = await (await execution({ nodeSettings })).run(2);
		expect(json.map(({ id }) => id)).toEqual(ids().slice(3));
		expect(ids()).toHaveLength(7);
	});

	test('of a cancelled run is everything that it made, and no request follows', async () => {
		const warn = jest.spyOn(engineLogger(), 'warn').mockImplementation(() => undefined);
		creates.verifik.fail({ fault: { kind: 'stall', when: 'after' }, method: 'POST', at: [3] });
		const running = await creates.engine.begin(creates.request({ items: itemsOf(50) }));
		await until('the third create', () => creates.verifik.creations.length >= 3);
		running.cancel();
		const { run } = await running.result;
		expect(Object.keys(ledgerOf(run))).toHaveLength(3);
		const kept = JSON.stringify(ledgerOf(run));
		for (const id of ids().slice(0, 2)) expect(kept).toContain(id);
		// The last thing that the node does.
		await until('the node to end', () => warn.mock.calls.length > 0);
		expect(creates.verifik.requests).toHaveLength(3);
	});
});

test('Error output: what was created leaves as ordinary items, what was not as errors', async () => {
	failThird(REFUSED);
	const nodeSettings = { onError: 'continueErrorOutput' as const };
	const { outputs } = await (await execution({ nodeSettings })).run();
	expect(outputs.map((items) => items.map(({ pairedItem }) => pairedItem))).toEqual([
		[{ item: 0 }, { item: 1 }, { item: 3 }],
		[{ item: 2 }],
	]);
	expect(outputs[0].map(({ json }) => json.id)).toEqual(ids());
});
