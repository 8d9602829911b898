import { join } from 'node:path';
import { N8nClient } from './client.mts';
import { startInstance } from './instance.mts';
import type { Instance, InstanceOptions } from './instance.mts';
import { installPackage, packPackage } from './package.mts';
import { localFolder } from './paths.mts';

/** A running n8n that holds our package as a user's instance would, and a session at it. */
export interface InstalledN8n {
	instance: Instance;
	client: N8nClient;
	/** Where webhooks are received, without a slash at the end; in queue mode a process of its own does that. */
	webhookBase: string;
}

/** Packs what is in `dist/` and returns the tarball's path. */
export async function packedPackage(): Promise<string> {
	return await packPackage(join(localFolder, 'package'));
}

/** Installs the tarball into an n8n's user folder, starts the n8n and logs in. */
export async function startInstalledN8n(tarball: string, options: InstanceOptions): Promise<InstalledN8n> {
	await installPackage(options.userFolder, tarball);
	const instance = await startInstance(options);
	const client = await N8nClient.connect(instance.baseUrl);
	return { instance, client, webhookBase: instance.baseUrl };
}
