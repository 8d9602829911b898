import { createHash } from 'node:crypto';
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { RequestFailure } from '../http/failure';
import type { ApiRequest } from '../http/request';
import { rethrow } from '../util/rethrow';

/** Something that exists at the provider because of an item. */
export interface CreatedRecord {
	itemIndex: number;
	/** Its code or ID. */
	id: string;
}

/**
 * What is known about one creating request. A refused one has no record: it may simply be sent again. `unknown` applies
 * from the moment the request is sent until a clear response arrives.
 */
type LedgerRecord = RequestIdentity &
	({ outcome: 'unknown' } | { outcome: 'created'; id: string; reply: IDataObject });

interface RequestIdentity {
	itemIndex: number;
	/** Hash of the node's parameters as the person wrote them, with expressions unresolved. */
	parametersHash: string;
	/** Hash of the request built from them. */
	requestHash: string;
}

/**
 * Remembers what a run of the node has created, so that a repeated run (*Retry On Fail*, *Retry execution*) sends
 * nothing twice (docs/architecture.md#nothing-is-sent-twice).
 *
 * It lives in the execution's own context, which n8n keeps between the attempts of a node and stores with the execution
 * (docs/n8n-engine.md#context-survives-retries). All runs of the node in an execution share that context
 * (docs/n8n-engine.md#context-is-shared-by-all-runs-of-a-node), so a key contains the index of the run, the index of
 * the item and what is requested of the provider.
 *
 * A repeated run gets the same items, but its requests may differ although nobody has changed anything: an expression
 * contains the current time, or the resume URL belongs to the new execution. So an item counts as the same when its
 * parameters *or* its request are unchanged. If both differ, somebody has edited the node in between, and what exists
 * is not what is requested now.
 */
export class Ledger {
	private readonly entries: Record<string, LedgerRecord>;

	private readonly runIndex: number;

	private readonly parametersHash: string;

	private readonly resumeUrl: string;

	/**
	 * An AI agent calls the node with different values each time, and n8n counts every attempt of such a call as a run:
	 * only the request distinguishes its calls.
	 */
	private readonly servesAgent: boolean;

	private readonly opened = new Set<string>();

	constructor(context: IExecuteFunctions) {
		const store = context.getContext('node') as { ledger?: Record<string, LedgerRecord> };
		this.entries = store.ledger ??= {};
		const { $runIndex, $execution } = context.getWorkflowDataProxy(0);
		this.runIndex = $runIndex as number;
		this.resumeUrl = String(($execution as IDataObject | undefined)?.resumeUrl ?? '');
		// Options say how to send, not what; `resendUnknown` is meant to be switched on for a retry.
		const parameters = JSON.stringify({ ...context.getNode().parameters, options: undefined });
		this.parametersHash = hash(parameters);
		this.servesAgent = context.isToolExecution?.() === true || parameters.includes('$fromAI');
	}

	/** The ledger entry of one item's request. */
	entryFor(itemIndex: number, { method, path, body }: ApiRequest): LedgerEntry {
		const text = JSON.stringify([method, path, body]);
		const requestHash = hash(this.resumeUrl === '' ? text : text.replaceAll(this.resumeUrl, ''));
		const key = this.servesAgent
			? `agent:${itemIndex}:${requestHash}`
			: `${this.runIndex}:${itemIndex}:${method} ${path}`;
		this.opened.add(key);
		return new LedgerEntry(this.entries, key, {
			itemIndex,
			parametersHash: this.parametersHash,
			requestHash,
		});
	}

	/** What this run has created, earlier attempts included, in the order of the items. */
	created(): CreatedRecord[] {
		return this.ofThisRun()
			.flatMap(([, record]) =>
				record.outcome === 'created' ? [{ itemIndex: record.itemIndex, id: record.id }] : [],
			)
			.sort((one, other) => one.itemIndex - other.itemIndex);
	}

	/** Indexes of the items whose outcome is unknown. */
	unknown(): number[] {
		return this.ofThisRun()
			.flatMap(([, { outcome, itemIndex }]) => (outcome === 'unknown' ? [itemIndex] : []))
			.sort((one, other) => one - other);
	}

	/** Removes the records of this run, once all its results have left the node. */
	clear(): void {
		for (const [key] of this.ofThisRun()) delete this.entries[key];
	}

	private ofThisRun(): Array<[string, LedgerRecord]> {
		return Object.entries(this.entries).filter(
			([key]) => this.opened.has(key) || key.startsWith(`${this.runIndex}:`),
		);
	}
}

/** The ledger entry of one request of one item. */
class LedgerEntry {
	private readonly entries: Record<string, LedgerRecord>;

	private readonly key: string;

	private readonly identity: RequestIdentity;

	constructor(entries: Record<string, LedgerRecord>, key: string, identity: RequestIdentity) {
		this.entries = entries;
		this.key = key;
		this.identity = identity;
	}

	/** What an earlier attempt left behind. */
	get record(): LedgerRecord | undefined {
		return this.entries[this.key];
	}

	/** Whether the record is of what is requested now. */
	isSame({ parametersHash, requestHash }: LedgerRecord): boolean {
		return parametersHash === this.identity.parametersHash || requestHash === this.identity.requestHash;
	}

	/**
	 * Sends a request, recorded as unknown from before it is sent until its outcome is clear. So the ledger is correct
	 * whenever n8n stores the execution, even in the middle of a request.
	 */
	async trackAttempt<Result>(send: () => Promise<Result>): Promise<Result> {
		const before = this.record;
		this.entries[this.key] = { outcome: 'unknown', ...this.identity };
		try {
			return await send();
		} catch (failure) {
			if (failure instanceof RequestFailure && failure.outcome === 'refused') this.restore(before);
			throw rethrow(failure);
		}
	}

	/** Records what was created. */
	created(id: string, reply: IDataObject): void {
		this.entries[this.key] = { outcome: 'created', ...this.identity, id, reply };
	}

	/** A refused request changes nothing; what an earlier one left unknown stays unknown. */
	private restore(record: LedgerRecord | undefined): void {
		if (record) this.entries[this.key] = record;
		else delete this.entries[this.key];
	}
}

function hash(text: string): string {
	return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
