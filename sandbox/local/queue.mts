import { randomBytes } from 'node:crypto';
import { join } from 'node:path';
import { N8nClient } from './client.mts';
import { Cleanup } from './cleanup.mts';
import { composeEnvironment } from './composeFile.mts';
import { startInstance } from './instance.mts';
import type { Instance } from './instance.mts';
import { installPackage } from './package.mts';
import { freePort } from './ports.mts';
import { startPostgres, startRedis } from './services.mts';
import type { InstalledN8n } from './installedN8n.mts';

/** n8n in queue mode. */
export interface QueueMode extends InstalledN8n {
	worker: Instance;
	/** Starts a worker in the place of one that has ended. */
	startWorker(): Promise<Instance>;
}

/**
 * Starts n8n in queue mode (docs/n8n-engine.md#queue-mode), with the processes and settings of the Compose file: a main
 * process, a worker and a webhook process, each with the package installed, and a PostgreSQL and a Redis for them.
 * Stopping the returned instance ends all of them.
 *
 * @param more environment variables for all of n8n's processes
 */
export async function startQueueMode(
	tarball: string,
	folder: string,
	more: Record<string, string> = {},
): Promise<QueueMode> {
	const cleanup = new Cleanup();
	try {
		const postgres = await startPostgres(join(folder, 'postgres'));
		cleanup.add(postgres.stop);
		const redis = await startRedis(join(folder, 'redis'));
		cleanup.add(redis.stop);
		const webhookPort = await freePort();
		const environment = composeEnvironment({
			QUEUE_BULL_REDIS_HOST: '127.0.0.1',
			QUEUE_BULL_REDIS_PORT: String(redis.port),
			DB_POSTGRESDB_HOST: '127.0.0.1',
			DB_POSTGRESDB_PORT: String(postgres.port),
			DB_POSTGRESDB_DATABASE: 'postgres',
			DB_POSTGRESDB_USER: 'postgres',
			DB_POSTGRESDB_PASSWORD: '',
			N8N_ENCRYPTION_KEY: randomBytes(24).toString('hex'),
			WEBHOOK_URL: `http://127.0.0.1:${webhookPort}/`,
			N8N_EDITOR_BASE_URL: '',
			...more,
		});
		const start = async (command: 'start' | 'worker' | 'webhook', port?: number) => {
			const userFolder = join(folder, command);
			await installPackage(userFolder, tarball);
			const instance = await startInstance({ userFolder, command, port, environment });
			cleanup.add(instance.stop);
			return instance;
		};
		// The main process first, because it creates the database tables.
		const main = await start('start');
		const [worker] = await Promise.all([start('worker'), start('webhook', webhookPort)]);
		const client = await N8nClient.connect(main.baseUrl);
		const stop = async () => await cleanup.run();
		return {
			instance: { ...main, stop },
			client,
			webhookBase: `http://127.0.0.1:${webhookPort}`,
			worker,
			startWorker: async () => await start('worker'),
		};
	} catch (error) {
		await cleanup.run();
		throw error;
	}
}
