import { sleep } from 'n8n-workflow';
import type { Gate } from './pacer';
import { unchanged } from '../util/rethrow';

/** At most this many tries unless said otherwise, the first one included. */
const MAX_TRIES = 5;
const FIRST_DELAY = 500;
const LONGEST_DELAY = 30_000;
/** A provider that asks for more patience than this is reported instead of waited for. */
const LONGEST_ASKED_DELAY = 120_000;

/** What `withRetry` has to know of a failure. */
export interface RetryRules {
	gate: Gate;
	signal?: AbortSignal;
	/** How often to try at most, the first time included. */
	tries?: number;
	/** Whether another try can do no harm. */
	mayRetry(failure: unknown): boolean;
	/** The `Retry-After` header that came with it: seconds or an HTTP date. */
	retryAfter(failure: unknown): unknown;
	/** Whether the provider is asking everybody to slow down, not just this request. */
	slowsAll(failure: unknown): boolean;
}

/**
 * Tries until it succeeds, until the failure may not be retried, or as often as allowed. Waits between tries as long as
 * the provider asks for, else exponentially longer with jitter; gives up at once when it asks for more than two
 * minutes. A request that is told to come later while others of the run go well has not used up a try.
 *
 * @throws the last failure
 */
export async function withRetry<Result>(attempt: () => Promise<Result>, rules: RetryRules): Promise<Result> {
	const { gate, signal } = rules;
	let seen = gate.successes;
	for (let tries = 1; ; tries++) {
		await gate.pass(signal);
		try {
			const result = await attempt();
			gate.succeeded();
			return result;
		} catch (failure) {
			const isSlowed = rules.slowsAll(failure);
			const isOnlyEarly = isSlowed && rules.tries !== 1 && gate.successes > seen;
			seen = gate.successes;
			if (isOnlyEarly) tries = 0;
			const asked = parseRetryAfter(rules.retryAfter(failure), Date.now());
			const delay = delayBeforeRetry(failure, Math.max(tries, 1), asked, rules);
			if (delay === undefined) throw unchanged(failure);
			if (isSlowed) gate.refused(asked);
			// Otherwise the gate waits, for everybody.
			if (!isSlowed || (!isOnlyEarly && asked === undefined)) await sleep(delay, signal);
		}
	}
}

/** @param asked milliseconds that the provider asks to wait, if it says so */
function delayBeforeRetry(
	failure: unknown,
	tries: number,
	asked: number | undefined,
	rules: RetryRules,
): number | undefined {
	if (tries >= (rules.tries ?? MAX_TRIES) || rules.signal?.aborted || !rules.mayRetry(failure))
		return undefined;
	if (asked !== undefined) return asked <= LONGEST_ASKED_DELAY ? asked : undefined;
	const ceiling = Math.min(FIRST_DELAY * 2 ** (tries - 1), LONGEST_DELAY);
	// Half fixed, half random: requests that failed together do not come back together.
	return ceiling / 2 + Math.random() * (ceiling / 2);
}

/**
 * Milliseconds to wait from a `Retry-After` header (RFC 9110, 10.2.3: seconds or an HTTP date).
 *
 * @param now milliseconds since the epoch
 * @returns undefined when the header is missing or unreadable
 */
export function parseRetryAfter(header: unknown, now: number): number | undefined {
	const text = typeof header === 'number' ? String(header) : header;
	if (typeof text !== 'string') return undefined;
	if (/^\d+(\.\d+)?$/.test(text.trim())) return Number(text) * 1000;
	// Dates of HTTP begin with the weekday; `Date.parse` would also make a year of "-1".
	const moment = /^[a-z]{3}/i.test(text.trim()) ? Date.parse(text) : NaN;
	return Number.isNaN(moment) ? undefined : Math.max(0, moment - now);
}
