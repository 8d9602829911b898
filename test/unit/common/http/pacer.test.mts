/** How long 500 requests take at providers that allow 20 a second, each counting in another way; on a clock of its own. */
import { mapConcurrently } from '../../../../nodes/common/util/concurrency.ts';
import { RequestPacer } from '../../../../nodes/common/http/pacer.ts';
import { RequestFailure } from '../../../../nodes/common/http/failure.ts';
import { withRetry } from '../../../../nodes/common/http/retry.ts';

const ITEMS = 500;
const PER_SECOND = 20;
const DEMANDED = (ITEMS / PER_SECOND) * 1000;

/** Says of a request that arrives at a moment whether it is allowed. */
type Limiter = () => boolean;

/** A count that begins anew every second. */
function fixedWindow(): Limiter {
	let second = -1;
	let count = 0;
	return () => {
		const now = Math.floor(Date.now() / 1000);
		if (now !== second) [second, count] = [now, 0];
		return count++ < PER_SECOND;
	};
}

/** What was allowed in the second before counts. */
function slidingWindow(): Limiter {
	let allowed: number[] = [];
	return () => {
		allowed = allowed.filter((moment) => moment > Date.now() - 1000);
		if (allowed.length >= PER_SECOND) return false;
		allowed.push(Date.now());
		return true;
	};
}

/** Tokens that come back one by one; so many may be spent at once. */
function bucket(size: number): () => Limiter {
	return () => {
		let tokens = size;
		let last = Date.now();
		return () => {
			tokens = Math.min(size, tokens + ((Date.now() - last) * PER_SECOND) / 1000);
			last = Date.now();
			if (tokens < 1) return false;
			tokens -= 1;
			return true;
		};
	};
}

/** "Too many requests", with the seconds to wait where the provider says so. */
function throttled(retryAfter: string | undefined): RequestFailure {
	const response = { statusCode: 429, headers: { 'retry-after': retryAfter }, body: {} };
	return new RequestFailure('HTTP status 429', { outcome: 'refused', response });
}

beforeEach(() => {
	jest.useFakeTimers({ now: Date.UTC(2026, 10, 1) });
});

afterEach(() => {
	jest.useRealTimers();
});

async function run(limiter: Limiter, retryAfter: string | undefined, concurrency: number) {
	const pacer = new RequestPacer();
	let sent = 0;
	const pause = async (): Promise<void> => await new Promise((resolve) => setTimeout(resolve, 25));
	const attempt = async (): Promise<void> => {
		sent++;
		await pause();
		const isAllowed = limiter();
		await pause();
		if (!isAllowed) throw throttled(retryAfter);
	};
	const start = Date.now();
	let end = 0;
	const all = mapConcurrently(ITEMS, concurrency, async () => {
		await withRetry(attempt, { sends: 'creates', pacer });
	}).then(() => (end = Date.now()));
	await jest.runAllTimersAsync();
	await all;
	return { took: end - start, sent };
}

describe.each([10, 25, 50])('with %d at once', (concurrency) => {
	test.each<[string, () => Limiter, string | undefined]>([
		['a fixed window', fixedWindow, undefined],
		['a fixed window that says when', fixedWindow, '1'],
		['a sliding window', slidingWindow, undefined],
		['a sliding window that says when', slidingWindow, '1'],
		['a bucket of 20', bucket(20), undefined],
		['a bucket of 20 that says when', bucket(20), '1'],
		['a bucket of 5', bucket(5), undefined],
	])('%s: all arrive, in at most 1.3 times what the limit demands', async (_name, limiter, retryAfter) => {
		const { took, sent } = await run(limiter(), retryAfter, concurrency);
		expect(took / DEMANDED).toBeLessThanOrEqual(1.3);
		expect(sent).toBeLessThan(ITEMS * 1.3);
	});
});
