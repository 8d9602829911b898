const queues = new Map<string, Promise<unknown>>();

/**
 * Runs work one at a time per key within this process, in the order of the calls. For data that a provider only lets
 * one read, change and write back as a whole.
 */
export async function withLock<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
	const previous = queues.get(key) ?? Promise.resolve();
	const current = previous.then(work);
	// The next one waits for the end, whether it succeeds or fails.
	const end = current.then(nothing, nothing);
	queues.set(key, end);
	try {
		return await current;
	} finally {
		if (queues.get(key) === end) queues.delete(key);
	}
}

function nothing(): void {}
