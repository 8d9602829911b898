/** Many events at once, on a real server: each of them starts and resumes once, counting redeliveries. */
import { randomUUID } from 'node:crypto';

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
const MOST_ROUNDS = 50;

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

/** An answer, and milliseconds until it came. */
interface Timed {
	code: string;
	status: number;
	took: number;
}

async function deliver(url: string, headers: Record<string, string>, code: string): Promise<Timed> {
	const start = performance.now();
	const { status } = await post(url, event(code), headers);
	return { code, status, took: performance.now() - start };
}

/** Delivers all at once, and those again that were put off as soon as all are answered; gives the answers by round. */
async function deliverAll(url: string, headers: Record<string, string>, codes: string[]): Promise<Timed[][]> {
	const rounds: Timed[][] = [];
	for (let open = codes; open.length > 0; ) {
		if (rounds.length === MOST_ROUNDS) throw new Error(`${open.length} were put off ${MOST_ROUNDS} times`);
		const answers = await Promise.all(open.map(async (code) => await deliver(url, headers, code)));
		for (const { status } of answers) expect([200, 503]).toContain(status);
		rounds.push(answers);
		open = answers.filter(({ status }) => status === 503).map(({ code }) => code);
	}
	return rounds;
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
	const codes = auco.creations.map(({ id }) => id);
	// The node asks once more a few seconds after it has suspended; from then on only the events resume.
	await until('the second question about each', 120, async () => {
		const asked = auco.requests.filter(({ method, status }) => method === 'GET' && status === 200);
		const isAskedTwice = (code: string) => asked.filter(({ query }) => query.includes(code)).length >= 2;
		return codes.every(isAskedTwice) ? true : undefined;
	});
	for (const code of codes) auco.patch(code, { status: 'APPROVED' });

	report('60 events for 60 waits', await deliverAll(trigger.url, trigger.headers, codes));
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

	const numbers = Array.from({ length: 200 }, (_, number) => String(number).padStart(10, '0'));
	const forged = Promise.all(numbers.map(async (number) => await deliver(url, headers, `FORGED${number}`)));
	report('60 events behind 200 forged ones', await deliverAll(url, headers, codes));
	const answers = await forged;
	report('200 forged ones', [answers]);
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

function report(what: string, rounds: Timed[][]): void {
	const first = rounds[0]!.filter(({ status }) => status === 200).length;
	const slowest = Math.max(...rounds.flat().map(({ took }) => took));
	console.log(
		`${what}: ${first} at the first try, ${rounds.length} rounds; slowest answer ${Math.round(slowest)} ms`,
	);
}
