import { rethrow } from '../util/rethrow';
import { sleep } from '../util/sleep';
import { RequestFailure, type Advice } from './failure';
import { growingPause, type RequestPacer } from './pacer';
import type { Sends } from './request';

/** Attempts per request, including the first, where the provider does not ask to try later. */
export const MAX_ATTEMPTS = 5;
/** A provider that asks to wait longer is reported instead. */
const LONGEST_ASKED_WAIT = 120_000;

/** Why a request of a hopeless run is not even tried. */
const HOPELESS: Advice = {
	message: 'Not sent, because no request of this run has gone well for two minutes',
	description: 'The errors of the items before tell why. Run the node again when the provider answers again.',
};

/** How often and for how long a request is tried. */
export interface RetryOptions {
	sends: Sends;
	/** Shared by all requests of a run, so that one "too many requests" slows down all of them. */
	pacer: RequestPacer;
	/** When it aborts, waits end at once and nothing more is sent; what has been sent is awaited. */
	signal?: AbortSignal;
	/** Max number of attempts, including the first, whatever the failure. */
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
 * Repeats the attempt until it succeeds or the failure must not be retried. A provider that asks to try later (429, 503)
 * is asked again until nothing of the run has gone well for two minutes; other failures are tried five times, with pauses
 * that grow. A run that has come to those two minutes sends nothing more.
 *
 * @throws the last failure, or one that says that nothing was sent
 */
export async function withRetry<Result>(
	attempt: () => Promise<Result>,
	options: RetryOptions,
): Promise<Result> {
	const { pacer, signal } = options;
	let last: RequestFailure | undefined;
	for (let attempts = 1; ; attempts++) {
		await pacer.acquire(signal);
		signal?.throwIfAborted();
		if (pacer.isHopeless)
			throw last ?? new RequestFailure(HOPELESS.message, { outcome: 'refused', advice: HOPELESS });
		try {
			const result = await attempt();
			pacer.passed();
			return result;
		} catch (failure) {
			if (!(failure instanceof RequestFailure)) throw rethrow(failure);
			last = failure;
			const wait = waitAfter(failure, attempts, options);
			if (wait === undefined) throw rethrow(failure);
			await sleep(wait, signal);
		}
	}
}

/** Milliseconds before the next attempt; undefined when there is to be none. */
function waitAfter(
	failure: RequestFailure,
	attempts: number,
	{ sends, signal, maxAttempts, pacer }: RetryOptions,
): number | undefined {
	const { isAnswer, isThrottled, retryAfterMs: asked } = failure;
	if (isAnswer) pacer.passed();
	else pacer.failed();
	if (asked !== undefined && asked > LONGEST_ASKED_WAIT) return undefined;
	const held = isThrottled ? pacer.refused(attempts, asked) : undefined;
	const most = maxAttempts ?? (isThrottled ? Infinity : MAX_ATTEMPTS);
	if (attempts >= most || signal?.aborted || pacer.isHopeless || !mayRetry(failure, sends)) return undefined;
	return held ?? asked ?? growingPause(attempts);
}
