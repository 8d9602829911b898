import { Cleanup } from './cleanup.mts';

/** What a command gets to work with. */
export interface CommandContext {
	/** Prints a line for the person at the terminal. */
	log(text: string): void;
	/** Takes what has to be undone when the command ends, in whatever way. */
	cleanup: Cleanup;
	/** Aborted as soon as the person wants the command to end: then nothing more is to be started. */
	interrupted: AbortSignal;
}

/**
 * Runs a command until it is done or interrupted (Ctrl-C, SIGTERM, SIGHUP), undoes what it started and ends the
 * process. The exit code is 1 when the command threw or returned false.
 */
export async function runCommand(command: (context: CommandContext) => Promise<boolean>): Promise<never> {
	const cleanup = new Cleanup();
	const interruption = new AbortController();
	const interrupted = new Promise<boolean>((resolve) => {
		for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const) {
			process.on(signal, () => {
				interruption.abort();
				resolve(true);
			});
		}
	});
	const log = (text: string) => console.log(text);
	let passed = false;
	try {
		const done = command({ log, cleanup, interrupted: interruption.signal });
		passed = await Promise.race([done, interrupted]);
	} catch (error) {
		console.error((error as Error).message);
	}
	if (interruption.signal.aborted) log('\nEnding …');
	await cleanup.run();
	process.exit(passed ? 0 : 1);
}
