import { sleep } from './sleep';

/** Milliseconds of work after which the event loop gets its turn. */
const LONGEST_TURN = 30;

/**
 * Like `map` of a list, but gives the event loop its turn now and then: n8n answers webhooks and everything else in the
 * meantime, however long the list is.
 */
export async function mapInTurns<Value, Result>(
	values: readonly Value[],
	work: (value: Value, index: number) => Result,
): Promise<Result[]> {
	const results: Result[] = [];
	let turnEndsAt = Date.now() + LONGEST_TURN;
	for (const [index, value] of values.entries()) {
		if (Date.now() >= turnEndsAt) {
			await sleep(0);
			turnEndsAt = Date.now() + LONGEST_TURN;
		}
		results.push(work(value, index));
	}
	return results;
}
