/** Ends what was started, the last first; each once, whoever asks and however often. */
export class Closers {
	private readonly closers: Array<() => Promise<unknown>> = [];

	/** Remembers how to end something that has just been started. */
	add(close: () => Promise<unknown>): void {
		this.closers.push(close);
	}

	/** Ends everything; one that fails does not keep the others from ending. */
	async close(): Promise<void> {
		for (let close = this.closers.pop(); close; close = this.closers.pop()) {
			await close().catch((error: Error) => console.error(error.message));
		}
	}
}
