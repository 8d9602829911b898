import type { AucoWebhook } from '../../../sandbox/types.mts';
import { engineLogger } from '../../support/engine/encryption.mts';
import { deliver, useScene, type Scene } from '../../support/engine/scene.mts';
import { until } from '../../support/until.mts';

const EVENTS = ['aucoFace.approved', 'aucoFace.blocked'];
const AUTOMATIC = { events: EVENTS, registration: 'automatic', webhookId: 'n8n' };

const scene = useScene();

/** The company's list, with foreign entries whose fields nobody documents. */
const FOREIGN = [
	{
		id: 'default',
		description: '',
		url: 'https://miempresa.com/webhooks/auco',
		header: { key: 'Authorization', value: 'Bearer xxx' },
		legacy: null,
	},
	{ id: 'billing', url: 'https://miempresa.com/webhooks/billing', retries: { most: 3, list: [1, 'two'] } },
	// An older page has no url in its table (docs/providers/auco.md#registering-webhooks).
	{ id: 'legacy', description: 'without an address' },
] as unknown as AucoWebhook[];

beforeEach(() => {
	scene.sandbox.auco.webhooks = structuredClone(FOREIGN);
});

const list = () => scene.sandbox.auco.webhooks;
const writes = () => scene.sandbox.auco.requests.filter(({ method }) => method === 'PUT');

describe('Publishing with automatic registration', () => {
	test('adds one entry and leaves the others as they were, to the letter', async () => {
		const workflow = await scene.auco(AUTOMATIC, { name: 'Onboarding' });
		await workflow.publish();

		expect(JSON.stringify(list().slice(0, 3))).toBe(JSON.stringify(FOREIGN));
		expect(list()).toHaveLength(4);
		expect(list()[3]).toEqual({
			id: 'n8n',
			description: 'n8n workflow: Onboarding',
			url: workflow.url,
			header: { key: 'X-N8n-Webhook-Secret', value: expect.stringMatching(/^[0-9a-f]{64}$/) },
		});
		expect(writes()).toHaveLength(1);
		expect(Object.keys(writes()[0]!.body as object)).toEqual(['webhooks']);
	});

	test('unpublishing gives back the list as it was, to the letter', async () => {
		const workflow = await scene.auco(AUTOMATIC);
		await workflow.publish();
		await workflow.unpublish();
		expect(JSON.stringify(list())).toBe(JSON.stringify(FOREIGN));
	});

	test('puts default first, as Auco demands', async () => {
		scene.sandbox.auco.webhooks = structuredClone(FOREIGN).reverse();
		await (await scene.auco(AUTOMATIC)).publish();
		expect(list().map(({ id }) => id)).toEqual(['default', 'legacy', 'billing', 'n8n']);
	});

	test('writes nothing when all is as it should be', async () => {
		const workflow = await scene.auco(AUTOMATIC);
		await workflow.publish();
		await workflow.publish();
		expect(writes()).toHaveLength(1);
	});

	test('two deliveries know each other by the secret that was registered', async () => {
		const workflow = await scene.auco({ ...AUTOMATIC, confirm: false });
		await workflow.publish();
		const body = { code: 'XXXXXCODE', type: 'veriface', status: 'APPROVED', finish: true };
		const { header } = list()[3]!;
		expect((await deliver(workflow, body)).status).toBe(401);
		expect((await deliver(workflow, body, { headers: { [header!.key]: 'x' } })).status).toBe(401);
		expect((await deliver(workflow, body, { headers: { [header!.key]: header!.value } })).status).toBe(200);
		expect(workflow.starts).toHaveLength(1);
	});

	test('Auco itself gets through to the workflow', async () => {
		const workflow = await scene.auco(AUTOMATIC);
		await workflow.publish();
		const code = await scene.process('1001001010', { targetWebhooks: ['n8n'] });
		scene.sandbox.auco.finishProcess(code, 'APPROVED');
		await scene.sandbox.auco.settled();
		expect(workflow.items).toMatchObject([{ code, event: 'aucoFace.approved', confirmed: true }]);
	});

	test('of workflows that are published together none loses its entry', async () => {
		scene.sandbox.auco.latency = 20;
		const ids = ['one', 'two', 'three', 'four'];
		const workflows = await Promise.all(ids.map((webhookId) => scene.auco({ ...AUTOMATIC, webhookId })));
		await Promise.all(workflows.map((workflow) => workflow.publish()));
		expect(list().map(({ id }) => id)).toEqual(['default', 'billing', 'legacy', ...ids]);

		await Promise.all(workflows.map((workflow) => workflow.unpublish()));
		expect(JSON.stringify(list())).toBe(JSON.stringify(FOREIGN));
	});

	test('what another system overwrites at the same moment is written again', async () => {
		const theirs = [...structuredClone(FOREIGN), { id: 'crm', url: 'https://miempresa.com/crm' }];
		const workflow = await scene.auco(AUTOMATIC);
		const published = workflow.publish();
		await until('the first write', () => writes().length > 0);
		scene.sandbox.auco.webhooks = structuredClone(theirs);
		await published;
		expect(list().map(({ id }) => id)).toEqual(['default', 'billing', 'legacy', 'crm', 'n8n']);
		await workflow.unpublish();
		expect(list()).toEqual(theirs);
	});
});

describe('The own entry', () => {
	test('is found again by its address when static data is gone or the node was renamed', async () => {
		const workflow = await scene.auco(AUTOMATIC);
		await workflow.publish();
		workflow.stored = {};
		await workflow.publish();
		expect(list().map(({ id }) => id)).toEqual(['default', 'billing', 'legacy', 'n8n']);

		workflow.nodeName = 'Another Name';
		await workflow.unpublish();
		expect(JSON.stringify(list())).toBe(JSON.stringify(FOREIGN));
	});

	test('follows a new Webhook ID', async () => {
		const workflow = await scene.auco(AUTOMATIC);
		await workflow.publish();
		workflow.parameters = { ...AUTOMATIC, webhookId: 'kyc' };
		await workflow.publish();
		expect(list().map(({ id }) => id)).toEqual(['default', 'billing', 'legacy', 'kyc']);
	});

	test('follows a new address of n8n', async () => {
		const workflow = await scene.auco(AUTOMATIC);
		await workflow.publish();
		workflow.additionalData.webhookBaseUrl = 'http://127.0.0.1:9/webhook';
		await workflow.publish();
		expect(list().map(({ url }) => url)).toEqual([FOREIGN[0]!.url, FOREIGN[1]!.url, undefined, workflow.url]);
	});

	test('goes when the node was set to manual in the meantime', async () => {
		const workflow = await scene.auco(AUTOMATIC);
		await workflow.publish();
		workflow.parameters = { events: EVENTS, registration: 'manual' };
		await workflow.unpublish();
		expect(JSON.stringify(list())).toBe(JSON.stringify(FOREIGN));
	});

	test('keeps its secret when the workflow is published again', async () => {
		const workflow = await scene.auco(AUTOMATIC);
		await workflow.publish();
		const { value } = list()[3]!.header!;
		await workflow.unpublish();
		await workflow.publish();
		expect(list()[3]!.header!.value).toBe(value);
	});

	test('that never was is removed without complaint, whatever the keys', async () => {
		const keys: Array<Record<string, string>> = [
			{ publicKey: 'puk_other' },
			{ privateKey: 'prk_other' },
			{ publicKey: '' },
		];
		for (const credential of keys) {
			const workflow = await scene.auco(AUTOMATIC, { credential });
			await workflow.unpublish();
		}
	});

	test('removing one that is gone is success', async () => {
		const workflow = await scene.auco(AUTOMATIC);
		await workflow.publish();
		scene.sandbox.auco.webhooks = structuredClone(FOREIGN);
		await workflow.unpublish();
		expect(JSON.stringify(list())).toBe(JSON.stringify(FOREIGN));
	});
});

describe('Entries of others', () => {
	test.each([{}, null, { key: '', value: '' }])(
		'lose the empty header %j, which Auco gives and refuses to take',
		async (header) => {
			list()[1]!.header = header as never;
			const workflow = await scene.auco(AUTOMATIC);
			await workflow.publish();
			expect(JSON.stringify(list().slice(0, 3))).toBe(JSON.stringify(FOREIGN));
			expect(list()).toHaveLength(4);
		},
	);

	test.each(['********', 'Bearer ***', '••••••'])(
		'with the header value %s are not written',
		async (value) => {
			list()[1]!.header = { key: 'Authorization', value };
			const workflow = await scene.auco(AUTOMATIC);
			await expect(workflow.publish()).rejects.toThrow(
				/hides the header value of the webhook 'billing'.*Manual/,
			);
			expect(writes()).toHaveLength(0);
		},
	);

	test('with a header value that only Auco knows keep it', async () => {
		scene.sandbox.auco.maskedHeaders = ['default'];
		const workflow = await scene.auco(AUTOMATIC);
		await expect(workflow.publish()).rejects.toThrow(/'default'.*set 'Registration' to Manual/);
		expect(JSON.stringify(list())).toBe(JSON.stringify(FOREIGN));
	});

	test('whose header is hidden after publishing make unpublishing say so', async () => {
		const workflow = await scene.auco(AUTOMATIC);
		await workflow.publish();
		const published = structuredClone(list());
		scene.sandbox.auco.maskedHeaders = ['default'];
		await expect(workflow.unpublish()).rejects.toThrow(/ask Auco to remove the webhook 'n8n'/);
		expect(list()).toEqual(published);
	});

	test('default stays, even with our address', async () => {
		const workflow = await scene.auco(AUTOMATIC);
		list()[0]!.url = workflow.url;
		const before = structuredClone(list());
		await workflow.publish();
		expect(list().slice(0, 3)).toEqual(before);
		await workflow.unpublish();
		expect(list()).toEqual(before);
	});

	test('stay with our ID at another address', async () => {
		const workflow = await scene.auco(AUTOMATIC);
		await workflow.publish();
		list()[3] = { id: 'n8n', url: 'https://miempresa.com/other' };
		const before = structuredClone(list());
		await workflow.unpublish();
		expect(list()).toEqual(before);
	});

	test('do not show the secrets in their addresses', async () => {
		list()[1]!.url = 'https://user:pass-word@miempresa.com/hook-token?token=query-token';
		const error: Error = await (await scene.auco({ ...AUTOMATIC, webhookId: 'billing' })).publish().then(
			() => new Error('published'),
			(reason: Error) => reason,
		);
		expect(error.message).toContain('belongs to https://miempresa.com:');
		expect(JSON.stringify(error) + error.message).not.toMatch(/pass-word|hook-token|query-token/);
	});
});

describe('A registered entry', () => {
	test('is as it should be when Auco writes the header name in small letters', async () => {
		const workflow = await scene.auco(AUTOMATIC);
		await workflow.publish();
		list()[3]!.header!.key = 'x-n8n-webhook-secret';
		await workflow.publish();
		expect(writes()).toHaveLength(1);
	});

	test('is ours by ID and secret at another address', async () => {
		const workflow = await scene.auco(AUTOMATIC);
		await workflow.publish();
		list()[3]!.url = 'https://proxy.example.com/n8n';
		await workflow.unpublish();
		expect(JSON.stringify(list())).toBe(JSON.stringify(FOREIGN));
	});

	test('has the secret that counts after static data was lost', async () => {
		const workflow = await scene.auco({ ...AUTOMATIC, confirm: false });
		await workflow.publish();
		workflow.stored = {};
		await workflow.publish();
		const { key, value } = list()[3]!.header!;
		const body = { code: 'XXXXXCODE', type: 'veriface', status: 'APPROVED' };
		expect((await deliver(workflow, body, { headers: { [key]: value } })).status).toBe(200);
	});
});

describe('An entry whose secret Auco hides', () => {
	beforeEach(() => {
		scene.sandbox.auco.maskedHeaders = ['n8n'];
	});

	test('is written once, and not again when the workflow is published again', async () => {
		const workflow = await scene.auco(AUTOMATIC);
		await workflow.publish();
		await workflow.publish();
		expect(writes()).toHaveLength(1);
	});

	test('is written once more when n8n has lost the secret', async () => {
		const workflow = await scene.auco(AUTOMATIC);
		await workflow.publish();
		const { value } = list()[3]!.header!;
		workflow.stored = {};
		await workflow.publish();
		await workflow.publish();
		expect(writes()).toHaveLength(2);
		expect(list()).toHaveLength(4);
		expect(list()[3]!.header!.value).not.toBe(value);
	});

	test('is written until Auco has clearly taken it', async () => {
		const workflow = await scene.auco({ ...AUTOMATIC, confirm: false });
		await workflow.publish();
		workflow.stored = {};
		scene.sandbox.auco.fail({
			fault: { kind: 'status', when: 'before', status: 500 },
			method: 'PUT',
			times: 1,
		});
		await workflow.publish();
		expect(writes()).toHaveLength(3);
		const { key, value } = list()[3]!.header!;
		const body = { code: 'XXXXXCODE', type: 'veriface', status: 'APPROVED' };
		expect((await deliver(workflow, body, { headers: { [key]: value } })).status).toBe(200);
	});

	test('goes when the workflow is unpublished', async () => {
		const workflow = await scene.auco(AUTOMATIC);
		await workflow.publish();
		await workflow.unpublish();
		expect(JSON.stringify(list())).toBe(JSON.stringify(FOREIGN));
	});
});

describe('Listening for a test event', () => {
	test('has an entry of its own beside the published one', async () => {
		const workflow = await scene.auco(AUTOMATIC);
		await workflow.publish();
		const published = structuredClone(list());
		await workflow.listen();
		expect(list().slice(0, 4)).toEqual(published);
		expect(list()[4]).toMatchObject({ id: 'n8n-test', url: workflow.testUrl });

		await workflow.stopListening();
		expect(list()).toEqual(published);
	});

	test('takes the same event again and again', async () => {
		const workflow = await scene.auco({ ...AUTOMATIC, confirm: false });
		const body = { code: 'XXXXXCODE', type: 'veriface', status: 'APPROVED' };
		for (let time = 1; time <= 2; time++) {
			await workflow.listen();
			const { key, value } = list()[3]!.header!;
			await deliver(workflow, body, { isTest: true, headers: { [key]: value } });
		}
		expect(workflow.starts).toHaveLength(2);
		expect(JSON.stringify(list())).toBe(JSON.stringify(FOREIGN));
	});
});

describe('A publication that fails', () => {
	/** n8n tries five times; nothing may be left of any of them. */
	async function failing(workflow: Awaited<ReturnType<Scene['auco']>>): Promise<string> {
		const messages = new Set<string>();
		for (let round = 1; round <= 5; round++) {
			await workflow.publish().catch((error: Error) => messages.add(error.message));
		}
		expect(messages.size).toBe(1);
		return [...messages][0]!;
	}

	test('says what to do about an ID that another webhook has', async () => {
		const message = await failing(await scene.auco({ ...AUTOMATIC, webhookId: 'billing' }));
		expect(message).toContain("webhook with the ID 'billing' that belongs to https://miempresa.com:");
		expect(message).toContain("enter another 'Webhook ID'");
		expect(JSON.stringify(list())).toBe(JSON.stringify(FOREIGN));
	});

	test('does not take default, which could not be given back', async () => {
		const message = await failing(await scene.auco({ ...AUTOMATIC, webhookId: 'default' }));
		expect(message).toContain('enter another one such as n8n');
		expect(writes()).toHaveLength(0);
	});

	test('says what to do when the company has no default yet', async () => {
		scene.sandbox.auco.webhooks = [];
		const message = await failing(await scene.auco(AUTOMATIC));
		expect(message).toContain("no webhook 'default'");
		expect(message).toContain('developer options');
		expect(writes()).toHaveLength(0);
	});

	test.each(['http://localhost:5678', 'https://10.0.0.5', 'https://n8n.local'])(
		'gives no address such as %s to a provider on the internet',
		async (publicUrl) => {
			const workflow = await scene.auco(AUTOMATIC, { publicUrl, credential: { environment: 'stage' } });
			const message = await failing(workflow);
			expect(message).toContain('WEBHOOK_URL');
			expect(message).toContain(publicUrl);
		},
	);

	test('shows a wrong key as such', async () => {
		const message = await failing(await scene.auco(AUTOMATIC, { credential: { privateKey: 'prk_other' } }));
		expect(message).toMatch(/^Auco did not accept the key/);
		expect(message).toContain('Open the Auco credential');
		expect(JSON.stringify(list())).toBe(JSON.stringify(FOREIGN));
	});

	test('names swapped keys before anything is sent', async () => {
		const { publicKey, privateKey } = scene.sandbox.auco.credential;
		const swapped = { publicKey: privateKey!, privateKey: publicKey! };
		expect(await failing(await scene.auco(AUTOMATIC, { credential: swapped }))).toContain('swapped');
		expect(scene.sandbox.auco.requests).toHaveLength(0);
	});

	test('does not show the secret that Auco repeats in its reason', async () => {
		const workflow = await scene.auco(AUTOMATIC);
		await workflow.publish();
		const { value } = list()[3]!.header!;
		await workflow.unpublish();
		const body = { message: `header ${value} is not accepted` };
		scene.sandbox.auco.fail({ method: 'PUT', fault: { kind: 'status', when: 'before', status: 400, body } });
		const message = await failing(workflow);
		expect(message).toContain('is not accepted');
		expect(message).not.toContain(value);
	});

	test("shows Auco's own reason", async () => {
		scene.sandbox.auco.fail({
			method: 'PUT',
			fault: { kind: 'status', when: 'before', status: 400, body: { message: 'LIMIT_REACHED' } },
		});
		expect(await failing(await scene.auco(AUTOMATIC))).toContain('LIMIT_REACHED');
		expect(JSON.stringify(list())).toBe(JSON.stringify(FOREIGN));
	});

	test('leaves nothing behind when the write was carried out and answered with an error', async () => {
		scene.sandbox.auco.fail({
			method: 'PUT',
			at: [1, 2, 3, 4, 5, 6],
			fault: { kind: 'status', when: 'after', status: 500 },
		});
		const workflow = await scene.auco(AUTOMATIC);
		await workflow.publish();
		expect(list()).toHaveLength(4);
		await workflow.unpublish();
		expect(JSON.stringify(list())).toBe(JSON.stringify(FOREIGN));
	});

	test.each([
		[{ ...AUTOMATIC, events: [] }, 'select at least one'],
		[{ ...AUTOMATIC, events: ['aucoFace.started'] }, "no event 'aucoFace.started'"],
		[{ ...AUTOMATIC, webhookId: ' ' }, "'Webhook ID' is empty"],
	])('looks at the settings first: %j', async (parameters, expected) => {
		expect(await failing(await scene.auco(parameters))).toContain(expected);
		expect(writes()).toHaveLength(0);
	});
});

describe('Publishing with manual registration', () => {
	const MANUAL = { events: EVENTS };

	test('sends nothing', async () => {
		const workflow = await scene.auco(MANUAL);
		await workflow.publish();
		await workflow.unpublish();
		expect(scene.sandbox.auco.requests).toHaveLength(0);
	});

	test.each<Record<string, string>>([{ webhookSecret: '' }, { webhookHeaderName: ' ' }])(
		'is refused without header and secret: %j',
		async (credential) => {
			const workflow = await scene.auco(MANUAL, { credential });
			await expect(workflow.publish()).rejects.toThrow(/'Webhook Header Name' and 'Webhook Secret'/);
		},
	);

	describe.each([
		['https://n8n.example.com', true],
		['https://n8n.local', false],
		['http://n8n.example.com', false],
	])('at %s', (publicUrl, isPublic) => {
		test('offers the automatic one in the refusal where that is possible', async () => {
			const workflow = await scene.auco(MANUAL, { publicUrl, credential: { webhookSecret: '' } });
			const message = await workflow.publish().then(String, String);
			expect(message).toContain("'Webhook Header Name' and 'Webhook Secret'");
			expect(message.includes("'Registration' can be set to Automatic")).toBe(isPublic);
		});

		test('offers the automatic one in the log where that is possible', async () => {
			const info = jest.spyOn(engineLogger(), 'info').mockImplementation(() => undefined);
			await (await scene.auco(MANUAL, { publicUrl })).publish();
			const lines = JSON.stringify(info.mock.calls);
			info.mockRestore();
			expect(lines.includes("'Registration' can be set to Automatic")).toBe(isPublic);
		});
	});

	test.each<[Record<string, string>, RegExp]>([
		[{ webhookHeaderName: 'X Secret' }, /not the name of a header/],
		[{ webhookHeaderName: 'X-Secret:' }, /not the name of a header/],
		[{ webhookHeaderName: 'Content-Length' }, /needed for the delivery itself/],
		[{ webhookHeaderName: 'host' }, /needed for the delivery itself/],
		[{ webhookSecret: 'señal-0123456789-abc' }, /no header can carry/],
		[{ webhookSecret: 'one-line-of-two\nand-the-other' }, /no header can carry/],
		[{ webhookSecret: 'fifteen-letters' }, /at least 16 characters/],
	])('says why %j cannot be used', async (credential, reason) => {
		const error: Error = await (await scene.auco(MANUAL, { credential })).publish().then(
			() => new Error('published'),
			(refusal: Error) => refusal,
		);
		expect(error.message).toMatch(reason);
		if (credential.webhookSecret) expect(error.message).not.toContain(credential.webhookSecret);
	});

	test('needs no event when it only resumes', async () => {
		await (await scene.auco({ events: [], options: { resumeWaitingExecutions: true } })).publish();
	});

	test('takes a secret with blanks and line ends around it', async () => {
		const credential = { webhookSecret: ' S3cret-0123456789 \n' };
		const workflow = await scene.auco({ ...MANUAL, confirm: false }, { credential });
		await workflow.publish();
		const body = { code: 'XXXXXCODE', type: 'veriface', status: 'APPROVED' };
		expect((await scene.toAuco(workflow, body, { secret: 'S3cret-0123456789' })).status).toBe(200);
	});

	test('goes without a secret only when that is allowed and Auco is asked', async () => {
		const credential = { webhookSecret: '' };
		const options = { allowUnauthenticated: true };
		await (await scene.auco({ ...MANUAL, options }, { credential })).publish();
		const unasked = await scene.auco({ ...MANUAL, options, confirm: false }, { credential });
		await expect(unasked.publish()).rejects.toThrow(/turn on 'Confirm'/);
	});
});
