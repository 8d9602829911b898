import axios from 'axios';

import type { N8nClient } from '../sandbox/local/client.mts';
import type { Sandbox } from '../sandbox/types.mts';
import { median, type Measure } from './measure.mts';
import type { BenchmarkContext } from './context.mts';
import { bulkWorkflow, MEASURED, START, type MeasuredNode } from './workflows.mts';

const ITEMS = 500;
const ROUNDS = 3;
const CONCURRENCY = 25;
const LATENCY = 50;
/** The rate limit of the last measure (docs/benchmarks.md). */
const PER_SECOND = 20;

const PERSON = {
	email: 'prueba@auco.ai',
	platform: 'whatsapp',
	name: 'Juan Pérez',
	phone: '+573003003030',
	country: 'CO',
	type: 'CC',
};

/** AucoFace → Process → Create for every row. */
export function ours(credential: string, options: Record<string, number> = {}): MeasuredNode {
	return {
		type: 'n8n-nodes-auco-verifik.aucoFace',
		typeVersion: 1,
		parameters: {
			resource: 'process',
			operation: 'create',
			...PERSON,
			identification: '={{ $json.row }}',
			options,
		},
		credentials: { aucoApi: { id: credential, name: 'Auco' } },
	};
}

/** n8n's HTTP Request node with the same body, in batches as large as our concurrency. */
function httpRequest(credential: string, url: string): MeasuredNode {
	const body = JSON.stringify({ ...PERSON, identification: 'ROW' }).replace('ROW', '{{ $json.row }}');
	return {
		type: 'n8n-nodes-base.httpRequest',
		typeVersion: 4.2,
		parameters: {
			method: 'POST',
			url,
			authentication: 'genericCredentialType',
			genericAuthType: 'httpHeaderAuth',
			sendBody: true,
			specifyBody: 'json',
			jsonBody: `=${body}`,
			options: { batching: { batch: { batchSize: CONCURRENCY, batchInterval: 0 } } },
		},
		credentials: { httpHeaderAuth: { id: credential, name: 'Auco header' } },
	};
}

/** Runs the workflow and returns the milliseconds that the measured node took. */
async function timed(
	client: N8nClient,
	sandbox: Sandbox,
	workflowId: string,
	items = ITEMS,
	latency = LATENCY,
): Promise<number> {
	prepare(sandbox, latency);
	const execution = await client.finishedExecution(await client.run(workflowId, START), 300);
	const [run] = execution.data.resultData.runData[MEASURED];
	if (execution.status !== 'success' || sandbox.auco.creations.length !== items) {
		throw new Error(`${execution.status}, ${sandbox.auco.creations.length} of ${items} created`);
	}
	return run.executionTime;
}

/** Makes the fake Auco new, slower by so many milliseconds, with processes that stay as they are. */
export function prepare({ auco }: Sandbox, latency: number): void {
	auco.reset();
	auco.advances = false;
	auco.latency = latency;
}

/** The same requests with axios alone: what no node can be faster than. */
async function timedAxios(sandbox: Sandbox): Promise<number> {
	prepare(sandbox, LATENCY);
	const { baseUrl, credential } = sandbox.auco;
	const headers = { Authorization: credential.privateKey };
	const rows = Array.from({ length: ITEMS }, (_, row) => String(1_001_000_000 + row));
	const sender = async (): Promise<void> => {
		for (let row = rows.pop(); row !== undefined; row = rows.pop()) {
			await axios.post(`${baseUrl}/veriface`, { ...PERSON, identification: row }, { headers });
		}
	};
	const start = performance.now();
	await Promise.all(Array.from({ length: CONCURRENCY }, sender));
	return performance.now() - start;
}

/** Saves the credentials of our node and of n8n's HTTP Request node; gives their IDs. */
export async function credentials(
	client: N8nClient,
	sandbox: Sandbox,
): Promise<{ key: string; header: string }> {
	const { credential } = sandbox.auco;
	const header = { name: 'Authorization', value: credential.privateKey };
	return {
		key: await client.saveCredential({ name: 'Auco', type: 'aucoApi', data: credential }),
		header: await client.saveCredential({ name: 'Auco header', type: 'httpHeaderAuth', data: header }),
	};
}

/** 500 creates at 50 ms latency with the same concurrency as n8n's HTTP Request node. */
export async function measureCreates({ client, sandbox }: BenchmarkContext): Promise<Measure[]> {
	const { key, header } = await credentials(client, sandbox);
	const own = await client.createWorkflow(
		bulkWorkflow('Create with AucoFace', ITEMS, ours(key, { maxConcurrency: CONCURRENCY })),
	);
	const theirs = await client.createWorkflow(
		bulkWorkflow('Create with HTTP Request', ITEMS, httpRequest(header, `${sandbox.auco.baseUrl}/veriface`)),
	);
	const times: Record<'own' | 'theirs' | 'raw', number[]> = { own: [], theirs: [], raw: [] };
	for (let round = 0; round <= ROUNDS; round++) {
		const ownTime = await timed(client, sandbox, own.id);
		const theirTime = await timed(client, sandbox, theirs.id);
		const rawTime = await timedAxios(sandbox);
		// The first round warms both up.
		if (round > 0) {
			times.own.push(ownTime);
			times.theirs.push(theirTime);
			times.raw.push(rawTime);
		}
	}
	const [ownMedian, theirMedian, rawMedian] = [times.own, times.theirs, times.raw].map(median);
	const setting = `${ITEMS} creates, ${LATENCY} ms latency, ${CONCURRENCY} at once`;
	return [
		{
			what: `${setting}: speed against HTTP Request in batches of ${CONCURRENCY}`,
			seen: `${ownMedian} ms against ${theirMedian} ms (medians of ${ROUNDS})`,
			ratio: theirMedian / ownMedian,
			atLeast: 1,
		},
		{
			what: `${setting}: speed against axios alone`,
			seen: `${ownMedian} ms against ${rawMedian.toFixed(0)} ms (medians of ${ROUNDS})`,
			ratio: rawMedian / ownMedian,
			atLeast: 1 / 1.4,
		},
	];
}

export const MANY = 10_000;
/** Beside their number, 10,000 items may cost a tenth more than 500 each. */
const MOST_TIMES = 22;
const MOST_BYTES = 150;

/** Whether 10,000 items take no more than their share of the time of 500, with a provider that answers at once. */
export async function measureMany({ client, sandbox }: BenchmarkContext): Promise<Measure> {
	const { key } = await credentials(client, sandbox);
	const options = { maxConcurrency: CONCURRENCY };
	const [few, many] = await Promise.all(
		[ITEMS, MANY].map(
			async (items) => await client.createWorkflow(bulkWorkflow(`${items} items`, items, ours(key, options))),
		),
	);
	await timed(client, sandbox, few.id, ITEMS, 0);
	const fewTime = await timed(client, sandbox, few.id, ITEMS, 0);
	const manyTime = await timed(client, sandbox, many.id, MANY, 0);
	return {
		what: `${MANY} creates against ${ITEMS}, no latency: at most ${MOST_TIMES} times the time`,
		seen: `${manyTime} ms against ${fewTime} ms`,
		ratio: (MOST_TIMES * fewTime) / manyTime,
		atLeast: 1,
	};
}

/** What the execution's context holds of created items when the last one is refused, beside the sealed replies. */
export async function measureContext({ client, sandbox }: BenchmarkContext): Promise<Measure> {
	const { key } = await credentials(client, sandbox);
	const { id } = await client.createWorkflow(
		bulkWorkflow('Last one refused', ITEMS, ours(key, { maxConcurrency: 1 })),
	);
	prepare(sandbox, 0);
	sandbox.auco.fail({
		fault: { kind: 'status', when: 'before', status: 400, body: { message: 'REFUSED' } },
		at: [ITEMS],
	});
	const execution = await client.finishedExecution(await client.run(id, START), 300);
	const context = execution.data.executionData?.contextData[`node:${MEASURED}`] as {
		ledger: { records: Record<string, { reply?: string }> };
	};
	const replies = Object.values(context.ledger.records).map(({ reply = '' }) => reply.length);
	if (replies.length !== ITEMS - 1) throw new Error(`${replies.length} of ${ITEMS - 1} records`);
	const sealed = replies.reduce((sum, length) => sum + length, 0);
	const bytes = (JSON.stringify(context).length - sealed) / replies.length;
	return {
		what: `Execution context of a created item beside its sealed reply: ${MOST_BYTES} bytes against the size`,
		seen: `${bytes.toFixed(0)} bytes, and ${(sealed / replies.length).toFixed(0)} of the reply`,
		ratio: MOST_BYTES / bytes,
		atLeast: 1,
	};
}

/**
 * 500 creates at a provider that allows 20 requests a second: none twice, none lost, and close to the shortest time
 * that the limit permits.
 */
export async function measureLimited({ client, sandbox }: BenchmarkContext): Promise<Measure> {
	const { key } = await credentials(client, sandbox);
	const { id } = await client.createWorkflow(bulkWorkflow('Create under a limit', ITEMS, ours(key)));
	sandbox.auco.reset();
	sandbox.auco.advances = false;
	sandbox.auco.requestsPerSecond = PER_SECOND;
	const execution = await client.finishedExecution(await client.run(id, START), 300);
	const [run] = execution.data.resultData.runData[MEASURED];
	const created = new Set(sandbox.auco.creations.map(({ body }) => body.identification));
	const given = run.data?.main[0]?.length ?? 0;
	if (created.size !== ITEMS || sandbox.auco.creations.length !== ITEMS || given !== ITEMS) {
		throw new Error(
			`${sandbox.auco.creations.length} creations of ${created.size} rows, ${given} in the output`,
		);
	}
	const shortest = (ITEMS / PER_SECOND) * 1000;
	return {
		what: `${ITEMS} creates at ${PER_SECOND} requests/s: all once; the time the limit demands against the time taken`,
		seen: `${run.executionTime} ms against ${shortest} ms, ${sandbox.auco.requests.length} requests`,
		ratio: shortest / run.executionTime,
		atLeast: 1 / 1.3,
	};
}
