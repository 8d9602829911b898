/** Ends what was started, the last first; each once, whoever asks and however often. */
export class Cleanup {
	private readonly steps: Array<() => Promise<unknown>> = [];

	/** Remembers how to end something that has just been started. */
	add(close: () => Promise<unknown>): void {
		this.steps.push(close);
	}

	/** Ends everything; one that fails does not keep the others from ending. */
	async run(): Promise<void> {
		for (let close = this.steps.pop(); close; close = this.steps.pop()) {
			await close().catch((error: Error) => console.error(error.message));
		}
	}
}
