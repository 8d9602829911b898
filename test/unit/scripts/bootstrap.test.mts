import { spawnSync } from 'node:child_process';
import {
	chmodSync,
	cpSync,
	existsSync,
	mkdirSync,
	mkdtempSync,
	readFileSync,
	realpathSync,
	rmSync,
	symlinkSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

const ROOT = join(import.meta.dirname, '../../..');
const SERVER = join('sandbox', 'n8n');

/** What the npm below was asked for: where, with which arguments, and the headers named for node-gyp. */
interface NpmCall {
	folder: string;
	args: string[];
	nodedir?: string;
}

/**
 * An npm that installs nothing from outside. `ci` leaves npm's own record of an installation, and `rebuild` what the
 * package's install script would leave, unless the package is named in BLOCKED.
 */
const NPM = `#!${process.execPath}
const { appendFileSync, copyFileSync, mkdirSync, symlinkSync, writeFileSync } = require('node:fs');
const args = process.argv.slice(2);
const nodedir = process.env.npm_package_config_node_gyp_nodedir;
appendFileSync(process.env.CALLS, JSON.stringify({ folder: process.cwd(), args, nodedir }) + '\\n');
const folder = (path) => (mkdirSync(path, { recursive: true }), path);
const installScripts = {
	node() {
		symlinkSync(process.execPath, folder('node_modules/.bin') + '/node');
		symlinkSync(process.execPath, folder('node_modules/node/bin') + '/node');
		const platform = process.platform + '-' + process.arch;
		const headers = folder('node_modules/node/node_modules/node-' + platform + '/include/node');
		writeFileSync(headers + '/node_api.h', '');
	},
	sqlite3: () => writeFileSync(folder('node_modules/sqlite3') + '/index.js', ''),
};
if (args[0] === 'ci') copyFileSync('package-lock.json', folder('node_modules') + '/.package-lock.json');
else if (args[1] !== process.env.BLOCKED) installScripts[args[1]]();
`;

let clone: string;

function writeLock(folder: string, name: string): void {
	mkdirSync(folder, { recursive: true });
	const packages = {
		'': { devDependencies: { [name]: '1.0.0' } },
		[`node_modules/${name}`]: { version: '1.0.0' },
	};
	writeFileSync(join(folder, 'package-lock.json'), JSON.stringify({ packages }));
}

beforeEach(() => {
	clone = realpathSync(mkdtempSync(join(tmpdir(), 'bootstrap-')));
	cpSync(join(ROOT, 'scripts'), join(clone, 'scripts'), { recursive: true });
	writeLock(clone, 'node');
	writeLock(join(clone, SERVER), 'sqlite3');
	mkdirSync(join(clone, 'npm'));
	writeFileSync(join(clone, 'npm', 'npm'), NPM);
	chmodSync(join(clone, 'npm', 'npm'), 0o755);
});

afterEach(() => rmSync(clone, { recursive: true }));

/** Bootstraps the clone with its server and lets it say a word. */
function bootstrap({ blocked }: { blocked?: string } = {}) {
	const calls = join(clone, 'calls');
	writeFileSync(calls, '');
	const { status, stdout, stderr } = spawnSync(
		process.execPath,
		['scripts/bootstrap.mjs', '--server', '--', 'node', '-p', '"ready"'],
		{
			cwd: clone,
			encoding: 'utf8',
			env: { PATH: [join(clone, 'npm'), process.env.PATH].join(delimiter), CALLS: calls, BLOCKED: blocked },
		},
	);
	const lines = readFileSync(calls, 'utf8').trim().split('\n').filter(Boolean);
	return { status, stdout, stderr, calls: lines.map((line) => JSON.parse(line) as NpmCall) };
}

const QUIETLY = '--loglevel=error';
const asked = (calls: NpmCall[]) =>
	calls.map(({ folder, args }) => [folder, ...args.filter((argument) => argument !== QUIETLY)]);

test('installs without install scripts, runs the two that are needed, and hands over', () => {
	const { status, stdout, calls } = bootstrap();
	expect({ status, stdout }).toEqual({ status: 0, stdout: 'ready\n' });
	expect(calls.every(({ args }) => args.includes(QUIETLY))).toBe(true);
	expect(asked(calls)).toEqual([
		[clone, 'ci', '--ignore-scripts'],
		[clone, 'rebuild', 'node'],
		[join(clone, SERVER), 'ci', '--ignore-scripts'],
		[join(clone, SERVER), 'rebuild', 'sqlite3'],
	]);
});

test('tells node-gyp of the headers that are installed already', () => {
	const { calls } = bootstrap();
	const headers = join('node_modules', 'node', 'node_modules', `node-${process.platform}-${process.arch}`);
	expect(calls.at(-1)?.nodedir).toBe(join(clone, headers));
});

test('leaves an installation alone that is complete', () => {
	bootstrap();
	const { status, calls } = bootstrap();
	expect({ status, calls }).toEqual({ status: 0, calls: [] });
});

test('runs only the install script whose result is gone', () => {
	bootstrap();
	rmSync(join(clone, SERVER, 'node_modules', 'sqlite3', 'index.js'));
	const { status, calls } = bootstrap();
	expect({ status, calls: asked(calls) }).toEqual({
		status: 0,
		calls: [[join(clone, SERVER), 'rebuild', 'sqlite3']],
	});
});

test.each([
	['node', 'there is no node_modules/.bin/node'],
	['sqlite3', "Cannot find module 'sqlite3'"],
])('says why %s does not load and what to do, and starts nothing', (blocked, reason) => {
	const { status, stdout, stderr } = bootstrap({ blocked });
	expect({ status, stdout }).toEqual({ status: 1, stdout: '' });
	expect(stderr).toContain(`${blocked} is installed in`);
	expect(stderr).toContain(reason);
	expect(stderr).toContain(`npm rebuild ${blocked} --ignore-scripts=false`);
	expect(stderr.includes('python3 make g++')).toBe(blocked === 'sqlite3');
});

test('does not empty an installation that is only linked', () => {
	const shared = join(clone, 'shared');
	mkdirSync(shared);
	symlinkSync(shared, join(clone, 'node_modules'));
	const { status, stderr, calls } = bootstrap();
	expect({ status, calls }).toEqual({ status: 1, calls: [] });
	expect(stderr).toContain('remove the link');
	expect(existsSync(shared)).toBe(true);
});

test('npm 12 is allowed to run both install scripts', () => {
	const allowed = (folder: string) =>
		(JSON.parse(readFileSync(join(ROOT, folder, 'package.json'), 'utf8')) as { allowScripts: object })
			.allowScripts;
	expect([allowed('.'), allowed(SERVER)]).toEqual([{ node: true }, { sqlite3: true }]);
});
