import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { until } from '../../sandbox/local/client.mts';
import { failureOf } from '../../sandbox/local/execution.mts';
import { startQueueMode, type QueueMode } from '../../sandbox/local/queue.mts';
import { realN8n, type RealN8n } from '../support/server/n8n.mts';
import { TARBALL } from '../support/server/setup.mts';
import { Table } from '../support/server/table.mts';

jest.setTimeout(400_000);

const ROWS = 20;
/** So many are created, the last one without an answer, when an execution hangs. */
const HANGS_AT = 6;

/** A worker that has gone is noticed after seconds instead of a minute, and goes soon after SIGTERM. */
const environment = {
	N8N_GRACEFUL_SHUTDOWN_TIMEOUT: '1',
	QUEUE_WORKER_LOCK_DURATION: '4000',
	QUEUE_WORKER_LOCK_RENEW_TIME: '1000',
	QUEUE_WORKER_STALLED_INTERVAL: '2000',
};

/** An n8n of its own, because its worker is killed. */
let queue: QueueMode;
let folder: string;
let n8n: RealN8n;

beforeAll(async () => {
	folder = await mkdtemp(join(tmpdir(), 'n8n-queue-lost-'));
	// PostgreSQL, under a user of its own, must be able to reach its folder in there.
	await chmod(folder, 0o755);
	queue = await startQueueMode(process.env[TARBALL]!, folder, environment);
	n8n = await realN8n({}, queue.instance.baseUrl);
	n8n.sandbox.auco.advances = false;
});

afterAll(async () => {
	await n8n.close();
	await queue.worker.stop();
	await queue.instance.stop();
	await rm(folder, { recursive: true, force: true });
});

/** Begins through the webhook process or through the main process, and resolves when it hangs in the middle. */
async function hang(number: number, settings: object, receiver = queue.webhookBase) {
	const table = new Table(n8n.sandbox.auco, number, ROWS);
	table.hangAt(HANGS_AT);
	const id = await n8n.begin(table.workflow(n8n.credentials, { settings }), receiver);
	await until('the creations', 120, async () => table.created === HANGS_AT || undefined);
	return { table, id };
}

/**
 * What a retry says, which depends on whether n8n first recovers the execution from the worker's event log or finds its job
 * stalled: our node's words, n8n's own, which it copies into a retry that runs nothing, or none.
 */
const NOTHING_SENT = /^This execution was interrupted before|^This execution failed to be processed|^$/;

/** What a retry says that has sent nothing; n8n refuses to retry some executions of killed workers. */
async function retry(id: string): Promise<{ id: string; says: string } | undefined> {
	await n8n.client.finishedExecution(id, 120);
	const retried = await n8n.client.retry(id).catch(() => undefined);
	if (retried === undefined) return undefined;
	const execution = await n8n.client.finishedExecution(retried, 120);
	return { id: retried, says: failureOf(execution) };
}

test.each(['SIGKILL', 'SIGTERM'] as const)(
	'after %s of the worker no retry sends anything',
	async (signal) => {
		const number = signal === 'SIGKILL' ? 10 : 20;
		const all = [await hang(number, {}), await hang(number + 1, { saveExecutionProgress: true })];
		process.kill(queue.worker.pid, signal);
		await queue.worker.ended;
		await n8n.sandbox.auco.settled();
		n8n.sandbox.auco.latency = 0;
		queue.worker = await queue.startWorker();
		for (const { table, id } of all) {
			const before = table.created;
			expect(before).toBeLessThan(ROWS);
			const first = await retry(id);
			const others = [first && (await retry(first.id)), await retry(id)];
			for (const one of [first, ...others]) expect(one?.says ?? '').toMatch(NOTHING_SENT);
			expect(table.created).toBe(HANGS_AT);
		}
	},
);

test('a person stops it, or its time is up: the worker stores what it has made, and a retry knows it', async () => {
	const stopped = await hang(30, {}, queue.instance.baseUrl);
	await n8n.client.stop(stopped.id);
	const timedOut = await hang(31, { executionTimeout: 15 });
	for (const { table, id } of [stopped, timedOut]) {
		await until('what the worker stores', 120, async () => {
			const { data } = await n8n.client.execution(id);
			return data?.resultData.runData.Generate?.length === 1 || undefined;
		});
		const { says } = (await retry(id))!;
		expect(says).toContain(`it is not known whether Auco processed it [Item ${HANGS_AT - 1}]`);
		expect(says).toContain('Already created');
		expect(table.created).toBe(HANGS_AT);
	}
});

test('stopped although it came through the webhook process: a retry sends nothing', async () => {
	const { table, id } = await hang(40, {});
	await n8n.client.stop(id);
	expect((await retry(id))?.says).toContain('This execution was interrupted before');
	expect(table.created).toBe(HANGS_AT);
});
