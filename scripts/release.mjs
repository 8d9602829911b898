#!/usr/bin/env node
/**
 * Publishes all packages whose version npm does not have yet; the last step of .github/workflows/publish.yml, which can be
 * repeated after a failure halfway. Only GitHub Actions can attest where a package comes from, which n8n demands, so it
 * publishes nowhere else.
 */
import { spawnSync } from 'node:child_process';
import { readFileSync, readdirSync } from 'node:fs';

/** Runs a program; its output goes to ours, unless it is asked for. */
function run(program, args, stdout = 'inherit') {
	return spawnSync(program, args, { stdio: ['ignore', stdout, 'inherit'], encoding: 'utf8' });
}

/** Whether npm has this version already. Of what it does not know, npm prints nothing. */
function isPublished({ name, version }) {
	return run('npm', ['view', `${name}@${version}`, 'version'], 'pipe').stdout.trim() === version;
}

/** Publishes a folder unless npm has its version; false when that failed. n8n's own tool also lints and builds before. */
function publish(folder) {
	const manifest = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
	if (isPublished(manifest)) {
		console.log(`${manifest.name} ${manifest.version} is on npm already`);
		return true;
	}
	const { status } = folder === '.' ? run('n8n-node', ['release']) : run('npm', ['publish', folder]);
	return status === 0;
}

if (!process.env.GITHUB_ACTIONS) {
	console.error(
		'Nothing was published: push a tag, and GitHub Actions does it. See "Releasing" in CONTRIBUTING.md.',
	);
	process.exitCode = 1;
} else {
	const { status } = run(process.execPath, ['scripts/manifests.mjs', '--publishable']);
	const folders = ['.', ...readdirSync('packages').map((name) => `./.local/packages/${name}`)];
	if (status !== 0 || !folders.every(publish)) process.exitCode = 1;
}
