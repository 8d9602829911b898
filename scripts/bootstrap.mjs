#!/usr/bin/env node
/**
 * Makes a fresh clone ready and hands over to a command:
 *
 *     node scripts/bootstrap.mjs [--server] [--compat] [--scan] [-- command [arguments]]
 *
 * Runs on any Node from 18 on with nothing installed. Installs the package's own development dependencies when
 * they are missing or differ from package-lock.json, with `--server` the real n8n of sandbox/n8n likewise, with
 * `--compat` every n8n-core that test/compat names, into .local/compat, and with `--scan` n8n's scan of test/scan.
 * What is installed already is left alone. The command then runs with the Node 24 of node_modules/.bin first on
 * its path; signals are passed on to it and its exit code is passed back.
 */
import { spawn, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, lstatSync, mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';
import { withLock } from './lock.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const server = join(root, 'sandbox', 'n8n');
const bin = join(root, 'node_modules', '.bin');
const onWindows = process.platform === 'win32';

const say = (text) => console.error(`[bootstrap] ${text}`);

/** The environment with the project's own binaries first on the path or, for the npm that replaces them, left out. */
function environment({ ownBinaries }) {
	const others = (process.env.PATH ?? '').split(delimiter).filter((entry) => entry !== bin);
	return { ...process.env, PATH: (ownBinaries ? [bin, ...others] : others).join(delimiter) };
}

/** The `packages` table of a lock file, or undefined when it is not there. */
function lockedPackages(file) {
	return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')).packages : undefined;
}

/**
 * Whether node_modules holds what the lock file says. npm writes the hidden lock file last, so an interrupted
 * installation counts as none. Asked is in this direction because a lock file also names packages that npm leaves
 * out: those of other platforms, and those that it marks as extraneous.
 */
function isInstalled(folder) {
	const wanted = lockedPackages(join(folder, 'package-lock.json'));
	const present = lockedPackages(join(folder, 'node_modules', '.package-lock.json'));
	if (!wanted || !present) return false;
	const { dependencies, devDependencies } = wanted[''];
	const direct = Object.keys({ ...dependencies, ...devDependencies }).map((name) => `node_modules/${name}`);
	return (
		direct.every((path) => path in present) &&
		Object.entries(present).every(([path, { version }]) => wanted[path]?.version === version)
	);
}

/**
 * `npm ci` empties node_modules before it installs, and follows a symbolic link there: it would empty an installation
 * that others share.
 *
 * @throws Error when the folder's node_modules is a link
 */
function refuseLinkedModules(folder) {
	const modules = join(folder, 'node_modules');
	if (!lstatSync(modules, { throwIfNoEntry: false })?.isSymbolicLink()) return;
	throw new Error(
		`${modules} is a link to an installation that does not fit package-lock.json. Nothing was installed, ` +
			'because that would empty it: remove the link, or bring the installation up to date where it lives',
	);
}

/**
 * Runs npm in a folder; its output goes to our stderr, so that stdout stays the command's. The local n8n gets the npm
 * of this machine under the Node 24 that is installed by then.
 *
 * @returns npm's exit code
 */
function npm(folder, args) {
	const started = Date.now();
	say(`npm ${args.join(' ')}  (in ${folder})`);
	// A complete installation comes with hundreds of lines of warnings about packages of n8n's.
	const { status } = spawnSync('npm', [...args, '--loglevel=error'], {
		cwd: folder,
		env: { ...environment({ ownBinaries: folder !== root }), ...nodeHeaders() },
		shell: onWindows,
		stdio: ['ignore', 2, 2],
	});
	say(`npm ${args[0]} took ${Math.round((Date.now() - started) / 1000)} s`);
	return status;
}

/**
 * Points node-gyp at the headers that the `node` package brings, so that compiling needs no download. npm 12 warns
 * about `npm_config_nodedir`; this name is read by node-gyp from version 11.4 on, which sandbox/n8n pins.
 */
function nodeHeaders() {
	const own = join(root, 'node_modules', 'node', 'node_modules', `node-${process.platform}-${process.arch}`);
	return existsSync(join(own, 'include', 'node', 'node_api.h'))
		? { npm_package_config_node_gyp_nodedir: own }
		: {};
}

/** Runs a piece of JavaScript under the project's own Node 24. Returns why that failed, or undefined. */
function failure(folder, code) {
	if (!existsSync(join(bin, 'node'))) return 'there is no node_modules/.bin/node';
	const node = join(root, 'node_modules', 'node', 'bin', onWindows ? 'node.exe' : 'node');
	const { status, error, stderr } = spawnSync(node, ['-e', code], { cwd: folder, encoding: 'utf8' });
	if (status === 0) return undefined;
	return error?.message ?? stderr.split('\n').find((line) => /^\w*Error/.test(line)) ?? `exit code ${status}`;
}

const developmentDependencies = {
	folder: root,
	name: 'the development dependencies',
	cost: 'about 2 minutes, once',
	native: {
		name: 'node',
		code: 'process.version',
		remedy: 'Node 24 comes as a package of npm for Linux, macOS and Windows on x64 and arm64.',
	},
};

const localN8n = {
	folder: server,
	name: 'the local n8n',
	cost: 'about 3 minutes, 2.8 GB, once',
	native: {
		name: 'sqlite3',
		code: 'require("sqlite3")',
		remedy:
			'Where its binary cannot be downloaded it is compiled, which needs Python 3, make and a C++ compiler: ' +
			'on Debian and Ubuntu `apt-get install python3 make g++`, on macOS `xcode-select --install`, on Windows ' +
			'the Visual Studio Build Tools. A downloaded binary that does not fit this machine is replaced by ' +
			`\`npx node-gyp rebuild\` in ${join(server, 'node_modules', 'sqlite3')}.`,
	},
};

/** A folder of test/ that only names packages; they are installed under the same path in .local. */
function installedForTests(path, name, cost) {
	const folder = join(root, '.local', path);
	mkdirSync(folder, { recursive: true });
	for (const file of ['package.json', 'package-lock.json']) {
		copyFileSync(join(root, 'test', path, file), join(folder, file));
	}
	return { folder, name, cost };
}

/** The n8n-cores of `npm run test:compat`. */
const compatibleCores = () =>
	readdirSync(join(root, 'test', 'compat')).map((version) =>
		installedForTests(join('compat', version), `n8n-core ${version}`, 'about 40 seconds, 300 MB, once'),
	);

/** n8n's own scan of community packages, for `npm run scan`. */
const scan = () => installedForTests('scan', "n8n's package scan", 'about 20 seconds, 220 MB, once');

/**
 * Installs what is missing in a folder. No install script runs but that of the one package which needs it: others
 * would compile for minutes, or fetch sources from the network, for parts that nothing here uses. npm 12 asks for
 * that package in the folder's `allowScripts`.
 *
 * @throws Error that says what to do, when the package does not load in the end
 */
function install({ folder, name, cost, native }) {
	if (!isInstalled(folder)) {
		refuseLinkedModules(folder);
		say(`Installing ${name} (${cost})`);
		const status = npm(folder, ['ci', '--ignore-scripts']);
		if (status !== 0) throw new Error(`npm ci failed (exit code ${status}); nothing else was started`);
	}
	if (!native || !failure(folder, native.code)) return;
	say(`Running the install script of ${native.name} (up to a minute, once)`);
	npm(folder, ['rebuild', native.name]);
	const reason = failure(folder, native.code);
	if (!reason) return;
	throw new Error(
		[
			`${native.name} is installed in ${folder} but does not load: ${reason}`,
			native.remedy,
			'Is npm told not to run install scripts (`npm config get ignore-scripts` says true)? Then run once ' +
				`\`npm rebuild ${native.name} --ignore-scripts=false\` in that folder.`,
			`Otherwise read what npm printed above, mend it, remove ${join(folder, 'node_modules')} and start again.`,
		].join('\n  '),
	);
}

/** Runs the command in our place: same terminal, signals passed on, its exit code becomes ours. */
function handOver([command, ...args]) {
	const env = environment({ ownBinaries: true });
	const child = spawn(command, args, { cwd: root, env, stdio: 'inherit', shell: onWindows });
	for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
	child.on('error', (error) => {
		say(`${command} could not be started: ${error.message}`);
		process.exitCode = 127;
	});
	child.on('exit', (code, signal) => {
		process.exitCode = code ?? 128 + constants.signals[signal];
	});
}

const separator = process.argv.indexOf('--');
const options = process.argv.slice(2, separator < 0 ? undefined : separator);
const command = separator < 0 ? [] : process.argv.slice(separator + 1);

try {
	await withLock(join(root, '.local', 'install.lock'), say, () => {
		install(developmentDependencies);
		if (options.includes('--server')) install(localN8n);
		if (options.includes('--compat')) compatibleCores().forEach(install);
		if (options.includes('--scan')) install(scan());
	});
	if (command.length > 0) handOver(command);
} catch (error) {
	say(error.message);
	process.exitCode = 1;
}
