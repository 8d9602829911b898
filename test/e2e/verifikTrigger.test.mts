import type { INodeParameters } from 'n8n-workflow';

import { until } from '../../sandbox/local/client.mts';
import { outputOf } from '../../sandbox/local/execution.mts';
import type { StoredWorkflow } from '../../sandbox/local/types.mts';
import { realN8n, type RealN8n } from '../support/server/n8n.mts';
import { post } from '../support/server/post.mts';
import { PACKAGE, WorkflowBuilder } from '../support/server/workflows.mts';
import { VALIDATION, VALIDATION_FIELDS } from '../support/documented.mts';

/** An onboarding flow without a webhook, and one that has a webhook at birth (sandbox/README.md). */
const FREE_FLOW = '6799d2a1f3b4c5d6e7f80001';
const TAKEN_FLOW = '6799d2a1f3b4c5d6e7f80002';

let n8n: RealN8n;

beforeAll(async () => {
	n8n = await realN8n();
});

afterAll(async () => await n8n.close());

beforeEach(() => n8n.sandbox.verifik.reset());

async function createTrigger(parameters: INodeParameters): Promise<StoredWorkflow> {
	const workflow = new WorkflowBuilder('verifik trigger')
		.add(
			'Result',
			`${PACKAGE}.verifikTrigger`,
			{
				registration: 'automatic',
				project: VALIDATION_FIELDS.project,
				events: ['biometric_validation_validated', 'biometric_validation_failed'],
				...parameters,
			},
			{ credentials: n8n.credentials },
		)
		.build();
	return await n8n.client.createWorkflow(workflow);
}

/** The registered webhooks without what changes with every write. */
function webhooks() {
	return n8n.sandbox.verifik.webhooks.map(({ _id, url, projectFlow }) => ({ _id, url, projectFlow }));
}

async function createValidation(identifier: string, projectFlow: string): Promise<string> {
	const { verifik } = n8n.sandbox;
	const body = { ...VALIDATION, projectFlow, identifier, type: 'onboarding' };
	const authorization = `Bearer ${verifik.credential.accessToken}`;
	await post(`${verifik.baseUrl}/v2/biometric-validations`, body, { authorization });
	return verifik.creations.at(-1)!.id;
}

test('publishing registers a secret address, results start the workflow once each, unpublishing removes it', async () => {
	const before = webhooks();
	const workflow = await createTrigger({ projectFlows: [FREE_FLOW] });
	expect(await n8n.client.activate(workflow)).toMatchObject({ status: 'published' });
	const own = webhooks().filter(({ projectFlow }) => (projectFlow as string[]).includes(FREE_FLOW));
	expect(own).toHaveLength(1);
	const address = new URL(String(own[0].url));
	expect(address.origin).toBe(n8n.webhookBase);
	expect(address.searchParams.get('secret')).toMatch(/^.{32,}$/);

	const ids = [
		await createValidation('user@example.com', FREE_FLOW),
		await createValidation('failed@example.com', FREE_FLOW),
	];
	await n8n.sandbox.verifik.settled();
	const executions = await until('two executions', 120, async () => {
		const all = await n8n.client.executionsOf(workflow.id);
		return all.length >= 2 && all.every(({ status }) => status === 'success') ? all : undefined;
	});
	const items = await Promise.all(
		executions.map(async ({ id }) => outputOf(await n8n.client.execution(id), 'Result')[0].json),
	);
	expect(items.map(({ id, status, confirmed }) => ({ id, status, confirmed }))).toEqual(
		expect.arrayContaining([
			{ id: ids[0], status: 'validated', confirmed: true },
			{ id: ids[1], status: 'failed', confirmed: true },
		]),
	);

	await n8n.client.deactivate(workflow.id);
	expect(webhooks()).toEqual(before);
});

test('a stranger who knows the address but not the secret starts nothing, and neither does a lie', async () => {
	const workflow = await createTrigger({ projectFlows: [FREE_FLOW] });
	await n8n.client.activate(workflow);
	n8n.sandbox.verifik.advances = false;
	const id = await createValidation('user@example.com', FREE_FLOW);
	const address = String(n8n.sandbox.verifik.webhooks.at(-1)!.url);
	const deliver = async (url: string, status: string) => {
		const event = { type: `onboarding_biometric_validation_${status}`, object: { _id: id, status } };
		return (await post(url, event)).status;
	};
	expect(await deliver(address.split('?')[0], 'validated')).toBe(401);
	expect(await deliver(address.replace(/secret=.{4}/, 'secret=xxxx'), 'validated')).toBe(401);
	// Nothing has happened yet, as far as the API shows: it may be behind.
	expect(await deliver(address, 'validated')).toBe(503);
	n8n.sandbox.verifik.patch(id, { status: 'failed' });
	expect(await deliver(address, 'validated')).toBe(200);
	expect(await n8n.client.executionsOf(workflow.id)).toEqual([]);

	n8n.sandbox.verifik.patch(id, { status: 'validated' });
	expect(await deliver(address, 'validated')).toBe(200);
	await until('the execution', 120, async () => (await n8n.client.executionsOf(workflow.id)).at(0));
	await n8n.client.deactivate(workflow.id);
});

test("a flow's existing webhook is not displaced, and that is said", async () => {
	const before = webhooks();
	const { status, triggers } = await n8n.client.activate(await createTrigger({ projectFlows: [TAKEN_FLOW] }));
	expect(status).toBe('failed');
	expect(triggers[0].errorMessage).toMatch(/Replace Existing/);
	expect(webhooks()).toEqual(before);
});

test('with Replace Existing the old webhook is put back in the end', async () => {
	const before = webhooks();
	const workflow = await createTrigger({ projectFlows: [TAKEN_FLOW], replaceExisting: true });
	expect(await n8n.client.activate(workflow)).toMatchObject({ status: 'published' });
	const serving = webhooks().filter(({ projectFlow }) => (projectFlow as string[]).includes(TAKEN_FLOW));
	expect(serving.map(({ url }) => String(url).startsWith(n8n.webhookBase))).toEqual([true]);
	await n8n.client.deactivate(workflow.id);
	expect(webhooks()).toEqual(before);
});
