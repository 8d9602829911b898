import { setImmediate as nextTurn } from 'node:timers/promises';

import fc from '../../../support/property.mts';

import { mapConcurrently } from '../../../../nodes/common/util/concurrency.ts';

/** Work that ends only when the test says so. */
function heldWork() {
	const started: number[] = [];
	const ends = new Map<number, { resolve: (value: string) => void; reject: (error: unknown) => void }>();
	const work = async (index: number): Promise<string> => {
		started.push(index);
		return await new Promise<string>((resolve, reject) => ends.set(index, { resolve, reject }));
	};
	const end = async (index: number, error?: Error): Promise<void> => {
		if (error) ends.get(index)!.reject(error);
		else ends.get(index)!.resolve(`result ${index}`);
		await nextTurn();
	};
	return { started, work, end };
}

test('no more than the limit run at once, and the next starts as soon as one ends', async () => {
	const { started, work, end } = heldWork();
	const all = mapConcurrently(4, 2, work);
	expect(started).toEqual([0, 1]);
	await end(1);
	expect(started).toEqual([0, 1, 2]);
	await end(0);
	expect(started).toEqual([0, 1, 2, 3]);
	await end(3);
	await end(2);
	await expect(all).resolves.toEqual(['result 0', 'result 1', 'result 2', 'result 3']);
});

test('results keep the order of the items, whatever order they end in', async () => {
	await fc.assert(
		fc.asyncProperty(
			fc.scheduler(),
			fc.integer({ min: 0, max: 30 }),
			fc.integer({ min: 1, max: 10 }),
			async (scheduler, count, limit) => {
				let running = 0;
				const all = mapConcurrently(count, limit, async (index) => {
					running++;
					expect(running).toBeLessThanOrEqual(limit);
					await scheduler.schedule(Promise.resolve());
					running--;
					return index;
				});
				await scheduler.waitFor(all);
				expect(await all).toEqual(Array.from({ length: count }, (_, index) => index));
			},
		),
	);
});

test('after a failure nothing new starts, what is under way is awaited, and the first failure is thrown', async () => {
	const { started, work, end } = heldWork();
	const all = mapConcurrently(5, 3, work);
	const settled = jest.fn();
	const outcome = all.catch((error: Error) => error.message).finally(settled);
	await end(2, new Error('third'));
	await end(1, new Error('second'));
	expect(started).toEqual([0, 1, 2]);
	expect(settled).not.toHaveBeenCalled();
	await end(0);
	await expect(outcome).resolves.toBe('third');
	expect(started).toEqual([0, 1, 2]);
});

test('a failure and an abort tell the work that is under way', async () => {
	const stop = new AbortController();
	const waiting = async (index: number, signal: AbortSignal): Promise<void> => {
		if (index === 2) throw new Error('no');
		await new Promise((_resolve, reject) =>
			signal.addEventListener('abort', () => reject(new Error('told'))),
		);
	};
	await expect(mapConcurrently(3, 3, waiting)).rejects.toThrow('no');
	const stopped = mapConcurrently(2, 2, waiting, stop.signal);
	stop.abort();
	await expect(stopped).rejects.toThrow('told');
});

test('after an abort nothing new starts', async () => {
	const { started, work, end } = heldWork();
	const abort = new AbortController();
	const all = mapConcurrently(5, 1, work, abort.signal);
	abort.abort();
	await end(0);
	await all;
	expect(started).toEqual([0]);
});
