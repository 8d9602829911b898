import { deliver, useScene } from '../../support/engine/scene.mts';

/** A flow without a webhook, another one, and one that has a webhook at birth (sandbox/README.md). */
const FREE = 'flow_123456789';
const ALSO_FREE = '6799d2a1f3b4c5d6e7f80001';
const TAKEN = '6799d2a1f3b4c5d6e7f80002';

const AUTOMATIC = {
	events: ['biometric_validation_validated', 'biometric_validation_failed'],
	registration: 'automatic',
	project: { __rl: true, mode: 'list', value: 'project_123456789' },
	projectFlows: [FREE],
};

const scene = useScene();

const webhooks = () => scene.sandbox.verifik.webhooks;
/** The webhooks without the moment of their last change, which Verifik writes itself. */
const lasting = () => webhooks().map(({ updatedAt: _, ...webhook }) => webhook);
const own = () => webhooks().filter(({ name }) => String(name).startsWith('n8n'));

describe('Publishing with automatic registration', () => {
	test('creates a webhook with a secret in its address, linked to the flows', async () => {
		const workflow = await scene.verifik(
			{ ...AUTOMATIC, projectFlows: [FREE, ALSO_FREE] },
			{ name: 'A workflow with a very long name that does not fit' },
		);
		await workflow.publish();
		expect(own()).toMatchObject([
			{
				name: 'n8n: A workflow with a very long name th',
				isActive: true,
				projectFlow: [FREE, ALSO_FREE],
				url: expect.stringMatching(/\?secret=[0-9a-f]{64}$/),
			},
		]);
		expect(String(own()[0]!.url).startsWith(`${workflow.url}?`)).toBe(true);
	});

	test('Verifik itself gets through to the workflow, and nobody else', async () => {
		const workflow = await scene.verifik(AUTOMATIC);
		await workflow.publish();
		const id = await scene.validation();
		scene.sandbox.verifik.finishValidation(id, 'validated');
		await scene.sandbox.verifik.settled();
		expect(workflow.items).toMatchObject([
			{ event: 'biometric_validation_validated', id, status: 'validated', confirmed: true },
		]);
		const body = { type: 'login_biometric_validation_validated', object: { _id: id } };
		expect((await deliver(workflow, body)).status).toBe(401);
		expect((await deliver(workflow, body, { query: 'secret=x' })).status).toBe(401);
	});

	test('without its secret no delivery is believed', async () => {
		const workflow = await scene.verifik({ ...AUTOMATIC, confirm: false });
		await workflow.publish();
		workflow.stored = {};
		const id = await scene.validation();
		const body = { type: 'login_biometric_validation_validated', object: { _id: id } };
		for (const query of ['', 'secret=', 'secret=undefined', 'secret=null']) {
			expect((await deliver(workflow, body, { query })).status).toBe(401);
		}
		expect(workflow.starts).toHaveLength(0);
	});

	test('unpublishing leaves everything as it was', async () => {
		const before = lasting();
		const workflow = await scene.verifik(AUTOMATIC);
		await workflow.publish();
		await workflow.unpublish();
		expect(lasting()).toEqual(before);
	});

	test('creates nothing when all is as it should be', async () => {
		const workflow = await scene.verifik(AUTOMATIC);
		await workflow.publish();
		await workflow.publish();
		const { requests } = scene.sandbox.verifik;
		expect(requests.filter(({ method }) => method !== 'GET')).toHaveLength(1);
	});

	test('creates it anew when it was switched off, linked otherwise or removed at Verifik', async () => {
		const workflow = await scene.verifik(AUTOMATIC);
		await workflow.publish();
		for (const change of [{ isActive: false }, { projectFlow: [] }]) {
			Object.assign(own()[0]!, change);
			await workflow.publish();
			expect(own()).toMatchObject([{ isActive: true, projectFlow: [FREE] }]);
		}
		scene.sandbox.verifik.webhooks = [];
		await workflow.publish();
		expect(own()).toHaveLength(1);
	});

	test.each(['nested', 'flat', 'top'] as const)('understands replies in the shape %s', async (shape) => {
		scene.sandbox.verifik.shape = shape;
		const before = lasting();
		const workflow = await scene.verifik({ ...AUTOMATIC, projectFlows: [TAKEN], replaceExisting: true });
		await workflow.publish();
		await workflow.publish();
		expect(own()).toMatchObject([{ projectFlow: [TAKEN] }]);
		// Everything has to be found in the replies again.
		workflow.stored = {};
		await workflow.unpublish();
		expect(lasting()).toEqual(before);
	});
});

describe('A flow that already has a webhook', () => {
	test('is refused by name', async () => {
		const before = lasting();
		const workflow = await scene.verifik({ ...AUTOMATIC, projectFlows: [FREE, TAKEN] });
		await expect(workflow.publish()).rejects.toThrow(
			/flow 6799d2a1f3b4c5d6e7f80002 already has the webhook 'Postman sample' .*'Replace Existing'/,
		);
		expect(lasting()).toEqual(before);
	});

	test('is taken on request, and given back', async () => {
		const before = lasting();
		const workflow = await scene.verifik({
			...AUTOMATIC,
			projectFlows: [FREE, TAKEN],
			replaceExisting: true,
		});
		await workflow.publish();
		expect(webhooks()).toMatchObject([
			{ name: 'Postman sample', projectFlow: [] },
			{ projectFlow: [FREE, TAKEN] },
		]);
		await workflow.unpublish();
		expect(lasting()).toEqual(before);
	});

	test('and others that have one, too, are all given back', async () => {
		const others = [
			{ _id: 'second', name: 'Second', url: 'https://example.com/second', projectFlow: [FREE, ALSO_FREE] },
			{ _id: 'third', name: 'Third', url: 'https://example.com/third', projectFlow: ['flow_of_nobody'] },
		];
		webhooks().push(...others);
		const before = lasting();
		const workflow = await scene.verifik({
			...AUTOMATIC,
			projectFlows: [TAKEN, FREE, ALSO_FREE],
			replaceExisting: true,
		});
		await workflow.publish();
		expect(own()).toMatchObject([{ projectFlow: [TAKEN, FREE, ALSO_FREE] }]);
		expect(webhooks().slice(0, 3)).toMatchObject([
			{ projectFlow: [] },
			{ projectFlow: [] },
			{ projectFlow: ['flow_of_nobody'] },
		]);
		await workflow.unpublish();
		expect(lasting()).toEqual(before);
	});

	test('is refused with too many others, before anything is replaced', async () => {
		const workflow = await scene.verifik({ ...AUTOMATIC, projectFlows: [TAKEN], replaceExisting: true });
		const taken = webhooks().find(({ name }) => name === 'Postman sample')!;
		const record = Array.from({ length: 8 }, (_, index) => `${TAKEN}=6799d2a1f3b4c5d6e7f9000${index}`);
		taken.description = `Of another workflow. Puts back: ${record.join(',')}`;
		const before = lasting();
		await expect(workflow.publish()).rejects.toThrow(/select fewer flows/);
		expect(lasting()).toEqual(before);
	});

	test('is given back too when publishing fails after the webhook was created', async () => {
		const before = lasting();
		scene.sandbox.verifik.fail({ method: 'POST', fault: { kind: 'status', when: 'after', status: 500 } });
		const workflow = await scene.verifik({ ...AUTOMATIC, projectFlows: [TAKEN], replaceExisting: true });
		for (let round = 1; round <= 5; round++) await expect(workflow.publish()).rejects.toThrow(/500/);
		expect(lasting()).toEqual(before);
	});

	test('is given back when n8n has lost its own data', async () => {
		const before = lasting();
		const workflow = await scene.verifik({ ...AUTOMATIC, projectFlows: [TAKEN], replaceExisting: true });
		await workflow.publish();
		workflow.stored = {};
		await workflow.unpublish();
		expect(lasting()).toEqual(before);
	});

	test.each(['publish', 'unpublish'] as const)(
		'is given back when n8n has lost its own data and the first tries to %s fail',
		async (method) => {
			const before = lasting();
			const workflow = await scene.verifik({ ...AUTOMATIC, projectFlows: [TAKEN], replaceExisting: true });
			await workflow.publish();
			workflow.stored = {};
			const fault = { kind: 'status', when: 'before', status: 503 } as const;
			scene.sandbox.verifik.fail({ method: 'PUT', times: 2, fault });
			for (let round = 1; round <= 3; round++) await workflow[method]().catch(() => undefined);
			await workflow.unpublish();
			expect(lasting()).toEqual(before);
		},
	);

	test.each(['first', 'second'])('is given back by whoever of two workflows goes last (%s)', async (last) => {
		const before = lasting();
		const parameters = { ...AUTOMATIC, projectFlows: [TAKEN], replaceExisting: true };
		const [first, second] = [await scene.verifik(parameters), await scene.verifik(parameters)];
		await first.publish();
		await second.publish();
		const order = last === 'first' ? [second, first] : [first, second];
		for (const workflow of order) await workflow.unpublish();
		expect(lasting()).toEqual(before);
	});

	test('stays with whoever took it in the meantime', async () => {
		const workflow = await scene.verifik({ ...AUTOMATIC, projectFlows: [TAKEN], replaceExisting: true });
		await workflow.publish();
		own()[0]!.projectFlow = [];
		const third = { _id: 'third', name: 'Third', url: 'https://example.com/third', projectFlow: [TAKEN] };
		webhooks().push(third);
		await workflow.unpublish();
		expect(webhooks()).toMatchObject([{ name: 'Postman sample', projectFlow: [] }, third]);
	});

	test('of two workflows that want the same flow at once one is refused', async () => {
		scene.sandbox.verifik.latency = 20;
		const workflows = await Promise.all([scene.verifik(AUTOMATIC), scene.verifik(AUTOMATIC)]);
		const results = await Promise.allSettled(workflows.map((workflow) => workflow.publish()));
		expect(results.map(({ status }) => status).sort()).toEqual(['fulfilled', 'rejected']);
		expect(own()).toHaveLength(1);
	});
});

describe('The own webhook', () => {
	test('is found again by its address when static data is gone or the node was renamed', async () => {
		const before = lasting();
		const workflow = await scene.verifik(AUTOMATIC);
		await workflow.publish();
		workflow.stored = {};
		await workflow.publish();
		expect(own()).toHaveLength(1);
		workflow.nodeName = 'Another Name';
		await workflow.unpublish();
		expect(lasting()).toEqual(before);
	});

	test('that is gone already is removed without complaint', async () => {
		const workflow = await scene.verifik(AUTOMATIC);
		await workflow.publish();
		scene.sandbox.verifik.webhooks = [];
		await workflow.unpublish();
	});
});

describe('Nothing registered', () => {
	test('is removed without complaint, whatever the token', async () => {
		for (const accessToken of ['INVALID_TOKEN', 'EXPIRED_TOKEN', '']) {
			const workflow = await scene.verifik(AUTOMATIC, { credential: { accessToken } });
			await workflow.unpublish();
		}
	});
});

describe('A webhook of others', () => {
	test('stays when it has our ID and another address', async () => {
		const workflow = await scene.verifik(AUTOMATIC);
		await workflow.publish();
		own()[0]!.url = 'https://example.com/x';
		const before = lasting();
		await workflow.unpublish();
		expect(lasting()).toEqual(before);
	});

	test('does not show the secrets in its address', async () => {
		const taken = webhooks().find(({ name }) => name === 'Postman sample')!;
		taken.url = 'https://user:pass-word@example.com/hook-token?token=query-token';
		const workflow = await scene.verifik({ ...AUTOMATIC, projectFlows: [TAKEN] });
		const error: Error = await workflow.publish().then(
			() => new Error('published'),
			(reason: Error) => reason,
		);
		expect(error.message).toContain('(https://example.com)');
		expect(JSON.stringify(error) + error.message).not.toMatch(/pass-word|hook-token|query-token/);
	});
});

describe('Listening for a test event', () => {
	test('does not take the flow from the published workflow', async () => {
		const workflow = await scene.verifik({ ...AUTOMATIC, replaceExisting: true });
		await workflow.publish();
		const published = structuredClone(own());
		await expect(workflow.listen()).rejects.toThrow(/choose a flow without a webhook for testing/);
		expect(own()).toEqual(published);
	});

	test('registers under a name of its own for a free flow, and goes without a trace', async () => {
		const before = lasting();
		const workflow = await scene.verifik(AUTOMATIC);
		await workflow.listen();
		expect(own()).toMatchObject([{ name: 'n8n test: Workflow of a test', projectFlow: [FREE] }]);
		await workflow.stopListening();
		expect(lasting()).toEqual(before);
	});
});

describe('A publication that fails', () => {
	test.each([
		[{ accessToken: 'EXPIRED_TOKEN' }, /Access Token has expired.*copy a new token/],
		[{ accessToken: 'NO_ACCESS_TOKEN' }, /no access.*belongs to the account/],
	])('says what to do about %j', async (credential, expected) => {
		const workflow = await scene.verifik(AUTOMATIC, { credential });
		await expect(workflow.publish()).rejects.toThrow(expected);
	});

	test.each([
		[{ ...AUTOMATIC, projectFlows: [] }, /'Project Flows': select/],
		[{ ...AUTOMATIC, projectFlows: ['flow_unknown'] }, /no flow flow_unknown/],
		[{ ...AUTOMATIC, events: [] }, /select at least one/],
	])('says what to do about %j', async (parameters, expected) => {
		const workflow = await scene.verifik(parameters);
		await expect(workflow.publish()).rejects.toThrow(expected);
		expect(own()).toHaveLength(0);
	});

	test('gives no local address to a provider on the internet', async () => {
		const workflow = await scene.verifik(AUTOMATIC, { credential: { baseUrl: 'https://api.verifik.co' } });
		await expect(workflow.publish()).rejects.toThrow(/WEBHOOK_URL/);
	});
});

describe('Publishing with manual registration', () => {
	const EVENTS = ['biometric_validation_validated'];
	const none = { credential: { webhookSecret: '' } };

	test('sends nothing, with a secret and without', async () => {
		await (await scene.verifik({ events: EVENTS })).publish();
		await (await scene.verifik({ events: EVENTS }, none)).publish();
		expect(scene.sandbox.verifik.requests).toHaveLength(0);
	});

	test.each([
		['correct+horse+battery', /characters that a URL changes/],
		['fifteen-letters', /at least 16 characters/],
	])('says why the secret %s cannot be used', async (webhookSecret, reason) => {
		const workflow = await scene.verifik({ events: EVENTS }, { credential: { webhookSecret } });
		await expect(workflow.publish()).rejects.toThrow(reason);
	});

	test('needs a secret for what Verifik is not or cannot be asked about', async () => {
		const unasked = await scene.verifik({ events: EVENTS, confirm: false }, none);
		await expect(unasked.publish()).rejects.toThrow(/turn on 'Confirm'/);
		const unanswerable = await scene.verifik({ events: ['fleet_alert_custom'] }, none);
		await expect(unanswerable.publish()).rejects.toThrow(
			/'Fleet Alert Custom'.*start nothing without a secret: .*\?secret=/,
		);
	});
});
