import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { RequestFailure } from '../http/failure';
import type { ProviderCredential } from '../http/provider';
import type { ApiRequest } from '../http/request';
import { rethrow } from '../util/rethrow';
import { Seal } from '../util/seal';
import { servesAgent } from './agent';

/** Something that exists at the provider because of an item. */
export interface CreatedRecord {
	itemIndex: number;
	/** Its code or ID. */
	id: string;
}

/**
 * What is known of a creating request. A refused one has no record: it may simply be sent again. `unknown` is recorded
 * from before the request leaves until there is a clear response.
 */
type LedgerRecord = RequestIdentity &
	({ outcome: 'unknown' } | { outcome: 'created'; id: string; reply: string });

interface RequestIdentity {
	itemIndex: number;
	/** Which of the parameters' fingerprints applies. */
	parameters: number;
	/** Fingerprint of the request. */
	request: string;
}

/** What the ledger keeps in the execution's context. n8n stores that context in clear, so replies are sealed. */
interface LedgerStore {
	/** Fingerprints of the node's parameters as they were configured, before expressions are evaluated. */
	parameters: string[];
	records: Record<string, LedgerRecord>;
}

/** What was created for a request before. */
export type EarlierResult =
	| { kind: 'none' }
	/** It was sent, and whether it was processed is not known. */
	| { kind: 'unknown' }
	| { kind: 'created'; id: string; reply: IDataObject }
	/** Something was created, but with other values or another credential. */
	| { kind: 'createdDifferently' | 'createdElsewhere'; id: string };

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
 * contains the current time. (The resume URL, which belongs to the new execution, is no part of a request's `identity`.) So an item counts as the same when its
 * parameters *or* its request are unchanged. If both differ, somebody has edited the node in between, and what exists
 * is not what is requested now.
 */
export class Ledger {
	private readonly store: LedgerStore;

	private readonly seal: Seal;

	private readonly runIndex: number;

	/** Index of this run's parameters in the store. */
	private readonly parameters: number;

	/**
	 * An AI agent calls the node with different values each time, and n8n counts every attempt of such a call as a run:
	 * only the request distinguishes its calls (docs/guides/ai-agents.md#what-is-remembered).
	 */
	private readonly servesAgent: boolean;

	private readonly opened = new Set<string>();

	constructor(context: IExecuteFunctions, { sealingSecret }: ProviderCredential) {
		this.store = storeOf(context);
		this.seal = new Seal(sealingSecret, 'ledger');
		this.runIndex = context.getWorkflowDataProxy(0).$runIndex as number;
		// Options say how to send, not what; `resendUnknown` is meant to be switched on for a retry.
		const parameters = JSON.stringify({ ...context.getNode().parameters, options: undefined });
		this.parameters = indexIn(this.store.parameters, this.seal.fingerprint(parameters));
		this.servesAgent = servesAgent(context);
	}

	/** The ledger entry of one item's request. */
	entryFor(itemIndex: number, { method, path, body, identity = body }: ApiRequest): LedgerEntry {
		const request = this.seal.fingerprint(JSON.stringify([method, path, identity]));
		const key = this.servesAgent
			? `agent:${itemIndex}:${request}`
			: `${this.runIndex}:${itemIndex}:${method} ${path}`;
		this.opened.add(key);
		return new LedgerEntry(this.store.records, key, this.seal, {
			itemIndex,
			parameters: this.parameters,
			request,
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

	/** Indexes of the items for which it is not known whether anything was created. */
	unknown(): number[] {
		return this.ofThisRun()
			.flatMap(([, { outcome, itemIndex }]) => (outcome === 'unknown' ? [itemIndex] : []))
			.sort((one, other) => one - other);
	}

	/**
	 * Forgets this run, because all of it has left the node. An agent's calls are remembered until the execution ends: it
	 * may repeat one, and then gets the same code again.
	 */
	clear(): void {
		if (this.servesAgent) return;
		for (const [key] of this.ofThisRun()) delete this.store.records[key];
		if (Object.keys(this.store.records).length === 0) this.store.parameters.length = 0;
	}

	private ofThisRun(): Array<[string, LedgerRecord]> {
		return Object.entries(this.store.records).filter(
			([key]) => this.opened.has(key) || key.startsWith(`${this.runIndex}:`),
		);
	}
}

/** The place of one request of one item in the ledger. */
class LedgerEntry {
	private readonly records: Record<string, LedgerRecord>;

	private readonly key: string;

	private readonly seal: Seal;

	private readonly identity: RequestIdentity;

	constructor(records: Record<string, LedgerRecord>, key: string, seal: Seal, identity: RequestIdentity) {
		this.records = records;
		this.key = key;
		this.seal = seal;
		this.identity = identity;
	}

	/** What an earlier attempt left behind. */
	get earlier(): EarlierResult {
		const record = this.records[this.key];
		if (record === undefined) return { kind: 'none' };
		if (record.outcome === 'unknown') return { kind: 'unknown' };
		const { id, parameters, request } = record;
		const reply = this.seal.open(record.reply);
		if (reply === undefined) return { kind: 'createdElsewhere', id };
		const isSame = parameters === this.identity.parameters || request === this.identity.request;
		return isSame
			? { kind: 'created', id, reply: JSON.parse(reply) as IDataObject }
			: { kind: 'createdDifferently', id };
	}

	/**
	 * Sends, and records the request as unknown from before it leaves until the result is clear. So whenever n8n stores
	 * the execution, even in the middle of a request, the ledger is right.
	 */
	async trackAttempt<Result>(send: () => Promise<Result>): Promise<Result> {
		const before = this.records[this.key];
		this.records[this.key] = { outcome: 'unknown', ...this.identity };
		try {
			return await send();
		} catch (failure) {
			if (failure instanceof RequestFailure && failure.outcome === 'refused') this.restore(before);
			throw rethrow(failure);
		}
	}

	/** Records what was created. */
	created(id: string, reply: IDataObject): void {
		const sealed = this.seal.close(JSON.stringify(reply));
		this.records[this.key] = { outcome: 'created', ...this.identity, id, reply: sealed };
	}

	/** A refused request changes nothing; what an earlier one left unknown stays unknown. */
	private restore(record: LedgerRecord | undefined): void {
		if (record) this.records[this.key] = record;
		else delete this.records[this.key];
	}
}

/** Where n8n runs nodes without an execution, in its Agents module, nothing can be remembered. */
function storeOf(context: IExecuteFunctions): LedgerStore {
	let kept: { ledger?: Partial<LedgerStore> } = {};
	try {
		kept = context.getContext('node') as typeof kept;
	} catch (error) {
		context.logger.debug(`What is created is not recorded: ${(error as Error).message}`);
	}
	// Entries of an execution that failed before replies were sealed: what they name is not sent again either.
	kept.ledger = kept.ledger?.records
		? kept.ledger
		: { parameters: [], records: { ...kept.ledger } as LedgerStore['records'] };
	return kept.ledger as LedgerStore;
}

function indexIn(list: string[], text: string): number {
	const index = list.indexOf(text);
	return index >= 0 ? index : list.push(text) - 1;
}
