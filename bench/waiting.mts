import { setTimeout as sleep } from 'node:timers/promises';

import axios from 'axios';
import { stringify } from 'flatted';

import type { StoredExecution } from '../sandbox/local/types.mts';
import { VALIDATION_FIELDS } from '../test/support/documented.mts';
import type { BenchmarkContext } from './context.mts';
import type { Measure } from './measure.mts';
import { residentMegabytes, whilePeaking } from './memory.mts';
import { MEASURED, START, waitingWorkflow } from './workflows.mts';

const COUNTS = [50, 500];
/** Callbacks at a time while they come one after the other. */
const SENDERS = 10;
/** Milliseconds that the last callback may need until the next node runs. */
const MOST = 2_000;

/** A suspended execution, and what it waits for. */
interface Suspended {
	executionId: string;
	ids: string[];
	resumeUrl: string;
	milliseconds: number;
	execution: StoredExecution;
}

/**
 * Items that wait together: what n8n stores, what the provider is asked, how soon the next node runs, and what n8n takes
 * when all callbacks come at once.
 */
export async function measureWaiting(context: BenchmarkContext): Promise<Measure[]> {
	const measures: Measure[] = [];
	for (const count of COUNTS) {
		measures.push(...(await oneAfterTheOther(context, count)));
		measures.push(await allAtOnce(context, count));
	}
	return measures;
}

async function oneAfterTheOther(context: BenchmarkContext, count: number): Promise<Measure[]> {
	const { client, sandbox } = context;
	const { executionId, ids, resumeUrl, milliseconds, execution } = await suspend(context, count);
	const before = sandbox.verifik.requests.length;
	const [last, ...others] = [...ids].reverse();
	const next = [...others];
	const sender = async (): Promise<void> => {
		for (let id = next.pop(); id; id = next.pop()) await finish(context, id, resumeUrl);
	};
	await Promise.all(Array.from({ length: SENDERS }, sender));
	await quiet(context);
	const began = Date.now();
	await finish(context, last, resumeUrl);
	const finished = await client.executionThatIs('success', executionId, 60);
	const after = finished.data.resultData.runData.Nothing[0].startTime - began;
	const reads = sandbox.verifik.requests.length - before;
	const waiting = finished.data.resultData.runData[MEASURED][0].data?.main[0]?.length;
	if (waiting !== count) throw new Error(`${waiting} of ${count} came out`);
	const kilobytes = (stringify(execution.data).length / 1024).toFixed(0);
	return [
		{
			what: `${count} items wait together`,
			seen: `suspended after ${milliseconds} ms, ${kilobytes} kB stored, ${reads} reads in all`,
		},
		{
			what: `last callback of ${count} until the next node`,
			seen: `${after} ms`,
			ratio: MOST / Math.max(after, 1),
			atLeast: 1,
		},
	];
}

async function allAtOnce(context: BenchmarkContext, count: number): Promise<Measure> {
	const { client, sandbox, instance } = context;
	const { executionId, ids, resumeUrl } = await suspend(context, count);
	const before = await residentMegabytes(instance.pid);
	for (const id of ids) sandbox.verifik.patch(id, { status: 'validated' });
	const began = Date.now();
	const peak = await whilePeaking(instance.pid, async () => {
		await Promise.all(ids.map(async (id) => await callBack(id, resumeUrl)));
		// n8n answers nobody while it is that busy.
		while (!(await hasSucceeded(client, executionId))) await sleep(500);
	});
	return {
		what: `${count} callbacks at once`,
		seen: `all answered and resumed after ${((Date.now() - began) / 1000).toFixed(1)} s, n8n peaked at ${peak.toFixed(0)} MB (${before.toFixed(0)} before)`,
	};
}

async function hasSucceeded(client: BenchmarkContext['client'], id: string): Promise<boolean> {
	return await client.execution(id).then(
		({ status }) => status === 'success',
		() => false,
	);
}

async function suspend({ client, sandbox }: BenchmarkContext, count: number): Promise<Suspended> {
	const { verifik } = sandbox;
	verifik.reset();
	verifik.advances = false;
	const data = verifik.credential;
	const id = await client.saveCredential({ name: 'Verifik', type: 'verifikApi', data });
	const credentials = { verifikApi: { id, name: 'Verifik' } };
	const workflow = await client.createWorkflow(waitingWorkflow(count, VALIDATION_FIELDS, credentials));
	const executionId = await client.run(workflow.id, START);
	const execution = await client.executionThatIs('waiting', executionId, 120);
	const created = verifik.creations.map((one) => one.id);
	const { startTime, executionTime } = execution.data.resultData.runData[MEASURED][0];
	const milliseconds = startTime + executionTime - Number(new Date(String(execution.startedAt)));
	const resumeUrl = String(verifik.creations[0].body.webhookUrl);
	return { executionId, ids: created, resumeUrl, milliseconds, execution };
}

async function finish({ sandbox }: BenchmarkContext, id: string, resumeUrl: string): Promise<void> {
	sandbox.verifik.patch(id, { status: 'validated' });
	await callBack(id, resumeUrl);
}

async function callBack(id: string, resumeUrl: string): Promise<void> {
	const body = { type: 'login_biometric_validation_validated', object: { _id: id, status: 'validated' } };
	await axios.post(resumeUrl, body, { proxy: false, validateStatus: () => true });
}

/** Until nothing has been asked for a second. */
async function quiet({ sandbox }: BenchmarkContext): Promise<void> {
	for (let seen = -1; seen !== sandbox.verifik.requests.length; await sleep(1_000)) {
		seen = sandbox.verifik.requests.length;
	}
}
