import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { N8nClient } from './client.mts';
import { startInstance } from './instance.mts';
import type { Instance, InstanceOptions } from './instance.mts';
import { installPackage, packPackage } from './package.mts';
import { localFolder } from './paths.mts';

/** A running n8n with the package installed as on a user's instance, and a session with it. */
export interface InstalledN8n {
	instance: Instance;
	client: N8nClient;
	/** Where webhooks are received, without a trailing slash; in queue mode that is a separate process. */
	webhookBase: string;
}

/** Packs `dist/` and returns the path of the tarball. */
export async function packedPackage(): Promise<string> {
	return await packPackage(join(localFolder, 'package'));
}

/** The folders of the packages of one provider each, as the build has put them together. */
export async function separatePackages(): Promise<string[]> {
	const folder = join(localFolder, 'packages');
	return (await readdir(folder)).map((name) => join(folder, name));
}

/** Installs the tarballs into an n8n's user folder, starts the n8n and logs in. */
export async function startInstalledN8n(
	tarballs: string | string[],
	options: InstanceOptions,
): Promise<InstalledN8n> {
	await installPackage(options.userFolder, ...[tarballs].flat());
	const instance = await startInstance(options);
	const client = await N8nClient.connect(instance.baseUrl);
	return { instance, client, webhookBase: instance.baseUrl };
}
