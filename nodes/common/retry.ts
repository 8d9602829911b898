import { sleep } from 'n8n-workflow';
import { unchanged } from './unchanged';

/** At most this many tries unless said otherwise, the first one included. */
const MAX_TRIES = 5;
const FIRST_DELAY = 500;
const LONGEST_DELAY = 30_000;
/** A provider that asks for more patience than this is reported instead of waited for. */
const LONGEST_ASKED_DELAY = 120_000;

/** Holds back all requests of a run while the provider asks for patience. One per run of a node. */
export class Gate {
	private opensAt = 0;

	/** Lets nothing through for this many milliseconds. */
	close(milliseconds: number): void {
		this.opensAt = Math.max(this.opensAt, Date.now() + milliseconds);
	}

	/** Waits until the gate is open; rejects at once when the signal aborts. */
	async pass(signal?: AbortSignal): Promise<void> {
		for (let left = this.opensAt - Date.now(); left > 0; left = this.opensAt - Date.now()) {
			await sleep(left, signal);
		}
	}
}

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
 * minutes.
 *
 * @throws the last failure
 */
export async function withRetry<Result>(attempt: () => Promise<Result>, rules: RetryRules): Promise<Result> {
	for (let tries = 1; ; tries++) {
		await rules.gate.pass(rules.signal);
		try {
			return await attempt();
		} catch (failure) {
			const delay = delayBeforeRetry(failure, tries, rules);
			if (delay === undefined) throw unchanged(failure);
			if (rules.slowsAll(failure)) rules.gate.close(delay);
			else await sleep(delay, rules.signal);
		}
	}
}

function delayBeforeRetry(failure: unknown, tries: number, rules: RetryRules): number | undefined {
	if (tries >= (rules.tries ?? MAX_TRIES) || rules.signal?.aborted || !rules.mayRetry(failure))
		return undefined;
	const asked = parseRetryAfter(rules.retryAfter(failure), Date.now());
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
