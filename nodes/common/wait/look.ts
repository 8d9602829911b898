import type { IDataObject } from 'n8n-workflow';

import type { ApiClient } from '../http/client';
import { RequestFailure } from '../http/failure';
import { isOver, outputOf, type Awaitable } from './awaitable';
import type { Awaited } from './awaited';
import type { WaitMemory } from './memory';

/** Reads at the same time. */
const WIDEST = 16;

/**
 * What a look at an item has found. Undecided is one that is finished at the provider, but not for the person who waits
 * on for a decision.
 */
export type Found = 'finished' | 'undecided' | 'unfinished';

/** Looks at what a suspended execution waits for. */
export class Look {
	/** Whether something that was named was unfinished, or could not be read: the API may be behind. */
	isDoubtful = false;

	private readonly awaitable: Awaitable;

	private readonly items: readonly Awaited[];

	private readonly memory: WaitMemory;

	/** For reading many. */
	private readonly api: ApiClient;

	/** Gets why an item could not be read. */
	private readonly onFailure: (error: unknown, index: number) => void;

	constructor(
		awaitable: Awaitable,
		items: readonly Awaited[],
		memory: WaitMemory,
		api: ApiClient,
		onFailure: (error: unknown, index: number) => void,
	) {
		this.awaitable = awaitable;
		this.items = items;
		this.memory = memory;
		this.api = api;
		this.onFailure = onFailure;
	}

	/** The items that wait for this ID. */
	indexesOf(id: unknown): number[] {
		return this.items.flatMap((item, index) => ('id' in item && item.id === id ? index : []));
	}

	/** The items that are not known to be finished. */
	unknown(): number[] {
		return this.items.flatMap((item, index) =>
			'id' in item && !this.memory.outputs.has(index) ? index : [],
		);
	}

	/**
	 * Reads one item.
	 *
	 * @throws RequestFailure when it cannot be read
	 */
	async at(index: number, api = this.api): Promise<Found> {
		const item = this.items[index];
		if ('failed' in item) return 'finished';
		const state: IDataObject = await this.awaitable.read(api, item.id);
		if (!this.awaitable.isObject(state, item.id)) {
			throw new RequestFailure('the response is something else than was asked for', { outcome: 'refused' });
		}
		if (!isOver(this.awaitable, item, state)) {
			return this.awaitable.isFinished(state) ? 'undecided' : 'unfinished';
		}
		this.memory.outputs.set(index, outputOf(this.awaitable, item, state));
		return 'finished';
	}

	/**
	 * Reads what callbacks have named, and then the other items until one of them is a witness that not all are finished.
	 * So a callback costs two reads as a rule, and the last one finds everything. Goes on while callbacks leave names.
	 *
	 * @returns whether all are finished
	 */
	async around(): Promise<boolean> {
		const { memory } = this;
		memory.isLooking = true;
		try {
			do {
				memory.hasNews = false;
				await this.readNamed();
				await this.findWitness();
			} while (memory.hasNews || memory.named.size > 0);
		} finally {
			memory.isLooking = false;
		}
		return this.unknown().length === 0;
	}

	private async readNamed(): Promise<void> {
		const { named, outputs } = this.memory;
		while (named.size > 0) {
			const next = [...named].slice(0, WIDEST);
			for (const index of next) named.delete(index);
			if (!(await this.all(next.filter((index) => !outputs.has(index))))) this.isDoubtful = true;
		}
	}

	private async findWitness(): Promise<void> {
		for (let width = 1; ; width = Math.min(width * 2, WIDEST)) {
			const next = this.unknown().slice(0, width);
			if (next.length === 0 || !(await this.all(next))) return;
		}
	}

	/** Whether all of them are finished. What cannot be read is not. */
	private async all(indexes: number[]): Promise<boolean> {
		const read = indexes.map(
			async (index) =>
				await this.at(index).catch((error: unknown) => {
					this.onFailure(error, index);
					this.isDoubtful = true;
					return 'unfinished' as const;
				}),
		);
		return (await Promise.all(read)).every((found) => found === 'finished');
	}
}
