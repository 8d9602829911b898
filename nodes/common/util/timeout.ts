import { sleep } from 'n8n-workflow';

/**
 * The result of the work, or undefined when it is not there in time. The work itself is not stopped: whatever it does
 * late must do no harm.
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
