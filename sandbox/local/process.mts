import { spawn } from 'node:child_process';
import type { ChildProcess, SpawnOptions } from 'node:child_process';
import { once } from 'node:events';

/** The output of a command. */
interface Finished {
	stdout: string;
	stderr: string;
}

/**
 * Runs a command to its end.
 *
 * @throws Error with the command, its exit code and the end of its output when it does not exit with 0
 */
export async function run(command: string, args: string[], options: SpawnOptions = {}): Promise<Finished> {
	const shell = process.platform === 'win32';
	const child = spawn(command, args, { shell, ...options, stdio: ['ignore', 'pipe', 'pipe'] });
	let stdout = '';
	let stderr = '';
	child.stdout?.on('data', (chunk: Buffer) => (stdout += chunk.toString()));
	child.stderr?.on('data', (chunk: Buffer) => (stderr += chunk.toString()));
	const [code] = await once(child, 'close');
	if (code === 0) return { stdout, stderr };
	throw new Error(`${command} ${args.join(' ')} ended with code ${code}:\n${(stdout + stderr).slice(-2000)}`);
}

/**
 * Ends a child process: SIGTERM, and SIGKILL after `timeout` milliseconds. Resolves when it has ended; does nothing
 * when it had ended before.
 */
export async function end(child: ChildProcess, timeout = 20_000): Promise<void> {
	if (child.exitCode !== null || child.signalCode !== null) return;
	const exit = once(child, 'exit');
	child.kill('SIGTERM');
	const timer = setTimeout(() => child.kill('SIGKILL'), timeout);
	await exit;
	clearTimeout(timer);
}

/** Kills a child process when this process exits without having ended it. */
export function killOnExit(child: ChildProcess): void {
	const kill = () => child.kill('SIGKILL');
	process.once('exit', kill);
	child.once('exit', () => process.off('exit', kill));
}
