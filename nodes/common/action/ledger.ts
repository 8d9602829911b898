import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import type { Provider, ProviderCredential } from '../http/provider';
import type { ApiRequest } from '../http/request';
import { Seal } from '../util/seal';
import { servesAgent } from './agent';
import { FamilyMemory } from './familyMemory';
import { LedgerEntry, type EntryOwner } from './ledgerEntry';
import { OtherRuns } from './otherRuns';
import {
	indexIn,
	storeOf,
	type Configuration,
	type LedgerRecord,
	type LedgerStore,
	type Outcome,
} from './ledgerStore';

/** Something that exists at the provider because of an item. */
export interface CreatedRecord {
	itemIndex: number;
	/** Its code or ID. */
	id: string;
	/** The other account or environment in which it exists. */
	place?: string;
}

/** What is known about the execution before the ledger is opened. */
export interface Past {
	/** Whether an earlier execution of this run may have sent something that is not in the ledger. */
	isLost: boolean;
	/** The executions whose requests count as well, as this process remembers them; see `Family`. */
	family?: string;
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
	private readonly owner: EntryOwner;

	private readonly runIndex: number;

	private readonly configuration: Configuration;

	/** Index of this run's configuration in the store. */
	private readonly sentWith: number;

	private readonly resumeUrl: string;

	private readonly memory?: FamilyMemory;

	/**
	 * An AI agent calls the node with different values each time, and n8n counts every attempt of such a call as a run:
	 * only the request distinguishes its calls (docs/guides/ai-agents.md#what-is-remembered).
	 */
	private readonly servesAgent: boolean;

	private readonly others: OtherRuns;

	/** Keys that this run has asked for, each with the key of the same request in the memory of the family. */
	private readonly opened = new Map<string, string | undefined>();

	/** Keys of this run, earlier attempts included, by item. */
	private readonly keysOfItems = new Map<number, Set<string>>();

	constructor(
		context: IExecuteFunctions,
		credential: ProviderCredential,
		{ credentialType }: Pick<Provider, 'credentialType'>,
		{ isLost, family }: Past = { isLost: false },
	) {
		const seal = new Seal(credential.sealingSecret, 'ledger');
		const { $runIndex, $execution } = context.getWorkflowDataProxy(0);
		this.owner = {
			store: storeOf(context),
			seal,
			isLost,
			unknownBefore: (identity) => this.others.unknownFor(identity),
			remember: (key, outcome) => this.remember(key, outcome),
		};
		this.runIndex = $runIndex as number;
		this.others = new OtherRuns(this.store, this.runIndex);
		this.resumeUrl = String(($execution as IDataObject | undefined)?.resumeUrl ?? '');
		this.configuration = configurationOf(context, credential, credentialType, seal);
		this.sentWith = indexIn(this.store.configurations, this.configuration);
		this.servesAgent = servesAgent(context);
		if (family !== undefined) this.memory = new FamilyMemory(context, family);
		for (const [key, { itemIndex }] of this.ofThisRun()) this.noteKey(itemIndex, key);
	}

	/** The ledger entry of one item's request. */
	entryFor(itemIndex: number, { method, path, body, identity = body, subject }: ApiRequest): LedgerEntry {
		const text = JSON.stringify([method, path, identity]);
		// The resume URL is another one in every execution.
		const comparable = this.resumeUrl === '' ? text : text.replaceAll(this.resumeUrl, '');
		const request = this.owner.seal.fingerprint(comparable);
		const key = this.servesAgent
			? `agent:${itemIndex}:${request}`
			: `${this.runIndex}:${itemIndex}:${method} ${path}`;
		this.opened.set(key, this.memory?.keyOf(key, comparable));
		this.noteKey(itemIndex, key);
		const { records } = this.store;
		const before = records[key] ?? this.recalled(key, itemIndex, request) ?? this.others.takeFailed(request);
		if (before) records[key] = { ...before, itemIndex };
		const { sentWith } = this;
		const isForSubject = subject !== undefined && !this.servesAgent;
		return new LedgerEntry(this.owner, key, {
			itemIndex,
			sentWith,
			request,
			...(isForSubject && {
				subject: this.owner.seal.fingerprint(JSON.stringify([method, path, 'for', subject])),
			}),
		});
	}

	/** What this run has created, earlier attempts included, in the order of the items. */
	created(): CreatedRecord[] {
		return this.ofThisRun()
			.flatMap(([, record]) => (record.outcome === 'created' ? [this.createdRecord(record)] : []))
			.sort((one, other) => one.itemIndex - other.itemIndex);
	}

	/** The same of one item. */
	createdFor(itemIndex: number): CreatedRecord[] {
		return [...(this.keysOfItems.get(itemIndex) ?? [])].flatMap((key) => {
			const record = this.store.records[key];
			return record?.outcome === 'created' ? [this.createdRecord(record)] : [];
		});
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
		if (Object.keys(this.store.records).length === 0) this.store.configurations.length = 0;
	}

	/** Notes which items of the run have come out as errors: an error output may lead them back to the node. */
	noteFailed(hasFailed: (itemIndex: number) => boolean): void {
		for (const [, record] of this.ofThisRun()) {
			if (record.outcome === 'created') record.hasFailed = hasFailed(record.itemIndex);
		}
	}

	private get store(): LedgerStore {
		return this.owner.store;
	}

	private ofThisRun(): Array<[string, LedgerRecord]> {
		return Object.entries(this.store.records).filter(
			([key]) => this.opened.has(key) || key.startsWith(`${this.runIndex}:`),
		);
	}

	private noteKey(itemIndex: number, key: string): void {
		const keys = this.keysOfItems.get(itemIndex) ?? new Set();
		this.keysOfItems.set(itemIndex, keys.add(key));
	}

	private createdRecord({ itemIndex, id, sentWith }: LedgerRecord & { outcome: 'created' }): CreatedRecord {
		const { place, placeName } = this.store.configurations[sentWith] ?? this.configuration;
		return { itemIndex, id, ...(place !== this.configuration.place && { place: placeName }) };
	}

	/** What the process knows of the request from another execution. */
	private recalled(key: string, itemIndex: number, request: string): LedgerRecord | undefined {
		const remembered = this.memory?.recall(this.opened.get(key)!);
		if (remembered === undefined) return undefined;
		const sentWith = indexIn(this.store.configurations, remembered.sentWith);
		return { ...remembered.outcome, itemIndex, sentWith, request };
	}

	private remember(key: string, outcome: Outcome): () => void {
		const place = this.opened.get(key)!;
		const before = this.memory?.recall(place);
		this.memory?.remember(place, { outcome, sentWith: this.configuration });
		return () => this.memory?.remember(place, before);
	}
}

/**
 * Options say how to send, not what; `resendUnknown` is meant to be switched on for a retry. Fingerprints differ by the
 * secret, so the one of the host stands for the account as well.
 */
function configurationOf(
	context: IExecuteFunctions,
	{ baseUrl }: ProviderCredential,
	credentialType: string,
	seal: Seal,
): Configuration {
	const { parameters, credentials } = context.getNode();
	const { host } = new URL(baseUrl);
	return {
		parameters: seal.fingerprint(JSON.stringify({ ...parameters, options: undefined })),
		place: seal.fingerprint(host),
		placeName: `${credentials?.[credentialType]?.name ?? 'a credential'} (${host})`,
	};
}
