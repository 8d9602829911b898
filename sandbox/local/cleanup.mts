/** Undoes what was started, the last first, and each only once. */
export class Cleanup {
	private readonly steps: Array<() => Promise<unknown>> = [];

	/** Adds how to undo something that has just been started. */
	add(step: () => Promise<unknown>): void {
		this.steps.push(step);
	}

	/** Undoes everything, even when a step fails. */
	async run(): Promise<void> {
		for (let step = this.steps.pop(); step; step = this.steps.pop()) {
			await step().catch((error: Error) => console.error(error.message));
		}
	}
}
