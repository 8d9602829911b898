/**
 * Milliseconds. Longer than the longest pause before a delivery is repeated: 6 minutes
 * (docs/providers/auco.md#delivery).
 */
const REMEMBERED = 15 * 60_000;
/** Milliseconds for which the provider is not asked again about an object that does not exist. */
const NOT_ASKED = 60_000;
const MOST = 2_000;

/**
 * Objects that the provider says it does not have. It may not have them yet, so that only counts when it still says so
 * for a repeated delivery. Bounded in time and number.
 */
export class MissingObjects {
	private readonly seen = new Map<string, { since: number; repeatedAt?: number }>();

	/** Whether an earlier delivery was answered 503 for it. */
	wasMissing(key: string): boolean {
		return this.find(key) !== undefined;
	}

	/** Whether the provider has just said so for a repeated delivery. */
	isKnown(key: string): boolean {
		const { repeatedAt } = this.find(key) ?? {};
		return repeatedAt !== undefined && Date.now() - repeatedAt < NOT_ASKED;
	}

	/** Records that the provider does not have it, the first time or again. */
	note(key: string): void {
		const known = this.find(key);
		this.seen.delete(key);
		this.seen.set(key, { since: Date.now(), ...(known && { repeatedAt: Date.now() }) });
		if (this.seen.size > MOST) this.seen.delete(this.seen.keys().next().value!);
	}

	/** Records that the provider has it. */
	forget(key: string): void {
		this.seen.delete(key);
	}

	private find(key: string) {
		const known = this.seen.get(key);
		return known && Date.now() - known.since < REMEMBERED ? known : undefined;
	}
}
