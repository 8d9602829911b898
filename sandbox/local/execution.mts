import type { StoredExecution, OutputItem } from './types.mts';

/**
 * The items of a node's first output, over all its runs.
 *
 * @returns an empty array when the node did not run or had no output
 */
export function outputOf(execution: StoredExecution, node: string): OutputItem[] {
	const runs = execution.data.resultData.runData[node] ?? [];
	return runs.flatMap((run) => (run.data?.main?.[0] ?? []) as OutputItem[]);
}

/** For each item, the index of the input item that it is paired with. */
export function pairedItems(items: OutputItem[]): Array<number | undefined> {
	return items.map(({ pairedItem }) => {
		const [link] = [pairedItem].flat();
		return typeof link === 'object' ? link.item : link;
	});
}

/** How many items left each node, over all its outputs and over several executions. */
export function itemsByNode(executions: StoredExecution[]): Record<string, number> {
	const counts: Record<string, number> = {};
	for (const { data } of executions) {
		// An execution that was just created has no data yet.
		for (const [node, runs] of Object.entries(data?.resultData.runData ?? {})) {
			const items = runs.flatMap((run) => (run.data?.main ?? []).flatMap((output) => output ?? []));
			counts[node] = (counts[node] ?? 0) + items.length;
		}
	}
	return counts;
}

/** Message and description of the error that ended an execution; empty when there was none. */
export function failureOf(execution: StoredExecution): string {
	const error = execution.data?.resultData.error as { message?: string; description?: string } | undefined;
	return [error?.message, error?.description].filter(Boolean).join(' – ');
}
