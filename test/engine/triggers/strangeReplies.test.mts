/**
 * What answers for a provider while a trigger is registered or removed. Only the provider's own words say that something
 * is not there (docs/providers/verifik.md#webhooks, docs/providers/auco.md#company).
 */
import type { FaultRule, ProviderSandbox } from '../../../sandbox/types.mts';
import { useScene } from '../../support/engine/scene.mts';
import type { TriggerWorkflow } from '../../support/engine/triggerWorkflow.mts';

const FREE = 'flow_123456789';
/** A flow that has a webhook at birth. */
const TAKEN = '6799d2a1f3b4c5d6e7f80002';

const AT_VERIFIK = {
	events: ['biometric_validation_validated'],
	registration: 'automatic',
	project: { __rl: true, mode: 'list', value: 'project_123456789' },
	projectFlows: [FREE],
};
const AT_AUCO = { events: ['aucoFace.approved'], registration: 'automatic' };

const STRANGE: Array<[string, number, unknown]> = [
	['an HTML page with 404', 404, '<html><body><h1>404 Not Found</h1></body></html>'],
	["a gateway's 404", 404, { message: 'no Route matched with those values' }],
	['a 404 without a word', 404, ''],
	['a message with 200', 200, { message: 'OK' }],
	['an empty object with 200', 200, {}],
];

const scene = useScene();

/** What has changed something at a provider. */
const changes = () =>
	[...scene.sandbox.auco.requests, ...scene.sandbox.verifik.requests]
		.filter(({ method, path }) => method !== 'GET' && /webhooks|company/.test(path))
		.map(({ method }) => method);

/** Has requests answered by something else. */
function strange(provider: ProviderSandbox, rule: Rule, status: number, body: unknown): { end(): void } {
	const whole: FaultRule = { ...rule, fault: { kind: 'status', when: 'before', status, body } };
	provider.fail(whole);
	return { end: () => void (whole.times = 0) };
}

type Rule = Pick<FaultRule, 'method' | 'path'>;

const verifik = () => scene.sandbox.verifik;

const FLOW: Rule = { method: 'GET', path: /^\/v2\/project-flows\/./ };
const at = (method: string): Rule => ({ method, path: /^\/v2\/webhooks\/./ });

async function published(parameters: object = {}): Promise<TriggerWorkflow> {
	const workflow = await scene.verifik({ ...AT_VERIFIK, ...parameters });
	await workflow.publish();
	return workflow;
}

describe.each(STRANGE)('%s in place of', (_, status, body) => {
	test('a flow at Verifik is no flow that nobody has, and none without a webhook', async () => {
		strange(verifik(), FLOW, status, body);
		const workflow = await scene.verifik({ ...AT_VERIFIK, projectFlows: [TAKEN], replaceExisting: true });
		await expect(workflow.publish()).rejects.toThrow(/Verifik (found nothing|returned a response|responded)/);
		expect(changes()).toEqual([]);
	});

	test("the webhook of a flow is nobody's leave to replace it", async () => {
		strange(verifik(), at('GET'), status, body);
		const workflow = await scene.verifik({ ...AT_VERIFIK, projectFlows: [TAKEN] });
		await expect(workflow.publish()).rejects.toThrow(/Verifik (found nothing|returned a response|responded)/);
		expect(changes()).toEqual([]);
	});

	test('the own webhook does not make another one', async () => {
		const workflow = await published();
		strange(verifik(), at('GET'), status, body);
		await expect(workflow.publish()).rejects.toThrow();
		// n8n has a publication that failed cleaned up.
		expect(changes()).toEqual(['POST', 'DELETE']);
	});

	test('the list of webhooks at Auco does not make unpublishing a success', async () => {
		const workflow = await scene.auco(AT_AUCO);
		await workflow.publish();
		const fault = strange(scene.sandbox.auco, {}, status, body);
		await expect(workflow.unpublish()).rejects.toThrow();
		fault.end();
		await workflow.unpublish();
		expect(scene.sandbox.auco.webhooks.map(({ id }) => id)).not.toContain('n8n');
	});
});

describe.each(STRANGE.filter(([, status]) => status === 404))('%s in place of', (_, status, body) => {
	test('the answer to the removal at Verifik does not count as one', async () => {
		const workflow = await published();
		const fault = strange(verifik(), at('DELETE'), status, body);
		await expect(workflow.unpublish()).rejects.toThrow();
		fault.end();
		await workflow.unpublish();
		expect(verifik().webhooks.filter(({ name }) => String(name).startsWith('n8n'))).toEqual([]);
	});

	test('the answer to giving a flow back does not lose what it had', async () => {
		const workflow = await published({ projectFlows: [TAKEN], replaceExisting: true });
		const fault = strange(verifik(), at('PUT'), status, body);
		await expect(workflow.unpublish()).rejects.toThrow();
		fault.end();
		await workflow.unpublish();
		expect(verifik().webhooks).toMatchObject([{ name: 'Postman sample', projectFlow: [TAKEN] }]);
	});
});

test.each([
	['with its code', { code: 'NotFound', message: 'Record not found.' }],
	['with its sentence alone', { message: 'Record not found.' }],
	['with the status in front', { message: '404:Record not found.' }],
])("Verifik's own words %s mean that a webhook is gone", async (_, body) => {
	const workflow = await published();
	verifik().webhooks = [];
	strange(verifik(), at('GET'), 404, body);
	await workflow.publish();
	expect(changes()).toEqual(['POST', 'POST']);
});
