import axios from 'axios';
import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { mkdir, open, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { n8nEnvironment } from './environment.mts';
import { serverFolder } from './paths.mts';
import { freePort } from './ports.mts';
import { end, killOnExit } from './process.mts';

/** A running n8n server. */
export interface Instance {
	/** Address of the editor and the REST API, without a slash at the end. */
	baseUrl: string;
	userFolder: string;
	/** Process id of the server. */
	pid: number;
	/** File with the server's output. */
	logFile: string;
	/** Resolves when the server has ended, for whatever reason. */
	ended: Promise<void>;
	/** Ends the server and waits for its end. */
	stop(): Promise<void>;
}

export interface InstanceOptions {
	/** n8n's user folder: its database, keys and community packages are below `<userFolder>/.n8n`. */
	userFolder: string;
	/** Preferred port; a free one is used when it is taken. */
	port?: number;
	/** Further environment variables for the server. */
	environment?: Record<string, string>;
	/** The main process, or one of the others in queue mode. */
	command?: 'start' | 'worker' | 'webhook';
	/** Milliseconds until the start counts as failed. */
	timeout?: number;
}

/** The address of each process that says when it is ready. */
const readyAt = {
	// The main process answers `/healthz` seconds before its REST API is ready.
	start: '/rest/settings',
	worker: '/healthz/readiness',
	webhook: '/healthz/readiness',
};

/**
 * Waits until the process answers 200 with JSON: while it starts, every address answers 200 with a text.
 */
async function untilReady(address: string, child: ChildProcess, timeout: number): Promise<void> {
	const deadline = Date.now() + timeout;
	while (Date.now() < deadline) {
		if (child.exitCode !== null || child.signalCode !== null) {
			throw new Error(`n8n ended with code ${child.exitCode ?? child.signalCode} before it was ready`);
		}
		const answer = await axios
			.get<unknown>(address, { proxy: false, timeout: 5_000, validateStatus: () => true })
			.catch(() => undefined);
		if (answer?.status === 200 && typeof answer.data === 'object') return;
		await sleep(250);
	}
	throw new Error(`n8n was not ready after ${timeout / 1000} s`);
}

/**
 * Starts a real n8n on loopback, on the Node that runs this (n8n 2.x needs Node 24), and resolves when its REST API answers.
 *
 * @throws Error with the end of the server's output when it does not get ready
 */
export async function startInstance(options: InstanceOptions): Promise<Instance> {
	const { userFolder, command = 'start', timeout = 120_000 } = options;
	const port = await freePort(options.port);
	const environment = { userFolder, port, brokerPort: await freePort(), extra: options.environment };
	await mkdir(userFolder, { recursive: true });
	const logFile = join(userFolder, 'n8n.log');
	const log = await open(logFile, 'w');
	const child = spawn(process.execPath, [join(serverFolder, 'node_modules', 'n8n', 'bin', 'n8n'), command], {
		cwd: userFolder,
		env: n8nEnvironment(environment),
		stdio: ['ignore', log.fd, log.fd],
		// A process group of its own: Ctrl-C reaches only this process, which ends the server after its clients.
		detached: process.platform !== 'win32',
	});
	await log.close();
	killOnExit(child);
	const ended = new Promise<void>((resolve) => child.once('exit', () => resolve()));
	const baseUrl = `http://127.0.0.1:${port}`;
	try {
		await untilReady(`${baseUrl}${readyAt[command]}`, child, timeout);
	} catch (error) {
		await end(child);
		const output = (await readFile(logFile, 'utf8')).slice(-3000);
		throw new Error(`${(error as Error).message}. It printed:\n${output}`, { cause: error });
	}
	return { baseUrl, userFolder, pid: child.pid!, logFile, ended, stop: () => end(child) };
}
