/** A task that waits for its turn. */
interface Waiting {
	start: () => void;
	drop: () => void;
	isWanted: () => boolean;
}

/** How a task waits. */
interface Turn {
	/** Checked when it is its turn: a task that nobody wants any more does not start. */
	isWanted?: () => boolean;
	/** Lets all tasks without this flag go first. */
	yields?: boolean;
}

/** Runs a few tasks at a time; the others wait in line. */
export class Limiter {
	private running = 0;

	private readonly first: Waiting[] = [];

	private readonly last: Waiting[] = [];

	private readonly limit: number;

	/** @param limit at least 1 */
	constructor(limit: number) {
		this.limit = limit;
	}

	/** @returns undefined when the task did not start */
	async run<Result>(work: () => Promise<Result>, turn: Turn = {}): Promise<Result | undefined> {
		const { isWanted = () => true, yields = false } = turn;
		if (this.running < this.limit) {
			this.running++;
		} else {
			const isTurn = await new Promise<boolean>((resolve) => {
				const waiting = { start: () => resolve(true), drop: () => resolve(false), isWanted };
				(yields ? this.last : this.first).push(waiting);
			});
			if (!isTurn) return undefined;
		}
		try {
			return await work();
		} finally {
			this.passOn();
		}
	}

	/** Starts the next task that is still wanted. */
	private passOn(): void {
		for (;;) {
			const next = this.first.shift() ?? this.last.shift();
			if (next === undefined) {
				this.running--;
				return;
			}
			if (next.isWanted()) {
				next.start();
				return;
			}
			next.drop();
		}
	}
}
