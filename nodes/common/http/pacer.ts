import { sleep } from 'n8n-workflow';

/** Most limits are told per second, and so is the memory of the pacer. Milliseconds, as all times here. */
const WINDOW = 1_000;
/** No pace is slower than this. A provider that allows less refuses some, which come again; that costs next to nothing. */
const WIDEST = 250;
const WIDEST_START = 100;
/** A little slower than what just went well. */
const MARGIN = 1.04;
const WIDEN = 1.15;
const NARROW = 0.7;
/** Closer than this to what was too fast the pace is kept. */
const NEAR = 1.2;
/** After this long it is worth finding out whether the provider allows more by now. */
const FORGET = 30_000;
/** So much faster may be allowed by then. */
const DOUBT = 0.8;
/** So many that went well within a second are no chance: the provider counts by the second. */
const CREDIBLE = 10;
/** Pause for everybody when the provider asks for patience for the first time without saying how long. */
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
 * Paces the requests of a run once the provider has asked for patience; before that it is open. One per run of a node.
 *
 * The pace begins a little slower than what went well in the second before. It widens when it is refused again and narrows
 * after a calm second, but not down to what has proved too fast. So a limit of 20 requests a second is neither run into
 * again and again nor stayed far below (test/unit/common/http/pacer.test.mts runs it against several ways of counting).
 */
export class RequestPacer {
	/** Counts what went well; a request that is refused while others succeed has not failed for good. */
	successes = 0;

	private opensAt = 0;

	/** Milliseconds between two requests; 0 while it is open. */
	private spacing = 0;

	/** The widest spacing that was refused. */
	private tooFast = 0;

	private nextAt = 0;

	/** When the pace was changed last. */
	private changedAt = 0;

	private widenedAt = 0;

	/** Moments of what went well, and of what was refused, in the last second. */
	private readonly well = new Recent();

	private readonly badly = new Recent();

	/** Resolves when the last request in the queue has passed. */
	private queue: Promise<void> = Promise.resolve();

	/** Waits until it is this request's turn; rejects at once when the signal aborts. */
	async acquire(signal?: AbortSignal): Promise<void> {
		const turn = this.queue.then(async () => await this.wait(signal));
		this.queue = turn.catch(() => undefined);
		await turn;
	}

	private async wait(signal?: AbortSignal): Promise<void> {
		// The provider may ask for more patience meanwhile.
		for (;;) {
			const left = Math.max(this.opensAt, this.nextAt) - Date.now();
			if (left <= 0) break;
			await sleep(Math.ceil(left), signal);
		}
		this.nextAt = Date.now() + this.spacing;
	}

	/** A request went well. */
	onSuccess(): void {
		this.successes++;
		const now = Date.now();
		this.well.note(now);
		// A limit is felt only after a while, so a pace is tried for a while.
		const calmSince = Math.max(this.changedAt, this.opensAt);
		if (this.spacing === 0 || now - calmSince < WINDOW) return;
		if (now - calmSince > FORGET) this.tooFast *= DOUBT;
		if (this.spacing <= this.tooFast * NEAR) return;
		this.spacing = Math.max(this.spacing * NARROW, this.tooFast * WIDEN);
		this.changedAt = now;
	}

	/**
	 * A request was refused.
	 *
	 * @param asked milliseconds that the provider asks to wait, if it says so
	 */
	onThrottled(asked?: number): void {
		// "At once" is no request for patience.
		if (asked === 0) return;
		const now = Date.now();
		this.badly.note(now);
		// What was under way together is refused together; that is one refusal.
		const isAnother = this.spacing === 0 || (now >= this.opensAt && now - this.widenedAt >= WINDOW);
		const pause = asked ?? (this.spacing === 0 ? FIRST_PAUSE : this.spacing * 2);
		this.opensAt = Math.max(this.opensAt, now + pause);
		if (!isAnother || !this.isTooFast(now, asked)) return;
		if (this.spacing === 0) this.begin(this.well.count(now));
		else this.widen();
		this.widenedAt = now;
		this.changedAt = now;
	}

	/** A refusal now and then is no question of pace, unless everybody has to wait for it. */
	private isTooFast(now: number, asked: number | undefined): boolean {
		return this.spacing === 0 || asked !== undefined || this.badly.count(now) * 2 > this.well.count(now);
	}

	/** Begins a little slower than what went well in the second before. */
	private begin(went: number): void {
		const sofar = WINDOW / Math.max(went, 1);
		this.tooFast = went >= CREDIBLE ? sofar : 0;
		this.spacing = Math.min(sofar * MARGIN, WIDEST_START);
	}

	private widen(): void {
		this.tooFast = Math.max(this.tooFast, this.spacing);
		this.spacing = Math.min(this.spacing * WIDEN, WIDEST);
	}
}
