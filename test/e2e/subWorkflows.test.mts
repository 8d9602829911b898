import type { INode } from 'n8n-workflow';

import { failureOf, outputOf } from '../../sandbox/local/execution.mts';
import { realN8n, type RealN8n } from '../support/server/n8n.mts';
import { creating, Table } from '../support/server/table.mts';
import { PACKAGE, WorkflowBuilder } from '../support/server/workflows.mts';

let n8n: RealN8n;

beforeAll(async () => {
	n8n = await realN8n();
	n8n.sandbox.auco.advances = false;
});

afterAll(async () => await n8n.close());

const REFUSED = { kind: 'status', when: 'before', status: 400, body: { message: 'BAD_REQUEST' } } as const;

/** Publishes a sub-workflow that creates a check for each of its items; resolves to its id. */
async function creatingSubWorkflow(): Promise<string> {
	const stored = await n8n.client.createWorkflow(
		new WorkflowBuilder('sub')
			.add('Start', 'n8n-nodes-base.executeWorkflowTrigger', { inputSource: 'passthrough' }, V1_1)
			.add('Generate', `${PACKAGE}.aucoBackground`, creating(), { credentials: n8n.credentials })
			.connect('Start', 'Generate')
			.build(),
	);
	await n8n.client.activate(stored);
	return stored.id;
}

const V1_1 = { typeVersion: 1.1 };

/** A workflow that calls a sub-workflow with the rows of a table. */
async function calling(table: Table, mode: 'once' | 'each', nodeSettings: Partial<INode> = {}) {
	const workflowId = { __rl: true, mode: 'id', value: await creatingSubWorkflow() };
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

describe.each([
	['once', 10],
	['each', 20],
] as const)('A sub-workflow that is called %s', (mode, number) => {
	test('creates every row once, although Retry On Fail calls it again', async () => {
		const table = new Table(n8n.sandbox.auco, number, 10);
		n8n.sandbox.auco.fail({ fault: REFUSED, method: 'POST', times: 1, at: [7] });
		const execution = await n8n.run(
			await calling(table, mode, { retryOnFail: true, maxTries: 3, waitBetweenTries: 100 }),
		);
		expect(execution.status).toBe('success');
		expect(table.counts).toEqual(table.rows.map(() => 1));
		expect(outputOf(execution, 'Call').map(({ json }) => json.code)).toEqual(
			n8n.sandbox.auco.creations.map(({ id }) => id),
		);
		n8n.sandbox.auco.reset();
	});

	test('creates every row once, although the calling execution is retried', async () => {
		const table = new Table(n8n.sandbox.auco, number + 1, 10);
		n8n.sandbox.auco.fail({ fault: REFUSED, method: 'POST', times: 1, at: [7] });
		const failed = await n8n.run(await calling(table, mode));
		expect(failureOf(failed)).not.toBe('');
		const retried = await n8n.client.finishedExecution(await n8n.client.retry(failed.id));
		expect(retried.status).toBe('success');
		expect(table.counts).toEqual(table.rows.map(() => 1));
		n8n.sandbox.auco.reset();
	});
});
