import { execFile } from 'node:child_process';
import { stat } from 'node:fs/promises';
import { promisify } from 'node:util';

import { packPackage } from '../sandbox/local/package.mts';
import { localFolder, projectRoot } from '../sandbox/local/paths.mts';
import { median, type Measure } from './measure.mts';

const ROUNDS = 5;
const MOST_MILLISECONDS = 50;
const MOST_BYTES = 150_000;

/** Loads the package in a process of its own, with n8n's own loader, and prints the milliseconds. */
const LOAD = `
	require('reflect-metadata');
	const { PackageDirectoryLoader } = require('n8n-core');
	const loader = new PackageDirectoryLoader(process.argv[1]);
	const start = performance.now();
	loader.loadAll().then(() => console.log(performance.now() - start));
`;

/** The package's size, and how long n8n takes to load its nodes and credentials. */
export async function measureLoading(): Promise<Measure[]> {
	const times: number[] = [];
	for (let round = 0; round < ROUNDS; round++) {
		const args = ['-e', LOAD, projectRoot];
		const { stdout } = await promisify(execFile)(process.execPath, args, { cwd: projectRoot });
		times.push(Number(stdout));
	}
	const { size } = await stat(await packPackage(localFolder));
	return [
		{
			what: `Loading with n8n's loader: ${MOST_MILLISECONDS} ms against the time taken`,
			seen: `${median(times).toFixed(0)} ms (median of ${ROUNDS})`,
			ratio: MOST_MILLISECONDS / median(times),
			atLeast: 1,
		},
		{
			what: 'Packed size: 150 kB against the size',
			seen: `${(size / 1000).toFixed(1)} kB`,
			ratio: MOST_BYTES / size,
			atLeast: 1,
		},
	];
}
