import type { INode } from 'n8n-workflow';

import { until } from '../../sandbox/local/client.mts';
import { failureOf, outputOf } from '../../sandbox/local/execution.mts';
import { realN8n, type RealN8n } from '../support/server/n8n.mts';
import { callingWorkflow } from '../support/server/subWorkflow.mts';
import { Table } from '../support/server/table.mts';

let n8n: RealN8n;

beforeAll(async () => {
	n8n = await realN8n();
	n8n.sandbox.auco.advances = false;
});

afterAll(async () => await n8n.close());

const REFUSED = { kind: 'status', when: 'before', status: 400, body: { message: 'BAD_REQUEST' } } as const;

const calling = async (table: Table, mode: 'once' | 'each', nodeSettings?: Partial<INode>) =>
	await callingWorkflow(n8n, table, mode, nodeSettings);

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

test('A sub-workflow of the retry of a stopped execution sends nothing', async () => {
	const table = new Table(n8n.sandbox.auco, 30, 10);
	table.hangAt(6);
	const id = await n8n.begin(await calling(table, 'once'));
	await until('the creations', 120, async () => table.created === 6 || undefined);
	await n8n.client.stop(id);
	await n8n.client.finishedExecution(id);
	const retried = await n8n.client.finishedExecution(await n8n.client.retry(id));
	// The process may still know of the request that hangs.
	expect(failureOf(retried)).toMatch(/This execution was interrupted before|it is not known whether/);
	expect(table.created).toBe(6);
	n8n.sandbox.auco.reset();
});
