/** The order of the rooms (docs/architecture.md#the-order-of-the-rooms). */
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

const ROOT = process.cwd();
const DEPCRUISE = join(ROOT, 'node_modules', 'dependency-cruiser', 'bin', 'dependency-cruiser.mjs');

function run(cwd: string, ...args: string[]): { status: number | null; output: string } {
	const { status, stdout, stderr } = spawnSync(process.execPath, args, { cwd, encoding: 'utf8' });
	return { status, output: stdout + stderr };
}

test('the diagram in docs/architecture.md is that of today', () => {
	expect(run(ROOT, join('scripts', 'docsMap.mjs'), '--check')).toEqual({ status: 0, output: '' });
});

describe('the rules refuse', () => {
	let folder: string;

	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'rooms-'));
		writeFileSync(join(folder, 'tsconfig.json'), '{}');
	});

	afterEach(() => rmSync(folder, { recursive: true }));

	/** Writes files that import each other's types, and gives what the check says of them. */
	function check(files: Record<string, string>) {
		for (const [file, imported] of Object.entries(files)) {
			mkdirSync(dirname(join(folder, file)), { recursive: true });
			const text = `import type { One } from '${imported}';\nexport type Two = One;\nexport type One = string;\n`;
			writeFileSync(join(folder, file), text);
		}
		return run(folder, DEPCRUISE, 'nodes', '--config', join(ROOT, '.dependency-cruiser.cjs'));
	}

	test.each([
		[
			'a lower room that imports a higher one',
			'nodes/common/util/a.ts',
			'../http/b',
			'common-util-imports-only-lower-rooms',
		],
		['trigger that imports action', 'nodes/common/trigger/a.ts', '../action/b', 'trigger-not-action'],
		[
			'common that imports a provider',
			'nodes/common/http/a.ts',
			'../../Auco/api/b',
			'common-knows-no-provider',
		],
		[
			'a provider that imports the other',
			'nodes/Auco/api/a.ts',
			'../../Verifik/api/b',
			'providers-stand-apart',
		],
		['an editor that imports a node', 'nodes/Auco/editor/a.ts', '../AucoFace/b', 'editor-knows-no-node'],
		[
			'a node that imports another one',
			'nodes/Auco/AucoFace/a.ts',
			'../AucoBackground/b',
			'nodes-stand-apart',
		],
		['an api that imports a node', 'nodes/Auco/api/a.ts', '../AucoFace/b', 'api-knows-no-node'],
	])('%s', (_name, file, imported, rule) => {
		const other = join(dirname(file), `${imported}.ts`);
		const { status, output } = check({
			[file]: imported,
			[other]: './c',
			[join(dirname(other), 'c.ts')]: './b',
		});
		expect(output).toContain(rule);
		expect(status).not.toBe(0);
	});

	test('a circle, of types too', () => {
		const { status, output } = check({ 'nodes/common/util/a.ts': './b', 'nodes/common/util/b.ts': './a' });
		expect(output).toContain('no-circular');
		expect(status).not.toBe(0);
	});
});
