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
function ours(credential: string, options: Record<string, number> = {}): MeasuredNode {
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
async function timed(client: N8nClient, sandbox: Sandbox, workflowId: string): Promise<number> {
	sandbox.auco.reset();
	sandbox.auco.advances = false;
	sandbox.auco.latency = LATENCY;
	const execution = await client.finishedExecution(await client.run(workflowId, START), 300);
	const [run] = execution.data.resultData.runData[MEASURED];
	if (execution.status !== 'success' || sandbox.auco.creations.length !== ITEMS) {
		throw new Error(`${execution.status}, ${sandbox.auco.creations.length} of ${ITEMS} created`);
	}
	return run.executionTime;
}

async function credentials(client: N8nClient, sandbox: Sandbox): Promise<{ key: string; header: string }> {
	const { credential } = sandbox.auco;
	const header = { name: 'Authorization', value: credential.privateKey };
	return {
		key: await client.saveCredential({ name: 'Auco', type: 'aucoApi', data: credential }),
		header: await client.saveCredential({ name: 'Auco header', type: 'httpHeaderAuth', data: header }),
	};
}

/** 500 creates at 50 ms latency with the same concurrency as n8n's HTTP Request node. */
export async function measureCreates({ client, sandbox }: BenchmarkContext): Promise<Measure> {
	const { key, header } = await credentials(client, sandbox);
	const own = await client.createWorkflow(
		bulkWorkflow('Create with AucoFace', ITEMS, ours(key, { maxConcurrency: CONCURRENCY })),
	);
	const theirs = await client.createWorkflow(
		bulkWorkflow('Create with HTTP Request', ITEMS, httpRequest(header, `${sandbox.auco.baseUrl}/veriface`)),
	);
	const times: { own: number[]; theirs: number[] } = { own: [], theirs: [] };
	for (let round = 0; round <= ROUNDS; round++) {
		const [ownTime, theirTime] = [
			await timed(client, sandbox, own.id),
			await timed(client, sandbox, theirs.id),
		];
		// The first round warms both up.
		if (round > 0) {
			times.own.push(ownTime);
			times.theirs.push(theirTime);
		}
	}
	return {
		what: `${ITEMS} creates, ${LATENCY} ms latency, ${CONCURRENCY} at once: speed against HTTP Request in batches of ${CONCURRENCY}`,
		seen: `${median(times.own)} ms against ${median(times.theirs)} ms (medians of ${ROUNDS})`,
		ratio: median(times.theirs) / median(times.own),
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
