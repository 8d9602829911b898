/** What of .github/ can be checked without GitHub. */
import { spawnSync } from 'node:child_process';
import {
	chmodSync,
	existsSync,
	mkdtempSync,
	readdirSync,
	readFileSync,
	rmSync,
	writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

import { parse } from 'yaml';

interface Step {
	name?: string;
	run?: string;
	uses?: string;
}

interface Job {
	needs?: string;
	permissions?: Record<string, string>;
	strategy?: { matrix: { package: string[] } };
	steps: Step[];
}

const FOLDER = '.github/workflows';

const readYaml = <T,>(file: string): T => parse(readFileSync(file, 'utf8')) as T;
const jobsOf = (file: string) => readYaml<{ jobs: Record<string, Job> }>(join(FOLDER, file)).jobs;

test('only the job that publishes may ask for an identity, and it waits for all checks', () => {
	const jobs = jobsOf('publish.yml');
	expect(jobs.publish).toMatchObject({ needs: 'check', permissions: { 'id-token': 'write' } });
	expect([jobs.check.permissions, jobs.scan.permissions]).toEqual([undefined, undefined]);
	expect(jobs.check.steps.map(({ run }) => run)).toEqual(
		expect.arrayContaining(['node scripts/manifests.mjs --publishable', 'bash .ci/run']),
	);
});

test('every package is scanned', () => {
	const names = [
		'package.json',
		...readdirSync('packages').map((name) => `packages/${name}/package.json`),
	].map((file) => (JSON.parse(readFileSync(file, 'utf8')) as { name: string }).name);
	expect(jobsOf('publish.yml').scan.strategy!.matrix.package.sort()).toEqual(names.sort());
});

test('dependabot looks at folders that exist', () => {
	const { updates } = readYaml<{ updates: Array<{ directory?: string; directories?: string[] }> }>(
		'.github/dependabot.yml',
	);
	const folders = updates.flatMap(({ directory, directories = [directory!] }) => directories);
	expect(folders.filter((folder) => !existsSync(`.${folder}`))).toEqual([]);
});

describe('a step of publish.yml', () => {
	let folder: string;

	beforeEach(() => {
		folder = mkdtempSync(join(tmpdir(), 'step-'));
	});

	afterEach(() => rmSync(folder, { recursive: true }));

	/** Runs a step as GitHub does, with a program in the place of npx or npm that prints its arguments and `words`. */
	function runStep(name: string, { words = '', ...environment }: Record<string, string>) {
		const { run } = Object.values(jobsOf('publish.yml'))
			.flatMap(({ steps }) => steps)
			.find((step) => step.name === name)!;
		for (const program of ['npx', 'npm']) {
			writeFileSync(join(folder, program), `#!/bin/sh\necho "$0 $*"\necho '${words}'\n`);
			chmodSync(join(folder, program), 0o755);
		}
		const env = { PATH: [folder, process.env.PATH].join(delimiter), ...environment };
		return spawnSync('bash', ['-e', '-c', run!], { cwd: folder, encoding: 'utf8', env });
	}

	test.each([
		['✅ Package a@1.0.0 has passed all security checks', 0],
		['❌ Package a@1.0.0 has failed security checks', 1],
		['', 1],
	])('takes the scan at its word: %s', (words, status) => {
		const scan = runStep('The scan says that the package has passed', { words, PUBLISHED: 'a@1.0.0' });
		expect(scan.status).toBe(status);
		expect(scan.stdout).toContain('@n8n/scan-community-package a@1.0.0');
	});

	test.each([
		['t0ken', 'npm config set //registry.npmjs.org/:_authToken t0ken'],
		['', ''],
	])('uses a token only when there is one: "%s"', (token, command) => {
		const { status, stdout } = runStep('Use the token, as long as there is one', { NPM_TOKEN: token });
		expect(status).toBe(0);
		expect(stdout.trim().replace(`${folder}/`, '')).toBe(command);
	});
});
