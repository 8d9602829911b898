const { spawn } = require('node:child_process');
const { rm } = require('node:fs/promises');
const { dest, parallel, series, src, watch } = require('gulp');

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

const assets = () => src(ASSETS, { encoding: false }).pipe(dest(`${folder}/nodes`));

exports.clean = clean;
exports.build = series(clean, parallel(compile, assets));
/** Keeps an existing build up to date, until it is interrupted. */
exports.watch = () => {
	watch(SOURCES, compile);
	watch(ASSETS, assets);
};
exports.default = exports.build;
