import type { IDataObject } from 'n8n-workflow';

import { addressSeal } from '../../../nodes/common/wait/resumeThisExecution.ts';
import { PROCESS } from '../../support/documented.mts';
import { useProviders } from '../../support/engine/bench.mts';
import { engineLogger } from '../../support/engine/encryption.mts';
import { StoredExecution } from '../../support/engine/storedExecution.mts';
import type { WorkflowRequest } from '../../support/engine/engine.mts';
import { until } from '../../support/until.mts';

const bench = useProviders();
const executions: StoredExecution[] = [];

// A suspended node asks once more after a while.
beforeEach(() => bench.clock.standStill());

afterEach(async () => {
	await Promise.all(executions.splice(0).map(async (execution) => await execution.stop()));
});

/** Processes of people, as rows with a number. */
async function people(count: number): Promise<Array<{ row: number; code: string }>> {
	const rows = Array.from({ length: count }, (_, row) => ({ json: { row } }));
	const { json } = await bench.run('aucoFace/process/create', { ...PROCESS }, { items: rows });
	return json.map(({ code }, row) => ({ row, code: String(code) }));
}

/** An execution that is about to wait for all of them. */
async function waitingFor(
	rows: IDataObject[],
	parameters: IDataObject = {},
	changes: Partial<WorkflowRequest> = {},
): Promise<StoredExecution> {
	const wait = { code: '={{ $json.code }}', resumeOn: 'aucoTrigger', ...parameters };
	const execution = await StoredExecution.create(bench.engine, {
		...bench.request('aucoFace/process/waitForResult', wait as never, {}),
		items: rows.map((json) => ({ json })),
		after: "={{ $('Start').item.json.row }}",
		...changes,
	});
	executions.push(execution);
	const seal = addressSeal(bench.auco.credential.privateKey);
	for (const { code } of rows) {
		try {
			bench.auco.patch(String(code), { custom: { n8nResume: seal.close(execution.resumeUrl) } });
		} catch {
			// A code that does not exist.
		}
	}
	return execution;
}

/** The person is done; nobody is told. */
const finish = (code: unknown, status = 'APPROVED'): void => bench.auco.patch(String(code), { status });

const reads = (): number => bench.auco.requests.filter(({ method }) => method === 'GET').length;

const NOTED = { status: 200, body: { noted: true } };
const RESUMED = { status: 200, body: { resumed: true } };
const WAITING = { status: 200, body: { waiting: true } };

test('All wait together, and go on once, each with its own result, linked to its own row', async () => {
	const rows = await people(20);
	const execution = await waitingFor(rows);
	expect((await execution.run()).status).toBe('waiting');
	const before = reads();
	// In another order than that of the rows.
	const order = rows.map((_, index) => rows[(index * 7 + 3) % rows.length]);
	for (const [index, { code, row }] of order.entries()) {
		finish(code, row % 2 === 0 ? 'APPROVED' : 'INVALIDATED');
		const answer = await execution.callback({ code });
		if (index < rows.length - 1) expect(answer).toEqual(NOTED);
		await until('the look around', () => bench.clock.requestsUnderWay === 0);
	}
	const { status, json, after, run } = await execution.resumed;
	expect(status).toBe('success');
	expect(json.map(({ code }) => code)).toEqual(rows.map(({ code }) => code));
	expect(json.map(({ status: result }) => result)).toEqual(
		rows.map(({ row }) => (row % 2 === 0 ? 'APPROVED' : 'INVALIDATED')),
	);
	expect(after).toEqual(rows.map(({ row }) => row));
	expect(run.data.resultData.runData.After).toHaveLength(1);
	// Each callback reads what it names, and a witness.
	expect(reads() - before).toBeLessThanOrEqual(2 * rows.length);
});

test('Forged, doubled and lost callbacks change nothing, as long as the last one comes', async () => {
	const rows = await people(6);
	const execution = await waitingFor(rows);
	await execution.run();
	expect(await execution.callback({ code: rows[0].code })).toEqual(WAITING);
	expect(await execution.callback({ code: 'JPJD42IDWP3Z6RXA' })).toEqual({
		status: 200,
		body: { ignored: true },
	});
	finish(rows[0].code);
	expect(await execution.callback({ code: rows[0].code })).toEqual(NOTED);
	expect(await execution.callback({ code: rows[0].code })).toEqual(NOTED);
	for (const { code } of rows) finish(code);
	expect(execution.isWaiting).toBe(true);
	expect(await execution.callback({ code: rows[5].code })).toEqual(NOTED);
	expect((await execution.resumed).json).toHaveLength(6);
});

test('All callbacks at once resume once', async () => {
	const rows = await people(30);
	const execution = await waitingFor(rows);
	await execution.run();
	for (const { code } of rows) finish(code);
	const answers = await Promise.all(rows.map(async ({ code }) => await execution.callback({ code })));
	const { json, run } = await execution.resumed;
	expect(json.map(({ code }) => code)).toEqual(rows.map(({ code }) => code));
	expect(run.data.resultData.runData.After).toHaveLength(1);
	expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
});

test('Another process, or the same one after a restart, only reads again', async () => {
	const rows = await people(8);
	const execution = await waitingFor(rows);
	await execution.run();
	for (const { code } of rows.slice(0, 4)) {
		finish(code);
		await execution.callback({ code });
	}
	// What that process knows of it is not known elsewhere.
	execution.amend(({ executionData }) => {
		(executionData!.contextData['node:Under Test'].awaiting as IDataObject).key = 'elsewhere';
	});
	for (const { code } of rows.slice(4)) finish(code);
	expect(await execution.callback({ code: rows[7].code })).toEqual(NOTED);
	expect((await execution.resumed).json.map(({ code }) => code)).toEqual(rows.map(({ code }) => code));
});

describe('With On Error: Continue', () => {
	const failing = async () => {
		const rows: IDataObject[] = await people(3);
		rows[1].code = 'NOSUCHPROCESS000';
		return rows;
	};

	test.each([
		['continueRegularOutput', [3, 0]],
		['continueErrorOutput', [2, 1]],
	] as const)('a wrong code is an error item, by %s', async (onError, counts) => {
		const rows = await failing();
		const execution = await waitingFor(rows, {}, { nodeSettings: { onError } });
		expect((await execution.run()).status).toBe('waiting');
		finish(rows[0].code);
		finish(rows[2].code);
		await execution.callback({ code: rows[2].code });
		const { outputs } = await execution.resumed;
		expect([outputs[0]?.length ?? 0, outputs[1]?.length ?? 0]).toEqual(counts);
		const all = outputs.flat();
		expect(all.filter(({ json }) => json.status === 'APPROVED')).toHaveLength(2);
		expect(all.find(({ json }) => 'error' in json)?.json.error).toContain('[Item 1]');
	});

	test('what nothing would resume is an error item, and nobody waits for it', async () => {
		const rows = await people(3);
		const nodeSettings = { onError: 'continueRegularOutput' as const };
		const execution = await waitingFor(rows, {}, { nodeSettings });
		bench.auco.patch(rows[0].code, { custom: {} });
		expect((await execution.run(1, undefined, 'webhook')).status).toBe('waiting');
		for (const { code } of rows.slice(1)) finish(code);
		await execution.callback({ code: rows[2].code });
		expect((await execution.resumed).json).toMatchObject([
			{ error: expect.stringContaining("was not created with 'Resume This Execution'") },
			{ code: rows[1].code },
			{ code: rows[2].code },
		]);
	});

	test('more than 500 are error items, and nothing is asked', async () => {
		const rows = Array.from({ length: 501 }, (_, row) => ({ row, code: 'JPJD42IDWP3Z6RXA' }));
		const nodeSettings = { onError: 'continueRegularOutput' as const };
		const { status, json } = await (await waitingFor(rows, {}, { nodeSettings })).run();
		expect(status).toBe('success');
		expect(json.filter(({ error }) => String(error).includes('but there are 501'))).toHaveLength(501);
		expect(reads()).toBe(0);
	});

	test('nothing is suspended when the others are finished', async () => {
		const rows = await failing();
		finish(rows[0].code);
		finish(rows[2].code);
		const nodeSettings = { onError: 'continueRegularOutput' as const };
		const execution = await waitingFor(rows, {}, { nodeSettings });
		const { status, json } = await execution.run();
		expect(status).toBe('success');
		expect(json).toMatchObject([
			{ status: 'APPROVED' },
			{ error: expect.any(String) },
			{ status: 'APPROVED' },
		]);
	});
});

test('Without it a wrong code stops the node, and nothing waits', async () => {
	const rows: IDataObject[] = await people(2);
	rows[1].code = 'NOSUCHPROCESS000';
	const { status, error } = await (await waitingFor(rows)).run();
	expect(status).toBe('error');
	expect(error?.message).toContain('[Item 1]');
});

test('Several finished items are given at once', async () => {
	const rows = await people(3);
	for (const { code } of rows) finish(code);
	const { status, json } = await (await waitingFor(rows)).run();
	expect(status).toBe('success');
	expect(json.map(({ code }) => code)).toEqual(rows.map(({ code }) => code));
});

test('More than 500 are refused before anything is asked, with the way round', async () => {
	const rows = Array.from({ length: 501 }, (_, row) => ({ row, code: 'JPJD42IDWP3Z6RXA' }));
	const { error } = await (await waitingFor(rows)).run();
	expect(error?.message).toContain('500 items at a time, but there are 501');
	expect(error?.description).toContain('Execute Sub-workflow');
	expect(reads()).toBe(0);
});

test('Simplify counts for each item, and the same code may be there twice', async () => {
	const [{ code }] = await people(1);
	const rows = [
		{ row: 0, code },
		{ row: 1, code },
	];
	const execution = await waitingFor(rows, { simplify: '={{ $json.row === 0 }}' });
	await execution.run();
	finish(code);
	await execution.callback({ code });
	const { json } = await execution.resumed;
	expect(json.map((one) => 'finished' in one)).toEqual([true, false]);
	expect(json.map((one) => one.code)).toEqual([code, code]);
});

test('What all finished before n8n had stored the wait is made up for', async () => {
	const rows = await people(3);
	const execution = await waitingFor(rows);
	await execution.run();
	for (const { code } of rows) finish(code);
	// The provider is busy just then.
	bench.auco.fail({ method: 'GET', times: 1, fault: { kind: 'status', when: 'before', status: 429 } });
	expect((await bench.clock.passing(execution.resumed)).json).toHaveLength(3);
});

test('A callback gets 503 while Auco cannot be asked, and what others have left is looked at all the same', async () => {
	const rows = await people(3);
	const execution = await waitingFor(rows);
	await execution.run();
	for (const { code } of rows) finish(code);
	bench.auco.fail({ method: 'GET', times: 1, fault: { kind: 'status', when: 'before', status: 500 } });
	expect((await execution.callback({ code: rows[0].code })).status).toBe(503);
	expect(execution.isWaiting).toBe(true);
	expect(await execution.callback({ code: rows[0].code })).toEqual(NOTED);
	expect((await execution.resumed).json).toHaveLength(3);
});

test('An API that is behind its event is asked again, whatever is named', async () => {
	const rows = await people(3);
	const execution = await waitingFor(rows);
	await execution.run();
	for (const { code } of rows.slice(0, 2)) finish(code);
	expect(await execution.callback({ code: rows[0].code })).toEqual(NOTED);
	await until('the look around', () => bench.clock.requestsUnderWay === 0);
	expect(await execution.callback({ code: rows[2].code })).toEqual(WAITING);
	await until('the pause', () => jest.getTimerCount() > 0 && bench.clock.requestsUnderWay === 0);
	finish(rows[2].code);
	bench.clock.advance(1_500);
	expect((await execution.resumed).json).toHaveLength(3);
});

test('What is gone at Auco is waited for until the time is up, and the log names it', async () => {
	const warn = jest.spyOn(engineLogger(), 'warn').mockImplementation(() => undefined);
	const rows = await people(3);
	const execution = await waitingFor(rows);
	await execution.run();
	const [gone, ...others] = rows.map(({ code }) => code);
	for (const code of others) finish(code);
	bench.auco.fail({
		method: 'GET',
		// Each callback reads what it names, and then the first one that is not known to be finished.
		at: [2, 4],
		fault: { kind: 'status', when: 'before', status: 400, body: { message: 'PROCESS_NOT_FOUND' } },
	});
	for (const code of others) {
		expect(await execution.callback({ code })).toEqual(NOTED);
		await until('the look around', () => bench.clock.requestsUnderWay === 0);
	}
	expect(execution.isWaiting).toBe(true);
	expect(warn.mock.calls.map(([text]) => text)).toContainEqual(
		expect.stringMatching(
			new RegExp(`^A callback could not be checked \\(process ${gone}\\): .*PROCESS_NOT_FOUND`),
		),
	);
	warn.mockRestore();
	expect((await execution.expire()).json).toEqual(rows);
});

test('When the time is up all inputs go on', async () => {
	const rows = await people(3);
	const execution = await waitingFor(rows);
	await execution.run();
	finish(rows[0].code);
	await execution.callback({ code: rows[0].code });
	const { json, after } = await execution.expire();
	expect(json).toEqual(rows);
	expect(after).toEqual([0, 1, 2]);
});

test('It waits until the last of them can be over', async () => {
	const rows = await people(2);
	const execution = await waitingFor(rows, { maxWait: '={{ $json.row + 1 }}', maxWaitUnit: 'hours' });
	await execution.run();
	expect(execution.waitTill.getTime() - Date.now()).toBe(2 * 3_600_000);
});

test('While n8n resumes the execution no other callback does, for half a minute', async () => {
	const rows = await people(2);
	const execution = await waitingFor(rows);
	await execution.run();
	for (const { code } of rows) finish(code);
	// As other callbacks still find it, until n8n has stored that it runs.
	const waiting = execution.snapshot();
	await execution.callback({ code: rows[0].code });
	expect((await execution.resumed).json).toHaveLength(2);
	execution.restore(waiting);
	expect(await execution.callback({ code: rows[1].code })).toEqual(RESUMED);
	expect(execution.isWaiting).toBe(true);

	// Then n8n has failed to, and the next one does it again.
	bench.clock.advance(30_001);
	await execution.callback({ code: rows[1].code });
	await until('the second try', () => !execution.isWaiting);
});

test('A provider that limits requests is asked at its pace, and no callback is needed for that', async () => {
	const rows = await people(150);
	const execution = await waitingFor(rows);
	await execution.run();
	for (const { code } of rows) finish(code);
	bench.auco.requestsPerSecond = 20;
	expect(await execution.callback({ code: rows[0].code })).toEqual(NOTED);
	const { json } = await bench.clock.passing(execution.resumed);
	expect(json.map(({ code }) => code)).toEqual(rows.map(({ code }) => code));
});
