import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { startQueueMode } from '../../../sandbox/local/queue.mts';
import { startInstalledN8n, packedPackage } from '../../../sandbox/local/installedN8n.mts';

/** What the test files must know of the server: its address, and the package that is installed in it. */
export const SERVER_ADDRESS = 'E2E_SERVER_ADDRESS';
export const TARBALL = 'E2E_TARBALL';
/** Where webhooks are received. */
export const WEBHOOK_BASE = 'E2E_WEBHOOK_BASE';
/** Set for queue mode. */
export const QUEUE_MODE = 'E2E_QUEUE_MODE';

type Ends = { endServer?: () => Promise<void> };

/** Jest's global setup: one n8n, or one in queue mode, for all test files. They learn of it through the environment. */
export default async function startServer(): Promise<void> {
	const folder = await mkdtemp(join(tmpdir(), 'n8n-e2e-'));
	// PostgreSQL, under a user of its own, must be able to reach its folder in there.
	await chmod(folder, 0o755);
	const tarball = await packedPackage();
	const inQueueMode = process.env[QUEUE_MODE] !== undefined;
	const { instance, webhookBase } = inQueueMode
		? await startQueueMode(tarball, folder)
		: await startInstalledN8n(tarball, { userFolder: folder });
	process.env[SERVER_ADDRESS] = instance.baseUrl;
	process.env[WEBHOOK_BASE] = webhookBase;
	process.env[TARBALL] = tarball;
	(globalThis as Ends).endServer = async () => {
		await instance.stop();
		await rm(folder, { recursive: true, force: true });
	};
}

/** Jest's global teardown. */
export async function endServer(): Promise<void> {
	await (globalThis as Ends).endServer?.();
}
