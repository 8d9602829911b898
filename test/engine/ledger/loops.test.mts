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
