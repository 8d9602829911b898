import type { IDataObject } from 'n8n-workflow';

import { RequestFailure } from '../http/failure';
import { rethrow } from '../util/rethrow';
import type { Seal } from '../util/seal';
import type { LedgerRecord, LedgerStore, Outcome, RequestIdentity } from './ledgerStore';

/** What was created for a request before. */
export type EarlierResult =
	| { kind: 'none' }
	/**
	 * It was sent, or another request about the same subject, and whether that was processed is not known. The place is named
	 * when it is another one.
	 */
	| { kind: 'unknown'; place?: string; isAnother?: true }
	/** It may have been sent, by a run that nobody remembers. */
	| { kind: 'lost' }
	| { kind: 'created'; id: string; reply: IDataObject }
	/** Something was created, but with other values. */
	| { kind: 'createdDifferently'; id: string }
	/** Something was created with another account or in another environment; the place is unknown of old entries. */
	| { kind: 'createdElsewhere'; id: string; place?: string };

/** What an entry needs of its ledger. */
export interface EntryOwner {
	readonly store: LedgerStore;
	readonly seal: Seal;
	/** Whether this run may have sent something before that is not in the store. */
	readonly isLost: boolean;
	/** Key of an item of another run with the same request, or subject, whose outcome is not known. */
	unknownBefore(identity: RequestIdentity): string | undefined;
	/**
	 * Keeps the outcome beyond the execution.
	 *
	 * @returns puts back what was kept before
	 */
	remember(key: string, outcome: Outcome): () => void;
}

/** The place of one request of one item in the ledger. */
export class LedgerEntry {
	private readonly owner: EntryOwner;

	private readonly key: string;

	private readonly identity: RequestIdentity;

	constructor(owner: EntryOwner, key: string, identity: RequestIdentity) {
		this.owner = owner;
		this.key = key;
		this.identity = identity;
	}

	/** What an earlier attempt left behind. */
	get earlier(): EarlierResult {
		const { store, isLost } = this.owner;
		const before = this.owner.unknownBefore(this.identity);
		const own = store.records[this.key];
		const record = own ?? (before === undefined ? undefined : store.records[before]);
		if (record === undefined) return { kind: isLost ? 'lost' : 'none' };
		const sentWith = store.configurations[record.sentWith];
		const current = store.configurations[this.identity.sentWith];
		const isHere = sentWith === undefined || sentWith.place === current.place;
		const place = isHere ? undefined : sentWith.placeName;
		if (record.outcome === 'unknown') {
			const isAnother = own === undefined && record.request !== this.identity.request;
			return { kind: 'unknown', place, ...(isAnother && { isAnother }) };
		}
		const { id, request } = record;
		const reply = isHere ? this.owner.seal.open(record.reply) : undefined;
		if (reply === undefined) return { kind: 'createdElsewhere', id, place };
		const isSame = sentWith?.parameters === current.parameters || request === this.identity.request;
		return isSame
			? { kind: 'created', id, reply: JSON.parse(reply) as IDataObject }
			: { kind: 'createdDifferently', id };
	}

	/**
	 * Sends, with all attempts and pauses. Other executions of the family that come to the same request meanwhile, such as
	 * a second retry at the same time, find it unknown.
	 */
	async claim<Result>(send: () => Promise<Result>): Promise<Result> {
		const release = this.owner.remember(this.key, { outcome: 'unknown' });
		try {
			return await send();
		} catch (failure) {
			if (this.owner.store.records[this.key]?.outcome !== 'unknown') release();
			throw rethrow(failure);
		}
	}

	/**
	 * Sends, and records the request as unknown from before it leaves until the result is clear. So whenever n8n stores
	 * the execution, even in the middle of a request, the ledger is right.
	 */
	async trackAttempt<Result>(send: () => Promise<Result>): Promise<Result> {
		const { records } = this.owner.store;
		const before = records[this.key];
		records[this.key] = { outcome: 'unknown', ...this.identity };
		try {
			return await send();
		} catch (failure) {
			const isRefused = failure instanceof RequestFailure && failure.outcome === 'refused';
			if (isRefused) this.restore(before);
			throw rethrow(failure);
		}
	}

	/** Records what was created. */
	created(id: string, reply: IDataObject): void {
		const { store, seal } = this.owner;
		const outcome: Outcome = { outcome: 'created', id, reply: seal.close(JSON.stringify(reply)) };
		// A person has had it sent again although it was unknown: now it is not.
		const before = this.owner.unknownBefore(this.identity);
		if (before !== undefined) delete store.records[before];
		const { itemIndex, sentWith, request } = this.identity;
		store.records[this.key] = { ...outcome, itemIndex, sentWith, request };
		this.owner.remember(this.key, outcome);
	}

	/** A refused request changes nothing; what an earlier one left unknown stays unknown. */
	private restore(record: LedgerRecord | undefined): void {
		const { records } = this.owner.store;
		if (record) records[this.key] = record;
		else delete records[this.key];
	}
}
