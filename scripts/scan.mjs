#!/usr/bin/env node
/**
 * Looks at all packages with n8n's own scan before they are published: at what npm would publish, and at the sources
 * beside each manifest, which n8n looks at as well (docs/n8n-engine.md#rules-for-community-packages). What is left for the
 * scan after publishing is the provenance. Ends with code 1 and the scan's findings when a package does not pass.
 */
import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const SCANNER = '../.local/scan/node_modules/@n8n/scan-community-package/scanner/scanner.mjs';
const { analyzePackage, SOURCE_FILE_PATTERNS } = await import(SCANNER);

/** What the scan reads of a published package. */
const PUBLISHED_FILES = ['**/*.js', 'package.json'];

/** Where each package's manifest and sources are, and what is packed. */
const packages = [
	{ source: '.', packed: '.' },
	...readdirSync('packages').map((name) => ({
		source: `packages/${name}`,
		packed: `.local/packages/${name}`,
	})),
];

/** Packs a folder as npm does for publishing and unpacks the tarball, so that only what is in it is seen. */
function unpacked(folder, scratch) {
	execFileSync('npm', ['pack', '--silent', '--ignore-scripts', '--pack-destination', scratch], {
		cwd: folder,
	});
	const [tarball] = readdirSync(scratch);
	const target = join(scratch, 'unpacked');
	mkdirSync(target);
	execFileSync('tar', ['-xzf', join(scratch, tarball), '-C', target, '--strip-components=1']);
	return target;
}

for (const { source, packed } of packages) {
	const scratch = mkdtempSync(join(tmpdir(), 'scan-'));
	try {
		const results = {
			[`sources in ${source}`]: await analyzePackage(resolve(source), SOURCE_FILE_PATTERNS),
			[`package of ${packed}`]: await analyzePackage(unpacked(packed, scratch), PUBLISHED_FILES),
		};
		for (const [what, { passed, message, details = '' }] of Object.entries(results)) {
			console.log(passed ? `${what}: passed` : `${what}: failed. ${message}\n${details}`);
			if (!passed) process.exitCode = 1;
		}
	} finally {
		rmSync(scratch, { recursive: true });
	}
}
