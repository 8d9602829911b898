import type { StoredExecution, OutputItem } from './types.mts';

/**
 * The items that a node gave out on its first output, over all its runs.
 *
 * @returns an empty list when the node did not run or gave nothing
 */
export function outputOf(execution: StoredExecution, node: string): OutputItem[] {
	const runs = execution.data.resultData.runData[node] ?? [];
	return runs.flatMap((run) => (run.data?.main?.[0] ?? []) as OutputItem[]);
}

/** The message and description of the error that ended an execution, in one text; empty when there was none. */
export function failureOf(execution: StoredExecution): string {
	const error = execution.data.resultData.error as { message?: string; description?: string } | undefined;
	return [error?.message, error?.description].filter(Boolean).join(' – ');
}
