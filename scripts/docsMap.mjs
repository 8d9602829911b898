#!/usr/bin/env node
/**
 * Draws the rooms of the package and their imports as a Mermaid diagram into docs/architecture.md:
 *
 *     node scripts/docsMap.mjs            writes it
 *     node scripts/docsMap.mjs --check    exits with 1 when what stands there is not today's
 */
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const page = join(root, 'docs', 'architecture.md');
const depcruise = join(root, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruiser.mjs');

/** A room is a folder of a provider or of `common`. */
const ROOM = '^(nodes/[^/]+/[^/]+|credentials)';
const PLACE = /(<!-- map -->\n+```mermaid\n)[^]*?(```)/;

const map = execFileSync(
	process.execPath,
	[
		depcruise,
		'nodes',
		'credentials',
		'--include-only',
		'^(nodes|credentials)/',
		'--collapse',
		ROOM,
		'--output-type',
		'mermaid',
	],
	{ cwd: root, encoding: 'utf8' },
);
const before = readFileSync(page, 'utf8');
const after = before.replace(PLACE, (_, start, end) => `${start}${map.trim()}\n${end}`);

if (!process.argv.includes('--check')) writeFileSync(page, after);
else if (before !== after) {
	console.error('The map in docs/architecture.md is not that of today: run npm run docs:map');
	process.exitCode = 1;
}
