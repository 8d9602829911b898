/** Looking first: n8n has to answer others while thousands of items are looked at. */
import { setImmediate as turn } from 'node:timers/promises';

import { itemsOf, useProviders } from '../support/engine/bench.mts';
import { leastOf } from '../support/providers/samples.mts';

const bench = useProviders();

const CREATE = 'aucoFace/process/create';
const ITEMS = 300;

test.each([
	['wrong', { phone: 'x' }],
	['right', { options: { checkOnly: true } }],
])('%s items: the event loop gets its turn again and again', async (_name, changes) => {
	// Every look at the clock takes ten milliseconds; the node looks at it for every item.
	let now = 0;
	jest.spyOn(Date, 'now').mockImplementation(() => (now += 10));
	const items = itemsOf(Array.from({ length: ITEMS }, (_, number) => ({ number })));
	let turns = 0;
	let isDone = false;
	const run = bench
		.run(CREATE, leastOf(CREATE, changes), { items, nodeSettings: { onError: 'continueRegularOutput' } })
		.finally(() => (isDone = true));
	for (; !isDone; turns++) await turn();
	expect((await run).json.length).toBe(ITEMS);
	expect(turns).toBeGreaterThan(ITEMS / 10);
	expect(bench.auco.requests).toEqual([]);
});
