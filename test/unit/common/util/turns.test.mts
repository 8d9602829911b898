import { setImmediate as turn } from 'node:timers/promises';

import { mapInTurns } from '../../../../nodes/common/util/turns.ts';

/** The time, which only work takes. */
let now: number;

beforeEach(() => {
	now = 0;
	jest.spyOn(Date, 'now').mockImplementation(() => now);
});

afterEach(() => {
	jest.restoreAllMocks();
});

/** Maps a list whose every entry takes so many milliseconds, and gives the longest time of work within a turn. */
async function longestTurn(count: number, milliseconds: number): Promise<number> {
	const turns = [0];
	let isDone = false;
	const mapped = mapInTurns(
		Array.from({ length: count }, (_, value) => value),
		(value, index) => {
			now += milliseconds;
			turns[turns.length - 1] += milliseconds;
			return [value, index];
		},
	).finally(() => (isDone = true));
	while (!isDone) {
		turns.push(0);
		await turn();
	}
	expect(await mapped).toEqual(Array.from({ length: count }, (_, index) => [index, index]));
	return Math.max(...turns);
}

test.each([
	[0, 1],
	[1, 1],
	[1_000, 1],
	[200, 10],
	[10, 70],
])(
	'%d entries of %d ms: no turn is longer than 100 ms, and the order is kept',
	async (count, milliseconds) => {
		expect(await longestTurn(count, milliseconds)).toBeLessThanOrEqual(100);
	},
);

test('a short list takes one turn', async () => {
	const work = jest.fn((value: number) => value * 2);
	const mapped = mapInTurns([1, 2, 3], work);
	expect(work).toHaveBeenCalledTimes(3);
	await expect(mapped).resolves.toEqual([2, 4, 6]);
});
