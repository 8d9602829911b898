import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { readPacked } from '../../sandbox/local/package.mts';
import { loadPackage } from '../support/engine/packageNodes.mts';

const ROOT = join(import.meta.dirname, '../..');

const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
	name: string;
	license: string;
	keywords: string[];
	scripts: Record<string, string>;
	dependencies?: object;
	bundledDependencies?: unknown;
	repository: { url: string };
	n8n: { strict: boolean; nodes: string[]; credentials: string[] };
};

/** What npm would publish, without building or running anything. */
const packed = readPacked(
	execFileSync('npm', ['pack', '--dry-run', '--json', '--ignore-scripts'], { cwd: ROOT, encoding: 'utf8' }),
);
const paths = packed.files.map(({ path }) => path);

test('is under 150 kB', () => {
	expect(packed.size).toBeLessThan(150_000);
});

test('holds what n8n needs, and nothing else', () => {
	const rest = paths.filter((path) => !/^dist\/(nodes|credentials)\/.+\.(js|json|svg)$/.test(path));
	expect(rest.sort()).toEqual(['LICENSE', 'README.md', 'package.json']);
	expect(paths.filter((path) => /\.(m?ts|map)$|test|sandbox|\.spec\./i.test(path))).toEqual([]);
});

test('needs no other package when it runs', () => {
	expect(manifest.dependencies).toBeUndefined();
	expect(manifest.bundledDependencies).toBeUndefined();
	const foreign = paths
		.filter((path) => path.endsWith('.js'))
		.flatMap((path) => [...readFileSync(join(ROOT, path), 'utf8').matchAll(/require\("([^"]+)"\)/g)])
		.map(([, name]) => name)
		.filter(
			(name) =>
				!name.startsWith('.') && !['n8n-workflow', 'n8n-workflow/package.json', 'node:crypto'].includes(name),
		);
	expect(foreign).toEqual([]);
});

test('runs nothing when it is installed', () => {
	const forbidden = [
		'preinstall',
		'install',
		'postinstall',
		'prepare',
		'prepublish',
		'preuninstall',
		'postuninstall',
	];
	expect(Object.keys(manifest.scripts).filter((script) => forbidden.includes(script))).toEqual([]);
});

test('says what it is', () => {
	expect(manifest).toMatchObject({ name: 'n8n-nodes-auco-verifik', license: 'MIT', n8n: { strict: true } });
	expect(manifest.keywords).toContain('n8n-community-node-package');
});

test('every node and credential that it names is there and loads, and no other', async () => {
	const named = [...manifest.n8n.nodes, ...manifest.n8n.credentials];
	for (const path of named) {
		expect(existsSync(join(ROOT, path))).toBe(true);
		expect(paths).toContain(path);
	}
	const built = paths.filter((path) => /\.(node|credentials)\.js$/.test(path));
	expect([...named].sort()).toEqual(built.sort());
	const loaded = await loadPackage();
	for (const name of ['aucoApi', 'verifikApi']) expect(loaded.credentialType(name).name).toBe(name);
	for (const name of ['aucoFace', 'aucoBackground', 'verifikBiometric', 'aucoTrigger', 'verifikTrigger']) {
		expect(loaded.description(name).name).toBe(name);
	}
});

test.each([
	['aucoFace', 'docs/nodes/auco-face.md'],
	['aucoBackground', 'docs/nodes/auco-background.md'],
	['verifikBiometric', 'docs/nodes/verifik-biometric.md'],
	['aucoTrigger', 'docs/nodes/auco-trigger.md'],
	['verifikTrigger', 'docs/nodes/verifik-trigger.md'],
])('the Docs link of %s opens its page', async (node, page) => {
	const repository = manifest.repository.url.replace(/^git\+(.+)\.git$/, '$1');
	const { codex } = (await loadPackage()).description(node);
	expect(codex?.resources?.primaryDocumentation).toEqual([{ url: `${repository}/blob/main/${page}` }]);
	expect(existsSync(join(ROOT, page))).toBe(true);
});
