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
/** A refusal among so many times as many successes says nothing about the pace. */
const FEW = 3;
const FIRST_PAUSE = 500;
/** The pauses of a request that is refused while others succeed grow to eight seconds. */
const MOST_DOUBLINGS = 5;
/** A run in which nothing has gone well for so long is hopeless. */
const PATIENCE = 120_000;

/**
 * A pause that doubles with every time, in milliseconds. Half fixed, half random: what failed together does not come back
 * together.
 *
 * @param times 1 for the first pause
 */
export function growingPause(times: number): number {
	const longest = FIRST_PAUSE * 2 ** (times - 1);
	return longest / 2 + Math.random() * (longest / 2);
}

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
 * Spaces the requests of a run once the provider has throttled more than a few; until then it lets all pass. One per run
 * of a node.
 *
 * - A refusal among many successes holds back only its own request.
 * - More of them close the run for as long as the provider asks, or for a pause that grows until something goes well.
 * - Then the spacing begins a little wider than that of the successes in the second before. It widens when that is too
 *   fast as well and narrows after a quiet second, but not down to one that was too fast. So a limit of 20 requests per
 *   second is neither hit over and over nor missed by far.
 *
 * test/unit/common/http/pacer.test.mts runs it against many ways of counting.
 */
export class RequestPacer {
	/** Nothing of the run has gone well for two minutes, so nothing waits any more. */
	isHopeless = false;

	private opensAt = 0;

	/** Milliseconds between two requests; 0 while all may pass. */
	private spacing = 0;

	/** The widest spacing that was throttled. */
	private tooFast = 0;

	private nextAt = 0;

	/** When the spacing was last changed. */
	private changedAt = 0;

	private widenedAt = 0;

	private firstPauseEndsAt = 0;

	/** How often the run was closed since something went well. */
	private closings = 0;

	private lastGoodAt = Date.now();

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
			if (left <= 0 || this.isHopeless) break;
			await sleep(Math.ceil(left), signal);
		}
		this.nextAt = Date.now() + this.spacing;
	}

	/** A request was answered, and not throttled. */
	passed(): void {
		const now = Date.now();
		this.lastGoodAt = now;
		this.isHopeless = false;
		this.closings = 0;
		this.recentSuccesses.note(now);
		// What was in flight when the run was closed for the first time still tells how much was allowed.
		if (now < this.firstPauseEndsAt) this.begin(this.recentSuccesses.count(now));
		// A rate limit shows only after a while, so each pace is kept for a while.
		const calmSince = Math.max(this.changedAt, this.opensAt);
		if (this.spacing === 0 || now - calmSince < WINDOW) return;
		if (now - calmSince > FORGET) this.tooFast *= DOUBT;
		if (this.spacing <= this.tooFast * NEAR) return;
		this.spacing = Math.max(this.spacing * NARROW, this.tooFast * WIDEN);
		this.changedAt = now;
	}

	/** A request got no answer, or was put off. */
	failed(): void {
		this.isHopeless = Date.now() - this.lastGoodAt >= PATIENCE;
	}

	/**
	 * A request was throttled (429 or 503).
	 *
	 * @param attempts how often it was sent
	 * @param asked milliseconds that the provider asks to wait, if it says so
	 * @returns milliseconds that this request waits before it queues up again
	 */
	refused(attempts: number, asked?: number): number {
		const now = Date.now();
		this.recentRefusals.note(now);
		const isLone = this.recentRefusals.count(now) * FEW < this.recentSuccesses.count(now);
		if (isLone) return asked ?? growingPause(Math.min(attempts, MOST_DOUBLINGS));
		this.close(now, asked);
		return 0;
	}

	private close(now: number, asked?: number): void {
		// Requests in flight together are refused together; that counts once.
		const isAnother = now >= this.opensAt;
		if (isAnother) this.closings++;
		const growing = isAnother ? Math.min(now + growingPause(this.closings), this.lastGoodAt + PATIENCE) : 0;
		this.opensAt = Math.max(this.opensAt, now + (asked ?? 0), growing);
		if (isAnother) this.slowDown(now);
	}

	private slowDown(now: number): void {
		const refused = this.recentRefusals.count(now);
		const succeeded = this.recentSuccesses.count(now);
		if (this.spacing === 0) {
			this.firstPauseEndsAt = this.opensAt;
			this.begin(succeeded);
		} else if (now - this.widenedAt >= WINDOW && (refused > 1 || succeeded === 0)) {
			// One refusal beside a few successes is chance.
			this.tooFast = Math.max(this.tooFast, this.spacing);
			this.spacing = Math.min(this.spacing * WIDEN, WIDEST);
		} else return;
		this.widenedAt = now;
		this.changedAt = now;
	}

	/** Begins a little slower than what succeeded in the second before. */
	private begin(succeeded: number): void {
		const current = WINDOW / Math.max(succeeded, 1);
		if (this.spacing > 0 && current * MARGIN >= this.spacing) return;
		this.tooFast = succeeded >= CREDIBLE ? current : 0;
		this.spacing = Math.min(current * MARGIN, WIDEST_START);
	}
}
