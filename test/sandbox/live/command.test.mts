/** The command itself: arguments, exit codes, the file that it writes. */
import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { LIVE_PROVIDERS } from '../../../sandbox/live/run.mts';
import type { Environment } from '../../../sandbox/live/types.mts';
import { Account } from './account.mts';

interface Ended {
	code: number;
	output: string;
}

let account: Account;
let folder: string;

beforeAll(async () => {
	account = await Account.open();
	folder = await mkdtemp(join(tmpdir(), 'check-live-'));
});
afterAll(async () => {
	await account.close();
	await rm(folder, { recursive: true });
});

/** Runs it as `npm run check:live` does, with nothing else of this machine's environment than the path. */
async function run(environment: Environment, ...args: string[]): Promise<Ended> {
	const env = { PATH: process.env.PATH, ...environment };
	return await new Promise((resolve) => {
		execFile(process.execPath, ['sandbox/live.mts', ...args], { env }, (error, stdout, stderr) =>
			resolve({ code: Number(error?.code ?? 0), output: stdout + stderr }),
		);
	});
}

test('prints tables, writes the report and ends with 0 or 1', async () => {
	const file = join(folder, 'new', 'report.md');
	const clean = await run(account.environment, '--report', file);
	expect(clean.output).toContain('0 differ');
	expect(clean.code).toBe(0);

	account.sandbox.auco.patch(account.environment.AUCO_PROCESS_CODE!, { riskBand: 'high' });
	const { code, output } = await run(account.environment, '--report', file);
	expect(code).toBe(1);
	const written = await readFile(file, 'utf8');
	for (const text of [output, written]) expect(text).toContain('riskBand');
	expect(written).toContain('Auco: another address.');
	const values = Object.entries(account.environment).filter(([name]) => !name.endsWith('_URL'));
	for (const [, value] of values) expect(output + written).not.toContain(value);
});

test.each([
	[{}, [], 'No key is set.'],
	[{ AUCO_PUBLIC_KEY: 'puk_xxx', AUCO_BASE_URL: 'auco' }, [], 'AUCO_BASE_URL is not a URL'],
	[{ AUCO_PUBLIC_KEY: 'puk_xxx' }, ['--timeout', 'soon'], '--timeout takes a number of seconds'],
	[{}, ['--creat'], "Unknown option '--creat'"],
])('ends with 2 and a sentence: %j %j', async (environment, args, says) => {
	const { code, output } = await run(environment, ...args);
	expect(output).toContain(says);
	expect(code).toBe(2);
});

test('every variable is in the guide', async () => {
	const guide = await readFile('docs/guides/check-live.md', 'utf8');
	const variables = LIVE_PROVIDERS.flatMap(({ baseUrl, secrets, calls }) => [
		baseUrl,
		...secrets,
		...calls.flatMap(({ id, creates }) => [id?.variable, creates?.body?.variable]),
	]);
	for (const variable of variables) if (variable) expect(guide).toContain(`\`${variable}\``);
});
