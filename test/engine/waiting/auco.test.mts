import { startSandbox } from '../../../sandbox/sandbox.mts';
import type { AucoSandbox, Sandbox } from '../../../sandbox/types.mts';
import { useClock } from '../../support/clock.mts';
import { addressSeal } from '../../../nodes/common/wait/resumeThisExecution.ts';
import { PROCESS } from '../../support/documented.mts';
import { Engine, type WorkflowRequest } from '../../support/engine/engine.mts';
import { StoredExecution } from '../../support/engine/storedExecution.mts';

const clock = useClock();

let engine: Engine;
let sandbox: Sandbox;
let auco: AucoSandbox;
let executions: StoredExecution[] = [];

beforeAll(async () => {
	[engine, sandbox] = await Promise.all([Engine.start(), startSandbox()]);
	({ auco } = sandbox);
});

beforeEach(() => {
	// A suspended node asks once more after a while.
	clock.standStill();
	auco.reset();
	auco.advances = false;
});

afterEach(async () => {
	await Promise.all(executions.map(async (execution) => await execution.stop()));
	executions = [];
});

afterAll(async () => await sandbox.stop());

const CREATE = { resource: 'process', operation: 'create', ...PROCESS };

async function execution(
	parameters: object,
	items: WorkflowRequest['items'] = [{ json: {} }],
): Promise<StoredExecution> {
	const stored = await StoredExecution.create(engine, {
		node: 'aucoFace',
		parameters: { ...parameters },
		items,
		credentials: { aucoApi: auco.credential },
	});
	executions.push(stored);
	return stored;
}

/** A process, and an execution that is about to wait for it. */
async function processAndWait(parameters = {}): Promise<{ code: string; waiting: StoredExecution }> {
	const { json } = await (await execution(CREATE)).run();
	const code = String(json[0].code);
	const wait = { resource: 'process', operation: 'waitForResult', code: '={{ $json.code }}' };
	const waiting = await execution({ ...wait, resumeOn: 'aucoTrigger', ...parameters }, [{ json: { code } }]);
	// What 'Resume This Execution' puts there.
	auco.patch(code, { custom: { n8nResume: seal.close(waiting.resumeUrl) } });
	return { code, waiting };
}

const seal = addressSeal('prk_xxx');

describe('Create with Resume This Execution', () => {
	const create = (additionalFields = {}): object => ({
		...CREATE,
		additionalFields,
		options: { resumeThisExecution: true },
	});

	/** The company's webhooks, beside the default one. */
	function registered(...webhooks: Array<{ id: string; url: string }>): void {
		auco.webhooks = [auco.webhooks[0], ...webhooks];
	}

	const ownWebhook = (creating: StoredExecution, id = 'n8n') => ({
		id,
		url: `${creating.baseUrl}/webhook/0b1c/webhook`,
	});

	test('puts the sealed resume URL into custom, and names the webhook of this n8n', async () => {
		const creating = await execution(create(), [{ json: {} }, { json: {} }]);
		registered(ownWebhook(creating));
		const { status } = await creating.run();
		expect(status).toBe('success');
		expect(auco.creations).toHaveLength(2);
		for (const { body } of auco.creations) {
			expect(body.targetWebhooks).toEqual(['n8n']);
			expect(body.custom).toEqual({ n8nResume: expect.stringMatching(/^[\w-]{60,}$/) });
			expect(seal.open((body.custom as { n8nResume: string }).n8nResume)).toBe(creating.resumeUrl);
		}
		// Once per run, however many items there are.
		expect(auco.requests.filter(({ path }) => path.endsWith('/company'))).toHaveLength(1);
	});

	test('beside what the person put there', async () => {
		const creating = await execution(
			create({
				custom: '{"reference":"RF-XXXXXXX"}',
				customFields: { values: [{ key: 'branch', value: '12' }] },
				targetWebhooks: ['billing'],
			}),
		);
		registered(ownWebhook(creating));
		await creating.run();
		expect(auco.creations[0].body).toMatchObject({
			targetWebhooks: ['billing', 'n8n'],
			custom: { reference: 'RF-XXXXXXX', branch: '12', n8nResume: expect.any(String) },
		});
	});

	test('keeps the choice of the person where several webhooks lead to this n8n', async () => {
		const creating = await execution(create({ targetWebhooks: 'n8n-two' }));
		registered(ownWebhook(creating, 'n8n'), ownWebhook(creating, 'n8n-two'));
		await creating.run();
		expect(auco.creations[0].body.targetWebhooks).toEqual(['n8n-two']);
	});

	test.each([
		[
			'no webhook leads to this n8n',
			() => [],
			/no webhook at Auco leads to this n8n: publish .*Auco Trigger/,
		],
		[
			'only the one of a test does',
			(url: string) => [{ id: 'n8n-test', url: `${url}/webhook-test/0b1c/webhook` }],
			/no webhook at Auco leads to this n8n/,
		],
		[
			'only one of another n8n is there',
			() => [{ id: 'n8n', url: 'https://n8n.example.com/webhook/0b1c/webhook' }],
			/no webhook at Auco leads to this n8n/,
		],
		[
			'several do and none is chosen',
			(url: string) => ['one', 'two'].map((id) => ({ id, url: `${url}/webhook/${id}/webhook` })),
			/needs 'Target Webhook Names or IDs', .* \(one, two\)/,
		],
	])('refuses before anything is created when %s', async (_, webhooks, message) => {
		const creating = await execution(create());
		registered(...webhooks(creating.baseUrl));
		const { error } = await creating.run();
		expect(error?.message).toMatch(message);
		expect(error?.description).toContain('Nothing was sent');
		expect(auco.creations).toHaveLength(0);
	});

	test('refuses when the webhooks cannot be read', async () => {
		auco.fail({ method: 'GET', fault: { kind: 'status', when: 'before', status: 401 } });
		const { error } = await (await execution(create())).run();
		expect(error?.message).toContain('the webhooks of your company at Auco could not be read');
		expect(auco.creations).toHaveLength(0);
	});

	test('refuses a key of that name in custom before anything is sent', async () => {
		const creating = await execution(create({ custom: '{"n8nResume":"https://example.com"}' }));
		registered(ownWebhook(creating));
		const { error } = await creating.run();
		expect(error?.message).toContain("'Custom (JSON)' must not contain the key n8nResume");
		expect(auco.creations).toHaveLength(0);
	});

	test('shows no resume URL in a check', async () => {
		const parameters = { ...create(), options: { resumeThisExecution: true, checkOnly: true } };
		const creating = await execution(parameters);
		registered(ownWebhook(creating));
		const { json, status } = await creating.run();
		expect(status).toBe('success');
		expect(JSON.stringify(json)).not.toContain('signature');
		expect(auco.creations).toHaveLength(0);
	});
});

describe('A suspended wait', () => {
	test('gives a finished process at once', async () => {
		const { code, waiting } = await processAndWait();
		auco.patch(code, { status: 'APPROVED' });
		const { status, json } = await waiting.run();
		expect(status).toBe('success');
		expect(json).toMatchObject([{ code, status: 'APPROVED', finished: true }]);
	});

	test('is resumed by the trigger with the result that the API gives', async () => {
		const { code, waiting } = await processAndWait();
		expect((await waiting.run()).status).toBe('waiting');
		auco.patch(code, { status: 'APPROVED' });
		expect(await waiting.callback({ code })).toEqual({ status: 200, body: { resumed: true } });
		expect((await waiting.resumed).json).toMatchObject([{ code, status: 'APPROVED', finished: true }]);
	});

	test.each(['INPROGRESS', 'SOMETHING_NEW'])('waits on while the API says %s', async (status) => {
		const { code, waiting } = await processAndWait();
		await waiting.run();
		auco.patch(code, { status });
		expect(await waiting.callback({ code, status: 'APPROVED', finish: true })).toEqual({
			status: 200,
			body: { waiting: true },
		});
		expect(waiting.isWaiting).toBe(true);
	});

	test('takes no notice of another process', async () => {
		const { code, waiting } = await processAndWait();
		await waiting.run();
		auco.patch(code, { status: 'APPROVED' });
		const foreign = await waiting.callback({ code: 'JPJD42IDWP3Z6RXA' });
		expect(foreign).toEqual({ status: 200, body: { ignored: true } });
		expect(waiting.isWaiting).toBe(true);
	});

	test('gives the raw process with its code when not simplified', async () => {
		const { code, waiting } = await processAndWait({ simplify: false });
		await waiting.run();
		auco.patch(code, { status: 'BLOCKED' });
		await waiting.callback({ code });
		const { json } = await waiting.resumed;
		expect(json).toMatchObject([{ code, status: 'BLOCKED', platform: 'whatsapp' }]);
	});

	test('is refused for a process that reports to another execution', async () => {
		const { code, waiting } = await processAndWait();
		auco.patch(code, {
			custom: { n8nResume: seal.close(waiting.resumeUrl.replace('/42/', '/41/')) },
		});
		const { status, error } = await waiting.run(1, undefined, 'webhook');
		expect(status).toBe('error');
		expect(error?.message).toContain(`${code} reports to another execution`);
		expect(error?.description).toContain('Polling');
	});

	test.each([
		['created without the option', undefined, "was not created with 'Resume This Execution'"],
		['sealed with other keys', 'prk_other', 'was created with other keys of Auco'],
	])('is refused for a process %s, with advice', async (_, key, words) => {
		const { code, waiting } = await processAndWait();
		auco.patch(code, { custom: key && { n8nResume: addressSeal(key).close(waiting.resumeUrl) } });
		const { error } = await waiting.run(1, undefined, 'webhook');
		expect(error?.message).toContain(`${code} ${words}`);
		expect(error?.description).toContain('Polling');
	});

	test('asks for the whole workflow when only the node is executed, and shows what is finished', async () => {
		const { code, waiting } = await processAndWait();
		auco.patch(code, { custom: undefined });
		expect((await waiting.run()).error?.message).toContain('Execute the whole workflow');
		auco.patch(code, { status: 'APPROVED' });
		expect((await waiting.run()).json).toMatchObject([{ code, status: 'APPROVED' }]);
	});

	test('waits no longer than the process can live', async () => {
		const { code, waiting } = await processAndWait();
		auco.patch(code, { expiredDate: new Date(Date.now() + 4 * 86_400_000).toISOString() });
		await waiting.run();
		expect(waiting.waitTill.getTime() - Date.now()).toBe(4 * 86_400_000 + 600_000);
	});

	test('waits on while a person is blocked, when a manual decision is awaited', async () => {
		const { code, waiting } = await processAndWait({ awaitManualDecision: true });
		auco.patch(code, { status: 'BLOCKED' });
		expect((await waiting.run()).status).toBe('waiting');
		// Auco need not deliver again what is as it said.
		expect(await waiting.callback({ code })).toEqual({ status: 200, body: { noted: true } });
		expect(waiting.isWaiting).toBe(true);
		auco.patch(code, { status: 'VALIDATED' });
		expect(await waiting.callback({ code })).toEqual({ status: 200, body: { resumed: true } });
		expect((await waiting.resumed).json).toMatchObject([{ code, status: 'VALIDATED' }]);
	});

	test('gives its input on when the time is up', async () => {
		const { code, waiting } = await processAndWait({ maxWait: 30, maxWaitUnit: 'minutes' });
		await waiting.run();
		expect((await waiting.expire()).json).toEqual([{ code }]);
	});

	test('that an earlier version has suspended goes on', async () => {
		const { code, waiting } = await processAndWait({ simplify: false });
		await waiting.run();
		waiting.amend(({ executionData }) => delete executionData!.contextData['node:Under Test'].awaiting);
		auco.patch(code, { status: 'APPROVED', custom: { resumeUrl: waiting.plainResumeUrl } });
		expect(await waiting.callback({ code }, waiting.plainResumeUrl)).toMatchObject({ status: 200 });
		const { json } = await waiting.resumed;
		expect(json).toMatchObject([{ code, status: 'APPROVED', platform: 'whatsapp' }]);
		expect(JSON.stringify(json)).not.toMatch(/signature=\w/);
	});
});
