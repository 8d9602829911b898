import type { LedgerRecord, LedgerStore, RequestIdentity } from './ledgerStore';

/**
 * What other runs of the node in the execution have left in its ledger. An error output that leads back to the node makes a
 * new run, with the same items in other places.
 */
export class OtherRuns {
	private readonly store: LedgerStore;

	private readonly runIndex: number;

	/** Keys of items without a clear result, by request and by subject. */
	private unknown?: Map<string, string>;

	/** Keys of what was created for items that came out as errors, by request. */
	private failed?: Map<string, string[]>;

	constructor(store: LedgerStore, runIndex: number) {
		this.store = store;
		this.runIndex = runIndex;
	}

	/** Key of a record without a clear result for the same request, or for the same subject. */
	unknownFor({ request, subject = '' }: RequestIdentity): string | undefined {
		this.unknown ??= new Map(
			this.records()
				.filter(([, { outcome }]) => outcome === 'unknown')
				.flatMap(([key, record]) => [
					[record.request, key],
					[record.subject ?? record.request, key],
				]),
		);
		return this.unknown.get(request) ?? this.unknown.get(subject);
	}

	/** What was created for an item that came out as an error belongs to the item that comes back. Takes it away. */
	takeFailed(request: string): LedgerRecord | undefined {
		this.failed ??= this.findFailed();
		const before = this.failed.get(request)?.shift();
		if (before === undefined) return undefined;
		const record = this.store.records[before];
		delete this.store.records[before];
		return record;
	}

	private findFailed(): Map<string, string[]> {
		const found = new Map<string, string[]>();
		for (const [key, record] of this.records()) {
			if (record.outcome !== 'created' || !record.hasFailed) continue;
			const keys = found.get(record.request);
			if (keys) keys.push(key);
			else found.set(record.request, [key]);
		}
		return found;
	}

	private records(): Array<[string, LedgerRecord]> {
		return Object.entries(this.store.records).filter(([key]) => !key.startsWith(`${this.runIndex}:`));
	}
}
