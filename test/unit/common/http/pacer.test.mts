/** How long 500 requests take at providers that allow so many, each counting in another way; on a clock of its own. */
import { mapConcurrently } from '../../../../nodes/common/util/concurrency.ts';
import { RequestPacer } from '../../../../nodes/common/http/pacer.ts';
import { RequestFailure } from '../../../../nodes/common/http/failure.ts';
import { withRetry } from '../../../../nodes/common/http/retry.ts';
import {
	atOnce,
	bucket,
	changing,
	closed,
	fixedWindow,
	HEADERS,
	penalizing,
	slidingWindow,
	unlimited,
	withLoneRefusals,
	type Limiter,
} from '../../../support/providers/limiters.mts';

const ITEMS = 500;
/** Milliseconds to the provider and back, each; a fifth more or less. */
const WAY = 25;

interface Case {
	limiter: () => Limiter;
	/** The least seconds that the limit demands. */
	demanded: number;
	/** So many times as long it may take. Without a header nobody knows how long a minute or a penalty still lasts. */
	most: number;
}

const CASES: Record<string, Case> = {
	'a fixed window, 20/s': { limiter: () => fixedWindow(20), demanded: 25, most: 1.3 },
	'a sliding window, 20/s': { limiter: () => slidingWindow(20), demanded: 25, most: 1.3 },
	'a sliding window that counts refusals, 20/s': {
		limiter: () => slidingWindow(20, 1_000, true),
		demanded: 25,
		most: 1.3,
	},
	'a bucket of 100, 20/s': { limiter: () => bucket(20, 100), demanded: 20, most: 1.3 },
	'a bucket of 20, 20/s': { limiter: () => bucket(20, 20), demanded: 24, most: 1.3 },
	'a bucket of 5, 20/s': { limiter: () => bucket(20, 5), demanded: 25, most: 1.3 },
	'a leaky bucket, 20/s': { limiter: () => bucket(20, 1), demanded: 25, most: 1.8 },
	'5/s': { limiter: () => fixedWindow(5), demanded: 100, most: 1.3 },
	'60 a minute': { limiter: () => fixedWindow(60, 60_000), demanded: 480, most: 1.3 },
	'300 a minute': { limiter: () => slidingWindow(300, 60_000), demanded: 60, most: 3 },
	'at most 4 at once': { limiter: () => atOnce(4), demanded: 6.25, most: 2 },
	'ten seconds of penalty': {
		limiter: () => penalizing(fixedWindow(20), { penalty: 10_000 }),
		demanded: 35,
		most: 2,
	},
	'a penalty that begins anew': {
		limiter: () => penalizing(slidingWindow(20), { penalty: 30_000, restarts: true }),
		demanded: 55,
		most: 3,
	},
	'penalties that grow': {
		limiter: () => penalizing(slidingWindow(20), { penalty: 1_000, grows: true }),
		demanded: 25,
		most: 1.3,
	},
	'20/s, and one in twenty refused': {
		limiter: () => withLoneRefusals(fixedWindow(20)),
		demanded: 25,
		most: 1.3,
	},
	// Ten at once, of which some wait for a second.
	'no limit, and one in twenty refused': {
		limiter: () => withLoneRefusals(unlimited()),
		demanded: 5,
		most: 1.3,
	},
	'a limit that changes': {
		limiter: () => changing(10_000, fixedWindow(20), fixedWindow(5), fixedWindow(20)),
		demanded: 32.5,
		most: 2,
	},
};

beforeEach(() => {
	jest.useFakeTimers({ now: Date.UTC(2026, 10, 1) });
	let chance = 42;
	// The same in every run.
	jest.spyOn(Math, 'random').mockImplementation(() => {
		chance = (chance * 48_271) % 2_147_483_647;
		return chance / 2_147_483_647;
	});
});

afterEach(() => {
	jest.useRealTimers();
	jest.restoreAllMocks();
});

/** Sends all items, as a run of a node does. */
async function run(limiter: Limiter, header: string, concurrency: number) {
	const pacer = new RequestPacer();
	let sent = 0;
	let failed = 0;
	const way = async (): Promise<void> =>
		await new Promise((resolve) => setTimeout(resolve, WAY * (0.8 + Math.random() * 0.4)));
	const attempt = async (): Promise<void> => {
		sent++;
		await way();
		const wait = limiter.arrive();
		await way();
		if (wait === 0) return limiter.leave?.();
		const response = { statusCode: 429, headers: HEADERS[header](wait), body: {} };
		throw new RequestFailure('HTTP status 429', { outcome: 'refused', response });
	};
	const start = Date.now();
	let end = 0;
	const all = mapConcurrently(ITEMS, concurrency, async () => {
		await withRetry(attempt, { sends: 'creates', pacer }).catch(() => failed++);
	}).then(() => (end = Date.now()));
	await jest.runAllTimersAsync();
	await all;
	return { seconds: (end - start) / 1000, sent, failed };
}

describe.each([10, 25, 50])('with %d at once', (concurrency) => {
	const cells = Object.keys(CASES).flatMap((name) => Object.keys(HEADERS).map((header) => [name, header]));

	test.each(cells)('%s, %s: all arrive, soon, with few requests too many', async (name, header) => {
		const { limiter, demanded, most } = CASES[name];
		const { seconds, sent, failed } = await run(limiter(), header, concurrency);
		expect(failed).toBe(0);
		expect(sent).toBeLessThanOrEqual(ITEMS * 1.2 + 3 * concurrency);
		expect(seconds / demanded).toBeLessThanOrEqual(most);
	});
});

test.each(Object.keys(HEADERS))('nobody is let through, %s: it ends after two minutes', async (header) => {
	const { seconds, sent, failed } = await run(closed(), header, 10);
	expect(failed).toBe(ITEMS);
	expect(seconds).toBeGreaterThan(120);
	expect(seconds).toBeLessThan(125);
	expect(sent).toBeLessThan(30);
});
