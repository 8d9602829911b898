import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { existsSync } from 'node:fs';
import { chown, mkdir, open, readdir } from 'node:fs/promises';
import { connect } from 'node:net';
import { delimiter, join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from './ports.mts';
import { end, killOnExit, run } from './process.mts';

/** A service that queue mode needs, running on loopback. */
export interface Service {
	port: number;
	stop(): Promise<void>;
}

/** Debian keeps PostgreSQL's programs outside the PATH, in a folder per version. */
const postgresHome = '/usr/lib/postgresql';

async function findProgram(name: string): Promise<string | undefined> {
	const versions = existsSync(postgresHome) ? (await readdir(postgresHome)).sort().reverse() : [];
	const folders = [
		...(process.env.PATH ?? '').split(delimiter),
		...versions.map((version) => join(postgresHome, version, 'bin')),
	];
	return folders.map((folder) => join(folder, name)).find((file) => existsSync(file));
}

/**
 * The programs of PostgreSQL and Redis.
 *
 * @throws Error that says what is missing and how to get it
 */
async function queuePrograms(): Promise<{ initdb: string; postgres: string; redis: string }> {
	const [initdb, postgres, redis] = await Promise.all(
		['initdb', 'postgres', 'redis-server'].map(findProgram),
	);
	if (initdb && postgres && redis) return { initdb, postgres, redis };
	const missing = [...(initdb && postgres ? [] : ['PostgreSQL']), ...(redis ? [] : ['Redis'])].join(' and ');
	throw new Error(
		[
			`Queue mode needs ${missing}, which is not installed here. Get it with`,
			'  Debian, Ubuntu:  sudo apt-get install postgresql redis-server',
			'  macOS:           brew install postgresql redis',
			'Nothing has to be started or configured: the tests start their own on free ports of this machine.',
		].join('\n'),
	);
}

/** PostgreSQL refuses to run as root, so root runs it as the user that its Debian package creates. */
async function unprivileged(): Promise<{ uid?: number; gid?: number }> {
	if (process.getuid?.() !== 0) return {};
	const id = async (option: string) => Number((await run('id', [option, 'postgres'])).stdout);
	return { uid: await id('-u'), gid: await id('-g') };
}

async function untilListening(port: number, child: ChildProcess, logFile: string): Promise<void> {
	for (let tries = 0; tries < 200 && child.exitCode === null; tries++) {
		const reached = await new Promise<boolean>((resolve) => {
			const socket = connect({ port, host: '127.0.0.1' });
			socket.once('connect', () => resolve(true)).once('error', () => resolve(false));
			socket.once('close', () => socket.destroy());
			socket.setTimeout(1000, () => socket.destroy());
			socket.once('connect', () => socket.end());
		});
		if (reached) return;
		await sleep(100);
	}
	throw new Error(`${child.spawnfile} does not listen on port ${port}; see ${logFile}`);
}

async function startService(
	program: string,
	args: string[],
	where: { folder: string; port: number; uid?: number; gid?: number },
): Promise<Service> {
	const { folder, port, uid, gid } = where;
	const logFile = join(folder, 'service.log');
	const log = await open(logFile, 'w');
	const child = spawn(program, args, { cwd: folder, stdio: ['ignore', log.fd, log.fd], uid, gid });
	await log.close();
	killOnExit(child);
	await untilListening(port, child, logFile);
	return { port, stop: () => end(child) };
}

/** An empty PostgreSQL for the user and the database `postgres`, reachable from this machine without a password. */
export async function startPostgres(folder: string): Promise<Service> {
	const { initdb, postgres } = await queuePrograms();
	const user = await unprivileged();
	await mkdir(folder, { recursive: true });
	if (user.uid !== undefined) await chown(folder, user.uid, user.gid!);
	const data = join(folder, 'data');
	const port = await freePort();
	await run(initdb, ['-D', data, '-U', 'postgres', '-A', 'trust', '-E', 'UTF8', '--locale=C', '--no-sync'], {
		cwd: folder,
		...user,
	});
	const args = ['-D', data, '-p', String(port), '-k', folder, '-c', 'listen_addresses=127.0.0.1', '-F'];
	return await startService(postgres, args, { folder, port, ...user });
}

/** An empty Redis that writes nothing to disk. */
export async function startRedis(folder: string): Promise<Service> {
	const { redis } = await queuePrograms();
	await mkdir(folder, { recursive: true });
	const port = await freePort();
	const args = ['--port', String(port), '--bind', '127.0.0.1', '--save', '', '--appendonly', 'no'];
	return await startService(redis, args, { folder, port });
}
