import { setImmediate as turn } from 'node:timers/promises';

/** Only ends a test that would hang; nothing that works takes nearly as long, however busy the machine is. Milliseconds. */
const LIMIT = 120_000;

/**
 * Waits for something to happen, looking once in every turn of the event loop. Knows no clock but the real one, so that
 * it works beside a clock of the test's own.
 *
 * @param what names it, for the error when it does not happen
 * @param look gives undefined or false until it has happened
 */
export async function until<Seen>(what: string, look: () => Seen | undefined | false): Promise<Seen> {
	const start = performance.now();
	for (;;) {
		const seen = look();
		if (seen !== undefined && seen !== false) return seen;
		if (performance.now() - start > LIMIT) throw new Error(`Waited in vain for ${what}`);
		await turn();
	}
}
