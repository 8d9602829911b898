#!/usr/bin/env node
/**
 * Takes another n8n, the newest one unless a version is given:
 *
 *     node scripts/newestN8n.mjs [version]
 *
 * writes it, and the engine that belongs to it, into the manifests of the local n8n, of the tests and of the newest folder
 * of test/compat, and renews their lock files. Installs nothing; the next command does.
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, readdirSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const COMPAT = 'test/compat';

const npm = (folder, ...args) =>
	execFileSync('npx', ['--yes', '--package', 'npm@10', '--', 'npm', '--loglevel=error', ...args], {
		cwd: folder,
		encoding: 'utf8',
		stdio: ['ignore', 'pipe', 'inherit'],
	});

/** The versions that belong together: the server's, and those of the engine that it names. */
function versionsOf(wanted) {
	const { version, dependencies } = JSON.parse(
		npm('.', 'view', `n8n@${wanted}`, 'version', 'dependencies', '--json'),
	);
	const { 'n8n-core': core, 'n8n-workflow': workflow } = dependencies;
	return { n8n: version, 'n8n-core': core, 'n8n-workflow': workflow };
}

/** A release of n8n is published package by package. Returns what of the engine npm does not have yet, if anything. */
function unpublished({ 'n8n-core': core, 'n8n-workflow': workflow }) {
	return [`n8n-core@${core}`, `n8n-workflow@${workflow}`].find((wanted) => {
		try {
			return npm('.', 'view', wanted, 'version') === '';
		} catch {
			return true;
		}
	});
}

/** Sets the versions of a manifest where it names them, and writes its lock file, with npm 10 as CONTRIBUTING.md asks. */
function take(folder, versions) {
	const file = join(folder, 'package.json');
	const text = Object.entries(versions).reduce(
		(changed, [name, version]) =>
			changed.replace(new RegExp(`("${name}": )"\\d[^"]*"`), (_, key) => `${key}"${version}"`),
		readFileSync(file, 'utf8'),
	);
	writeFileSync(file, text);
	const options = ['--package-lock-only', '--ignore-scripts', '--omit-lockfile-registry-resolved'];
	// The first lock file of another version is not complete (docs/n8n-engine.md#versions-that-install).
	for (let times = 0; times < 2; times++) npm(folder, 'install', ...options);
}

/** The folder of test/compat with the newest engine, under the name of the one that takes its place. */
function newestCompat(core) {
	const newest = readdirSync(COMPAT)
		.sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
		.at(-1);
	renameSync(join(COMPAT, newest), join(COMPAT, core));
	return join(COMPAT, core);
}

function fail(reason) {
	console.error(reason);
	process.exit(1);
}

// For an older Node, npm chooses older packages.
if (Number.parseInt(process.versions.node) < 24) fail('Node 24 is needed, as n8n itself needs it');
const versions = versionsOf(process.argv[2] ?? 'latest');
console.log(versions);
const missing = unpublished(versions);
if (missing) fail(`npm does not have ${missing}: name another version of n8n, or try again later`);
for (const folder of ['.', 'sandbox/n8n', newestCompat(versions['n8n-core'])]) take(folder, versions);
