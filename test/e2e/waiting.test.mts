import type { IDataObject } from 'n8n-workflow';

import { until } from '../../sandbox/local/client.mts';
import { outputOf } from '../../sandbox/local/execution.mts';
import { realN8n, type RealN8n } from '../support/server/n8n.mts';
import { post } from '../support/server/post.mts';
import { QUEUE_MODE } from '../support/server/setup.mts';
import { withApproval, WorkflowBuilder } from '../support/server/workflows.mts';
import { VALIDATION_FIELDS } from '../support/documented.mts';

let n8n: RealN8n;

beforeAll(async () => {
	n8n = await realN8n();
});

afterAll(async () => await n8n.close());

beforeEach(() => {
	n8n.sandbox.verifik.reset();
	n8n.sandbox.verifik.advances = false;
});

/** A workflow that creates a validation and waits for it, with something in between when wanted. */
function createAndWait(between = (builder: WorkflowBuilder) => builder) {
	const created = WorkflowBuilder.withItems('waiting').then(
		'Create',
		'verifikBiometric',
		{ ...VALIDATION_FIELDS, options: { resumeThisExecution: true } },
		n8n.credentials,
	);
	return between(created)
		.then(
			'Wait',
			'verifikBiometric',
			{ operation: 'waitForResult', id: '={{ $json.id }}', resumeOn: 'webhook', maxWait: 1 },
			n8n.credentials,
		)
		.add('After', 'n8n-nodes-base.noOp', {})
		.connect('Wait', 'After')
		.build();
}

/** Starts the workflow and gives the execution once it is suspended, with what it has created. */
async function suspended(): Promise<{ executionId: string; id: string; resumeUrl: string }> {
	const executionId = await n8n.begin(createAndWait());
	await n8n.client.executionThatIs('waiting', executionId);
	const [{ id, body }] = n8n.sandbox.verifik.creations;
	return { executionId, id, resumeUrl: String(body.webhookUrl) };
}

const callback = (id: string, status: string) => ({
	type: `login_biometric_validation_${status}`,
	object: { _id: id, status },
});

test('a suspended execution is woken by the callback and goes on with the result of the API', async () => {
	const { executionId, id } = await suspended();
	n8n.sandbox.verifik.finishValidation(id, 'validated');
	const execution = await n8n.client.executionThatIs('success', executionId);

	expect(outputOf(execution, 'After').map(({ json }) => json as IDataObject)).toEqual([
		expect.objectContaining({ id, status: 'validated', finished: true }),
	]);
	// It was this that woke it, not the question that the node asks once more a few seconds later.
	await n8n.sandbox.verifik.settled();
	expect(n8n.sandbox.verifik.deliveries.at(-1)).toMatchObject({ status: 200, reply: '{"resumed":true}' });
});

test('forged, foreign and unfinished callbacks leave it waiting', async () => {
	const { executionId, id, resumeUrl } = await suspended();
	const { href, origin, pathname } = new URL(resumeUrl);
	const replies = await Promise.all([
		post(href, callback(id, 'validated')),
		post(href, callback('674dc8f1b2c3d4e5f6ffffff', 'validated')),
		post(href, callback(id, 'new')),
		post(href, []),
		post(`${origin}${pathname}?signature=${'0'.repeat(64)}`, callback(id, 'validated')),
	]);
	expect(replies.map(({ status }) => status)).toEqual([200, 200, 200, 200, 401]);
	expect(replies.map(({ text }) => text).join()).not.toContain(id);
	expect((await n8n.client.execution(executionId)).status).toBe('waiting');

	n8n.sandbox.verifik.finishValidation(id, 'failed');
	const execution = await n8n.client.executionThatIs('success', executionId);
	expect(outputOf(execution, 'After')[0].json).toMatchObject({ id, status: 'failed' });
});

test('ten callbacks at once let it go on once', async () => {
	const { executionId, id, resumeUrl } = await suspended();
	n8n.sandbox.verifik.patch(id, { status: 'validated' });
	const replies = await Promise.all(
		Array.from({ length: 10 }, async () => await post(resumeUrl, callback(id, 'validated'))),
	);
	expect(replies.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(1);
	// n8n itself would answer 500 to whoever comes while it resumes.
	expect(replies.filter(({ status }) => ![200, 409].includes(status))).toEqual([]);
	const execution = await n8n.client.executionThatIs('success', executionId);
	expect(outputOf(execution, 'After')).toHaveLength(1);
	expect((await post(resumeUrl, callback(id, 'validated'))).status).toBe(409);
});

test('a result that came before the wait is given at once', async () => {
	n8n.sandbox.verifik.advances = true;
	// In the sandbox the person takes 0.3 s.
	const execution = await n8n.run(
		createAndWait((builder) =>
			builder
				.add('Later', 'n8n-nodes-base.wait', { amount: 1 }, { typeVersion: 1.1 })
				.connect('Create', 'Later'),
		),
	);
	expect(execution.status).toBe('success');
	expect(outputOf(execution, 'After')[0].json).toMatchObject({ status: 'validated', finished: true });
});

test('a result that comes between the question and the moment n8n has stored the execution wakes it all the same', async () => {
	const executionId = await n8n.begin(createAndWait());
	// Executions of tests before may still ask for theirs.
	const asked = () =>
		n8n.sandbox.verifik.requests.some(
			({ method, path }) => method === 'GET' && path.endsWith(String(n8n.sandbox.verifik.creations[0]?.id)),
		);
	await until('the first question', 120, async () => (asked() ? true : undefined));
	// Nobody calls: as if n8n had refused the callback.
	n8n.sandbox.verifik.patch(n8n.sandbox.verifik.creations[0].id, { status: 'validated' });
	const execution = await n8n.client.executionThatIs('success', executionId);
	expect(outputOf(execution, 'After')).toMatchObject([{ json: { status: 'validated', finished: true } }]);
});

test('what an earlier version has given Verifik as its address wakes the execution too', async () => {
	const { executionId, id, resumeUrl } = await suspended();
	n8n.sandbox.verifik.patch(id, { status: 'validated' });
	const { status } = await post(resumeUrl.replace('/kyc?', '?'), callback(id, 'validated'));
	expect(status).toBe(200);
	await n8n.client.executionThatIs('success', executionId);
});

test('a core Wait in between is not passed by what Verifik calls', async () => {
	const executionId = await n8n.begin(createAndWait(withApproval));
	await n8n.client.executionThatIs('waiting', executionId);
	const [{ id, body }] = n8n.sandbox.verifik.creations;
	n8n.sandbox.verifik.patch(id, { status: 'validated' });
	expect((await post(String(body.webhookUrl), callback(id, 'validated'))).status).toBe(404);
	const still = await n8n.client.execution(executionId);
	expect([still.status, still.data.resultData.lastNodeExecuted]).toEqual(['waiting', 'Boss']);
	await n8n.client.stop(executionId);
});

/** In queue mode these executions begin with a webhook, from which the editor does not execute steps. */
const inEditor = process.env[QUEUE_MODE] === undefined ? test : test.skip;

inEditor(
	'executing only the waiting node asks for the whole workflow, and shows what is finished',
	async () => {
		const workflow = await n8n.client.createWorkflow(createAndWait());
		const executionId = await n8n.client.run(workflow.id, 'Start');
		const { data } = await n8n.client.executionThatIs('waiting', executionId);
		const { Wait: _, ...before } = data.resultData.runData;
		const [{ id }] = n8n.sandbox.verifik.creations;
		const step = async () =>
			await n8n.client.finishedExecution(await n8n.client.runStep(workflow.id, 'Wait', before));

		const refused = await step();
		expect(refused.status).toBe('error');
		expect(refused.data.resultData.error?.message).toContain('Execute the whole workflow');
		n8n.sandbox.verifik.patch(id, { status: 'validated' });
		const shown = await step();
		expect(outputOf(shown, 'Wait')[0].json).toMatchObject({ id, status: 'validated', finished: true });
		await n8n.client.stop(executionId);
	},
);

test('what was created without the option is refused at once', async () => {
	const workflow = WorkflowBuilder.withItems('in vain')
		.then('Create', 'verifikBiometric', VALIDATION_FIELDS, n8n.credentials)
		.then(
			'Wait',
			'verifikBiometric',
			{ operation: 'waitForResult', id: '={{ $json.id }}', resumeOn: 'webhook' },
			n8n.credentials,
		)
		.build();
	const execution = await n8n.run(workflow);
	expect(execution.status).toBe('error');
	expect(execution.data.resultData.error).toMatchObject({
		message: expect.stringContaining("was not created with 'Resume This Execution'"),
		description: expect.stringContaining('Polling'),
	});
});
