import { failureOfResponse, parseRetryAfter, RequestFailure } from '../../../../nodes/common/http/failure.ts';
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
	return failureOfResponse(response);
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
		pacer.refused(1, 5000);
		pacer.refused(1, 1000);
		await outcomeOf(pacer.acquire());
		expect(Date.now() - NOW).toBe(5000);
	});

	test('an abort lets nobody wait, and the next one through', async () => {
		const pacer = new RequestPacer();
		pacer.refused(1, 1000);
		const abort = new AbortController();
		const aborted = pacer.acquire(abort.signal).catch((error: Error) => error);
		const next = pacer.acquire();
		abort.abort();
		await expect(aborted).resolves.toBeInstanceOf(Error);
		await outcomeOf(next);
		expect(Date.now() - NOW).toBe(1000);
	});
});

describe('Patience with a provider that asks to try later', () => {
	test('lasts for two minutes in which nothing goes well, with pauses that grow', async () => {
		const { triedAt, attempt } = failing(99, throttled());
		const outcome = await outcomeOf(withRetry(attempt, options()));
		expect(outcome).toMatchObject({ status: 429 });
		expect(triedAt).toEqual([0, 500, 1500, 3500, 7500, 15_500, 31_500, 63_500, 120_000]);
	});

	test('begins anew whenever something goes well', async () => {
		const pacer = new RequestPacer();
		const { triedAt, attempt } = failing(12, throttled());
		const patient = withRetry(async () => {
			if (triedAt.length === 8) pacer.passed();
			return await attempt();
		}, options({ pacer }));
		await expect(outcomeOf(patient)).resolves.toBe('done');
		expect(triedAt.at(-1)).toBeGreaterThan(120_000);
	});

	test('counts tries where the caller limits them', async () => {
		const { triedAt, attempt } = failing(9, throttled());
		await expect(outcomeOf(withRetry(attempt, options({ maxAttempts: 3 })))).resolves.toBeInstanceOf(Error);
		expect(triedAt).toEqual([0, 500, 1500]);
	});

	test('a provider that asks for a second again and again is asked less and less often', async () => {
		const { triedAt, attempt } = failing(99, throttled('1'));
		await outcomeOf(withRetry(attempt, options()));
		expect(triedAt).toEqual([0, 1000, 2000, 4000, 8000, 16_000, 32_000, 64_000, 120_000]);
	});
});

describe('A request that is refused while many go well', () => {
	/** A pacer that has seen so many successes in the last second. */
	function pacerOf(successes: number): RequestPacer {
		const pacer = new RequestPacer();
		for (let count = 0; count < successes; count++) pacer.passed();
		return pacer;
	}

	test('holds back only itself', async () => {
		const shared = options({ pacer: pacerOf(4) });
		const refused = failing(1, throttled('10'));
		const other = failing(0);
		const both = Promise.all([withRetry(refused.attempt, shared), withRetry(other.attempt, shared)]);
		await expect(outcomeOf(both)).resolves.toEqual(['done', 'done']);
		expect(refused.triedAt).toEqual([0, 10_000]);
		expect(other.triedAt).toEqual([0]);
	});

	test('among few it holds back all', async () => {
		const shared = options({ pacer: pacerOf(3) });
		const refused = failing(1, throttled('10'));
		const first = withRetry(refused.attempt, shared);
		await jest.advanceTimersByTimeAsync(1);
		const other = failing(0);
		await expect(outcomeOf(Promise.all([first, withRetry(other.attempt, shared)]))).resolves.toBeDefined();
		expect(other.triedAt[0]).toBeGreaterThanOrEqual(10_000);
	});
});

describe('A run in which nothing has gone well for two minutes', () => {
	/** One request that was refused for two minutes. */
	async function hopeless(failure: Error): Promise<RequestPacer> {
		const pacer = new RequestPacer();
		const late = async (): Promise<never> => {
			await new Promise((resolve) => setTimeout(resolve, 120_000));
			throw failure;
		};
		await outcomeOf(withRetry(late, options({ pacer, sends: 'creates' })));
		return pacer;
	}

	test.each([
		['a server error', serverError()],
		['429', throttled()],
		['a timeout', new RequestFailure('timeout', { outcome: 'unknown' })],
	])('sends nothing more after %s', async (_name, failure) => {
		const pacer = await hopeless(failure);
		const { triedAt, attempt } = failing(0);
		const outcome = await outcomeOf(withRetry(attempt, options({ pacer })));
		expect(outcome).toMatchObject({ outcome: 'refused', message: expect.stringMatching(/^Not sent/) });
		expect(triedAt).toEqual([]);
	});

	test('an answer about the request itself is no reason to stop', async () => {
		const pacer = await hopeless(failureWith(400));
		await expect(outcomeOf(withRetry(failing(0).attempt, options({ pacer })))).resolves.toBe('done');
	});
});
