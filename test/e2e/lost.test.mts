import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { N8nClient, until } from '../../sandbox/local/client.mts';
import { failureOf, outputOf } from '../../sandbox/local/execution.mts';
import { startInstance, type Instance } from '../../sandbox/local/instance.mts';
import { installPackage } from '../../sandbox/local/package.mts';
import type { StoredExecution } from '../../sandbox/local/types.mts';
import { Gate } from '../support/server/gate.mts';
import { realN8n, type RealN8n } from '../support/server/n8n.mts';
import { TARBALL } from '../support/server/setup.mts';
import { creating, Table, type Variant } from '../support/server/table.mts';

/** A kill ends all that runs, so the executions of a test are interrupted together. */
jest.setTimeout(400_000);

/** Ends an n8n with work in progress soon after SIGTERM. */
const environment = { N8N_GRACEFUL_SHUTDOWN_TIMEOUT: '1' };

let before: Gate;
let behind: Gate;
let userFolder: string;
let instance: Instance;
let n8n: RealN8n;
let client: N8nClient;

beforeAll(async () => {
	[before, behind] = await Promise.all([Gate.start(), Gate.start()]);
	userFolder = await mkdtemp(join(tmpdir(), 'n8n-e2e-lost-'));
	await installPackage(userFolder, process.env[TARBALL]!);
	instance = await startInstance({ userFolder, environment });
	n8n = await realN8n({}, instance.baseUrl);
	client = n8n.client;
	n8n.sandbox.auco.advances = false;
});

afterEach(() => {
	n8n.sandbox.auco.reset();
	n8n.sandbox.auco.advances = false;
});

afterAll(async () => {
	await Promise.all([before.stop(), behind.stop(), n8n.close()]);
	await instance.stop();
	await rm(userFolder, { recursive: true, force: true });
});

/** Ends the n8n, has the sandbox finish what had arrived, and starts n8n again at the same address. */
async function interrupt(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
	const { auco } = n8n.sandbox;
	process.kill(instance.pid, signal);
	await instance.ended;
	await auco.settled();
	await until('answers', 60, async () => auco.requests.every(isAnswered) || undefined);
	auco.latency = 0;
	instance = await startInstance({
		userFolder,
		environment,
		port: Number(new URL(instance.baseUrl).port),
	});
	client = await N8nClient.connect(instance.baseUrl);
}

const isAnswered = ({ status }: { status?: number }): boolean => status !== undefined;

/** A table whose creating is under way in an execution. */
interface Begun {
	table: Table;
	id: string;
}

async function begin(number: number, variant: Variant = {}, rows = 20): Promise<Begun> {
	const table = new Table(n8n.sandbox.auco, number, rows);
	return { table, id: await n8n.begin(table.workflow(n8n.credentials, variant), instance.baseUrl) };
}

async function created(count: number, ...all: Begun[]): Promise<void> {
	await until(
		`${count} creations`,
		120,
		async () => all.every(({ table }) => table.created >= count) || undefined,
	);
}

async function retry({ id }: { id: string }): Promise<StoredExecution> {
	await client.finishedExecution(id);
	return await client.finishedExecution(await client.retry(id));
}

const LOST = 'This execution was interrupted before';

/** No retry of an interrupted execution sends anything, however often and of which execution. */
async function expectLost(begun: Begun): Promise<void> {
	const before = begun.table.created;
	const first = await retry(begun);
	expect(failureOf(first)).toContain(LOST);
	expect(failureOf(await retry(first))).toContain(LOST);
	expect(failureOf(await retry(begun))).toContain(LOST);
	expect(begun.table.created).toBe(before);
}

test('after kill -9 nothing is sent again, and what was never reached is sent', async () => {
	const { auco } = n8n.sandbox;
	const progress = { settings: { saveExecutionProgress: true } };
	const ended = await begin(14, { behind: behind.url });
	const endedSaved = await begin(17, { behind: behind.url, ...progress });
	await until('the nodes behind', 120, async () => behind.waiting === 2 || undefined);
	const unreached = await begin(15, { before: before.url });
	const unreachedSaved = await begin(16, { before: before.url, ...progress });
	await until('the nodes before', 120, async () => before.waiting === 2 || undefined);
	auco.latency = 200;
	const inOurs = await begin(11);
	const inOursSaved = await begin(12, progress);
	const inLoop = await begin(13, { inLoop: true, ...progress });
	await created(6, inOurs, inOursSaved, inLoop);
	await interrupt('SIGKILL');
	before.open();
	behind.open();

	expect(inOurs.table.created).toBeLessThan(20);
	expect(inLoop.table.created).toBeLessThan(20);
	for (const begun of [inOurs, inOursSaved, inLoop, ended]) await expectLost(begun);
	// Stored when ours had ended, so that the retry begins behind it.
	expect((await retry(endedSaved)).status).toBe('success');
	expect(endedSaved.table.created).toBe(20);
	for (const begun of [unreached, unreachedSaved]) {
		expect(begun.table.created).toBe(0);
		expect((await retry(begun)).status).toBe('success');
		expect(begun.table.counts).toEqual(begun.table.rows.map(() => 1));
	}
});

test('after kill -9 a person may have all of it sent again', async () => {
	n8n.sandbox.auco.latency = 200;
	const begun = await begin(21);
	await created(8, begun);
	await interrupt('SIGKILL');
	const before = begun.table.created;
	const failed = await retry(begun);
	const { nodes } = await client.workflow(failed.workflowId);
	const generate = nodes.find(({ name }) => name === 'Generate')!;
	generate.parameters = creating({ resendUnknown: true });
	await client.updateWorkflow(failed.workflowId, { nodes });
	const again = await client.finishedExecution(await client.retry(failed.id, true));
	expect(again.status).toBe('success');
	expect(begun.table.created).toBe(before + 20);
	expect(outputOf(again, 'Generate')).toHaveLength(20);
});

test('after SIGTERM with the grace time run out nothing is sent again', async () => {
	n8n.sandbox.auco.latency = 200;
	const all = [await begin(31, {}, 60), await begin(32, { settings: { saveExecutionProgress: true } }, 60)];
	await created(8, ...all);
	await interrupt('SIGTERM');
	for (const begun of all) {
		expect(begun.table.created).toBeLessThan(60);
		await expectLost(begun);
	}
});

test('after a person has stopped it nothing is sent again, and the log names the codes', async () => {
	const { auco } = n8n.sandbox;
	auco.latency = 200;
	for (const [number, settings] of [
		[41, {}],
		[42, { saveExecutionProgress: true }],
	] as const) {
		const begun = await begin(number, { settings }, 60);
		await created(8, begun);
		await client.stop(begun.id);
		expect((await client.finishedExecution(begun.id)).status).toBe('canceled');
		await until('answers', 60, async () => auco.requests.every(isAnswered) || undefined);
		const line = new RegExp(`Execution ${begun.id} was stopped in node 'Generate'.*`);
		const log = await until(
			'the log',
			60,
			async () => line.exec(await readFile(instance.logFile, 'utf8'))?.[0],
		);
		expect(log).toContain(auco.creations.at(-2)!.id);
		await expectLost(begun);
	}
});

test('after the time of the workflow is up a retry sends the rest, and knows which item it does not know', async () => {
	const { auco } = n8n.sandbox;
	auco.latency = 200;
	const begun = await begin(51, { settings: { executionTimeout: 3 } }, 60);
	await created(1, begun);
	await client.finishedExecution(begun.id);
	await until('answers', 60, async () => auco.requests.every(isAnswered) || undefined);
	auco.latency = 0;
	const before = begun.table.created;
	expect(before).toBeLessThan(60);
	const retried = await retry(begun);
	expect(failureOf(retried)).toContain('it is not known whether Auco processed it');
	expect(Math.max(...begun.table.counts)).toBe(1);
	expect(begun.table.created).toBe(before);
});

test('after an ordinary failure at item 7 a retry sends the rest, also with Save execution progress', async () => {
	const { auco } = n8n.sandbox;
	for (const [number, settings] of [
		[61, {}],
		[62, { saveExecutionProgress: true }],
	] as const) {
		auco.fail({
			fault: { kind: 'status', when: 'before', status: 400, body: { message: 'BAD_REQUEST' } },
			method: 'POST',
			at: [8],
		});
		const begun = await begin(number, { settings });
		await client.finishedExecution(begun.id);
		expect(begun.table.created).toBe(7);
		expect((await retry(begun)).status).toBe('success');
		expect(begun.table.counts).toEqual(begun.table.rows.map(() => 1));
		// The process knows what the first retry has created, although n8n gives the second one the original's context.
		expect((await retry(begun)).status).toBe('success');
		expect(begun.table.created).toBe(20);
		auco.reset();
	}
});
