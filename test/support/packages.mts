import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const ROOT = join(import.meta.dirname, '../..');
const SEPARATE = join(ROOT, '.local/packages');

/** What the tests read of a `package.json`. */
export interface Manifest {
	name: string;
	version: string;
	license: string;
	keywords: string[];
	scripts?: Record<string, string>;
	dependencies?: object;
	bundledDependencies?: unknown;
	repository: { url: string };
	n8n: { strict: boolean; nodes: string[]; credentials: string[] };
}

/** A package that is published, as the build leaves it. */
export interface BuiltPackage {
	name: string;
	/** What npm packs, and n8n loads. */
	folder: string;
	manifest: Manifest;
}

function builtPackage(folder: string): BuiltPackage {
	const manifest = JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8')) as Manifest;
	return { name: manifest.name, folder, manifest };
}

/** The package with both providers. */
export const wholePackage = builtPackage(ROOT);

/** The packages of one provider each (packages/). */
export const separatePackages = readdirSync(SEPARATE).map((name) => builtPackage(join(SEPARATE, name)));
