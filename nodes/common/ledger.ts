import { createHash } from 'node:crypto';
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { Failure } from './exchange';
import type { ApiRequest } from './operation';

/** Something that exists at the provider because of an item. */
export interface Made {
	itemIndex: number;
	/** Its code or ID. */
	id: string;
}

/**
 * What is known of one creating request. There is no entry for a refused one: it may simply be sent again.
 * `unknown` stands from the moment the request leaves until a clear answer came.
 */
type Entry = { itemIndex: number } & (
	| { outcome: 'unknown' }
	| { outcome: 'created'; id: string; reply: IDataObject }
);

/**
 * Remembers what a run of the node has created, so that a repeated run (*Retry On Fail*, *Retry execution*) sends
 * nothing twice (design section 5, point 4).
 *
 * It lives in the execution's own context, which n8n keeps between the tries of a node and stores with the execution
 * (engine-facts F1). That context is shared by all runs of the node in an execution, so a key holds the run's index,
 * the item's and a hash of what is sent.
 */
export class Ledger {
	private readonly entries: Record<string, Entry>;

	private readonly runIndex: number;

	constructor(context: IExecuteFunctions) {
		const store = context.getContext('node') as { ledger?: Record<string, Entry> };
		this.entries = store.ledger ??= {};
		this.runIndex = context.getWorkflowDataProxy(0).$runIndex as number;
	}

	/** The page of one item's request. */
	page(itemIndex: number, request: ApiRequest): Page {
		const sent = JSON.stringify([request.method, request.path, request.body]);
		const hash = createHash('sha256').update(sent).digest('hex').slice(0, 32);
		return new Page(this.entries, `${this.runIndex}:${itemIndex}:${hash}`, itemIndex);
	}

	/** What this run has created, earlier tries included, in the order of the items. */
	made(): Made[] {
		return this.ofThisRun()
			.flatMap(([, entry]) =>
				entry.outcome === 'created' ? [{ itemIndex: entry.itemIndex, id: entry.id }] : [],
			)
			.sort((one, other) => one.itemIndex - other.itemIndex);
	}

	/** Forgets this run: all of it has come out of the node. */
	clear(): void {
		for (const [key] of this.ofThisRun()) delete this.entries[key];
	}

	private ofThisRun(): Array<[string, Entry]> {
		return Object.entries(this.entries).filter(([key]) => key.startsWith(`${this.runIndex}:`));
	}
}

/** The place in the ledger of one request of one item. */
class Page {
	private readonly entries: Record<string, Entry>;

	private readonly key: string;

	private readonly itemIndex: number;

	constructor(entries: Record<string, Entry>, key: string, itemIndex: number) {
		this.entries = entries;
		this.key = key;
		this.itemIndex = itemIndex;
	}

	/** The reply with which it was created; undefined when it was not. */
	get reply(): IDataObject | undefined {
		const entry = this.entries[this.key];
		return entry?.outcome === 'created' ? entry.reply : undefined;
	}

	/** Whether it was sent and no clear answer came. */
	get isUnknown(): boolean {
		return this.entries[this.key]?.outcome === 'unknown';
	}

	/**
	 * Sends, and has it written down as unknown from before it leaves until it is clear what became of it. So whenever
	 * n8n stores the execution, in the middle of a request too, the ledger is right.
	 */
	async whileUnknown<Result>(send: () => Promise<Result>): Promise<Result> {
		this.entries[this.key] = { outcome: 'unknown', itemIndex: this.itemIndex };
		try {
			return await send();
		} catch (failure) {
			if (failure instanceof Failure && failure.outcome === 'refused') delete this.entries[this.key];
			throw unchanged(failure);
		}
	}

	/** Writes down what was made. */
	created(id: string, reply: IDataObject): void {
		this.entries[this.key] = { outcome: 'created', itemIndex: this.itemIndex, id, reply };
	}
}

function unchanged(failure: unknown): unknown {
	return failure;
}
