/** AucoFace Create with Resume This Execution, and an Auco Trigger that may or may not resume executions. */
import { failureOf, outputOf } from '../../sandbox/local/execution.mts';
import type { StoredWorkflow } from '../../sandbox/local/types.mts';
import { PROCESS } from '../support/documented.mts';
import { realN8n, type RealN8n } from '../support/server/n8n.mts';
import { PACKAGE, WorkflowBuilder } from '../support/server/workflows.mts';

let n8n: RealN8n;
let trigger: StoredWorkflow;

beforeAll(async () => {
	n8n = await realN8n();
	n8n.sandbox.auco.advances = false;
	trigger = await n8n.client.createWorkflow(wakeUp(false));
	expect(await n8n.client.activate(trigger)).toMatchObject({ status: 'published' });
});

afterAll(async () => {
	await n8n.client.deactivate(trigger.id);
	await n8n.close();
});

function wakeUp(resumeWaitingExecutions: boolean) {
	const parameters = {
		registration: 'automatic',
		webhookId: 'n8n',
		events: ['aucoFace.approved'],
		options: { resumeWaitingExecutions },
	};
	return new WorkflowBuilder('readiness')
		.add('Wake Up', `${PACKAGE}.aucoTrigger`, parameters, {
			credentials: n8n.credentials,
			webhookId: WEBHOOK,
		})
		.build();
}

/** The node keeps its own when the workflow is changed. */
const WEBHOOK = 'b4c8d5b2-6a7c-4f0e-9b59-0d5c3a1f7e21';

const create = () =>
	WorkflowBuilder.withItems('ready', [{}, {}])
		.then('Create', 'aucoFace', { ...PROCESS, options: { resumeThisExecution: true } }, n8n.credentials)
		.build();

async function refused(message: string): Promise<void> {
	const { auco } = n8n.sandbox;
	const before = auco.creations.length;
	const execution = await n8n.run(create());
	expect(execution.status).toBe('error');
	expect(failureOf(execution)).toContain(message);
	expect(auco.creations).toHaveLength(before);
}

const SWITCHED_OFF =
	"the Auco Trigger of the webhook 'n8n' has its option 'Resume Waiting Executions' off: turn it on, and publish that workflow again";

test('the option of the published trigger counts, at once', async () => {
	await refused(SWITCHED_OFF);

	const saved = await n8n.client.updateWorkflow(trigger.id, wakeUp(true));
	await refused(SWITCHED_OFF);

	expect(await n8n.client.activate(saved)).toMatchObject({ status: 'published' });
	const execution = await n8n.run(create());
	expect(execution.status).toBe('success');
	expect(outputOf(execution, 'Create')).toHaveLength(2);
	expect(n8n.sandbox.auco.creations.map(({ body }) => body.targetWebhooks)).toEqual([['n8n'], ['n8n']]);
	// Nothing but the question has reached it, and that starts nothing.
	expect(await n8n.client.executionsOf(trigger.id)).toEqual([]);
});

test('an entry at Auco whose workflow is not published any more is named', async () => {
	const { auco } = n8n.sandbox;
	const { webhooks } = auco;
	await n8n.client.deactivate(trigger.id);
	auco.webhooks = webhooks;
	await refused("no workflow is published at the URL of the webhook 'n8n' at Auco");
});
