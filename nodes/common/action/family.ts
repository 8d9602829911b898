import type { IExecuteFunctions, IRunExecutionData, ITaskData } from 'n8n-workflow';

import { ExpiringMap } from '../util/expiringMap';
import { isMadeUp } from './lostRun';

/** What is known of the executions that an execution is a repetition or a part of. */
export interface Family {
	/**
	 * Equal in an execution, its retries, and the sub-workflows that they call. Undefined for an ordinary execution, which
	 * repeats nothing.
	 */
	id?: string;
	/** Whether it was called by the retry of an execution that n8n had killed or stopped: it may have run before. */
	isCallerLost: boolean;
}

const A_DAY = 24 * 60 * 60 * 1_000;
const MOST_PARENTS = 1_000;
/** Sub-workflows within sub-workflows. */
const MOST_LEVELS = 20;

/** By the id of an execution that has called others. */
const parents = new ExpiringMap<Promise<Family>>(MOST_PARENTS, A_DAY);

/**
 * The family of a run's execution. A sub-workflow knows its caller's execution and nothing else of it
 * (docs/n8n-engine.md#a-sub-workflow-knows-its-caller), so that one is read, once.
 */
export async function familyOf(context: IExecuteFunctions): Promise<Family> {
	const { establishedAt, parentExecutionId } = context.getExecutionContext?.() ?? {};
	const mode = context.getMode();
	// The parent of an error workflow is the execution that failed, which is no repetition.
	if (parentExecutionId !== undefined && mode !== 'error')
		return await familyOfParent(context, parentExecutionId);
	const isRetry = mode === 'retry' && establishedAt !== undefined;
	return { id: isRetry ? String(establishedAt) : undefined, isCallerLost: false };
}

async function familyOfParent(context: IExecuteFunctions, executionId: string): Promise<Family> {
	const known = parents.get(executionId);
	if (known) return await known;
	const family = readFamily(context, executionId);
	parents.set(executionId, family);
	return await family;
}

async function readFamily(context: IExecuteFunctions, executionId: string): Promise<Family> {
	const family: Family = { id: `execution ${executionId}`, isCallerLost: false };
	let next: string | undefined = executionId;
	let stored: IRunExecutionData | undefined;
	for (let level = 0; next !== undefined && level < MOST_LEVELS; level++) {
		stored = await storedExecution(context, next);
		const { runtimeData } = stored?.executionData ?? {};
		family.id = runtimeData === undefined ? `execution ${next}` : String(runtimeData.establishedAt);
		family.isCallerLost ||= runsOf(stored).some((runs) => runs.some(isMadeUp));
		next = runtimeData?.parentExecutionId;
	}
	// Of the beginning alone a retry can be made only when the rest was lost.
	family.isCallerLost ||= isCalledByRetry(context) && runsOf(stored).length === 0;
	return family;
}

function runsOf(stored: IRunExecutionData | undefined): ITaskData[][] {
	return Object.values(stored?.resultData.runData ?? {});
}

/** Whether the outermost execution is a retry. n8n keeps that to itself, and older versions do not know it. */
function isCalledByRetry(context: IExecuteFunctions): boolean {
	const { additionalData } = context as { additionalData?: { rootExecutionMode?: string } };
	return additionalData?.rootExecutionMode === 'retry';
}

/** Undefined when it cannot be read, or is not stored. */
async function storedExecution(
	context: IExecuteFunctions,
	executionId: string,
): Promise<IRunExecutionData | undefined> {
	try {
		return await context.getExecutionDataById(executionId);
	} catch (error) {
		context.logger.debug(`Execution ${executionId} cannot be read: ${(error as Error).message}`);
		return undefined;
	}
}
