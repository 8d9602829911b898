import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import { readPacked } from '../../sandbox/local/package.mts';
import { separatePackages, wholePackage } from '../support/packages.mts';

const ROOT = join(import.meta.dirname, '../..');

/** What npm would publish of a folder, without building or running anything. */
function packedFrom(folder: string) {
	const args = ['pack', '--dry-run', '--json', '--ignore-scripts'];
	const { size, files } = readPacked(execFileSync('npm', args, { cwd: folder, encoding: 'utf8' }));
	return { size, paths: files.map(({ path }) => path) };
}

describe.each([wholePackage, ...separatePackages])('$name', ({ name, folder, manifest }) => {
	const { size, paths } = packedFrom(folder);
	const text = (path: string) => readFileSync(join(folder, path), 'utf8');

	test('is under 150 kB', () => {
		expect(size).toBeLessThan(150_000);
	});

	test('holds what n8n needs, and nothing else', () => {
		const rest = paths.filter(
			(path) => !/^(dist\/(nodes|credentials)|examples)\/.+\.(js|json|svg)$/.test(path),
		);
		expect(rest.sort()).toEqual(['LICENSE', 'README.md', 'package.json']);
		expect(paths.filter((path) => /\.(m?ts|map)$|test|sandbox|\.spec\./i.test(path))).toEqual([]);
	});

	test('needs no other package when it runs', () => {
		expect(manifest.dependencies).toBeUndefined();
		expect(manifest.bundledDependencies).toBeUndefined();
		const foreign = paths
			.filter((path) => path.endsWith('.js'))
			.flatMap((path) => [...text(path).matchAll(/require\("([^"]+)"\)/g)])
			.map(([, module]) => module)
			.filter(
				(module) =>
					!module.startsWith('.') &&
					!['n8n-workflow', 'n8n-workflow/package.json', 'node:crypto'].includes(module),
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
		expect(Object.keys(manifest.scripts ?? {}).filter((script) => forbidden.includes(script))).toEqual([]);
	});

	test('says what it is', () => {
		expect(manifest).toMatchObject({ license: 'MIT', n8n: { strict: true } });
		expect(manifest.keywords).toContain('n8n-community-node-package');
	});

	test('names every node and credential that is in it, and no other', () => {
		const built = paths.filter((path) => /\.(node|credentials)\.js$/.test(path));
		expect([...manifest.n8n.nodes, ...manifest.n8n.credentials].sort()).toEqual(built.sort());
	});

	test('gives every node its own name in front, and a Docs link that opens the page of the node', () => {
		const repository = manifest.repository.url.replace(/^git\+(.+)\.git$/, '$1');
		for (const path of manifest.n8n.nodes) {
			const [, node] = /(\w+)\.node\.js$/.exec(path)!;
			const page = `docs/nodes/${node.replace(/(?<=[a-z])(?=[A-Z])/g, '-').toLowerCase()}.md`;
			expect(JSON.parse(text(path.replace(/js$/, 'json')))).toMatchObject({
				node: `${name}.${node.replace(/^./, (first) => first.toLowerCase())}`,
				resources: { primaryDocumentation: [{ url: `${repository}/blob/main/${page}` }] },
			});
			expect(existsSync(join(ROOT, page))).toBe(true);
		}
	});
});

describe.each(separatePackages)('$name, of one provider', ({ name, folder }) => {
	const readme = readFileSync(join(folder, 'README.md'), 'utf8');
	const examples = readdirSync(join(folder, 'examples'));

	test('has a README whose links work outside the repository', () => {
		const targets = [...readme.matchAll(/\]\(([^)]+)\)/g)].map(([, target]) => target);
		expect(targets.filter((target) => !target.startsWith('https://'))).toEqual([]);
	});

	test('has examples with its own nodes only', () => {
		for (const file of examples) {
			const { nodes } = JSON.parse(readFileSync(join(folder, 'examples', file), 'utf8')) as {
				nodes: Array<{ type: string }>;
			};
			const prefixes = new Set(nodes.map(({ type }) => type.split('.')[0]));
			expect([...prefixes].sort()).toEqual([name, 'n8n-nodes-base'].sort());
		}
	});
});

test('the packages of one provider hold, together, all nodes and examples of the whole one', () => {
	const nodes = separatePackages.flatMap(({ manifest }) => manifest.n8n.nodes);
	expect(nodes.sort()).toEqual([...wholePackage.manifest.n8n.nodes].sort());
	const examples = separatePackages.flatMap(({ folder }) => readdirSync(join(folder, 'examples')));
	expect(examples.sort()).toEqual(readdirSync(join(ROOT, 'examples')).sort());
});
