/** A piece of work that waits for its turn. */
interface Waiting {
	start: () => void;
	drop: () => void;
	isWanted: () => boolean;
}

/** How a piece of work waits. */
interface Turn {
	/** Asked when it is its turn: what nobody wants any more is not begun. */
	isWanted?: () => boolean;
	/** Lets everything go first that is not so. */
	yields?: boolean;
}

/** Runs a few pieces of work at a time; the others wait in the order of asking. */
export class Limiter {
	private running = 0;

	private readonly first: Waiting[] = [];

	private readonly last: Waiting[] = [];

	private readonly limit: number;

	/** @param limit at least 1 */
	constructor(limit: number) {
		this.limit = limit;
	}

	/** @returns undefined when it was not begun */
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

	/** Gives a place that has become free to the next one that is still wanted. */
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
