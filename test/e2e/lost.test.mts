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
import { callingWorkflow } from '../support/server/subWorkflow.mts';
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

/** Ends the n8n, and starts it again at the same address. */
async function interrupt(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
	process.kill(instance.pid, signal);
	await instance.ended;
	instance = await startInstance({
		userFolder,
		environment,
		port: Number(new URL(instance.baseUrl).port),
	});
	client = await N8nClient.connect(instance.baseUrl);
}

/** A table whose creating is under way in an execution. */
interface Begun {
	table: Table;
	id: string;
}

const ROWS = 20;
/** So many are created, the last one without an answer, when an execution hangs. */
const HANGS_AT = 6;

async function begin(
	number: number,
	variant: Variant = {},
	{ rows = ROWS, hangsAt = 0 } = {},
): Promise<Begun> {
	const table = new Table(n8n.sandbox.auco, number, rows);
	if (hangsAt > 0) table.hangAt(hangsAt);
	return { table, id: await n8n.begin(table.workflow(n8n.credentials, variant), instance.baseUrl) };
}

/** Begins, and resolves when it hangs in the middle. */
async function hang(number: number, variant: Variant = {}): Promise<Begun> {
	const begun = await begin(number, variant, { hangsAt: HANGS_AT });
	await until('the creations', 120, async () => begun.table.created === HANGS_AT || undefined);
	return begun;
}

/** The line of n8n's log that begins so. */
async function logged(beginning: string): Promise<string> {
	return await until('the log', 120, async () => {
		const log = await readFile(instance.logFile, 'utf8');
		return log.split('\n').find((line) => line.includes(beginning));
	});
}

async function retry({ id }: { id: string }): Promise<StoredExecution> {
	await client.finishedExecution(id);
	return await client.finishedExecution(await client.retry(id));
}

const LOST = 'This execution was interrupted before';

/** No retry of an interrupted execution sends anything, however often and of which execution. */
async function expectLost(begun: Begun): Promise<void> {
	const { created } = begun.table;
	const first = await retry(begun);
	expect(failureOf(first)).toContain(LOST);
	expect(failureOf(await retry(first))).toContain(LOST);
	expect(failureOf(await retry(begun))).toContain(LOST);
	expect(begun.table.created).toBe(created);
}

test('after kill -9 nothing is sent again, and what was never reached is sent', async () => {
	const progress = { settings: { saveExecutionProgress: true } };
	const ended = await begin(14, { behind: behind.url });
	const endedSaved = await begin(17, { behind: behind.url, ...progress });
	await until('the nodes behind', 120, async () => behind.waiting === 2 || undefined);
	const unreached = await begin(15, { before: before.url });
	const unreachedSaved = await begin(16, { before: before.url, ...progress });
	await until('the nodes before', 120, async () => before.waiting === 2 || undefined);
	const all = [ended];
	all.push(await hang(11), await hang(12, progress), await hang(13, { inLoop: true, ...progress }));
	const inSub: Begun = { table: new Table(n8n.sandbox.auco, 18, ROWS), id: '' };
	inSub.table.hangAt(HANGS_AT);
	inSub.id = await n8n.begin(await callingWorkflow(n8n, inSub.table, 'once'), instance.baseUrl);
	await until('the creations', 120, async () => inSub.table.created === HANGS_AT || undefined);
	all.push(inSub);
	await interrupt('SIGKILL');
	before.open();
	behind.open();

	for (const begun of all) await expectLost(begun);
	// Stored when ours had ended, so that the retry begins behind it.
	expect((await retry(endedSaved)).status).toBe('success');
	expect(endedSaved.table.created).toBe(ROWS);
	for (const begun of [unreached, unreachedSaved]) {
		expect(begun.table.created).toBe(0);
		expect((await retry(begun)).status).toBe('success');
		expect(begun.table.counts).toEqual(begun.table.rows.map(() => 1));
	}
});

test('after kill -9 a person may have all of it sent again', async () => {
	const begun = await hang(21);
	await interrupt('SIGKILL');
	const failed = await retry(begun);
	const { nodes } = await client.workflow(failed.workflowId);
	const generate = nodes.find(({ name }) => name === 'Generate')!;
	generate.parameters = creating({ resendUnknown: true });
	await client.updateWorkflow(failed.workflowId, { nodes });
	const again = await client.finishedExecution(await client.retry(failed.id, true));
	expect(again.status).toBe('success');
	expect(begun.table.created).toBe(HANGS_AT + ROWS);
	expect(outputOf(again, 'Generate')).toHaveLength(ROWS);
});

test('after SIGTERM with the grace time run out nothing is sent again', async () => {
	const all = [await hang(31), await hang(32, { settings: { saveExecutionProgress: true } })];
	await interrupt('SIGTERM');
	for (const begun of all) await expectLost(begun);
});

test('after a person has stopped it nothing is sent again, and the log names the codes', async () => {
	const { auco } = n8n.sandbox;
	for (const [number, settings] of [
		[41, {}],
		[42, { saveExecutionProgress: true }],
	] as const) {
		const begun = await hang(number, { settings });
		await client.stop(begun.id);
		expect((await client.finishedExecution(begun.id)).status).toBe('canceled');
		const log = await logged(`Execution ${begun.id} was stopped in node 'Generate'`);
		expect(log).toContain(`${auco.creations.at(-2)!.id} [Item 4]. Not known: [Item 5].`);
		await expectLost(begun);
	}
});

test('the log names codes while a run is still at work, so that they are found after a kill', async () => {
	const { table, id } = await begin(71, {}, { rows: 105, hangsAt: 105 });
	const line = await logged(`Execution ${id} is at work in node 'Generate'`);
	const codes = n8n.sandbox.auco.creations.slice(0, 100).map((one, row) => `${one.id} [Item ${row}]`);
	expect(line).toContain(codes.join(', '));
	expect(table.rows.filter((row) => line.includes(row))).toEqual([]);
	await client.stop(id);
});

test('after the time of the workflow is up a retry knows what was created, and which item is not known', async () => {
	const begun = await hang(51, { settings: { executionTimeout: 15 } });
	// n8n stores it when the time is up, and again when the node has ended.
	await until('the end', 120, async () => {
		const { data } = await client.execution(begun.id);
		return data?.resultData.runData.Generate?.length === 1 || undefined;
	});
	const says = failureOf(await retry(begun));
	expect(says).toContain(`it is not known whether Auco processed it [Item ${HANGS_AT - 1}]`);
	for (const { id } of n8n.sandbox.auco.creations.slice(0, -1)) expect(says).toContain(id);
	expect(begun.table.created).toBe(HANGS_AT);
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
		expect(begun.table.created).toBe(ROWS);
		auco.reset();
	}
});
