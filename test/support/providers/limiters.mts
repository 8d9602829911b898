/** Ways in which providers count requests and refuse those that are too many, on the clock of the test. */

/** Looks at a request that arrives: 0 lets it through; otherwise the milliseconds until one would be. */
export interface Limiter {
	arrive(): number;
	/** A request that was let through has its answer. */
	leave?(): void;
}

/** A count that begins anew with every period. */
export function fixedWindow(most: number, period = 1_000): Limiter {
	let window = -1;
	let count = 0;
	return {
		arrive() {
			const now = Math.floor(Date.now() / period);
			if (now !== window) [window, count] = [now, 0];
			return count++ < most ? 0 : (now + 1) * period - Date.now();
		},
	};
}

/**
 * Counts what came in the period before.
 *
 * @param countsRefused whether refused requests count too: who comes too early waits even longer
 */
export function slidingWindow(most: number, period = 1_000, countsRefused = false): Limiter {
	let counted: number[] = [];
	return {
		arrive() {
			const now = Date.now();
			counted = counted.filter((moment) => moment > now - period);
			const isAllowed = counted.length < most;
			if (isAllowed || countsRefused) counted.push(now);
			return isAllowed ? 0 : counted[counted.length - most] + period - now;
		},
	};
}

/** Tokens that come back one by one; so many may be spent at once. With a size of 1: a leaky bucket. */
export function bucket(perSecond: number, size: number): Limiter {
	let tokens = size;
	let last = Date.now();
	return {
		arrive() {
			const now = Date.now();
			tokens = Math.min(size, tokens + ((now - last) * perSecond) / 1000);
			last = now;
			if (tokens < 1) return Math.ceil(((1 - tokens) * 1000) / perSecond);
			tokens -= 1;
			return 0;
		},
	};
}

/** So many requests at the same time, however many a second. */
export function atOnce(most: number): Limiter {
	let running = 0;
	return {
		arrive() {
			if (running >= most) return 1;
			running++;
			return 0;
		},
		leave: () => running--,
	};
}

/**
 * Refuses everything for a while once its inner limit is exceeded.
 *
 * @param penalty milliseconds, at most a minute
 * @param grows whether each penalty is twice as long as the one before
 * @param restarts whether a request during the penalty begins it anew
 */
export function penalizing(
	inner: Limiter,
	{ penalty, grows = false, restarts = false }: { penalty: number; grows?: boolean; restarts?: boolean },
): Limiter {
	let until = 0;
	let next = penalty;
	const punish = (): number => {
		until = Date.now() + next;
		return next;
	};
	return {
		arrive() {
			const left = until - Date.now();
			if (left > 0) return restarts ? punish() : left;
			if (inner.arrive() === 0) return 0;
			if (grows && until > 0) next = Math.min(next * 2, 60_000);
			return punish();
		},
		leave: () => inner.leave?.(),
	};
}

/** Refuses one request in twenty, by chance, whatever the pace, as one of several overloaded servers does. */
export function withLoneRefusals(inner: Limiter, seed = 1): Limiter {
	let chance = seed;
	return {
		arrive() {
			// The same in every run: the "minimal standard" generator.
			chance = (chance * 48_271) % 2_147_483_647;
			return chance % 20 === 0 ? 1 : inner.arrive();
		},
		leave: () => inner.leave?.(),
	};
}

/** Changes from one limit to the next after so many milliseconds. */
export function changing(after: number, ...limits: Limiter[]): Limiter {
	const start = Date.now();
	const current = (): Limiter =>
		limits[Math.min(Math.floor((Date.now() - start) / after), limits.length - 1)];
	return { arrive: () => current().arrive() };
}

/** Lets all through. */
export const unlimited = (): Limiter => ({ arrive: () => 0 });

/** Lets nobody through. */
export const closed = (): Limiter => ({ arrive: () => 1_000 });

/** How a refusal says when to come again. The last two are often 0 or in the past. */
export const HEADERS: Record<string, (wait: number) => Record<string, string>> = {
	'no header': () => ({}),
	seconds: (wait) => ({ 'retry-after': String(Math.ceil(wait / 1000)) }),
	'a date, rounded down': (wait) => ({
		date: new Date().toUTCString(),
		'retry-after': new Date(Date.now() + wait).toUTCString(),
	}),
};
