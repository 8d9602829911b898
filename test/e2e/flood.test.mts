/** Many events at once, on a real server: each of them starts and resumes once, counting redeliveries. */
import { randomUUID } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';

import type { INodeParameters } from 'n8n-workflow';

import { until } from '../../sandbox/local/client.mts';
import { outputOf } from '../../sandbox/local/execution.mts';
import { PROCESS } from '../support/documented.mts';
import { realN8n, type RealN8n } from '../support/server/n8n.mts';
import { post } from '../support/server/post.mts';
import { PACKAGE, WorkflowBuilder } from '../support/server/workflows.mts';

let n8n: RealN8n;

beforeAll(async () => {
	n8n = await realN8n();
});

afterAll(async () => await n8n.close());

beforeEach(() => {
	n8n.sandbox.auco.reset();
	n8n.sandbox.auco.advances = false;
});

const EVENTS = 60;
/** Milliseconds until what was answered 503 is delivered again. */
const REDELIVERY = 4_000;
const MOST_TRIES = 50;

const event = (code: string) => ({ code, type: 'veriface', status: 'APPROVED', finish: true });

/** A published workflow that begins with an Auco Trigger, and its entry at Auco. */
async function publishedTrigger(parameters: INodeParameters = {}) {
	const trigger = {
		registration: 'automatic',
		webhookId: 'n8n',
		events: ['aucoFace.approved'],
		...parameters,
	};
	const workflow = await n8n.client.createWorkflow(
		new WorkflowBuilder('flooded')
			.add('Result', `${PACKAGE}.aucoTrigger`, trigger, { credentials: n8n.credentials })
			.build(),
	);
	expect(await n8n.client.activate(workflow)).toMatchObject({ status: 'published' });
	const { url, header } = n8n.sandbox.auco.webhooks.find((webhook) => webhook.id === 'n8n')!;
	return { id: workflow.id, url, headers: { [header!.key]: header!.value } };
}

/** Delivers until the answer is a good one; gives the number of tries and the slowest answer in milliseconds. */
async function deliver(url: string, headers: Record<string, string>, code: string) {
	for (let [tries, slowest] = [1, 0]; tries <= MOST_TRIES; tries++) {
		const start = performance.now();
		const { status } = await post(url, event(code), headers);
		slowest = Math.max(slowest, performance.now() - start);
		if (status === 200) return { tries, slowest };
		expect(status).toBe(503);
		await pause(REDELIVERY);
	}
	throw new Error(`${code} was put off ${MOST_TRIES} times`);
}

/** The codes that the workflow was started with. */
async function startedWith(workflowId: string): Promise<string[]> {
	const found = await until('the end of all executions', 120, async () => {
		const all = await n8n.client.executionsOf(workflowId);
		return all.length >= EVENTS && all.every(({ status }) => status === 'success') ? all : undefined;
	});
	const executions = await Promise.all(found.map(async ({ id }) => await n8n.client.execution(id)));
	return executions.map((execution) => String(outputOf(execution, 'Result')[0]!.json.code)).sort();
}

test('sixty events at once, for sixty executions that wait for them and a workflow that they start', async () => {
	const { auco } = n8n.sandbox;
	const trigger = await publishedTrigger({ options: { resumeWaitingExecutions: true } });
	const path = randomUUID();
	const waiting = await n8n.client.createWorkflow(
		new WorkflowBuilder('waiting')
			.add('Start', 'n8n-nodes-base.webhook', { httpMethod: 'POST', path }, { typeVersion: 2 })
			.then(
				'Create',
				'aucoFace',
				{
					...PROCESS,
					additionalFields: { targetWebhooks: 'n8n' },
					options: { resumeThisExecution: true },
				},
				n8n.credentials,
			)
			.then(
				'Wait',
				'aucoFace',
				{ operation: 'waitForResult', code: '={{ $json.code }}', resumeOn: 'aucoTrigger', maxWait: 1 },
				n8n.credentials,
			)
			.build(),
	);
	expect(await n8n.client.activate(waiting)).toMatchObject({ status: 'published' });
	for (let number = 0; number < EVENTS; number++) await post(`${n8n.webhookBase}/webhook/${path}`, {});
	await until('sixty waiting executions', 120, async () => {
		const all = await n8n.client.executionsOf(waiting.id);
		return all.filter(({ status }) => status === 'waiting').length === EVENTS ? true : undefined;
	});
	// The node asks once more a few seconds after it has suspended; from then on only the events resume.
	await pause(4_000);
	const codes = auco.creations.map(({ id }) => id);
	for (const code of codes) auco.patch(code, { status: 'APPROVED' });

	const deliveries = await Promise.all(
		codes.map(async (code) => await deliver(trigger.url, trigger.headers, code)),
	);
	report('60 events for 60 waits', deliveries);
	expect(await startedWith(trigger.id)).toEqual([...codes].sort());
	const resumed = await until('the end of the waits', 60, async () => {
		const all = await n8n.client.executionsOf(waiting.id);
		return all.every(({ status }) => status === 'success') ? all : undefined;
	});
	expect(resumed).toHaveLength(EVENTS);
	await n8n.client.deactivate(trigger.id);
	await n8n.client.deactivate(waiting.id);
}, 400_000);

test('sixty true events with two hundred forged ones just before them: all true ones start, everybody gets an answer', async () => {
	const { auco } = n8n.sandbox;
	const { id, url, headers } = await publishedTrigger();
	const codes: string[] = [];
	for (let number = 0; number < EVENTS; number++) codes.push(await createProcess());
	for (const code of codes) auco.patch(code, { status: 'APPROVED' });

	const forged = Array.from({ length: 200 }, async (_, number) => {
		const start = performance.now();
		const { status } = await post(url, event(`FORGED${String(number).padStart(10, '0')}`), headers);
		return { status, slowest: performance.now() - start, tries: 1 };
	});
	const deliveries = await Promise.all(codes.map(async (code) => await deliver(url, headers, code)));
	const answers = await Promise.all(forged);
	report('60 events behind 200 forged ones', deliveries);
	report('200 forged ones', answers);
	expect(answers.every(({ status }) => status === 503 || status === 200)).toBe(true);
	expect(await startedWith(id)).toEqual([...codes].sort());
	await n8n.client.deactivate(id);
}, 400_000);

async function createProcess(): Promise<string> {
	const { auco } = n8n.sandbox;
	const headers = { authorization: auco.credential.privateKey };
	const { text } = await post(`${auco.baseUrl}/veriface`, PROCESS, headers);
	return (JSON.parse(text) as { code: string }).code;
}

function report(what: string, deliveries: Array<{ tries: number; slowest: number }>): void {
	const tries = Math.max(...deliveries.map((one) => one.tries));
	const first = deliveries.filter((one) => one.tries === 1).length;
	const slowest = Math.max(...deliveries.map((one) => one.slowest));
	console.log(
		`${what}: ${first} at the first try, all after ${tries}; slowest answer ${Math.round(slowest)} ms`,
	);
}
