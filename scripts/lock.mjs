import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Whether a process with this id is alive (signal 0 asks without touching it). */
function isAlive(pid) {
	try {
		process.kill(pid, 0);
		return true;
	} catch (error) {
		return error.code === 'EPERM';
	}
}

/** Writes our process id into a file that must not exist; false when somebody else holds it. */
async function acquire(file) {
	try {
		await writeFile(file, String(process.pid), { flag: 'wx' });
		return true;
	} catch (error) {
		if (error.code === 'EEXIST') return false;
		throw error;
	}
}

/**
 * Runs `action` while no other process runs one under the same lock file, so that two commands started at once on
 * a fresh clone install only once. The lock of a process that is gone is removed.
 */
export async function withLock(file, say, action) {
	await mkdir(dirname(file), { recursive: true });
	for (let told = false; !(await acquire(file)); told = true) {
		const holder = Number(await readFile(file, 'utf8').catch(() => ''));
		if (holder && !isAlive(holder)) await rm(file, { force: true });
		if (holder && isAlive(holder) && !told) say(`Waiting for the installation of process ${holder}`);
		await sleep(500);
	}
	try {
		return await action();
	} finally {
		await rm(file, { force: true });
	}
}
