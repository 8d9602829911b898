import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

import axios from 'axios';

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

/**
 * Megabytes of live objects in a Node process, after its garbage was collected.
 *
 * @param inspector the port of `--inspect-port`; a signal opens it
 */
export async function heapMegabytes(pid: number, inspector: number): Promise<number> {
	process.kill(pid, 'SIGUSR1');
	const socket = new WebSocket(await debuggerAddress(inspector));
	await new Promise((resolve, reject) => {
		socket.onopen = resolve;
		socket.onerror = reject;
	});
	const ask = (method: string): Promise<{ usedSize: number }> =>
		new Promise((resolve) => {
			socket.onmessage = ({ data }) =>
				resolve((JSON.parse(String(data)) as { result: { usedSize: number } }).result);
			socket.send(JSON.stringify({ id: 1, method }));
		});
	await ask('HeapProfiler.collectGarbage');
	const { usedSize } = await ask('Runtime.getHeapUsage');
	socket.close();
	return usedSize / 1024 ** 2;
}

/** Asks until the inspector has opened. */
async function debuggerAddress(port: number): Promise<string> {
	for (let tries = 0; ; tries++) {
		try {
			const { data } = await axios.get<Array<{ webSocketDebuggerUrl: string }>>(
				`http://127.0.0.1:${port}/json`,
				{ proxy: false },
			);
			return data[0].webSocketDebuggerUrl;
		} catch (error) {
			if (tries === 50) throw error;
			await sleep(100);
		}
	}
}
