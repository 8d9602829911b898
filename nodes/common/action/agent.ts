import type { IExecuteFunctions } from 'n8n-workflow';

/**
 * Whether an AI agent runs the node: n8n calls it as a tool, runs its tool variant in the workflow, or lets a model fill
 * its fields (docs/n8n-engine.md#how-an-agent-calls-a-tool).
 */
export function servesAgent(context: IExecuteFunctions): boolean {
	const { type, parameters } = context.getNode();
	return (
		context.isToolExecution?.() === true ||
		type.endsWith('Tool') ||
		/\$fromai\b/i.test(JSON.stringify(parameters)) ||
		!hasExecution(context)
	);
}

/** n8n's Agents module runs nodes without one (docs/n8n-engine.md#the-agents-module-runs-nodes-without-execution-data). */
function hasExecution(context: IExecuteFunctions): boolean {
	try {
		context.getContext('node');
		return true;
	} catch {
		return false;
	}
}
