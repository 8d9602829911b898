import { createHash } from 'node:crypto';
import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { Failure } from '../http/send';
import type { ApiRequest } from './operation';
import { unchanged } from '../util/rethrow';

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
type Entry = Item & ({ outcome: 'unknown' } | { outcome: 'created'; id: string; reply: IDataObject });

interface Item {
	itemIndex: number;
	/** Hash of the node's parameters as the person wrote them, with expressions unresolved. */
	asked: string;
	/** Hash of what became of them and was sent. */
	sent: string;
}

/**
 * Remembers what a run of the node has created, so that a repeated run (*Retry On Fail*, *Retry execution*) sends
 * nothing twice (design section 5, point 4).
 *
 * It lives in the execution's own context, which n8n keeps between the tries of a node and stores with the execution
 * (engine-facts F1). That context is shared by all runs of the node in an execution, so a key holds the run's index,
 * the item's and what is asked of the provider.
 *
 * A repeated run gets the same items. But what is sent may differ although nobody wants anything else: an expression
 * tells the time, or the resume URL is that of the new execution. So an item is the same as before when its
 * parameters are unchanged *or* the same is sent. When neither holds, the person has edited the node in between, and
 * what exists is not what is asked for now.
 */
export class Ledger {
	private readonly entries: Record<string, Entry>;

	private readonly runIndex: number;

	private readonly asked: string;

	private readonly resumeUrl: string;

	/**
	 * An AI agent calls the node for something else each time, and n8n counts every try of such a call as a run:
	 * only what is sent tells its calls apart.
	 */
	private readonly servesAgent: boolean;

	private readonly opened = new Set<string>();

	constructor(context: IExecuteFunctions) {
		const store = context.getContext('node') as { ledger?: Record<string, Entry> };
		this.entries = store.ledger ??= {};
		const { $runIndex, $execution } = context.getWorkflowDataProxy(0);
		this.runIndex = $runIndex as number;
		this.resumeUrl = String(($execution as IDataObject | undefined)?.resumeUrl ?? '');
		// Options say how to send, not what; `resendUnknown` is meant to be switched on for a retry.
		const asked = JSON.stringify({ ...context.getNode().parameters, options: undefined });
		this.asked = hash(asked);
		this.servesAgent = context.isToolExecution?.() === true || asked.includes('$fromAI');
	}

	/** The page of one item's request. */
	page(itemIndex: number, { method, path, body }: ApiRequest): Page {
		const text = JSON.stringify([method, path, body]);
		const sent = hash(this.resumeUrl === '' ? text : text.replaceAll(this.resumeUrl, ''));
		const key = this.servesAgent
			? `agent:${itemIndex}:${sent}`
			: `${this.runIndex}:${itemIndex}:${method} ${path}`;
		this.opened.add(key);
		return new Page(this.entries, key, { itemIndex, asked: this.asked, sent });
	}

	/** What this run has created, earlier tries included, in the order of the items. */
	made(): Made[] {
		return this.ofThisRun()
			.flatMap(([, entry]) =>
				entry.outcome === 'created' ? [{ itemIndex: entry.itemIndex, id: entry.id }] : [],
			)
			.sort((one, other) => one.itemIndex - other.itemIndex);
	}

	/** Indexes of the items of which it is not known whether anything was made. */
	unknown(): number[] {
		return this.ofThisRun()
			.flatMap(([, { outcome, itemIndex }]) => (outcome === 'unknown' ? [itemIndex] : []))
			.sort((one, other) => one - other);
	}

	/** Forgets this run: all of it has come out of the node. */
	clear(): void {
		for (const [key] of this.ofThisRun()) delete this.entries[key];
	}

	private ofThisRun(): Array<[string, Entry]> {
		return Object.entries(this.entries).filter(
			([key]) => this.opened.has(key) || key.startsWith(`${this.runIndex}:`),
		);
	}
}

/** The place in the ledger of one request of one item. */
class Page {
	private readonly entries: Record<string, Entry>;

	private readonly key: string;

	private readonly item: Item;

	constructor(entries: Record<string, Entry>, key: string, item: Item) {
		this.entries = entries;
		this.key = key;
		this.item = item;
	}

	/** What an earlier try left behind. */
	get entry(): Entry | undefined {
		return this.entries[this.key];
	}

	/** Whether what exists is what is asked for now. */
	isSame({ asked, sent }: Entry): boolean {
		return asked === this.item.asked || sent === this.item.sent;
	}

	/**
	 * Sends, and has it written down as unknown from before it leaves until it is clear what became of it. So whenever
	 * n8n stores the execution, in the middle of a request too, the ledger is right.
	 */
	async whileUnknown<Result>(send: () => Promise<Result>): Promise<Result> {
		const before = this.entry;
		this.entries[this.key] = { outcome: 'unknown', ...this.item };
		try {
			return await send();
		} catch (failure) {
			if (failure instanceof Failure && failure.outcome === 'refused') this.restore(before);
			throw unchanged(failure);
		}
	}

	/** Writes down what was made. */
	created(id: string, reply: IDataObject): void {
		this.entries[this.key] = { outcome: 'created', ...this.item, id, reply };
	}

	/** A refused request changes nothing; what an earlier one left unknown stays unknown. */
	private restore(entry: Entry | undefined): void {
		if (entry) this.entries[this.key] = entry;
		else delete this.entries[this.key];
	}
}

function hash(text: string): string {
	return createHash('sha256').update(text).digest('hex').slice(0, 32);
}
