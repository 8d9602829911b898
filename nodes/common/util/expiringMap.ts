/** A map for what a process may forget: each entry after a while, the oldest ones when there are too many. */
export class ExpiringMap<Value> {
	private readonly entries = new Map<string, { value: Value; until: number }>();

	private readonly most: number;

	private readonly lifetime: number;

	/**
	 * @param most entries at a time
	 * @param lifetime of an entry, in milliseconds
	 */
	constructor(most: number, lifetime: number) {
		this.most = most;
		this.lifetime = lifetime;
	}

	get(key: string): Value | undefined {
		const entry = this.entries.get(key);
		return entry && entry.until > Date.now() ? entry.value : undefined;
	}

	/** An entry that is set again counts as new. */
	set(key: string, value: Value): void {
		this.entries.delete(key);
		this.entries.set(key, { value, until: Date.now() + this.lifetime });
		if (this.entries.size > this.most) this.delete(this.entries.keys().next().value!);
	}

	delete(key: string): void {
		this.entries.delete(key);
	}
}
