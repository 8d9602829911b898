import { spawn } from 'node:child_process';
import { createReadStream, unwatchFile, watchFile } from 'node:fs';
import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { N8nClient } from './client.mts';
import type { InstalledN8n } from './installedN8n.mts';
import { startInstance } from './instance.mts';
import { projectRoot } from './paths.mts';
import { end, killOnExit, run } from './process.mts';

const PACKAGE = 'n8n-nodes-auco-verifik';

/** Where the package is developed, and where its n8n keeps its data. */
interface DevelopmentOptions {
	userFolder: string;
	port?: number;
	/** Folder with the sources, the gulpfile and `node_modules`; this clone by default. */
	project?: string;
}

/**
 * Starts an n8n that follows the sources: gulp builds each change straight into n8n's folder of community packages,
 * and n8n loads the package again (docs/n8n-engine.md#hot-reload). The folder is a real one, because through a link
 * n8n would watch the clone's node_modules too.
 *
 * Gulp and, once it is ready, n8n report on this terminal. A new node or credential in package.json needs a new start.
 */
export async function startDevelopmentN8n(options: DevelopmentOptions): Promise<InstalledN8n> {
	const { userFolder, port, project = projectRoot } = options;
	const installed = join(userFolder, '.n8n', 'nodes', 'node_modules', PACKAGE);
	await mkdir(installed, { recursive: true });
	await copyFile(join(project, 'package.json'), join(installed, 'package.json'));
	const gulp = join(project, 'node_modules', 'gulp', 'bin', 'gulp.js');
	const build = { cwd: project, env: { ...process.env, DEV_BUILD_FOLDER: join(installed, 'dist') } };
	await run(process.execPath, [gulp, 'build'], build);
	const instance = await startInstance({ userFolder, port, environment: { N8N_DEV_RELOAD: 'true' } });
	const watcher = spawn(process.execPath, [gulp, 'watch'], { ...build, stdio: 'inherit' });
	killOnExit(watcher);
	printAdditions(instance.logFile);
	const stop = async () => {
		unwatchFile(instance.logFile);
		await Promise.all([end(watcher), instance.stop()]);
	};
	const client = await N8nClient.connect(instance.baseUrl);
	return { instance: { ...instance, stop }, client, webhookBase: instance.baseUrl };
}

/** Prints what is appended to a file from now on, until `unwatchFile`. */
function printAdditions(file: string): void {
	watchFile(file, { interval: 500 }, ({ size }, { size: before }) => {
		if (size > before)
			createReadStream(file, { start: before, end: size - 1 }).pipe(process.stdout, { end: false });
	});
}
