import { startSandbox } from '../../../sandbox/sandbox.mts';
import type { Sandbox, VerifikSandbox } from '../../../sandbox/types.mts';
import { useClock } from '../../support/clock.mts';
import { VALIDATION_FIELDS } from '../../support/documented.mts';
import { Engine, type WorkflowRequest } from '../../support/engine/engine.mts';
import { StoredExecution } from '../../support/engine/storedExecution.mts';
import { until } from '../../support/until.mts';

const clock = useClock();

let engine: Engine;
let sandbox: Sandbox;
let verifik: VerifikSandbox;
let executions: StoredExecution[] = [];

beforeAll(async () => {
	[engine, sandbox] = await Promise.all([Engine.start(), startSandbox()]);
	({ verifik } = sandbox);
});

beforeEach(() => {
	// A suspended node asks once more after a while.
	clock.standStill();
	verifik.reset();
	verifik.advances = false;
	verifik.addValidations(2, { status: 'new', type: 'login', livenessScore: 0 });
});

afterEach(async () => {
	await Promise.all(executions.map(async (execution) => await execution.stop()));
	executions = [];
});

afterAll(async () => await sandbox.stop());

const [FIRST, SECOND] = [1, 2].map((number) => `674dc8f1b2c3d4e5f6${String(number).padStart(6, '0')}`);

/** A wait for the first validation, whose ID comes from the item. */
async function waiting(changes: Partial<WorkflowRequest> = {}, parameters = {}): Promise<StoredExecution> {
	const execution = await StoredExecution.create(engine, {
		node: 'verifikBiometric',
		parameters: {
			resource: 'biometricValidation',
			operation: 'waitForResult',
			id: '={{ $json.validation }}',
			resumeOn: 'webhook',
			...parameters,
		},
		items: [{ json: { validation: FIRST, row: 7 } }],
		credentials: { verifikApi: verifik.credential },
		after: "={{ $('Start').item.json.row }}",
		...changes,
	});
	executions.push(execution);
	// What 'Resume This Execution' sends, as far as Verifik shows it.
	for (const id of [FIRST, SECOND]) verifik.patch(id, { webhookUrl: execution.resumeUrl });
	return execution;
}

/** What Verifik would send (docs/providers/verifik.md#deliveries). */
function event(id: string, status: string) {
	return { type: `login_biometric_validation_${status}`, object: { _id: id, status } };
}

const asked = (): number => verifik.requests.filter(({ method }) => method === 'GET').length;

describe('Suspending', () => {
	test('asks first, and gives a finished validation at once', async () => {
		verifik.patch(FIRST, { status: 'validated' });
		const execution = await waiting();
		const { status, json } = await execution.run();
		expect(status).toBe('success');
		expect(json).toMatchObject([{ id: FIRST, status: 'validated', finished: true }]);
		expect(execution.isWaiting).toBe(false);
	});

	test('parks the execution of an unfinished one as long as the person says', async () => {
		const execution = await waiting({}, { maxWait: 36, maxWaitUnit: 'hours' });
		const { status, run } = await execution.run();
		expect(status).toBe('waiting');
		expect(run.data.resultData.runData.After).toBeUndefined();
		const hours = (execution.waitTill.getTime() - Date.now()) / 3_600_000;
		expect(hours).toBe(36);
	});

	test('waits seven days unless told otherwise', async () => {
		const execution = await waiting();
		await execution.run();
		const days = (execution.waitTill.getTime() - Date.now()) / 86_400_000;
		expect(days).toBe(7);
	});

	test.each([
		['no time', { maxWait: 0 }],
		['more than a year', { maxWait: 366 }],
		['a word', { maxWait: 'long' }],
	])('refuses %s before it asks', async (_, parameters) => {
		const { error } = await (await waiting({}, parameters)).run();
		expect(error?.message).toContain("'Max Wait' must be more than 0 and at most 365 days [Item 0]");
		expect(verifik.requests).toHaveLength(0);
	});

	test('refuses a validation that reports to another execution', async () => {
		const execution = await waiting();
		const elsewhere = `${execution.baseUrl}/webhook-waiting/41?signature=0123abcd`;
		verifik.patch(FIRST, { webhookUrl: elsewhere });
		const { status, error } = await execution.run();
		expect(status).toBe('error');
		expect(error?.message).toContain('Execute the whole workflow');
	});

	test.each([
		['to an address of the person', { webhookUrl: 'https://example.com/webhook' }],
		['to nobody, as far as Verifik shows it', { webhookUrl: null }],
	])('refuses a validation that reports %s, with advice', async (_, fields) => {
		const execution = await waiting();
		verifik.patch(FIRST, fields);
		const { error } = await execution.run();
		expect(error?.message).toContain(`${FIRST} is not finished, and was not created with`);
		expect(error?.message).toContain('Execute the whole workflow');
		expect(error?.message).toContain("'Resume This Execution'");
		expect(error?.description).toContain('Polling');
	});

	test.each([
		['its session ends', { expiresAt: '%' }],
		['the session that comes with it ends', { livenessSession: { expiresAt: '%' } }],
	])('waits no longer than until %s, and ten minutes more', async (_, fields) => {
		const execution = await waiting();
		const end = new Date(Date.now() + 3_600_000).toISOString();
		verifik.patch(FIRST, JSON.parse(JSON.stringify(fields).replace('%', end)));
		await execution.run();
		expect(execution.waitTill.getTime() - Date.now()).toBe(70 * 60_000);
	});
});

describe('A callback', () => {
	test.each([
		['a text, as older workflows hold it', '={{ $json.validation }}'],
		['a resource locator', { __rl: true, mode: 'id', value: '={{ $json.validation }}' }],
	])('resumes with the result that the API gives, linked to the item; the ID is %s', async (_, id) => {
		const execution = await waiting({}, { id });
		await execution.run();
		verifik.finishValidation(FIRST, 'validated');
		verifik.deliver(event(FIRST, 'validated'), { webhookUrl: execution.resumeUrl });
		const { status, json, after } = await execution.resumed;
		expect(status).toBe('success');
		expect(json).toMatchObject([{ id: FIRST, status: 'validated', finished: true }]);
		expect(Object.keys(json[0]).length).toBeLessThanOrEqual(10);
		expect(after).toEqual([7]);
		await verifik.settled();
		expect(verifik.deliveries.at(-1)).toMatchObject({ status: 200, reply: '{"resumed":true}' });
	});

	test.each([true, false])('gives what polling gives (simplify %s)', async (simplify) => {
		const execution = await waiting({}, { simplify });
		await execution.run();
		verifik.patch(FIRST, { status: 'failed' });
		await execution.callback(event(FIRST, 'failed'));
		const { items } = await execution.resumed;
		const polled = await (await waiting({}, { simplify, resumeOn: 'polling' })).run();
		const seen = (list: typeof items) =>
			list.map(({ json, pairedItem }) => ({ json: { ...json, webhookUrl: '' }, pairedItem }));
		expect(seen(items)).toEqual(seen(polled.items));
	});

	test('that claims what the API does not know of leaves it waiting for the real one', async () => {
		const execution = await waiting();
		await execution.run();
		const forged = await execution.callback(event(FIRST, 'validated'));
		expect(forged).toEqual({ status: 200, body: { waiting: true } });
		expect(execution.isWaiting).toBe(true);

		verifik.patch(FIRST, { status: 'failed' });
		await execution.callback(event(FIRST, 'failed'));
		expect((await execution.resumed).json).toMatchObject([{ status: 'failed' }]);
	});

	test.each([
		['1.5 s', [1_500]],
		['9 s', [1_500, 3_000, 4_500]],
	])('that comes before the API shows the end is made up for, %s later', async (_, pauses) => {
		const execution = await waiting();
		await execution.run();
		// The question that follows every suspending finds it unfinished, and is not repeated.
		clock.advance(3_000);
		await until('that question', () => asked() === 2 && clock.requestsUnderWay === 0);
		const answer = await execution.callback(event(FIRST, 'validated'));
		expect(answer).toEqual({ status: 200, body: { waiting: true } });
		for (const [index, pause] of pauses.entries()) {
			if (index === pauses.length - 1) verifik.patch(FIRST, { status: 'validated' });
			await until('the pause', () => jest.getTimerCount() > 0);
			clock.advance(pause);
			await until('the question', () => asked() === 4 + index && clock.requestsUnderWay === 0);
		}
		expect((await execution.resumed).json).toMatchObject([{ status: 'validated', finished: true }]);
	});

	test('about another validation makes it look at the awaited one all the same', async () => {
		const execution = await waiting();
		await execution.run();
		const foreign = await execution.callback(event(SECOND, 'validated'));
		expect(foreign).toEqual({ status: 200, body: { waiting: true } });
		expect(execution.isWaiting).toBe(true);
		verifik.patch(FIRST, { status: 'validated' });
		expect(await execution.callback(event(SECOND, 'validated'))).toMatchObject({ body: { resumed: true } });
		expect((await execution.resumed).json).toMatchObject([{ id: FIRST, finished: true }]);
	});

	test.each([[{}], [{ event: 'done' }], [{ object: 'text' }], [[1, 2]]])(
		'of unknown form %j makes it ask for the awaited one',
		async (body) => {
			const execution = await waiting();
			await execution.run();
			verifik.patch(FIRST, { status: 'validated' });
			expect((await execution.callback(body)).status).toBe(200);
			expect((await execution.resumed).json).toMatchObject([{ id: FIRST, finished: true }]);
		},
	);

	test.each([
		['is down', { kind: 'status', when: 'before', status: 503 }],
		['breaks off', { kind: 'reset', when: 'before' }],
		['does not know the validation', { kind: 'status', when: 'before', status: 404 }],
	] as const)('gets 503 while the API %s, and resumes when it comes again', async (_, fault) => {
		const execution = await waiting();
		await execution.run();
		verifik.patch(FIRST, { status: 'validated' });
		verifik.fail({ fault, method: 'GET', times: 1 });
		expect((await execution.callback(event(FIRST, 'validated'))).status).toBe(503);
		expect(execution.isWaiting).toBe(true);

		expect((await execution.callback(event(FIRST, 'validated'))).status).toBe(200);
		expect((await execution.resumed).status).toBe('success');
	});

	test('that n8n refused because it had not stored the execution yet is made up for', async () => {
		const execution = await waiting();
		await execution.run();
		verifik.patch(FIRST, { status: 'validated' });
		clock.advance(3_000);
		const { status, json } = await execution.resumed;
		expect(status).toBe('success');
		expect(json).toMatchObject([{ id: FIRST, status: 'validated' }]);
	});

	test('that comes twice resumes once', async () => {
		const execution = await waiting();
		await execution.run();
		verifik.patch(FIRST, { status: 'validated' });
		expect((await execution.callback(event(FIRST, 'validated'))).status).toBe(200);
		const { run } = await execution.resumed;
		expect((await execution.callback(event(FIRST, 'validated'))).status).toBe(409);
		expect(run.data.resultData.runData.After).toHaveLength(1);
	});
});

test('When the time is up the input goes on', async () => {
	const execution = await waiting();
	await execution.run();
	const { status, json } = await execution.expire();
	expect(status).toBe('success');
	expect(json).toEqual([{ validation: FIRST, row: 7 }]);
});

describe('Create', () => {
	const creating = (parameters: object) => ({
		resource: 'biometricValidation',
		operation: 'create',
		...VALIDATION_FIELDS,
		...parameters,
	});

	test('with Resume This Execution sends its resume URL as webhookUrl', async () => {
		const execution = await waiting({ parameters: creating({ options: { resumeThisExecution: true } }) });
		const { status } = await execution.run();
		expect(status).toBe('success');
		expect(verifik.creations.map(({ body }) => body.webhookUrl)).toEqual([execution.resumeUrl]);
	});

	test('gives no local address to Verifik itself', async () => {
		const parameters = creating({ options: { resumeThisExecution: true } });
		const credentials = {
			verifikApi: { accessToken: 'YOUR_ACCESS_TOKEN', baseUrl: 'https://api.example.com' },
		};
		const execution = await waiting({ parameters, credentials });
		const { error } = await execution.run();
		expect(error?.message).toMatch(/'Resume This Execution' cannot be used, .*set n8n's .* WEBHOOK_URL/);
		expect(error?.message).toContain(new URL(execution.resumeUrl).origin);
		expect(error?.message).not.toContain('signature');
	});

	test('sends no webhookUrl of its own without it', async () => {
		await (await waiting({ parameters: creating({ options: { resumeThisExecution: false } }) })).run();
		expect(verifik.creations[0].body).not.toHaveProperty('webhookUrl');
	});

	test('refuses a webhookUrl beside it before anything is sent', async () => {
		const parameters = creating({
			options: { resumeThisExecution: true },
			additionalFields: { webhookUrl: 'https://example.com/webhook' },
		});
		const { error } = await (await waiting({ parameters })).run();
		expect(error?.message).toContain("'Webhook URL' must be empty when the option 'Resume This Execution'");
		expect(verifik.requests).toHaveLength(0);
	});
});
