const { spawn } = require('node:child_process');
const { readFileSync, readdirSync } = require('node:fs');
const { rm } = require('node:fs/promises');
const { basename } = require('node:path');
const { Transform } = require('node:stream');
const { dest, parallel, series, src, watch } = require('gulp');
const { name: whole, repository } = require('./package.json');

/** `npm run dev` builds straight into the folder that its n8n watches, and writes only what has changed. */
const { DEV_BUILD_FOLDER } = process.env;
const folder = DEV_BUILD_FOLDER ?? 'dist';
const incremental = DEV_BUILD_FOLDER ? ['--incremental', '--tsBuildInfoFile', `${folder}/.tsbuildinfo`] : [];

const SOURCES = '{nodes,credentials}/**/*.ts';

/** What n8n reads beside the code: icons, codex files and output schemas. */
const ASSETS = 'nodes/**/*.{svg,json}';

/** Where the packages of one provider each are put together, ready for npm. */
const PACKAGES = '.local/packages';

const clean = async () => {
	await rm(folder, { recursive: true, force: true });
	if (!DEV_BUILD_FOLDER) await rm(PACKAGES, { recursive: true, force: true });
};

const compile = () =>
	spawn(
		process.execPath,
		[require.resolve('typescript/bin/tsc'), '-p', 'tsconfig.json', '--outDir', folder, ...incremental],
		{ stdio: 'inherit' },
	);

/** Where a browser finds the files of this repository. */
const FILES = `${repository.url.replace(/^git\+|\.git$/g, '')}/blob/main`;

/** Changes the text of the files whose path ends with `ending`. */
const rewrite = (ending, change) =>
	new Transform({
		objectMode: true,
		transform(file, _encoding, done) {
			if (file.path.endsWith(ending)) file.contents = Buffer.from(change(String(file.contents)));
			done(null, file);
		},
	});

/** A codex file names its page under docs/ by the path; the editor's Docs link needs a whole address. */
const docsLinks = (text) => text.replaceAll('"docs/', `"${FILES}/docs/`);

const assets = () =>
	src(ASSETS, { encoding: false })
		.pipe(rewrite('.node.json', docsLinks))
		.pipe(dest(`${folder}/nodes`));

/** The examples in which every node of ours is one of `nodes`, e.g. `aucoFace`. */
const examplesWith = (nodes) =>
	readdirSync('examples')
		.map((file) => `examples/${file}`)
		.filter((file) => {
			const types = readFileSync(file, 'utf8').matchAll(new RegExp(`"${whole}\\.(\\w+)"`, 'g'));
			return [...types].every(([, node]) => nodes.includes(node));
		});

/**
 * Puts a package of one provider together: the manifest and README of `packages/<name>`, and from the finished build the
 * provider's folder and `common`. The prefix of node types is the package's own, and links in the README lead out of npm.
 */
const assemble = (name) => () => {
	const { n8n } = JSON.parse(readFileSync(`packages/${name}/package.json`, 'utf8'));
	const provider = n8n.nodes[0].split('/').slice(0, 3).join('/');
	const nodes = n8n.nodes.map((path) =>
		basename(path, '.node.js').replace(/^./, (first) => first.toLowerCase()),
	);
	const built = [...n8n.credentials, `${provider}/**`, 'dist/nodes/common/**', ...examplesWith(nodes)];
	const ownPrefix = (text) => text.replace(new RegExp(`(?<=["'])${whole}(?=\\.\\w)`, 'g'), name);
	return src(built, { base: '.', encoding: false })
		.pipe(rewrite('.js', ownPrefix))
		.pipe(rewrite('.json', ownPrefix))
		.pipe(src([`packages/${name}/{package.json,README.md}`, 'LICENSE'], { encoding: false }))
		.pipe(rewrite('README.md', (text) => text.replaceAll('](../../', `](${FILES}/`)))
		.pipe(dest(`${PACKAGES}/${name}`));
};

const packages = (done) =>
	parallel(readdirSync('packages').map((name) => Object.assign(assemble(name), { displayName: name })))(done);

exports.clean = clean;
exports.build = series(clean, parallel(compile, assets), ...(DEV_BUILD_FOLDER ? [] : [packages]));
/** Keeps an existing build up to date, until it is interrupted. */
exports.watch = () => {
	watch(SOURCES, compile);
	watch(ASSETS, assets);
};
exports.default = exports.build;
