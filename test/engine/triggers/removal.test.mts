import type { AucoWebhook, FaultRule } from '../../../sandbox/types.mts';
import { useScene } from '../../support/engine/scene.mts';

/** What a registration leaves at the provider when it goes, also after accidents. */
const scene = useScene();

/** A flow without a webhook, and one that has a webhook at birth (sandbox/README.md). */
const FREE = 'flow_123456789';
const TAKEN = '6799d2a1f3b4c5d6e7f80002';
const ON_VERIFIK = {
	events: ['biometric_validation_validated'],
	registration: 'automatic',
	project: { __rl: true, mode: 'list', value: 'project_123456789' },
	projectFlows: [FREE],
};
const ON_AUCO = { events: ['aucoFace.approved'], registration: 'automatic', webhookId: 'n8n' };

const DEFAULT = { id: 'default', url: 'https://miempresa.com/webhooks/auco' } as AucoWebhook;
const BILLING = {
	id: 'billing',
	url: 'https://miempresa.com/webhooks/billing',
	header: { key: 'Authorization', value: 'Bearer xxx' },
} as AucoWebhook;

const auco = () => scene.sandbox.auco;
const verifik = () => scene.sandbox.verifik;
const linkedTo = (flow: string): unknown[] =>
	verifik()
		.webhooks.filter(({ projectFlow }) => (projectFlow as string[]).includes(flow))
		.map(({ name }) => name);

beforeEach(() => {
	auco().webhooks = structuredClone([DEFAULT, BILLING]);
});

const BROKEN: FaultRule = { fault: { kind: 'status', when: 'before', status: 500 } };

describe.each(['auco', 'verifik'] as const)('Unpublishing at %s', (provider) => {
	const published = async () => {
		const workflow = await (provider === 'auco' ? scene.auco(ON_AUCO) : scene.verifik(ON_VERIFIK));
		await workflow.publish();
		return workflow;
	};

	test('that fails says so, and is done when it is asked for again', async () => {
		const before = JSON.stringify(auco().webhooks);
		const workflow = await published();
		scene.sandbox[provider].fail({ ...BROKEN, times: 1 });
		await expect(workflow.unpublish()).rejects.toThrow(/500/);
		await workflow.unpublish();
		expect(JSON.stringify(auco().webhooks)).toBe(before);
		expect(linkedTo(FREE)).toEqual([]);
	});

	test('that succeeded is forgotten: asked for again, it does not matter that nobody answers', async () => {
		const workflow = await published();
		await workflow.unpublish();
		scene.sandbox[provider].fail(BROKEN);
		await workflow.unpublish();
	});
});

describe('A list at Auco', () => {
	test('with a header that became hidden is not written to remove our entry', async () => {
		const workflow = await scene.auco(ON_AUCO);
		await workflow.publish();
		auco().webhooks[1].header!.value = '********';
		const before = structuredClone(auco().webhooks);
		await expect(workflow.unpublish()).rejects.toThrow(/hides the header value of the webhook 'billing'/);
		expect(auco().webhooks).toEqual(before);
	});

	test('that holds our entry twice holds it once after publishing', async () => {
		const workflow = await scene.auco(ON_AUCO);
		await workflow.publish();
		auco().webhooks.push({ ...auco().webhooks[2], id: 'copy' });
		await workflow.publish();
		expect(auco().webhooks.map(({ id }) => id)).toEqual(['default', 'billing', 'n8n']);
	});

	test('keeps an entry of another ID that somebody made with our secret', async () => {
		const workflow = await scene.auco(ON_AUCO);
		await workflow.publish();
		const copy = { ...auco().webhooks[2], id: 'copy', url: 'https://miempresa.com/copy' };
		auco().webhooks.push(copy);
		await workflow.unpublish();
		expect(auco().webhooks).toEqual([DEFAULT, BILLING, copy]);
	});
});

describe('A flow at Verifik', () => {
	test('goes to the latest of those that had it, when several were replaced', async () => {
		const parameters = { ...ON_VERIFIK, projectFlows: [TAKEN], replaceExisting: true };
		const first = await scene.verifik(parameters, { name: 'First' });
		await first.publish();
		const second = await scene.verifik(parameters, { name: 'Second' });
		await second.publish();
		await second.unpublish();
		expect(linkedTo(TAKEN)).toEqual(['n8n: First']);
	});

	test('that is selected twice is registered once', async () => {
		const workflow = await scene.verifik({ ...ON_VERIFIK, projectFlows: [FREE, FREE] });
		await workflow.publish();
		await workflow.publish();
		const writes = verifik().requests.filter(({ method }) => method !== 'GET');
		expect(writes).toMatchObject([{ method: 'POST', body: { link: [FREE] } }]);
	});
});
