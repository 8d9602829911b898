import { spawnSync } from 'node:child_process';
import { chmodSync, cpSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { delimiter, join } from 'node:path';

import { copyOfProject } from '../../support/copy.mts';

const ROOT = process.cwd();
const WHOLE = 'n8n-nodes-auco-verifik@1.2.3';
const SEPARATE = ['./.local/packages/n8n-nodes-auco', './.local/packages/n8n-nodes-verifik'];

/** npm and n8n-node that publish nothing: they note their arguments, and know the versions in PUBLISHED. */
const PROGRAM = `#!${process.execPath}
const { appendFileSync } = require('node:fs');
const [, program, ...args] = process.argv;
const call = [program.split('/').at(-1), ...args].join(' ');
appendFileSync(process.env.CALLS, call + '\\n');
if (args[0] === 'view' && process.env.PUBLISHED.split(' ').includes(args[1])) console.log(args[1].split('@')[1]);
process.exitCode = call === process.env.FAILING ? 1 : 0;
`;

let clone: string;

beforeEach(() => {
	clone = copyOfProject();
	mkdirSync(join(clone, 'bin'));
	for (const program of ['npm', 'n8n-node']) {
		writeFileSync(join(clone, 'bin', program), PROGRAM);
		chmodSync(join(clone, 'bin', program), 0o755);
	}
});

afterEach(() => rmSync(clone, { recursive: true }));

function node(args: string[], environment: Record<string, string> = {}) {
	const PATH = [join(clone, 'bin'), process.env.PATH].join(delimiter);
	const env = { PATH, CALLS: join(clone, 'calls'), PUBLISHED: '', FAILING: '', ...environment };
	return spawnSync(process.execPath, args, { cwd: clone, encoding: 'utf8', env });
}

/** Releases version 1.2.3 of an owner, and gives what would have been published. */
function release({ owner = 'acme', ...environment }: Record<string, string> = {}) {
	const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as object;
	const own = {
		version: '1.2.3',
		repository: { type: 'git', url: `git+https://github.com/${owner}/kyc-nodes.git` },
		author: { name: owner, email: `nodes@${owner}.test` },
	};
	writeFileSync(join(clone, 'package.json'), JSON.stringify({ ...manifest, ...own }));
	expect(node(['scripts/manifests.mjs']).stderr).toBe('');
	cpSync(join(clone, 'packages'), join(clone, '.local/packages'), {
		recursive: true,
		verbatimSymlinks: true,
	});
	writeFileSync(join(clone, 'calls'), '');
	const { status, stderr } = node(['scripts/release.mjs'], { GITHUB_ACTIONS: 'true', ...environment });
	const calls = readFileSync(join(clone, 'calls'), 'utf8').trim().split('\n');
	return { status, stderr, published: calls.filter((call) => !call.startsWith('npm view')) };
}

test('publishes all packages', () => {
	const published = ['n8n-node release', ...SEPARATE.map((folder) => `npm publish ${folder}`)];
	expect(release()).toEqual({ status: 0, stderr: '', published });
});

test('leaves out what npm has, so that it can be repeated', () => {
	const { status, published } = release({
		PUBLISHED: `${WHOLE} n8n-nodes-auco@1.2.3 n8n-nodes-verifik@1.2.2`,
	});
	expect({ status, published }).toEqual({ status: 0, published: [`npm publish ${SEPARATE[1]}`] });
});

test('stops and says so when a package is refused', () => {
	const { status, published } = release({ FAILING: 'n8n-node release' });
	expect({ status, published }).toEqual({ status: 1, published: ['n8n-node release'] });
});

test.each([
	['with the placeholders', { owner: 'OWNER' }, 'Not published: package.json still has'],
	['anywhere but in GitHub Actions', { GITHUB_ACTIONS: '' }, 'push a tag'],
])('publishes nothing %s', (_when, environment, words) => {
	const { status, stderr, published } = release(environment);
	expect({ status, published }).toEqual({ status: 1, published: [''] });
	expect(stderr).toContain(words);
});

test('every package comes with provenance, which npm gives to public packages only', () => {
	for (const folder of ['.', 'packages/n8n-nodes-auco', 'packages/n8n-nodes-verifik']) {
		expect(JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8'))).toMatchObject({
			publishConfig: { access: 'public', provenance: true },
		});
	}
});
