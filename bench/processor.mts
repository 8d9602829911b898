import { execFile } from 'node:child_process';
import { readFile } from 'node:fs/promises';
import { promisify } from 'node:util';

/** Of Linux, whatever the machine. */
const TICKS_PER_SECOND = 100;

/** Seconds of processor time that a process has taken (to the hundredth on Linux, where `ps` gives whole ones). */
export async function processorSeconds(pid: number): Promise<number> {
	try {
		const text = await readFile(`/proc/${pid}/stat`, 'utf8');
		// Behind the name of the program, which may contain anything.
		const fields = text.slice(text.lastIndexOf(')') + 2).split(' ');
		return (Number(fields[11]) + Number(fields[12])) / TICKS_PER_SECOND;
	} catch {
		const { stdout } = await promisify(execFile)('ps', ['-o', 'time=', '-p', String(pid)]);
		return stdout
			.trim()
			.split(/[-:]/)
			.reduce((seconds, part) => seconds * 60 + Number(part), 0);
	}
}
