const lines = new Map<string, Promise<unknown>>();

/**
 * Does one piece of work at a time for a key, in the order of asking; others of this process wait in line. For what a
 * provider can only change by reading, changing and writing back a whole.
 */
export async function withLock<Result>(key: string, work: () => Promise<Result>): Promise<Result> {
	const before = lines.get(key) ?? Promise.resolve();
	const mine = before.then(work);
	// The next in line waits for the end, whichever it is.
	const end = mine.then(nothing, nothing);
	lines.set(key, end);
	try {
		return await mine;
	} finally {
		if (lines.get(key) === end) lines.delete(key);
	}
}

function nothing(): void {}
