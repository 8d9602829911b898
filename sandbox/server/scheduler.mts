/** Work that is open in one life of the sandbox, between two resets. */
interface Life {
	open: Set<symbol>;
	timers: Set<NodeJS.Timeout>;
	controller: AbortController;
}

/** Does things later, in scaled time, and knows what is still open. */
export class Scheduler {
	/** Documented durations are multiplied by this. */
	readonly timeScale: number;

	private life = newLife();

	private waiting: Array<() => void> = [];

	constructor(timeScale: number) {
		this.timeScale = timeScale;
	}

	/** Does something after a documented time (milliseconds). Forgotten on `clear()`. */
	after(milliseconds: number, work: () => void): void {
		const life = this.life;
		const token = this.begin(life);
		const timer = setTimeout(() => {
			life.timers.delete(timer);
			try {
				work();
			} finally {
				this.end(life, token);
			}
		}, milliseconds * this.timeScale);
		life.timers.add(timer);
	}

	/** Runs something that takes its time. The signal is aborted on `clear()`. */
	run(work: (signal: AbortSignal) => Promise<void>): void {
		const life = this.life;
		const token = this.begin(life);
		void work(life.controller.signal).finally(() => this.end(life, token));
	}

	/** Resolves when nothing is open any more. */
	async settled(): Promise<void> {
		if (this.life.open.size === 0) return;
		await new Promise<void>((resolve) => this.waiting.push(resolve));
	}

	/** Forgets everything that is open. */
	clear(): void {
		const { timers, controller } = this.life;
		this.life = newLife();
		timers.forEach((timer) => clearTimeout(timer));
		controller.abort();
		this.wake();
	}

	private begin(life: Life): symbol {
		const token = Symbol('work');
		life.open.add(token);
		return token;
	}

	private end(life: Life, token: symbol): void {
		life.open.delete(token);
		if (life === this.life && life.open.size === 0) this.wake();
	}

	private wake(): void {
		this.waiting.splice(0).forEach((resolve) => resolve());
	}
}

function newLife(): Life {
	return { open: new Set(), timers: new Set(), controller: new AbortController() };
}
