import { sleep } from './sleep';

/**
 * The result of the work, or undefined when the time is up. The work itself is not stopped, so it must do no harm when
 * it finishes late.
 */
export async function withTimeout<Result>(
	milliseconds: number,
	work: Promise<Result>,
): Promise<Result | undefined> {
	const timer = new AbortController();
	const timeIsUp = sleep(milliseconds, timer.signal).then(() => undefined);
	try {
		return await Promise.race([work, timeIsUp]);
	} finally {
		timer.abort();
	}
}
