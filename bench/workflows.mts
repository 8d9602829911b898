import type { IConnections, INode, INodeParameters } from 'n8n-workflow';

import type { WorkflowInput } from '../sandbox/local/types.mts';

/** Name of the node that is measured in every workflow. */
export const MEASURED = 'Measured';

export const START = 'Start';

/** A node that is measured: its type, parameters and credential. */
export interface MeasuredNode {
	type: string;
	typeVersion: number;
	parameters: INodeParameters;
	credentials?: INode['credentials'];
	onError?: INode['onError'];
}

function node(name: string, type: string, typeVersion: number, parameters: INodeParameters): INode {
	return { id: name, name, type, typeVersion, position: [0, 0], parameters };
}

function chained(nodes: INode[]): IConnections {
	const pairs = nodes.slice(1).map((next, index) => [nodes[index].name, next.name]);
	return Object.fromEntries(
		pairs.map(([from, to]) => [from, { main: [[{ node: to, type: 'main', index: 0 }]] }]),
	) as IConnections;
}

/** A workflow that gives a number of rows `{ row: 1… }` to the measured node. */
export function bulkWorkflow(name: string, rows: number, measured: MeasuredNode): WorkflowInput {
	const table = { rows: Array.from({ length: rows }, (_, index) => ({ row: 1_001_000_000 + index })) };
	const nodes = [
		node(START, 'n8n-nodes-base.manualTrigger', 1, {}),
		node('Table', 'n8n-nodes-base.set', 3.4, { mode: 'raw', jsonOutput: JSON.stringify(table), options: {} }),
		node('Rows', 'n8n-nodes-base.splitOut', 1, { fieldToSplitOut: 'rows', options: {} }),
		{
			...node(MEASURED, measured.type, measured.typeVersion, measured.parameters),
			credentials: measured.credentials,
			onError: measured.onError,
		},
	];
	return { name, nodes, connections: chained(nodes), settings: { executionOrder: 'v1' } };
}

/** A workflow that is started by the measured trigger and does nothing else. */
export function triggeredWorkflow(
	name: string,
	measured: MeasuredNode & { webhookId: string },
): WorkflowInput {
	const { type, typeVersion, parameters, credentials, webhookId } = measured;
	const nodes = [
		{ ...node(MEASURED, type, typeVersion, parameters), credentials, webhookId },
		node('Nothing', 'n8n-nodes-base.noOp', 1, {}),
	];
	return {
		name,
		nodes,
		connections: chained(nodes),
		settings: { executionOrder: 'v1', saveDataSuccessExecution: 'none' },
	};
}

/** A workflow that creates a validation for each row and waits for all of them in the measured node. */
export function waitingWorkflow(
	rows: number,
	fields: INodeParameters,
	credentials: INode['credentials'],
): WorkflowInput {
	const verifik = (name: string, parameters: INodeParameters): INode => ({
		...node(name, 'n8n-nodes-auco-verifik.verifikBiometric', 1, parameters),
		credentials,
	});
	const code = `return Array.from({ length: ${rows} }, (_, row) => ({ json: { row } }));`;
	const nodes = [
		node(START, 'n8n-nodes-base.manualTrigger', 1, {}),
		node('Rows', 'n8n-nodes-base.code', 2, { jsCode: code }),
		verifik('Create', { ...fields, options: { resumeThisExecution: true } }),
		verifik(MEASURED, { operation: 'waitForResult', id: '={{ $json.id }}', resumeOn: 'webhook' }),
		node('Nothing', 'n8n-nodes-base.noOp', 1, {}),
	];
	return {
		name: `${rows} wait`,
		nodes,
		connections: chained(nodes),
		settings: { executionOrder: 'v1' },
	};
}
