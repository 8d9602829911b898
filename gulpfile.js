const { spawn } = require('node:child_process');
const { rm } = require('node:fs/promises');
const { dest, parallel, series, src } = require('gulp');

const clean = () => rm('dist', { recursive: true, force: true });

const compile = () =>
	spawn(process.execPath, [require.resolve('typescript/bin/tsc'), '-p', 'tsconfig.json'], {
		stdio: 'inherit',
	});

/** What n8n reads beside the code: icons, codex files and output schemas. */
const assets = () => src('nodes/**/*.{svg,json}', { encoding: false }).pipe(dest('dist/nodes'));

exports.clean = clean;
exports.build = series(clean, parallel(compile, assets));
exports.default = exports.build;
