import type { INodeParameters } from 'n8n-workflow';

import { until } from '../../sandbox/local/client.mts';
import { outputOf } from '../../sandbox/local/execution.mts';
import type { StoredExecution, StoredWorkflow } from '../../sandbox/local/types.mts';
import { realN8n, type RealN8n } from '../support/server/n8n.mts';
import { post } from '../support/server/post.mts';
import { PACKAGE, WorkflowBuilder } from '../support/server/workflows.mts';
import { PROCESS } from '../support/documented.mts';

let n8n: RealN8n;

beforeAll(async () => {
	// A minute takes 1.2 s: a state must last until n8n has asked for it, or its event counts as contradicted.
	n8n = await realN8n({ timeScale: 0.02 });
});

afterAll(async () => await n8n.close());

beforeEach(() => n8n.sandbox.auco.reset());

const EVENTS = ['aucoFace.approved', 'aucoFace.blocked', 'aucoFace.validated', 'aucoFace.invalidated'];

async function createTrigger(parameters: INodeParameters = {}): Promise<StoredWorkflow> {
	const workflow = new WorkflowBuilder('auco trigger')
		.add(
			'Result',
			`${PACKAGE}.aucoTrigger`,
			{ registration: 'automatic', webhookId: 'n8n', events: EVENTS, ...parameters },
			{ credentials: n8n.credentials },
		)
		.build();
	return await n8n.client.createWorkflow(workflow);
}

/** A company with entries of others, fields that nobody knows included. */
function companyOfOthers() {
	n8n.sandbox.auco.webhooks = [
		{ ...n8n.sandbox.auco.webhooks[0], description: 'Webhook principal', unknownField: { kept: [1] } },
		{
			id: 'billing',
			url: 'https://miempresa.com/webhooks/billing',
			header: { key: 'Authorization', value: 'Bearer ...' },
		},
	];
	return JSON.stringify(n8n.sandbox.auco.webhooks);
}

async function startValidation(identification: string): Promise<string> {
	const { auco } = n8n.sandbox;
	const body = { ...PROCESS, identification, targetWebhooks: ['n8n'] };
	const { text } = await post(`${auco.baseUrl}/veriface`, body, {
		authorization: auco.credential.privateKey,
	});
	return (JSON.parse(text) as { code: string }).code;
}

/** The executions of a workflow once there are that many and all have ended. */
async function executions(workflowId: string, count: number): Promise<StoredExecution[]> {
	const found = await until(`${count} executions`, 120, async () => {
		const all = await n8n.client.executionsOf(workflowId);
		return all.length >= count && all.every(({ status }) => status === 'success') ? all : undefined;
	});
	return await Promise.all(found.map(async ({ id }) => await n8n.client.execution(id)));
}

test('publishing registers one entry more, deliveries start the workflow once each, unpublishing leaves no trace', async () => {
	const before = companyOfOthers();
	const workflow = await createTrigger();
	expect(await n8n.client.activate(workflow)).toMatchObject({ status: 'published' });

	const { auco } = n8n.sandbox;
	const [own] = auco.webhooks.filter(({ id }) => id === 'n8n');
	expect(own.url.startsWith(`${n8n.webhookBase}/webhook/`)).toBe(true);
	expect(own.header).toEqual({ key: 'X-N8n-Webhook-Secret', value: expect.stringMatching(/^.{32,}$/) });
	expect(JSON.stringify(auco.webhooks.filter((webhook) => webhook !== own))).toBe(before);
	expect(auco.webhooks[0].id).toBe('default');

	const code = await startValidation('9000000903');
	await auco.settled();
	const started = await executions(workflow.id, 2);
	const items = started.flatMap((execution) => outputOf(execution, 'Result').map(({ json }) => json));
	expect(items.map(({ status }) => status).sort()).toEqual(['BLOCKED', 'VALIDATED']);
	expect(items).toEqual(
		items.map(() =>
			expect.objectContaining({
				code,
				confirmed: true,
				process: expect.objectContaining({ identificationNumber: '9000000903' }),
				payload: expect.objectContaining({ type: 'veriface' }),
			}),
		),
	);
	expect(new Set(items.map(({ eventId }) => eventId)).size).toBe(2);

	await n8n.client.deactivate(workflow.id);
	expect(JSON.stringify(auco.webhooks)).toBe(before);
});

test('an edited trigger is registered anew when it is published again', async () => {
	const workflow = await createTrigger();
	await n8n.client.activate(workflow);
	const { nodes } = await n8n.client.workflow(workflow.id);
	nodes[0].parameters.webhookId = 'other-name';
	const edited = await n8n.client.updateWorkflow(workflow.id, { nodes });
	await n8n.client.activate(edited);

	expect(n8n.sandbox.auco.webhooks.map(({ id }) => id)).toEqual(['default', 'other-name']);
	await n8n.client.deactivate(workflow.id);
	expect(n8n.sandbox.auco.webhooks.map(({ id }) => id)).toEqual(['default']);
});

test('deleting a published workflow takes its entry away', async () => {
	const workflow = await createTrigger();
	await n8n.client.activate(workflow);
	expect(n8n.sandbox.auco.webhooks).toHaveLength(2);
	await n8n.client.deleteWorkflow(workflow.id);
	expect(n8n.sandbox.auco.webhooks.map(({ id }) => id)).toEqual(['default']);
});

test('two workflows that are published together both stay registered', async () => {
	const workflows = [await createTrigger({ webhookId: 'one' }), await createTrigger({ webhookId: 'two' })];
	const published = await Promise.all(workflows.map(async (one) => await n8n.client.activate(one)));
	expect(published.map(({ status }) => status)).toEqual(['published', 'published']);
	expect(n8n.sandbox.auco.webhooks.map(({ id }) => id).sort()).toEqual(['default', 'one', 'two']);
	for (const { id } of workflows) await n8n.client.deactivate(id);
});

test('a refused registration shows what to do and leaves nothing behind', async () => {
	n8n.sandbox.auco.webhooks = [
		...n8n.sandbox.auco.webhooks,
		{ id: 'n8n', url: 'https://example.com/of-somebody-else' },
	];
	const before = JSON.stringify(n8n.sandbox.auco.webhooks);
	const { status, triggers } = await n8n.client.activate(await createTrigger());

	expect(status).toBe('failed');
	expect(triggers[0].errorMessage).toMatch(/already has a webhook with the ID 'n8n'.*another 'Webhook ID'/);
	expect(JSON.stringify(n8n.sandbox.auco.webhooks)).toBe(before);
});

test('listening for a test event has an entry of its own beside the production one', async () => {
	const workflow = await createTrigger();
	await n8n.client.activate(workflow);
	const [, production] = n8n.sandbox.auco.webhooks;
	await n8n.client.listenForTestEvent(workflow.id, 'Result');
	expect(n8n.sandbox.auco.webhooks.map(({ id }) => id)).toEqual(['default', 'n8n', 'n8n-test']);
	expect(n8n.sandbox.auco.webhooks[1]).toEqual(production);

	await n8n.client.stopListening(workflow.id);
	await until('the end of listening', 120, async () =>
		n8n.sandbox.auco.webhooks.some(({ id }) => id === 'n8n-test') ? undefined : true,
	);
	expect(n8n.sandbox.auco.webhooks[1]).toEqual(production);
	await n8n.client.deactivate(workflow.id);
});

test('of a thousand deliveries by ten senders exactly the true ones start the workflow, once each', async () => {
	const { auco } = n8n.sandbox;
	const workflow = await createTrigger();
	await n8n.client.activate(workflow);
	auco.advances = false;
	const { url, header } = auco.webhooks[1];
	const good = { [header!.key]: header!.value };

	// 350 true events of 350 processes, of which 300 are delivered twice.
	const codes: string[] = [];
	for (let number = 0; number < 350; number++) codes.push(await startValidation(String(1001001010 + number)));
	for (const code of codes) auco.patch(code, { status: 'APPROVED' });
	const event = (code: string, status = 'APPROVED') => ({ code, type: 'veriface', status, finish: true });
	const truth = codes.map((code) => ({ headers: good, body: JSON.stringify(event(code)) }));
	const duplicates = truth.slice(0, 300);
	const forged = codes
		.slice(0, 100)
		.map((code) => ({ headers: good, body: JSON.stringify(event(code, 'BLOCKED')) }))
		.concat(
			Array.from({ length: 100 }, (_, index) => ({
				headers: good,
				body: JSON.stringify(event(`FORGED${String(index).padStart(10, '0')}`)),
			})),
		);
	const wrongSecret = codes
		.slice(0, 100)
		.map((code) => ({ headers: { [header!.key]: 'wrong' }, body: JSON.stringify(event(code)) }));
	const malformed = Array.from({ length: 50 }, (_, index) => ({
		headers: good,
		body: ['{"code":', '[]', '"text"', '{"__proto__":{"status":"APPROVED"}}', ''][index % 5],
	}));
	// Mixed in a fixed order, so that duplicates meet their originals at any distance.
	const all = [...truth, ...duplicates, ...forged, ...wrongSecret, ...malformed]
		.map((delivery, index) => ({ delivery, place: (index * 7919) % 1009 }))
		.sort((one, other) => one.place - other.place)
		.map(({ delivery }) => delivery);
	expect(all).toHaveLength(1000);

	const statuses: Record<number, number> = {};
	const sender = async () => {
		for (let next = all.pop(); next; next = all.pop()) {
			const { status } = await post(url, next.body, next.headers);
			statuses[status] = (statuses[status] ?? 0) + 1;
			// A provider delivers again what a busy n8n has put off.
			if (status === 503) all.unshift(next);
		}
	};
	await Promise.all(Array.from({ length: 10 }, sender));

	expect(statuses[401]).toBe(100);
	const started = await executions(workflow.id, codes.length);
	const items = started.flatMap((execution) => outputOf(execution, 'Result').map(({ json }) => json));
	expect(items.map(({ code }) => code).sort()).toEqual([...codes].sort());
	expect(items.every(({ status, confirmed }) => status === 'APPROVED' && confirmed === true)).toBe(true);
	await n8n.client.deactivate(workflow.id);
}, 400_000);
