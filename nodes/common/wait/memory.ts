import type { IDataObject } from 'n8n-workflow';

/** Suspended waits, and outputs of their items, that a process remembers. */
const MOST_WAITS = 1_000;
const MOST_OUTPUTS = 10_000;

/** Milliseconds in which n8n resumes the execution, or fails to. */
const CLAIM = 30_000;

/**
 * What this process knows of one suspended wait. Losing it, in a restart or because another process gets the next
 * callback, costs nothing but requests.
 */
export class WaitMemory {
	/** Outputs of the items that are finished, by index. */
	readonly outputs = new Map<number, IDataObject>();

	/** Items that callbacks have named while others were looked at. */
	readonly named = new Set<number>();

	/** Whether a callback is looking at items; others leave their names and go. */
	isLooking = false;

	/** Whether a callback has come that named nothing, so that somebody has to look once more. */
	hasNews = false;

	/** How many pauses have passed since the last callback about something unfinished; undefined when nobody waits. */
	pauses?: number;

	private claimedUntil = 0;

	/** Whether another callback is resuming the execution. n8n would answer a second one with 500. */
	get isClaimed(): boolean {
		return this.claimedUntil > Date.now();
	}

	/** Takes the resuming of the execution. */
	claim(): void {
		this.claimedUntil = Date.now() + CLAIM;
	}
}

const memories = new Map<string, WaitMemory>();

/** The memory of a wait. The ones that have not been used for longest are forgotten. */
export function memoryOf(key: string): WaitMemory {
	const memory = memories.get(key) ?? new WaitMemory();
	memories.delete(key);
	memories.set(key, memory);
	let outputs = 0;
	for (const { outputs: kept } of memories.values()) outputs += kept.size;
	for (const [other, { outputs: kept, isLooking }] of memories) {
		if (memories.size <= MOST_WAITS && outputs <= MOST_OUTPUTS) break;
		if (other === key || isLooking) continue;
		memories.delete(other);
		outputs -= kept.size;
	}
	return memory;
}
