import { sleep } from '../util/sleep';

/** Milliseconds, like all times here. Most rate limits count per second, so the pacer remembers one second. */
const WINDOW = 1_000;
/** The slowest pace. A provider that allows less refuses some requests, which are sent again; that costs little. */
const WIDEST = 250;
const WIDEST_START = 100;
/** The first pace is a little slower than what has just succeeded. */
const MARGIN = 1.04;
const WIDEN = 1.15;
const NARROW = 0.7;
/** The pace stays as it is when it is this close to one that was too fast. */
const NEAR = 1.2;
/** After this time it is worth trying whether the provider allows more by now. */
const FORGET = 30_000;
/** How much faster it may get then. */
const DOUBT = 0.8;
/** This many successes within a second are no coincidence: the provider counts per second. */
const CREDIBLE = 10;
/** Pause of all requests when the provider throttles for the first time without saying for how long. */
const FIRST_PAUSE = 250;

/** Counts what happened in the last second. */
class Recent {
	private moments: number[] = [];

	note(now: number): void {
		this.count(now);
		this.moments.push(now);
	}

	count(now: number): number {
		if (this.moments[0] < now - WINDOW) {
			this.moments = this.moments.filter((moment) => moment >= now - WINDOW);
		}
		return this.moments.length;
	}
}

/**
 * Spaces the requests of a run once the provider has throttled one; until then it lets all pass. One per run of a node.
 *
 * The spacing begins a little wider than that of the successes in the second before. It widens when a request is
 * throttled again and narrows after a quiet second, but not down to one that was too fast. So a limit of 20 requests
 * per second is neither hit over and over nor missed by far (test/unit/common/http/pacer.test.mts runs it against
 * several ways of counting).
 */
export class RequestPacer {
	/** Number of successes; a request that is throttled while others succeed has not failed for good. */
	successes = 0;

	private opensAt = 0;

	/** Milliseconds between two requests; 0 while all may pass. */
	private spacing = 0;

	/** The widest spacing that was throttled. */
	private tooFast = 0;

	private nextAt = 0;

	/** When the spacing was last changed. */
	private changedAt = 0;

	private widenedAt = 0;

	/** Successes and refusals in the last second. */
	private readonly recentSuccesses = new Recent();

	private readonly recentRefusals = new Recent();

	/** Resolves when the last request in the queue has passed. */
	private queue: Promise<void> = Promise.resolve();

	/** Waits until it is this request's turn; rejects at once when the signal aborts. */
	async acquire(signal?: AbortSignal): Promise<void> {
		const turn = this.queue.then(async () => await this.wait(signal));
		this.queue = turn.catch(() => undefined);
		await turn;
	}

	private async wait(signal?: AbortSignal): Promise<void> {
		// The provider may throttle again meanwhile.
		for (;;) {
			const left = Math.max(this.opensAt, this.nextAt) - Date.now();
			if (left <= 0) break;
			await sleep(Math.ceil(left), signal);
		}
		this.nextAt = Date.now() + this.spacing;
	}

	/** A request succeeded. */
	onSuccess(): void {
		this.successes++;
		const now = Date.now();
		this.recentSuccesses.note(now);
		// A rate limit shows only after a while, so each pace is kept for a while.
		const calmSince = Math.max(this.changedAt, this.opensAt);
		if (this.spacing === 0 || now - calmSince < WINDOW) return;
		if (now - calmSince > FORGET) this.tooFast *= DOUBT;
		if (this.spacing <= this.tooFast * NEAR) return;
		this.spacing = Math.max(this.spacing * NARROW, this.tooFast * WIDEN);
		this.changedAt = now;
	}

	/**
	 * A request was throttled (429 or 503).
	 *
	 * @param asked milliseconds that the provider asks to wait, if it says so
	 */
	onThrottled(asked?: number): void {
		const now = Date.now();
		this.recentRefusals.note(now);
		// Requests in flight together are refused together; that counts once.
		const isAnother = this.spacing === 0 || (now >= this.opensAt && now - this.widenedAt >= WINDOW);
		const pause = asked ?? (this.spacing === 0 ? FIRST_PAUSE : this.spacing * 2);
		this.opensAt = Math.max(this.opensAt, now + pause);
		if (!isAnother || !this.isTooFast(now, asked)) return;
		if (this.spacing === 0) this.begin(this.recentSuccesses.count(now));
		else this.widen();
		this.widenedAt = now;
		this.changedAt = now;
	}

	/** An occasional refusal does not mean that the pace is too fast, unless it makes all requests wait. */
	private isTooFast(now: number, asked: number | undefined): boolean {
		return (
			this.spacing === 0 ||
			asked !== undefined ||
			this.recentRefusals.count(now) * 2 > this.recentSuccesses.count(now)
		);
	}

	/** Begins a little slower than what succeeded in the second before. */
	private begin(succeeded: number): void {
		const current = WINDOW / Math.max(succeeded, 1);
		this.tooFast = succeeded >= CREDIBLE ? current : 0;
		this.spacing = Math.min(current * MARGIN, WIDEST_START);
	}

	private widen(): void {
		this.tooFast = Math.max(this.tooFast, this.spacing);
		this.spacing = Math.min(this.spacing * WIDEN, WIDEST);
	}
}
