const { spawn } = require('node:child_process');
const { rm } = require('node:fs/promises');
const { Transform } = require('node:stream');
const { dest, parallel, series, src, watch } = require('gulp');
const { repository } = require('./package.json');

/** `npm run dev` builds straight into the folder that its n8n watches, and writes only what has changed. */
const { DEV_BUILD_FOLDER } = process.env;
const folder = DEV_BUILD_FOLDER ?? 'dist';
const incremental = DEV_BUILD_FOLDER ? ['--incremental', '--tsBuildInfoFile', `${folder}/.tsbuildinfo`] : [];

const SOURCES = '{nodes,credentials}/**/*.ts';

/** What n8n reads beside the code: icons, codex files and output schemas. */
const ASSETS = 'nodes/**/*.{svg,json}';

const clean = () => rm(folder, { recursive: true, force: true });

const compile = () =>
	spawn(
		process.execPath,
		[require.resolve('typescript/bin/tsc'), '-p', 'tsconfig.json', '--outDir', folder, ...incremental],
		{ stdio: 'inherit' },
	);

/** Where a browser finds the files of this repository. */
const FILES = `${repository.url.replace(/^git\+|\.git$/g, '')}/blob/main`;

/** A codex file names its page under docs/ by the path; the editor's Docs link needs a whole address. */
const docsLinks = () =>
	new Transform({
		objectMode: true,
		transform(file, _encoding, done) {
			if (file.path.endsWith('.node.json')) {
				file.contents = Buffer.from(String(file.contents).replaceAll('"docs/', `"${FILES}/docs/`));
			}
			done(null, file);
		},
	});

const assets = () =>
	src(ASSETS, { encoding: false })
		.pipe(docsLinks())
		.pipe(dest(`${folder}/nodes`));

exports.clean = clean;
exports.build = series(clean, parallel(compile, assets));
/** Keeps an existing build up to date, until it is interrupted. */
exports.watch = () => {
	watch(SOURCES, compile);
	watch(ASSETS, assets);
};
exports.default = exports.build;
