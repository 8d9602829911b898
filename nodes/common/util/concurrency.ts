/**
 * Runs `work` for every index from 0 to `count - 1`, at most `limit` at a time, and keeps the order of results.
 *
 * When one fails, or when `stop` is aborted, no further work starts, and the signal that running work has got is aborted.
 * Running work is awaited, because it may be creating something. Then the first failure is thrown.
 *
 * @param limit at least 1
 */
export async function mapConcurrently<Result>(
	count: number,
	limit: number,
	work: (index: number, signal: AbortSignal) => Promise<Result>,
	stop?: AbortSignal,
): Promise<Result[]> {
	const results = new Array<Result>(count);
	const failures: unknown[] = [];
	const failed = new AbortController();
	const signal = stop ? AbortSignal.any([stop, failed.signal]) : failed.signal;
	let next = 0;

	const worker = async (): Promise<void> => {
		while (next < count && !signal.aborted) {
			const index = next++;
			try {
				results[index] = await work(index, signal);
			} catch (error) {
				failures.push(error);
				failed.abort();
			}
		}
	};
	await Promise.all(Array.from({ length: Math.min(limit, count) }, worker));

	if (failures.length > 0) throw failures[0];
	return results;
}
