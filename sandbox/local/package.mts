import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { projectRoot } from './paths.mts';
import { run } from './process.mts';

/** Builds the package into `dist/`, as `npm run build` does. */
export async function buildPackage(): Promise<void> {
	await run('npm', ['run', 'build'], { cwd: projectRoot });
}

/** What npm says about a package that it packed: the tarball's name and its `size` in bytes, and what is in it. */
interface PackedPackage {
	filename: string;
	size: number;
	files: Array<{ path: string }>;
}

/** Reads what `npm pack --json` printed for one package: a list up to npm 11, an object by package name in npm 12. */
export function readPacked(stdout: string): PackedPackage {
	const packed = JSON.parse(stdout) as PackedPackage[] | Record<string, PackedPackage>;
	return Object.values(packed)[0];
}

/**
 * Packs the built package as for publishing.
 *
 * @param folder where the tarball is written; created when missing
 * @param source the folder that is packed
 * @returns the tarball's path
 */
export async function packPackage(folder: string, source = projectRoot): Promise<string> {
	await mkdir(folder, { recursive: true });
	const args = ['pack', '--json', '--ignore-scripts', '--pack-destination', folder];
	const { stdout } = await run('npm', args, { cwd: source });
	return join(folder, readPacked(stdout).filename);
}

/**
 * Installs tarballs where n8n keeps community packages (`<userFolder>/.n8n/nodes`), without a registry. Only there
 * do node types get the package's name as prefix. Replaces what was installed before, even the same version.
 */
export async function installPackage(userFolder: string, ...tarballs: string[]): Promise<void> {
	const nodes = join(userFolder, '.n8n', 'nodes');
	await rm(nodes, { recursive: true, force: true });
	await mkdir(nodes, { recursive: true });
	await writeFile(
		join(nodes, 'package.json'),
		'{"name":"installed-nodes","private":true,"dependencies":{}}\n',
	);
	const args = ['install', '--offline', '--legacy-peer-deps', '--ignore-scripts', '--no-audit', '--no-fund'];
	await run('npm', [...args, ...tarballs], { cwd: nodes });
}
