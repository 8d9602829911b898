import { execFile } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { promisify } from 'node:util';

import type { Measure } from './measure.mts';
import type { BenchmarkContext } from './context.mts';
import { bulkWorkflow, MEASURED, START } from './workflows.mts';

const RECORDS = 10_000;

/** Megabytes of memory that a process holds (Linux and macOS). */
async function residentMegabytes(pid: number): Promise<number> {
	const { stdout } = await promisify(execFile)('ps', ['-o', 'rss=', '-p', String(pid)]);
	return Number(stdout) / 1024;
}

/** Verifik Biometric → Get Many → Return All over 10,000 records: time, and the memory that n8n takes for it. */
export async function measureLists({ client, sandbox, instance }: BenchmarkContext): Promise<Measure> {
	const { verifik } = sandbox;
	verifik.reset();
	verifik.addValidations(RECORDS);
	const credential = await client.saveCredential({
		name: 'Verifik',
		type: 'verifikApi',
		data: verifik.credential,
	});
	const getMany = {
		type: 'n8n-nodes-auco-verifik.verifikBiometric',
		typeVersion: 1,
		parameters: { resource: 'biometricValidation', operation: 'getAll', returnAll: true },
		credentials: { verifikApi: { id: credential, name: 'Verifik' } },
	};
	const { id } = await client.createWorkflow(bulkWorkflow('List', 1, getMany));
	const before = await residentMegabytes(instance.pid);
	let peak = before;
	let isDone = false;
	const watching = (async () => {
		while (!isDone) {
			peak = Math.max(peak, await residentMegabytes(instance.pid));
			await sleep(100);
		}
	})();
	const execution = await client.finishedExecution(await client.run(id, START), 300);
	isDone = true;
	await watching;
	const [run] = execution.data.resultData.runData[MEASURED];
	const given = run.data?.main[0]?.length ?? 0;
	if (given !== RECORDS) throw new Error(`${given} of ${RECORDS} records came out`);
	return {
		what: `${RECORDS} listed records in ${verifik.requests.length} pages`,
		seen: `${run.executionTime} ms, n8n grew by ${(peak - before).toFixed(0)} MB at most`,
	};
}
