import type { INodeParameters } from 'n8n-workflow';

import { CREATE, itemsOf, REFUSED, UNKNOWN, useCreates } from './creates.mts';

const creates = useCreates();

/** Leads failed items back to the node, each time as a new run. */
const CONTINUE = { onError: 'continueRegularOutput' as const };

async function inRuns(times: number, parameters: INodeParameters = CREATE) {
	const stored = await creates.execution({ nodeSettings: CONTINUE, parameters });
	return await stored.run(times);
}

describe('The same request in a later run of the node', () => {
	test('is not sent while its outcome in an earlier run is not known', async () => {
		creates.fail(UNKNOWN, 3);
		const { json } = await inRuns(3);
		expect(json[2].error).toContain('An earlier attempt sent this item');
		expect(creates.identifiers.filter((one) => one === itemsOf(3)[2].json.identifier)).toHaveLength(1);
	});

	test('is sent when a person wants that, and then is known', async () => {
		creates.fail(UNKNOWN, 3);
		const resendLater = '={{ $runIndex === 1 }}';
		const parameters = { ...CREATE, options: { maxConcurrency: 1, resendUnknown: resendLater } };
		const { json } = await inRuns(3, parameters);
		expect(json.map(({ error }) => error)).toEqual([undefined, undefined, undefined, undefined]);
		expect(creates.identifiers.filter((one) => one === itemsOf(3)[2].json.identifier)).toHaveLength(3);
	});

	test('stays unknown when it was sent again and refused', async () => {
		creates.fail(UNKNOWN, 3);
		creates.fail(REFUSED, 7);
		const parameters = {
			...CREATE,
			options: { maxConcurrency: 1, resendUnknown: '={{ $runIndex === 1 }}' },
		};
		const { json } = await inRuns(3, parameters);
		expect(json[2].error).toContain('An earlier attempt sent this item');
	});

	test('is sent after a refusal', async () => {
		creates.fail(REFUSED, 3);
		const { json } = await inRuns(2);
		expect(json.map(({ error }) => error)).toEqual([undefined, undefined, undefined, undefined]);
	});
});

/** A request that is another one each time, about the same person. */
const WITH_TIME: INodeParameters = {
	...CREATE,
	additionalFields: { redirectUrl: '=https://example.com/{{ $runIndex }}' },
};
const ABOUT_THE_SAME = 'An earlier attempt sent a request about the same person or company';

describe('Another request about the same person in a later run of the node', () => {
	const sentTo = (row: number): number =>
		creates.identifiers.filter((one) => one === itemsOf(4)[row].json.identifier).length;

	test('is not sent while the outcome of the earlier one is not known, however often the item comes back', async () => {
		creates.fail(UNKNOWN, 3);
		const { json } = await inRuns(3, WITH_TIME);
		expect(json[2].error).toContain(ABOUT_THE_SAME);
		expect(sentTo(2)).toBe(1);
		expect(creates.ids).toHaveLength(10);
	});

	test.each([
		['was created', undefined],
		['was refused', REFUSED],
	])('is sent when the earlier one %s', async (_, fault) => {
		if (fault) creates.fail(fault, 3);
		const { json } = await inRuns(2, WITH_TIME);
		expect(json.map(({ error }) => error)).toEqual([undefined, undefined, undefined, undefined]);
		expect(sentTo(2)).toBe(fault ? 1 : 2);
	});

	test.each(['type', 'projectFlow'])('is sent when it is about another %s', async (field) => {
		creates.fail(UNKNOWN, 3);
		const values: Record<string, unknown> = {
			type: "={{ $runIndex === 0 ? 'validation' : 'login' }}",
			projectFlow: {
				__rl: true,
				mode: 'id',
				value: "={{ $runIndex === 0 ? 'flow_123456789' : '6799d2a1f3b4c5d6e7f80001' }}",
			},
		};
		const { json } = await inRuns(2, { ...WITH_TIME, [field]: values[field] } as INodeParameters);
		expect(json.map(({ error }) => error)).toEqual([undefined, undefined, undefined, undefined]);
		expect(sentTo(2)).toBe(2);
	});

	test('is sent when a person wants that, and then is known', async () => {
		creates.fail(UNKNOWN, 3);
		const options = { maxConcurrency: 1, resendUnknown: '={{ $runIndex === 1 }}' };
		const { json } = await inRuns(3, { ...WITH_TIME, options });
		expect(json.map(({ error }) => error)).toEqual([undefined, undefined, undefined, undefined]);
		expect(sentTo(2)).toBe(3);
	});

	test('is sent in the same run: two rows may be about one person', async () => {
		creates.fail(UNKNOWN, 1);
		const items = [0, 0, 0].map((row) => itemsOf(1)[row]);
		const stored = await creates.execution({ nodeSettings: CONTINUE, parameters: WITH_TIME, items });
		const { json } = await stored.run();
		expect(json.map(({ error }) => error === undefined)).toEqual([false, true, true]);
	});
});
