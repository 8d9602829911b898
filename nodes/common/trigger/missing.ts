/** Longer than the longest pause between two deliveries of an event: Auco's is 6 minutes (auco.md 5.2). */
const REMEMBERED = 15 * 60_000;
/** For so long nobody is asked again about what does not exist. */
const BELIEVED = 60_000;
const MOST = 2_000;

/**
 * What the provider has said it does not have. It may only not have it yet, so that is believed when it still says so on
 * a redelivery. A short memory: nothing here is kept for ever, and not much of it.
 */
export class MissingObjects {
	private readonly seen = new Map<string, { since: number; believedAt?: number }>();

	/** Whether an earlier delivery was put off because of it. */
	wasMissing(key: string): boolean {
		return this.find(key) !== undefined;
	}

	/** Whether the provider has said so on a redelivery, a moment ago. */
	isBelieved(key: string): boolean {
		const { believedAt } = this.find(key) ?? {};
		return believedAt !== undefined && Date.now() - believedAt < BELIEVED;
	}

	/** The provider does not have it, the first time or again. */
	note(key: string): void {
		const known = this.find(key);
		this.seen.delete(key);
		this.seen.set(key, { since: Date.now(), ...(known && { believedAt: Date.now() }) });
		if (this.seen.size > MOST) this.seen.delete(this.seen.keys().next().value!);
	}

	/** The provider has it. */
	forget(key: string): void {
		this.seen.delete(key);
	}

	private find(key: string) {
		const known = this.seen.get(key);
		return known && Date.now() - known.since < REMEMBERED ? known : undefined;
	}
}
