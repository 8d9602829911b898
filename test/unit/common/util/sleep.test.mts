import { getEventListeners } from 'node:events';

import { sleep } from '../../../../nodes/common/util/sleep.ts';

test('many wait with one signal: Node sees no leak, and an abort ends all waits', async () => {
	const stop = new AbortController();
	const waits = Array.from({ length: 30 }, async () => await sleep(60_000, stop.signal));
	expect(getEventListeners(stop.signal, 'abort').length).toBeLessThanOrEqual(10);
	stop.abort();
	const ends = await Promise.allSettled(waits);
	expect(ends.every(({ status }) => status === 'rejected')).toBe(true);
});

test('without a signal it resolves', async () => {
	await expect(sleep(1)).resolves.toBeUndefined();
});
