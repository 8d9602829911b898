import { parseRetryAfter, RequestFailure } from '../../../../nodes/common/http/failure.ts';
import { RequestPacer } from '../../../../nodes/common/http/pacer.ts';
import { withRetry, type RetryOptions } from '../../../../nodes/common/http/retry.ts';

const NOW = Date.UTC(2026, 10, 1, 12, 0, 0);

beforeEach(() => {
	jest.useFakeTimers({ now: NOW });
	// Jitter at its longest: the whole of the ceiling.
	jest.spyOn(Math, 'random').mockReturnValue(1);
});

afterEach(() => {
	jest.useRealTimers();
	jest.restoreAllMocks();
});

describe('parseRetryAfter', () => {
	test.each([
		['2', 2000],
		[' 120 ', 120_000],
		[0, undefined],
		['0', undefined],
		[3, 3000],
		['0.5', 500],
		['Sun, 01 Nov 2026 12:00:30 GMT', 30_000],
		['Sun, 01 Nov 2026 11:59:00 GMT', undefined],
		[undefined, undefined],
		['', undefined],
		['soon', undefined],
		['-1', undefined],
	])('%p asks for %p milliseconds', (header, milliseconds) => {
		expect(parseRetryAfter(header, NOW)).toBe(milliseconds);
	});
});

/** A response that says no. */
function failureWith(statusCode: number, retryAfter?: string): RequestFailure {
	const response = { statusCode, headers: { 'retry-after': retryAfter }, body: {} };
	return new RequestFailure('no', { outcome: 'refused', response });
}

const serverError = (retryAfter?: string) => failureWith(500, retryAfter);
const throttled = (retryAfter?: string) => failureWith(429, retryAfter);

/** Fails as often as told, noting when it was tried, in milliseconds from the start. */
function failing(times: number, failure: Error = serverError()) {
	const triedAt: number[] = [];
	const attempt = async (): Promise<string> => {
		triedAt.push(Date.now() - NOW);
		if (triedAt.length <= times) throw failure;
		return 'done';
	};
	return { triedAt, attempt };
}

function options(changes: Partial<RetryOptions> = {}): RetryOptions {
	return { sends: 'reads', pacer: new RequestPacer(), ...changes };
}

/** Lets the clock run until everything that waits for it is through. */
async function outcomeOf<Result>(work: Promise<Result>): Promise<Result | Error> {
	const outcome = work.catch((error: Error) => error);
	await jest.runAllTimersAsync();
	return await outcome;
}

describe('withRetry', () => {
	test('waits exponentially longer and gives up after five tries with the last failure', async () => {
		const failure = serverError();
		const { triedAt, attempt } = failing(9, failure);
		await expect(outcomeOf(withRetry(attempt, options()))).resolves.toBe(failure);
		expect(triedAt).toEqual([0, 500, 1500, 3500, 7500]);
	});

	test('jitter takes away at most half of the wait', async () => {
		jest.spyOn(Math, 'random').mockReturnValue(0);
		const { triedAt, attempt } = failing(2);
		await expect(outcomeOf(withRetry(attempt, options()))).resolves.toBe('done');
		expect(triedAt).toEqual([0, 250, 750]);
	});

	test('waits as long as the provider asks', async () => {
		const { triedAt, attempt } = failing(1, serverError('7'));
		await expect(outcomeOf(withRetry(attempt, options()))).resolves.toBe('done');
		expect(triedAt).toEqual([0, 7000]);
	});

	test('does not wait for a provider that asks for more than two minutes', async () => {
		const { triedAt, attempt } = failing(1, serverError('121'));
		await expect(outcomeOf(withRetry(attempt, options()))).resolves.toBeInstanceOf(Error);
		expect(triedAt).toEqual([0]);
	});

	test('tries once only what may not be tried again', async () => {
		const { triedAt, attempt } = failing(1);
		await expect(outcomeOf(withRetry(attempt, options({ sends: 'creates' })))).resolves.toBeInstanceOf(Error);
		expect(triedAt).toEqual([0]);
	});

	test('an abort ends the wait at once and nothing is tried any more', async () => {
		const abort = new AbortController();
		const { triedAt, attempt } = failing(1, serverError('60'));
		const outcome = withRetry(attempt, options({ signal: abort.signal })).catch((error: Error) => error);
		await jest.advanceTimersByTimeAsync(1000);
		abort.abort();
		await expect(outcome).resolves.toBeInstanceOf(Error);
		expect(Date.now() - NOW).toBe(1000);
		await jest.runAllTimersAsync();
		expect(triedAt).toEqual([0]);
	});
});

describe('RequestPacer', () => {
	test('one request told to slow down holds back the others of the run', async () => {
		const shared = options();
		const slowed = failing(1, throttled('10'));
		const other = failing(0);
		const first = withRetry(slowed.attempt, shared);
		await jest.advanceTimersByTimeAsync(1000);
		const second = withRetry(other.attempt, shared);
		await expect(outcomeOf(Promise.all([first, second]))).resolves.toEqual(['done', 'done']);
		expect(slowed.triedAt).toEqual([0, 10_000]);
		// Not all at once, either.
		expect(other.triedAt).toEqual([10_100]);
	});

	test('a shorter wait never opens it earlier', async () => {
		const pacer = new RequestPacer();
		pacer.onThrottled(5000);
		pacer.onThrottled(1000);
		await outcomeOf(pacer.acquire());
		expect(Date.now() - NOW).toBe(5000);
	});

	test('an abort lets nobody wait, and the next one through', async () => {
		const pacer = new RequestPacer();
		pacer.onThrottled(1000);
		const abort = new AbortController();
		const aborted = pacer.acquire(abort.signal).catch((error: Error) => error);
		const next = pacer.acquire();
		abort.abort();
		await expect(aborted).resolves.toBeInstanceOf(Error);
		await outcomeOf(next);
		expect(Date.now() - NOW).toBe(1000);
	});
});

describe('A request that is refused while others go well', () => {
	test('has not used up a try', async () => {
		const pacer = new RequestPacer();
		const { triedAt, attempt } = failing(8, throttled());
		const patient = withRetry(async () => {
			pacer.onSuccess();
			return await attempt();
		}, options({ pacer }));
		await expect(outcomeOf(patient)).resolves.toBe('done');
		expect(triedAt).toHaveLength(9);
	});

	test('gives up after five tries when nothing else goes well either', async () => {
		const { triedAt, attempt } = failing(9, throttled());
		const outcome = await outcomeOf(withRetry(attempt, options()));
		expect(outcome).toBeInstanceOf(Error);
		expect(triedAt).toHaveLength(5);
	});
});
