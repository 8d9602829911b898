/** Executions that an Auco Trigger wakes: one item, many together, and beside other waits of the same execution. */
import { setTimeout as sleep } from 'node:timers/promises';

import type { IDataObject } from 'n8n-workflow';

import { until } from '../../sandbox/local/client.mts';
import { outputOf } from '../../sandbox/local/execution.mts';
import type { StoredExecution, StoredWorkflow } from '../../sandbox/local/types.mts';
import { PROCESS } from '../support/documented.mts';
import { realN8n, type RealN8n } from '../support/server/n8n.mts';
import { post } from '../support/server/post.mts';
import { PACKAGE, withApproval, WorkflowBuilder } from '../support/server/workflows.mts';

let n8n: RealN8n;
let trigger: StoredWorkflow;

beforeAll(async () => {
	n8n = await realN8n();
	n8n.sandbox.auco.reset();
	trigger = await n8n.client.createWorkflow(
		new WorkflowBuilder('wake up')
			.add(
				'Wake Up',
				`${PACKAGE}.aucoTrigger`,
				{
					registration: 'automatic',
					webhookId: 'n8n',
					events: [],
					options: { resumeWaitingExecutions: true },
				},
				{ credentials: n8n.credentials },
			)
			.build(),
	);
	expect(await n8n.client.activate(trigger)).toMatchObject({ status: 'published' });
});

beforeEach(() => {
	n8n.sandbox.auco.advances = false;
});

afterAll(async () => {
	await n8n.client.deactivate(trigger.id);
	await n8n.close();
});

/** Creates a process for each row and waits for all of them, with something in between when wanted. */
function createAndWait(
	rows: IDataObject[],
	between = (builder: WorkflowBuilder) => builder,
	wait = {},
	start = WorkflowBuilder.withItems('together', rows),
) {
	const created = start.then(
		'Create',
		'aucoFace',
		{ ...PROCESS, options: { resumeThisExecution: true } },
		n8n.credentials,
	);
	return between(created)
		.then(
			'Wait',
			'aucoFace',
			{
				operation: 'waitForResult',
				code: "={{ $('Create').item.json.code }}",
				resumeOn: 'aucoTrigger',
				...wait,
			},
			n8n.credentials,
		)
		.add(
			'After',
			'n8n-nodes-base.set',
			{
				assignments: {
					assignments: [
						{ id: 'a', name: 'row', type: 'number', value: "={{ $('Items').item.json.row }}" },
						{ id: 'b', name: 'code', type: 'string', value: '={{ $json.code }}' },
						{ id: 'c', name: 'status', type: 'string', value: '={{ $json.status }}' },
					],
				},
			},
			{ typeVersion: 3.4 },
		)
		.connect('Wait', 'After')
		.build();
}

const rowsOf = (count: number) => Array.from({ length: count }, (_, row) => ({ row }));

/** Starts it; resolves once it is suspended, with the codes of what it has created since, in the order of the rows. */
async function suspended(
	workflow: ReturnType<typeof createAndWait>,
): Promise<{ executionId: string; codes: string[]; waiting: StoredExecution }> {
	const executionId = await n8n.begin(workflow);
	const waiting = await n8n.client.executionThatIs('waiting', executionId, 120);
	const codes = outputOf(waiting, 'Create').map(({ json }) => String(json.code));
	return { executionId, codes, waiting };
}

/** How often a node has run. */
const runsOf = (execution: StoredExecution, node: string): number =>
	execution.data.resultData.runData[node]?.length ?? 0;

/** Delivers an event that says something, true or not. */
function event(code: string, status = 'APPROVED'): void {
	n8n.sandbox.auco.deliver({ code, type: 'veriface', status, finish: true }, ['n8n']);
}

/** Seconds over which people finish; the order is the same in any time. */
const SPREAD = Number(process.env.E2E_SPREAD ?? 0);

test('fifty wait together; forged, doubled and lost events change nothing', async () => {
	const { auco } = n8n.sandbox;
	const start = WorkflowBuilder.withItems('fifty', rowsOf(50), true);
	const { executionId, codes } = await suspended(createAndWait([], undefined, {}, start));
	expect(codes).toHaveLength(50);
	const outcome = (index: number) => (index % 3 === 0 ? 'BLOCKED' : 'APPROVED');
	// In a fixed disorder.
	const order = codes.map((_, index) => (index * 17 + 5) % 50);
	for (const [turn, index] of order.entries()) {
		const code = codes[index];
		if (turn === 10 || turn === 20) event(codes[order[45]], 'APPROVED');
		if (turn === 30) event('FORGEDFORGED0000');
		// Five are lost, five come twice, the last one comes.
		if (turn % 10 === 4) auco.patch(code, { status: outcome(index) });
		else auco.finishProcess(code, outcome(index));
		if (turn % 10 === 8) event(code, outcome(index));
		if (turn < 49) await sleep((SPREAD * 1_000) / 49);
		if (turn === 48) {
			await auco.settled();
			expect((await n8n.client.execution(executionId)).status).toBe('waiting');
		}
	}
	const execution = await n8n.client.executionThatIs('success', executionId, 120);
	expect(outputOf(execution, 'After').map(({ json }) => json)).toEqual(
		codes.map((code, row) => ({ row, code, status: outcome(row) })),
	);
	expect([runsOf(execution, 'Wait'), runsOf(execution, 'After')]).toEqual([1, 1]);
	await auco.settled();
	if (SPREAD > 0) {
		const [{ startTime }] = execution.data.resultData.runData.After;
		const last = auco.deliveries
			.filter(({ body }) => (body as IDataObject).code === codes[order[49]])
			.at(-1)!;
		console.log(`From the last callback to the next node: ${startTime - last.at} ms`);
	}
});

test('a core Wait in between is passed by nothing that a provider sends or shows', async () => {
	const { auco } = n8n.sandbox;
	const { executionId, codes, waiting } = await suspended(createAndWait([{ row: 0 }], withApproval));
	expect(waiting.data.resultData.lastNodeExecuted).toBe('Boss');
	const [code] = codes;
	auco.finishProcess(code, 'APPROVED');
	await auco.settled();

	// Whoever has the public key reads the process, and tries what it shows.
	const response = await fetch(`${auco.baseUrl}/veriface?code=${code}`, {
		headers: { authorization: auco.credential.publicKey },
	});
	const shown = await response.text();
	const { custom } = JSON.parse(shown) as { custom: { n8nResume: string } };
	expect(shown).not.toContain('webhook-waiting');
	const { resumeToken } = waiting.data as unknown as { resumeToken: string };
	expect(shown).not.toContain(resumeToken);
	const base = `${n8n.webhookBase}/webhook-waiting/${executionId}`;
	const tried = await Promise.all(
		[base, `${base}?signature=${custom.n8nResume}`, `${base}/kyc?signature=${custom.n8nResume}`].map(
			async (url) => (await post(url, { code })).status,
		),
	);
	expect(tried).toEqual([401, 401, 401]);
	// Not even the real address of our waits.
	expect((await post(`${base}/kyc?signature=${resumeToken}`, { code })).status).toBe(404);
	const still = await n8n.client.execution(executionId);
	expect(still.status).toBe('waiting');
	expect(still.data.resultData.lastNodeExecuted).toBe('Boss');

	expect((await post(`${base}?signature=${resumeToken}`, {})).status).toBe(200);
	const execution = await n8n.client.executionThatIs('success', executionId, 60);
	expect(outputOf(execution, 'After').map(({ json }) => json)).toEqual([
		{ row: 0, code, status: 'APPROVED' },
	]);
});

test('one wrong code among several comes out as an error item', async () => {
	const rows = rowsOf(5);
	const workflow = createAndWait(rows, undefined, {
		code: "={{ $('Items').item.json.row === 2 ? 'NOSUCHPROCESS000' : $json.code }}",
	});
	workflow.nodes.find(({ name }) => name === 'Wait')!.onError = 'continueRegularOutput';
	const { executionId, codes } = await suspended(workflow);
	for (const code of codes) n8n.sandbox.auco.finishProcess(code, 'APPROVED');
	const execution = await n8n.client.executionThatIs('success', executionId, 60);
	const waited = outputOf(execution, 'Wait');
	expect(waited.map(({ json }) => ('error' in json ? 'error' : json.status))).toEqual([
		'APPROVED',
		'APPROVED',
		'error',
		'APPROVED',
		'APPROVED',
	]);
	expect(outputOf(execution, 'After').map(({ json }) => json.row)).toEqual([0, 1, 2, 3, 4]);
	await n8n.sandbox.auco.settled();
});

test('a loop of wait and get outlives a lost event, and is woken again in its next round', async () => {
	const { auco } = n8n.sandbox;
	const code = "={{ $('Create').item.json.code }}";
	const isFinished = {
		id: 'a',
		leftValue: '={{ $json.finished }}',
		rightValue: '',
		operator: { type: 'boolean', operation: 'true', singleValue: true },
	};
	const workflow = WorkflowBuilder.withItems('durable', [{ row: 0 }])
		.then('Create', 'aucoFace', { ...PROCESS, options: { resumeThisExecution: true } }, n8n.credentials)
		.then(
			'Wait',
			'aucoFace',
			{
				operation: 'waitForResult',
				code,
				resumeOn: 'aucoTrigger',
				// The first round ends without an event.
				maxWait: '={{ $runIndex === 0 ? 0.02 : 60 }}',
				maxWaitUnit: 'minutes',
			},
			n8n.credentials,
		)
		.then('Get', 'aucoFace', { operation: 'get', code }, n8n.credentials)
		.add(
			'Over',
			'n8n-nodes-base.if',
			{
				conditions: {
					options: { caseSensitive: true, leftValue: '', typeValidation: 'loose', version: 2 },
					conditions: [isFinished],
					combinator: 'and',
				},
				options: {},
			},
			{ typeVersion: 2.2 },
		)
		.connect('Get', 'Over')
		.add('After', 'n8n-nodes-base.noOp', {})
		.connect('Over', 'After', 0)
		.connect('Over', 'Wait', 1)
		.build();
	const { executionId, codes } = await suspended(workflow);
	await until('the second round', 150, async () => {
		const now = await n8n.client.execution(executionId);
		return now.status === 'waiting' && runsOf(now, 'Get') === 1 ? true : undefined;
	});
	auco.finishProcess(codes[0], 'APPROVED');
	const execution = await n8n.client.executionThatIs('success', executionId, 60);
	expect(outputOf(execution, 'After')[0].json).toMatchObject({ code: codes[0], status: 'APPROVED' });
	expect(runsOf(execution, 'Wait')).toBe(2);
});
