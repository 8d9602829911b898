import type { IExecuteFunctions, IRunExecutionData, ITaskData } from 'n8n-workflow';

/**
 * What the node notes in the execution's context about its runs. The context of an interrupted execution is lost, and
 * the mark of its run with it.
 */
interface RunMarks {
	/** The highest index of a run that has begun. */
	begun?: number;
	/** What was lost: all that the node did in the execution, or the run of this index. */
	lost?: 'all' | number;
}

/**
 * Marks the run as begun, and tells whether an earlier execution of it may have sent something that nobody remembers:
 * n8n was killed, restarted or stopped before it could store what the node had made
 * (docs/n8n-engine.md#a-retry-can-read-its-stored-execution). To be called first of all in a run.
 *
 * Only a retry that does not find the mark reads what n8n has stored; when that cannot be read, the run counts as lost.
 */
export async function isLostRun(context: IExecuteFunctions): Promise<boolean> {
	const marks = marksOf(context);
	if (marks === undefined) return false;
	const runIndex = context.getWorkflowDataProxy(0).$runIndex as number;
	const hasBegun = marks.begun !== undefined && marks.begun >= runIndex;
	if (!hasBegun && context.getMode() === 'retry')
		marks.lost = (await findLost(context, runIndex)) ?? marks.lost;
	// Only now, so that a node that is stopped while it reads asks again.
	marks.begun = Math.max(marks.begun ?? 0, runIndex);
	return marks.lost === 'all' || marks.lost === runIndex;
}

/** Undefined where n8n runs nodes without an execution, in its Agents module. */
function marksOf(context: IExecuteFunctions): RunMarks | undefined {
	try {
		return context.getContext('node') as RunMarks;
	} catch {
		return undefined;
	}
}

async function findLost(context: IExecuteFunctions, runIndex: number): Promise<RunMarks['lost']> {
	let stored: IRunExecutionData | undefined;
	try {
		stored = await context.getExecutionDataById(context.getExecutionId());
	} catch (error) {
		context.logger.warn(`The stored execution cannot be read: ${(error as Error).message}`);
	}
	const runData = stored?.resultData?.runData;
	// Of a stopped execution, and of one that is recovered without its event log, n8n has stored the beginning only.
	if (!runData || Object.keys(runData).length === 0) return 'all';
	const { name } = context.getNode();
	const own = runData[name];
	// A crashed run is taken out before the retry, an ended one is made up.
	if (own && (own.length === 0 || own.some(isMadeUp))) return 'all';
	// The mark is missing although the node was next when n8n stored the execution for the last time.
	const [next] = stored?.executionData?.nodeExecutionStack ?? [];
	return next?.node.name === name && isFirstOfExecution(context) ? runIndex : undefined;
}

/** Whether n8n has put this entry together from its event log after it was killed. */
export function isMadeUp({ executionStatus, data }: ITaskData): boolean {
	return executionStatus === 'crashed' || data?.main?.[0]?.[0]?.json.isArtificialRecoveredEventItem === true;
}

/**
 * Whether no other node has run in this execution yet. With *Save execution progress* each one that ends overwrites what
 * was stored before. n8n counts, but shows the number to nobody: without it the answer is the safe one.
 */
function isFirstOfExecution(context: IExecuteFunctions): boolean {
	const { additionalData } = context as { additionalData?: { currentNodeExecutionIndex?: number } };
	return (additionalData?.currentNodeExecutionIndex ?? 1) <= 1;
}
