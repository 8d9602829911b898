/**
 * Runs `work` for every index from 0 to `count - 1`, at most `limit` at a time, and keeps the order of results.
 *
 * When one fails, or when `stop` is aborted, no further work starts; running work is awaited, because it may be
 * creating something. Afterwards the failure of the lowest index is thrown.
 *
 * @param limit at least 1
 */
export async function mapConcurrently<Result>(
	count: number,
	limit: number,
	work: (index: number) => Promise<Result>,
	stop?: AbortSignal,
): Promise<Result[]> {
	const results = new Array<Result>(count);
	const failures = new Map<number, unknown>();
	let next = 0;

	const worker = async (): Promise<void> => {
		while (next < count && failures.size === 0 && !stop?.aborted) {
			const index = next++;
			try {
				results[index] = await work(index);
			} catch (error) {
				failures.set(index, error);
			}
		}
	};
	await Promise.all(Array.from({ length: Math.min(limit, count) }, worker));

	if (failures.size > 0) throw failures.get(Math.min(...failures.keys()));
	return results;
}
