import { mkdtemp, rm, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { startSandbox } from '../sandbox.mts';
import type { Sandbox } from '../types.mts';
import type { N8nClient } from './client.mts';
import type { CommandContext } from './command.mts';
import { sandboxCredentials, saveSandboxCredentials } from './credentials.mts';
import { importExamples, publishTriggers } from './examples.mts';
import type { ImportedExample } from './examples.mts';
import { expectations, GOOD, invalidCredentials, judge } from './expectations.mts';
import { buildPackage, packPackage } from './package.mts';
import { localFolder, projectRoot } from './paths.mts';
import { separatePackages, startInstalledN8n } from './installedN8n.mts';
import { table } from './table.mts';
import { setTimeout as sleep } from 'node:timers/promises';

/** The part of a real minute that a documented minute takes. */
const TIME_SCALE = 0.02;
const TIMEOUT = 120_000;

/** A row of the printed tables; the last cell is the verdict. */
type Row = string[];

/**
 * Runs every example to its end in a fresh n8n and prints what each produced, then tests valid and invalid credentials.
 *
 * @param separate with the packages of one provider each and their examples, instead of the whole one
 * @returns whether everything came out as expected
 */
export async function checkExamples({ log, cleanup }: CommandContext, separate = false): Promise<boolean> {
	log('Building the package …');
	await buildPackage();
	const sandbox = await startSandbox({ timeScale: TIME_SCALE });
	cleanup.add(() => sandbox.stop());
	log('Starting a fresh n8n …');
	await mkdir(localFolder, { recursive: true });
	const userFolder = await mkdtemp(join(localFolder, 'check-'));
	cleanup.add(() => rm(userFolder, { recursive: true, force: true }));
	const packages = separate ? await separatePackages() : [projectRoot];
	const tarballs = packages.map(async (source) => await packPackage(join(localFolder, 'package'), source));
	const { instance, client } = await startInstalledN8n(await Promise.all(tarballs), { userFolder });
	cleanup.add(() => instance.stop());

	await saveSandboxCredentials(client, sandbox);
	const imported = packages.map(async (source) => await importExamples(client, source));
	const examples = (await Promise.all(imported)).flat();
	const unpublished = await publishTriggers(client, examples);
	const rows = [...missing(examples), ...unpublished.map((problem) => ['publishing', '', '', problem])];
	for (const example of examples) rows.push(await runExample(client, example));
	log(table(['Workflow', 'Items that left each node', 'Time', 'Verdict'], rows));

	const tests = await credentialTests(client, sandbox);
	log(table(['Credential', 'What n8n says', 'Verdict'], tests));
	const failed = [...rows, ...tests].filter((row) => row.at(-1) !== GOOD).length;
	log(failed === 0 ? 'All examples ended as they should.' : `${failed} did not come out as expected.`);
	return failed === 0;
}

/** Examples without an expectation, and expectations without an example. */
function missing(examples: ImportedExample[]): Row[] {
	const files = examples.map(({ file }) => file);
	const expected = expectations.map(({ file }) => file);
	return [
		...files.filter((file) => !expected.includes(file)).map((file) => [file, '', '', 'has no expectation']),
		...expected.filter((file) => !files.includes(file)).map((file) => [file, '', '', 'is not in examples/']),
	];
}

async function runExample(client: N8nClient, { file, stored, workflow }: ImportedExample): Promise<Row> {
	const expectation = expectations.find((one) => one.file === file);
	if (!expectation) return [file, '', '', 'has no expectation'];
	const began = Date.now();
	const cells = (produced: string, verdict: string) => [
		workflow.name,
		produced,
		`${((Date.now() - began) / 1000).toFixed(1)} s`,
		verdict,
	];
	try {
		if (expectation.start) await client.run(stored.id, expectation.start);
		for (;;) {
			const { items, verdict, over } = await judge(client, stored.id, expectation);
			const produced = Object.entries(items)
				.filter(([node]) => node in expectation.items)
				.map(([node, count]) => `${node} ${count}`);
			if (over || Date.now() - began > TIMEOUT) return cells(produced.join(', '), verdict);
			await sleep(250);
		}
	} catch (error) {
		return cells('', (error as Error).message);
	}
}

/** Valid credentials must pass their test; invalid ones must fail it and say why. */
async function credentialTests(client: N8nClient, sandbox: Sandbox): Promise<Row[]> {
	const rows: Row[] = [];
	for (const credential of sandboxCredentials(sandbox)) {
		const { status, message } = await client.testCredential(credential);
		rows.push([credential.name, `${status}: ${message}`, status === 'OK' ? GOOD : 'should pass']);
	}
	for (const { credential, says } of invalidCredentials(sandbox)) {
		const { status, message } = await client.testCredential(credential);
		const right = status === 'Error' && says.test(message);
		rows.push([
			credential.name,
			`${status}: ${message}`,
			right ? GOOD : `should fail and say ${says.source}`,
		]);
	}
	return rows;
}
