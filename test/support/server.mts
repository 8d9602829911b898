import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { openSite, packedPackage } from '../../sandbox/local/site.mts';

/** What the test files must know of the server: its address, and the package that is installed in it. */
export const SERVER_ADDRESS = 'E2E_SERVER_ADDRESS';
export const TARBALL = 'E2E_TARBALL';

type Ends = { endServer?: () => Promise<void> };

/** Jest's global setup: one n8n for all test files. They learn of it through the environment. */
export default async function startServer(): Promise<void> {
	const userFolder = await mkdtemp(join(tmpdir(), 'n8n-e2e-'));
	const tarball = await packedPackage();
	const { instance } = await openSite(tarball, { userFolder });
	process.env[SERVER_ADDRESS] = instance.baseUrl;
	process.env[TARBALL] = tarball;
	(globalThis as Ends).endServer = async () => {
		await instance.stop();
		await rm(userFolder, { recursive: true, force: true });
	};
}

/** Jest's global teardown. */
export async function endServer(): Promise<void> {
	await (globalThis as Ends).endServer?.();
}
