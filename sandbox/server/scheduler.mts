/** Work between two resets. After a reset, what is left of the old work must not count as open. */
interface PendingWork {
	open: Set<symbol>;
	timers: Set<NodeJS.Timeout>;
	controller: AbortController;
}

/** Runs work later, in scaled time, and knows what is still pending. */
export class Scheduler {
	/** Documented durations are multiplied by this. */
	readonly timeScale: number;

	private pending = newPendingWork();

	private waiting: Array<() => void> = [];

	constructor(timeScale: number) {
		this.timeScale = timeScale;
	}

	/** Runs work after a documented time (milliseconds); cancelled by `clear()`. */
	after(milliseconds: number, work: () => void): void {
		const pending = this.pending;
		const token = this.begin(pending);
		const timer = setTimeout(() => {
			pending.timers.delete(timer);
			try {
				work();
			} finally {
				this.end(pending, token);
			}
		}, milliseconds * this.timeScale);
		pending.timers.add(timer);
	}

	/** Runs asynchronous work. Its signal is aborted by `clear()`. */
	run(work: (signal: AbortSignal) => Promise<void>): void {
		const pending = this.pending;
		const token = this.begin(pending);
		void work(pending.controller.signal).finally(() => this.end(pending, token));
	}

	/** Resolves when nothing is pending. */
	async settled(): Promise<void> {
		if (this.pending.open.size === 0) return;
		await new Promise<void>((resolve) => this.waiting.push(resolve));
	}

	/** Cancels everything that is pending. */
	clear(): void {
		const { timers, controller } = this.pending;
		this.pending = newPendingWork();
		timers.forEach((timer) => clearTimeout(timer));
		controller.abort();
		this.wake();
	}

	private begin(pending: PendingWork): symbol {
		const token = Symbol('work');
		pending.open.add(token);
		return token;
	}

	private end(pending: PendingWork, token: symbol): void {
		pending.open.delete(token);
		if (pending === this.pending && pending.open.size === 0) this.wake();
	}

	private wake(): void {
		this.waiting.splice(0).forEach((resolve) => resolve());
	}
}

function newPendingWork(): PendingWork {
	return { open: new Set(), timers: new Set(), controller: new AbortController() };
}
