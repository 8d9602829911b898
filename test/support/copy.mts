import { cpSync, mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** What scripts/manifests.mjs and scripts/release.mjs read and write. */
const FILES = [
	'package.json',
	'packages',
	'README.md',
	'SECURITY.md',
	'.github',
	'docs/self-hosting',
	'docs/guides',
	'scripts',
];

/** A copy of the project, as far as publishing is about it, in a temporary folder. */
export function copyOfProject(): string {
	const folder = mkdtempSync(join(tmpdir(), 'project-'));
	for (const file of FILES) {
		cpSync(join(process.cwd(), file), join(folder, file), { recursive: true, verbatimSymlinks: true });
	}
	return folder;
}
