import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { INodeParameters } from 'n8n-workflow';

import { N8nClient, until } from '../../sandbox/local/client.mts';
import { outputOf } from '../../sandbox/local/execution.mts';
import { startInstance, type Instance } from '../../sandbox/local/instance.mts';
import { installPackage } from '../../sandbox/local/package.mts';
import { realN8n, type RealN8n } from '../support/server/n8n.mts';
import { post } from '../support/server/post.mts';
import { TARBALL } from '../support/server/setup.mts';
import { PACKAGE, WorkflowBuilder } from '../support/server/workflows.mts';
import { PROCESS } from '../support/documented.mts';

let userFolder: string;
let instance: Instance;
let n8n: RealN8n;

beforeAll(async () => {
	userFolder = await mkdtemp(join(tmpdir(), 'n8n-e2e-restart-'));
	await installPackage(userFolder, process.env[TARBALL]!);
	instance = await startInstance({ userFolder });
	n8n = await realN8n({}, instance.baseUrl);
}, 300_000);

afterAll(async () => {
	await n8n.close();
	await instance.stop();
	await rm(userFolder, { recursive: true, force: true });
});

/** Ends the n8n and starts it again at the same address, as after an update. */
async function restart(): Promise<N8nClient> {
	await instance.stop();
	instance = await startInstance({ userFolder, port: Number(new URL(instance.baseUrl).port) });
	return await N8nClient.connect(instance.baseUrl);
}

/** A published workflow that approved processes start through this webhook. */
async function publishTrigger(webhookId: string, options: INodeParameters): Promise<string> {
	const parameters = { registration: 'automatic', webhookId, events: ['aucoFace.approved'], options };
	const workflow = await n8n.client.createWorkflow(
		new WorkflowBuilder('trigger')
			.add('Result', `${PACKAGE}.aucoTrigger`, parameters, { credentials: n8n.credentials })
			.build(),
	);
	await n8n.client.activate(workflow);
	return workflow.id;
}

test('a restart changes nothing for suspended executions and published triggers', async () => {
	const { auco } = n8n.sandbox;
	auco.advances = false;
	const trigger = await publishTrigger('n8n', { resumeWaitingExecutions: true });
	const executionId = await n8n.begin(
		WorkflowBuilder.withItems('waiting', [{}, {}, {}])
			.then('Create', 'aucoFace', { ...PROCESS, options: { resumeThisExecution: true } }, n8n.credentials)
			.then(
				'Wait',
				'aucoFace',
				{ operation: 'waitForResult', code: '={{ $json.code }}', resumeOn: 'aucoTrigger' },
				n8n.credentials,
			)
			.add('After', 'n8n-nodes-base.noOp', {})
			.connect('Wait', 'After')
			.build(),
	);
	await n8n.client.executionThatIs('waiting', executionId);
	// Two of three are finished before the restart, and one of them is known to the process that ends.
	const codes = auco.creations.map(({ id }) => id);
	auco.patch(codes[1], { status: 'APPROVED' });
	auco.finishProcess(codes[2], 'APPROVED');
	await auco.settled();
	const registered = JSON.stringify(auco.webhooks);

	const client = await restart();
	// While it starts, n8n takes a suspended execution for crashed for a moment, and then finds that it waits.
	await client.executionThatIs('waiting', executionId);
	expect(JSON.stringify(auco.webhooks)).toBe(registered);

	auco.finishProcess(codes[0], 'APPROVED');
	const execution = await client.executionThatIs('success', executionId);
	const results = outputOf(execution, 'After').map(({ json }) => json);
	expect(results).toMatchObject(results.map(() => ({ status: 'APPROVED', finished: true })));
	expect(results.map(({ code }) => code).sort()).toEqual([...codes].sort());
	const started = await until('the execution of the trigger', 120, async () => {
		const all = await client.executionsOf(trigger);
		return all.length > 1 ? all : undefined;
	});
	expect(started).toHaveLength(2);

	// The same event once more, after another restart: what was seen is remembered.
	const again = await restart();
	const { body, url, headers } = auco.deliveries[0];
	const { text } = await post(url, JSON.stringify(body), headers);
	expect(JSON.parse(text)).toEqual({ duplicate: true });
	expect(await again.executionsOf(trigger)).toHaveLength(2);
}, 300_000);

test('what was acknowledged has its execution when n8n is killed', async () => {
	const { auco } = n8n.sandbox;
	auco.reset();
	auco.advances = false;
	const trigger = await publishTrigger('killed', {});
	await n8n.run(
		WorkflowBuilder.withItems(
			'making',
			Array.from({ length: 40 }, () => ({})),
		)
			.then(
				'Create',
				'aucoFace',
				{ ...PROCESS, additionalFields: { targetWebhooks: 'killed' } },
				n8n.credentials,
			)
			.build(),
	);
	for (const { id } of auco.creations) auco.finishProcess(id, 'APPROVED');
	const acknowledged = () => auco.deliveries.filter(({ status }) => status === 200).length;
	await until('40 acknowledged events', 120, async () => acknowledged() >= 40 || undefined);

	process.kill(instance.pid, 'SIGKILL');
	await instance.ended;
	const client = await restart();
	expect(await client.executionsOf(trigger)).toHaveLength(40);
}, 300_000);
