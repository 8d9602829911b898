import { rethrow } from '../util/rethrow';
import { sleep } from '../util/sleep';
import { RequestFailure } from './failure';
import type { RequestPacer } from './pacer';
import type { Sends } from './request';

/** Attempts per request, including the first, unless the options say otherwise. */
const MAX_ATTEMPTS = 5;
const FIRST_DELAY = 500;
/** A provider that asks to wait longer is reported instead. */
const LONGEST_ASKED_DELAY = 120_000;

/** How often and for how long a request is tried. */
export interface RetryOptions {
	sends: Sends;
	/** Shared by all requests of a run, so that one "too many requests" slows down all of them. */
	pacer: RequestPacer;
	signal?: AbortSignal;
	/** Max number of attempts, including the first. */
	maxAttempts?: number;
}

/**
 * Whether a failed request may be sent again: only where that cannot create anything twice. This is the whole policy,
 * for requests to the providers and for downloads alike (docs/architecture.md#what-may-be-sent-again).
 */
function mayRetry(failure: RequestFailure, sends: Sends): boolean {
	// The provider put it off, or was not even reached.
	if ((failure.isThrottled && failure.outcome === 'refused') || failure.isNeverReached) return true;
	// Reading again does no harm: server errors, timeouts, broken connections.
	if (sends !== 'reads') return false;
	return failure.status === undefined ? failure.outcome === 'unknown' : failure.isServerError;
}

/**
 * Repeats the attempt until it succeeds, the failure must not be retried, or no attempts are left. Between attempts it
 * waits as long as the provider asks, otherwise with exponential backoff and jitter; it gives up at once when the
 * provider asks for more than two minutes. A request that is throttled while others of the run succeed does not use up
 * an attempt.
 *
 * @throws the last failure
 */
export async function withRetry<Result>(
	attempt: () => Promise<Result>,
	options: RetryOptions,
): Promise<Result> {
	const { pacer, signal } = options;
	let successes = pacer.successes;
	for (let attempts = 1; ; attempts++) {
		await pacer.acquire(signal);
		try {
			const result = await attempt();
			pacer.onSuccess();
			return result;
		} catch (failure) {
			if (!(failure instanceof RequestFailure)) throw rethrow(failure);
			const { isThrottled, retryAfterMs } = failure;
			const isOnlyEarly = isThrottled && options.maxAttempts !== 1 && pacer.successes > successes;
			successes = pacer.successes;
			if (isOnlyEarly) attempts = 0;
			const delay = delayBeforeRetry(failure, Math.max(attempts, 1), options);
			if (delay === undefined) throw rethrow(failure);
			if (isThrottled) pacer.onThrottled(retryAfterMs);
			// Otherwise the pacer waits, for all requests.
			if (!isThrottled || (!isOnlyEarly && retryAfterMs === undefined)) await sleep(delay, signal);
		}
	}
}

/** Milliseconds before the next attempt; undefined when there is to be none. */
function delayBeforeRetry(
	failure: RequestFailure,
	attempts: number,
	{ sends, signal, maxAttempts = MAX_ATTEMPTS }: RetryOptions,
): number | undefined {
	if (attempts >= maxAttempts || signal?.aborted || !mayRetry(failure, sends)) return undefined;
	const asked = failure.retryAfterMs;
	if (asked !== undefined) return asked <= LONGEST_ASKED_DELAY ? asked : undefined;
	const ceiling = FIRST_DELAY * 2 ** (attempts - 1);
	// Half fixed, half random: requests that failed together do not come back together.
	return ceiling / 2 + Math.random() * (ceiling / 2);
}
