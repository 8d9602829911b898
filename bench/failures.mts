import type { BenchmarkContext } from './context.mts';
import { credentials, MANY, ours, prepare } from './creates.mts';
import type { Measure } from './measure.mts';
import { processorSeconds } from './processor.mts';
import { bulkWorkflow, MEASURED, START } from './workflows.mts';

/** So many times the processor time of creating may it cost when all fails. */
const MOST_TIMES = 1.3;

/** What 10,000 items cost that a provider answers with 500 at once, against as many that it creates. */
export async function measureFailing({ client, sandbox, instance }: BenchmarkContext): Promise<Measure> {
	const { key } = await credentials(client, sandbox);
	const node = { ...ours(key), onError: 'continueRegularOutput' as const };
	const { id } = await client.createWorkflow(bulkWorkflow('Create or fail', MANY, node));

	/** Seconds of n8n's processor time for a run; how many came out as errors has to be known. */
	const cost = async (failing: number): Promise<number> => {
		prepare(sandbox, 0);
		if (failing > 0) sandbox.auco.fail({ fault: { kind: 'status', when: 'before', status: 500 } });
		const before = await processorSeconds(instance.pid);
		const execution = await client.finishedExecution(await client.run(id, START), 300);
		const taken = (await processorSeconds(instance.pid)) - before;
		const items = execution.data.resultData.runData[MEASURED][0].data?.main[0] ?? [];
		const failed = items.filter(({ json }) => 'error' in json).length;
		if (items.length !== MANY || failed !== failing) throw new Error(`${failed} of ${items.length} failed`);
		return taken;
	};
	await cost(0);
	const [created, failed] = [await cost(0), await cost(MANY)];
	return {
		what: `${MANY} items that all fail against as many that are created: at most ${MOST_TIMES} times the processor time`,
		seen: `${failed.toFixed(1)} s against ${created.toFixed(1)} s`,
		ratio: (MOST_TIMES * created) / failed,
		atLeast: 1,
	};
}
