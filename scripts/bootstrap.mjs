#!/usr/bin/env node
/**
 * Makes a fresh clone ready and hands over to a command:
 *
 *     node scripts/bootstrap.mjs [--server] [-- command [arguments]]
 *
 * Runs on any Node from 18 on with nothing installed. Installs the package's own development dependencies when
 * they are missing or differ from package-lock.json, and with `--server` the real n8n of sandbox/n8n likewise.
 * What is installed already is left alone. The command then runs with the Node 24 of node_modules/.bin first on
 * its path; signals are passed on to it and its exit code is passed back.
 */
import { spawn, spawnSync } from 'node:child_process';
import { existsSync, lstatSync, readFileSync } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { constants } from 'node:os';
import { fileURLToPath } from 'node:url';
import { withLock } from './lock.mjs';

const root = dirname(dirname(fileURLToPath(import.meta.url)));
const server = join(root, 'sandbox', 'n8n');
const bin = join(root, 'node_modules', '.bin');
const onWindows = process.platform === 'win32';

const say = (text) => console.error(`[bootstrap] ${text}`);

/** The environment with the project's own binaries first on the path, or (for npm, which replaces them) left out. */
function environment({ ownBinaries, ...extra }) {
	const others = (process.env.PATH ?? '').split(delimiter).filter((entry) => entry !== bin);
	return { ...process.env, ...extra, PATH: (ownBinaries ? [bin, ...others] : others).join(delimiter) };
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

/** Runs npm in a folder; its output goes to our stderr, so that stdout stays the command's. Throws when npm fails. */
function npm(folder, args, extra = {}) {
	const started = Date.now();
	say(`npm ${args.join(' ')}  (in ${folder})`);
	const { status } = spawnSync('npm', args, {
		cwd: folder,
		env: environment({ ownBinaries: false, ...extra }),
		shell: onWindows,
		stdio: ['ignore', 2, 2],
	});
	if (status !== 0) throw new Error(`npm ${args[0]} failed (exit code ${status}); nothing else was started`);
	say(`npm ${args[0]} took ${Math.round((Date.now() - started) / 1000)} s`);
}

/** Whether a piece of JavaScript runs to its end under the project's own Node 24, in a folder. */
function runs(folder, code) {
	const env = environment({ ownBinaries: true });
	return spawnSync('node', ['-e', code], { cwd: folder, env, stdio: 'ignore', shell: false }).status === 0;
}

const hasNode24 = () => runs(root, 'process.exit(parseInt(process.versions.node) >= 24 ? 0 : 1)');
const hasSqlite = () => runs(server, 'require("sqlite3")');

function installPackage() {
	if (isInstalled(root) && hasNode24()) return;
	refuseLinkedModules(root);
	say('Installing the development dependencies (about 2 minutes, once)');
	npm(root, ['ci', '--no-audit', '--no-fund']);
}

/**
 * n8n is installed without install scripts, because one of its Kafka clients would build librdkafka from the
 * network; of all of them only sqlite3's is needed, which downloads its binary or compiles it.
 */
function installServer() {
	if (!isInstalled(server)) {
		refuseLinkedModules(server);
		say('Installing the local n8n (about 3 minutes, 2.8 GB, once)');
		npm(server, ['ci', '--ignore-scripts', '--no-audit', '--no-fund']);
	}
	if (hasSqlite()) return;
	say('Building sqlite3 for the local n8n (about 1 minute, once)');
	npm(server, ['rebuild', 'sqlite3', '--foreground-scripts'], nodeHeaders());
	if (!hasSqlite())
		throw new Error('sqlite3 was built but does not load; the local n8n cannot start without it');
}

/** Points node-gyp at the headers that the `node` package brings, so that compiling needs no download. */
function nodeHeaders() {
	const own = join(root, 'node_modules', 'node', 'node_modules', `node-${process.platform}-${process.arch}`);
	return existsSync(join(own, 'include', 'node', 'node_api.h')) ? { npm_config_nodedir: own } : {};
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
		installPackage();
		if (options.includes('--server')) installServer();
	});
	if (command.length > 0) handOver(command);
} catch (error) {
	say(error.message);
	process.exitCode = 1;
}
