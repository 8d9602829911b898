/** AucoFace Create asks the triggers behind the webhooks at Auco whether they would resume the execution. */
import type { INodeParameters } from 'n8n-workflow';

import { addressSeal } from '../../../nodes/common/wait/resumeThisExecution.ts';
import { PROCESS } from '../../support/documented.mts';
import { engineLogger } from '../../support/engine/encryption.mts';
import { Engine } from '../../support/engine/engine.mts';
import { useScene } from '../../support/engine/scene.mts';
import { StoredExecution } from '../../support/engine/storedExecution.mts';
import type { TriggerWorkflow } from '../../support/engine/triggerWorkflow.mts';
import { Recorder } from '../../support/providers/recorder.mts';

const scene = useScene();
const somethingElse = new Recorder();
let engine: Engine;
let creating: StoredExecution;

beforeAll(async () => {
	[engine] = await Promise.all([Engine.start(), somethingElse.listen()]);
});

afterAll(async () => await somethingElse.close());

/** Three rows; the last one names a webhook. */
const ITEMS = ['', '', 'events'].map((target) => ({ json: { target } }));

const PARAMETERS = {
	resource: 'process',
	operation: 'create',
	...PROCESS,
	additionalFields: { targetWebhooks: '={{ $json.target }}' },
	options: { resumeThisExecution: true, maxConcurrency: 1 },
};

beforeEach(async () => {
	creating = await StoredExecution.create(engine, {
		node: 'aucoFace',
		parameters: PARAMETERS,
		items: ITEMS,
		credentials: { aucoApi: scene.sandbox.auco.credential },
	});
	creating.receiver = scene.instance.url;
});

afterEach(async () => await creating.stop());

const ON = { resumeWaitingExecutions: true };

/** Publishes a workflow with an Auco Trigger in the n8n of the execution. */
async function trigger(options: INodeParameters, webhookId = 'n8n'): Promise<TriggerWorkflow> {
	const parameters = { registration: 'automatic', webhookId, events: ['aucoFace.approved'], options };
	const workflow = await scene.auco(parameters, { publicUrl: creating.baseUrl });
	await workflow.publish();
	return workflow;
}

/** The same, whose URL somebody has entered at Auco. */
async function triggerByHand(options: INodeParameters, credential: Record<string, string> = {}) {
	const parameters = { registration: 'manual', events: ['aucoFace.approved'], options };
	const workflow = await scene.auco(parameters, { publicUrl: creating.baseUrl, credential });
	await workflow.publish();
	scene.sandbox.auco.webhooks[0].url = workflow.url;
}

/** Runs it and gives the webhooks that Auco is to notify of each process. */
async function targets(): Promise<unknown[]> {
	const { auco } = scene.sandbox;
	const before = auco.creations.length;
	const { status } = await creating.run();
	expect(status).toBe('success');
	return auco.creations.slice(before).map(({ body }) => body.targetWebhooks);
}

/** Runs it and gives the message with which it is refused. */
async function refusal(): Promise<string> {
	const before = scene.sandbox.auco.creations.length;
	const { error } = await creating.run();
	expect(error?.description).toContain('Nothing was sent');
	expect(scene.sandbox.auco.creations).toHaveLength(before);
	return error!.message;
}

const N8N = [['n8n'], ['n8n'], ['events', 'n8n']];

test('goes on when the trigger resumes; it is asked once a run, and starts nothing', async () => {
	const workflow = await trigger(ON);
	expect(await targets()).toEqual(N8N);
	expect(creating.received).toHaveLength(1);
	expect(workflow.starts).toEqual([]);
	expect(workflow.failures).toEqual([]);
});

test.each([{}, { resumeWaitingExecutions: false }])(
	'refuses when the option of the trigger is off (%j), and names it',
	async (options) => {
		await trigger(options);
		expect(await refusal()).toContain(
			"the Auco Trigger of the webhook 'n8n' has its option 'Resume Waiting Executions' off: turn it on, and publish that workflow again",
		);
	},
);

test('follows the option as it is switched on and off', async () => {
	const workflow = await trigger({});
	expect(await refusal()).toContain('off');
	workflow.parameters = { ...workflow.parameters, options: ON };
	expect(await targets()).toEqual(N8N);
	workflow.parameters = { ...workflow.parameters, options: {} };
	expect(await refusal()).toContain('off');
});

test.each([
	['on', ON, undefined],
	['off', {}, /the webhook 'default' has its option 'Resume Waiting Executions' off/],
])('asks a trigger that was registered by hand as well: %s', async (_, options, message) => {
	await triggerByHand(options);
	if (message) expect(await refusal()).toMatch(message);
	else expect(await targets()).toEqual([['default'], ['default'], ['events', 'default']]);
});

test('adds the one that resumes among several, also where another one is named for its events', async () => {
	await trigger({}, 'events');
	await trigger(ON, 'wake-up');
	expect(await targets()).toEqual([['wake-up'], ['wake-up'], ['events', 'wake-up']]);
});

test('a retry sends nothing again, although another one resumes now and the node was edited', async () => {
	const one = await trigger(ON, 'one');
	const other = await trigger({}, 'other');
	const { auco } = scene.sandbox;
	auco.fail({ method: 'POST', at: [2], fault: { kind: 'status', when: 'before', status: 400 } });
	expect((await creating.run()).status).toBe('error');
	one.parameters = { ...one.parameters, options: {} };
	other.parameters = { ...other.parameters, options: ON };
	const edited = { ...PARAMETERS, name: `={{ "${PROCESS.name}" }}` };
	expect((await creating.retry({ parameters: edited })).status).toBe('success');
	expect(auco.creations.map(({ body }) => body.targetWebhooks)).toEqual([
		['one'],
		['other'],
		['events', 'other'],
	]);
});

test('leaves the choice to the person where several resume', async () => {
	await trigger(ON, 'one');
	await trigger(ON, 'two');
	await trigger({}, 'three');
	expect(await refusal()).toMatch(/needs 'Target Webhook Names or IDs', .* \(one, two\)/);
});

test('refuses when no workflow is published at the URL', async () => {
	const workflow = await trigger(ON);
	const { webhooks } = scene.sandbox.auco;
	await workflow.unpublish();
	scene.sandbox.auco.webhooks = webhooks;
	expect(await refusal()).toContain("no workflow is published at the URL of the webhook 'n8n'");
});

test('refuses when the trigger could not open the address', async () => {
	await triggerByHand(ON, { privateKey: 'prk_yyy' });
	expect(await refusal()).toContain("the webhook 'default' has other keys of Auco than this node");
});

test('refuses when the trigger would not call the address', async () => {
	const workflow = await trigger(ON);
	workflow.additionalData.webhookWaitingBaseUrl = 'https://n8n.example.com/webhook-waiting';
	expect(await refusal()).toContain('set the same WEBHOOK_URL');
});

test.each([
	['the page of a proxy', 404, '<html>Not registered</html>'],
	['a proxy that refuses', 403, { message: 'Forbidden' }],
	['an n8n that is too busy', 503, { tryAgain: true }],
	['an earlier version of this package', 401, { unauthorised: true }],
	['a later one', 200, { readiness: 'somewhat' }],
	['another node', 404, { message: 'There is no such page' }],
	['another workflow', 200, { message: 'Workflow was started' }],
	['nobody', 0, undefined],
])('goes on as before when the answer comes from %s', async (_, status, body) => {
	await trigger(ON);
	Object.assign(somethingElse, { status, body });
	creating.receiver = status === 0 ? undefined : `http://${somethingElse.host}`;
	expect(await targets()).toEqual(N8N);
});

test('goes on where n8n does not reach its own address, and says so in the log', async () => {
	const warn = jest.spyOn(engineLogger(), 'warn').mockImplementation(() => undefined);
	await trigger(ON);
	creating.receiver = 'http://127.0.0.1:1';
	expect(await targets()).toEqual(N8N);
	expect(warn.mock.calls.map(([text]) => text)).toEqual([
		expect.stringMatching(/^This n8n cannot reach its own webhooks, which resuming an execution needs: /),
	]);
	warn.mockRestore();
});

test('asks no Webhook node, which starts its workflow with any request', async () => {
	scene.sandbox.auco.webhooks.push({ id: 'n8n', url: `${creating.baseUrl}/webhook/auco/webhook` });
	expect(await targets()).toEqual(N8N);
	expect(creating.received).toEqual([]);
});

test('what somebody else asks starts nothing and tells nothing', async () => {
	const workflow = await trigger(ON);
	workflow.additionalData.webhookBaseUrl = `${scene.instance.url}/webhook`;
	for (const n8nResumes of ['x', 1, null, {}, addressSeal('prk_other').close(creating.resumeUrl)]) {
		const answer = await scene.toAuco(workflow, { n8nResumes }, { secret: null });
		expect(answer).toEqual({ status: 200, body: { readiness: 'otherKeys' } });
	}
	expect(workflow.starts).toEqual([]);
});
