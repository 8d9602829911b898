/**
 * `npm run check:live`: asks the real providers what the sandbox's documents describe, and says where they differ. Keys
 * come from the environment. Reads only, unless `--create` is given. See docs/guides/check-live.md.
 */
import { mkdir, readFile, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { createInterface } from 'node:readline/promises';
import { parseArgs } from 'node:util';

import { exitCodeOf, printed, report, type ReportFacts } from './live/report.mts';
import { checkLive, LIVE_PROVIDERS } from './live/run.mts';
import { localFolder } from './local/paths.mts';

const HELP = `npm run check:live                        reads what the documents describe, and says what differs
npm run check:live -- --create            creates and changes things, too: may be billed, may write to people
npm run check:live -- --timeout 60        seconds for one call (30)
npm run check:live -- --report FILE       where the report goes (.local/check-live.md)

Keys: ${LIVE_PROVIDERS.map(({ secrets }) => secrets.join(', ')).join('; ')}. All variables: docs/guides/check-live.md`;

async function main(): Promise<number> {
	const { values } = parseArgs({
		options: {
			create: { type: 'boolean', default: false },
			timeout: { type: 'string', default: '30' },
			report: { type: 'string', default: join(localFolder, 'check-live.md') },
			help: { type: 'boolean', short: 'h', default: false },
		},
	});
	if (values.help) {
		console.log(HELP);
		return 0;
	}
	const timeout = Number(values.timeout) * 1000;
	if (!(timeout > 0)) throw new Error('--timeout takes a number of seconds');
	const outcomes = await checkLive({
		environment: process.env,
		create: values.create,
		timeout,
		log: (text) => console.log(text),
		confirm: process.stdin.isTTY && process.stdout.isTTY ? confirm : undefined,
	});
	if (outcomes.length === 0) throw new Error(`No key is set.\n\n${HELP}`);
	console.log(printed(outcomes));
	await mkdir(dirname(values.report), { recursive: true });
	await writeFile(values.report, report(outcomes, await facts()));
	console.log(`Report for an issue: ${values.report}`);
	return exitCodeOf(outcomes);
}

async function facts(): Promise<ReportFacts> {
	const { version } = JSON.parse(
		await readFile(new URL('../package.json', import.meta.url), 'utf8'),
	) as Record<string, string>;
	const asked = LIVE_PROVIDERS.filter(({ key }) => process.env[key]?.trim());
	return {
		version,
		day: new Date().toISOString().slice(0, 10),
		addresses: Object.fromEntries(
			asked.map(({ name, baseUrl }) => [
				name,
				process.env[baseUrl] ? 'another address' : 'documented address',
			]),
		),
	};
}

async function confirm(question: string): Promise<boolean> {
	const terminal = createInterface({ input: process.stdin, output: process.stdout });
	const answer = await terminal.question(`${question} [y/N] `);
	terminal.close();
	return /^y(es)?$/i.test(answer.trim());
}

try {
	process.exitCode = await main();
} catch (error) {
	console.error((error as Error).message);
	process.exitCode = 2;
}
