import { startSandbox } from '../../../sandbox/sandbox.mts';
import type { AucoSandbox, Sandbox } from '../../../sandbox/types.mts';
import { useClock } from '../../support/clock.mts';
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
	return {
		code,
		waiting: await execution({ ...wait, resumeOn: 'aucoTrigger', ...parameters }, [{ json: { code } }]),
	};
}

describe('Create with Resume This Execution', () => {
	const create = (additionalFields = {}): object => ({
		...CREATE,
		additionalFields,
		options: { resumeThisExecution: true },
	});

	test('puts the resume URL into custom', async () => {
		const creating = await execution(create());
		await creating.run();
		expect(auco.creations.map(({ body }) => body.custom)).toEqual([{ resumeUrl: creating.resumeUrl }]);
	});

	test('beside what the person put there', async () => {
		const creating = await execution(
			create({
				custom: '{"reference":"RF-XXXXXXX"}',
				customFields: { values: [{ key: 'branch', value: '12' }] },
			}),
		);
		await creating.run();
		expect(auco.creations[0].body.custom).toEqual({
			reference: 'RF-XXXXXXX',
			branch: '12',
			resumeUrl: creating.resumeUrl,
		});
	});

	test('refuses a key of that name in it before anything is sent', async () => {
		const { error } = await (
			await execution(create({ custom: '{"resumeUrl":"https://example.com"}' }))
		).run();
		expect(error?.message).toContain("'Custom (JSON)' must not contain the key resumeUrl");
		expect(auco.requests).toHaveLength(0);
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
			custom: { resumeUrl: `${waiting.baseUrl}/webhook-waiting/41?signature=0123abcd` },
		});
		const { status, error } = await waiting.run();
		expect(status).toBe('error');
		expect(error?.message).toContain(`${code} reports to another execution`);
		expect(error?.description).toContain('Polling');
	});

	test('gives its input on when the time is up', async () => {
		const { code, waiting } = await processAndWait({ maxWait: 30, maxWaitUnit: 'minutes' });
		await waiting.run();
		expect((await waiting.expire()).json).toEqual([{ code }]);
	});
});
