import type { INode } from 'n8n-workflow';

import type { WorkflowInput } from '../../../sandbox/local/types.mts';
import type { RealN8n } from './n8n.mts';
import { creating, type Table } from './table.mts';
import { PACKAGE, WorkflowBuilder } from './workflows.mts';

/** Publishes a sub-workflow that creates a check for each of its items; resolves to its id. */
async function publishSubWorkflow({ client, credentials }: RealN8n): Promise<string> {
	const stored = await client.createWorkflow(
		new WorkflowBuilder('sub')
			.add(
				'Start',
				'n8n-nodes-base.executeWorkflowTrigger',
				{ inputSource: 'passthrough' },
				{ typeVersion: 1.1 },
			)
			.add('Generate', `${PACKAGE}.aucoBackground`, creating(), { credentials })
			.connect('Start', 'Generate')
			.build(),
	);
	await client.activate(stored);
	return stored.id;
}

/**
 * A workflow that calls a sub-workflow with the rows of a table: `once` with all of them, or for `each` of them.
 *
 * @param nodeSettings of the calling node
 */
export async function callingWorkflow(
	n8n: RealN8n,
	table: Table,
	mode: 'once' | 'each',
	nodeSettings: Partial<INode> = {},
): Promise<WorkflowInput> {
	const workflowId = { __rl: true, mode: 'id', value: await publishSubWorkflow(n8n) };
	return WorkflowBuilder.forProduction('calling')
		.add('Rows', 'n8n-nodes-base.code', { jsCode: `return ${JSON.stringify(table.items())};` })
		.connect('Start', 'Rows')
		.add(
			'Call',
			'n8n-nodes-base.executeWorkflow',
			{ source: 'database', workflowId, mode, options: {} },
			{ typeVersion: 1.2, ...nodeSettings },
		)
		.connect('Rows', 'Call')
		.build();
}
