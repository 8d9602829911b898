import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

/** Megabytes of memory that a process holds (Linux and macOS). */
export async function residentMegabytes(pid: number): Promise<number> {
	const { stdout } = await promisify(execFile)('ps', ['-o', 'rss=', '-p', String(pid)]);
	return Number(stdout) / 1024;
}

/** The most megabytes that a process holds while something is done. */
export async function whilePeaking(pid: number, work: () => Promise<void>): Promise<number> {
	let peak = await residentMegabytes(pid);
	let isDone = false;
	const watching = (async () => {
		while (!isDone) {
			peak = Math.max(peak, await residentMegabytes(pid));
			await sleep(100);
		}
	})();
	try {
		await work();
	} finally {
		isDone = true;
		await watching;
	}
	return peak;
}
