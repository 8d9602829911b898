import type { IRun } from 'n8n-workflow';

import type { BenchmarkContext } from './context.mts';
import type { Measure } from './measure.mts';
import { residentMegabytes, whilePeaking } from './memory.mts';
import { bulkWorkflow, MEASURED, START } from './workflows.mts';

const RECORDS = 10_000;

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
	let execution!: { data: IRun['data'] };
	const peak = await whilePeaking(instance.pid, async () => {
		execution = await client.finishedExecution(await client.run(id, START), 300);
	});
	const [run] = execution.data.resultData.runData[MEASURED];
	const given = run.data?.main[0]?.length ?? 0;
	if (given !== RECORDS) throw new Error(`${given} of ${RECORDS} records came out`);
	return {
		what: `${RECORDS} listed records in ${verifik.requests.length} pages`,
		seen: `${run.executionTime} ms, n8n grew by ${(peak - before).toFixed(0)} MB at most`,
	};
}
