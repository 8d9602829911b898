import { answerWith, useProviders } from '../../support/engine/bench.mts';
import { StoredExecution } from '../../support/engine/storedExecution.mts';
import { leastOf } from '../../support/providers/samples.mts';

const bench = useProviders();

/** Leads failed items back to the node, each time as a new run. */
const CONTINUE = { onError: 'continueRegularOutput' as const };

describe('What was created for an item that came out as an error', () => {
	const GENERATE = 'aucoBackground/person/generate';
	const waiting = leastOf(GENERATE, { waitForResult: true, maxWait: 0, onTimeout: 'fail' });

	async function inRunsOf(items: number, times: number, parameters = waiting) {
		const request = bench.request(GENERATE, parameters, {
			items: Array.from({ length: items }, () => ({ json: {} })),
			nodeSettings: CONTINUE,
		});
		const stored = await StoredExecution.create(bench.engine, request);
		const result = await stored.run(times);
		await stored.stop();
		return result;
	}

	test('is not created again when the item comes back, however often, but waited for', async () => {
		const { json } = await inRunsOf(2, 3);
		const codes = bench.auco.creations.map(({ id }) => id);
		expect(codes).toHaveLength(2);
		json.forEach(({ error }, index) => expect(error).toContain(codes[index]));
	});

	test('is created once more in a run after the one in which it came out well', async () => {
		answerWith(bench.auco, 400, { message: 'BAD_REQUEST' }, { at: [2] });
		await inRunsOf(2, 2, leastOf(GENERATE));
		expect(bench.auco.creations).toHaveLength(3);
	});
});
