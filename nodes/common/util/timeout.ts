import { n8nSleep } from './sleep';

/** Why the timer ends when the work is done first. Made once, because every request of a run has such a timer. */
const DONE = new Error('done');

/**
 * The result of the work, or undefined when the time is up. The work itself is not stopped, so it must do no harm when
 * it finishes late.
 */
export async function withTimeout<Result>(
	milliseconds: number,
	work: Promise<Result>,
): Promise<Result | undefined> {
	const timer = new AbortController();
	const timeIsUp = n8nSleep(milliseconds, timer.signal).then(() => undefined);
	try {
		return await Promise.race([work, timeIsUp]);
	} finally {
		timer.abort(DONE);
	}
}
