import type { IRunData, ITaskData } from 'n8n-workflow';

import { engineLogger } from '../../support/engine/encryption.mts';
import type { StoredExecution } from '../../support/engine/storedExecution.mts';
import { CREATE, itemsOf, REFUSED, RESEND, useCreates } from './creates.mts';

const creates = useCreates();

const entry = (more: Partial<ITaskData>): ITaskData => ({
	startTime: 0,
	executionIndex: 0,
	executionTime: 0,
	source: [null],
	...more,
});

/** What n8n puts together after it was killed: the run of a node that had ended, and of one that had not. */
const ENDED = entry({
	executionStatus: 'success',
	data: { main: [[{ json: { isArtificialRecoveredEventItem: true } }]] },
});
const CRASHED = entry({ executionStatus: 'crashed' });
const GOOD = entry({ executionStatus: 'success', data: { main: [[{ json: {} }]] } });

const LOST = /^This execution was interrupted before/;

/** An execution that has created four and was interrupted before n8n stored that. */
async function interrupted(runData?: IRunData): Promise<StoredExecution> {
	const stored = await creates.execution();
	await stored.run();
	stored.lose(runData);
	return stored;
}

describe('Retry of an execution that n8n could not store sends nothing', () => {
	test.each<[string, IRunData | undefined]>([
		['stopped by a person, or recovered without an event log', undefined],
		['killed in our node; n8n takes the crashed run out', { Start: [ENDED], 'Under Test': [] }],
		['killed in our node, beside others', { Start: [ENDED], 'Under Test': [CRASHED] }],
		['killed in a node behind ours', { Start: [ENDED], 'Under Test': [ENDED], After: [] }],
	])('%s', async (_, runData) => {
		const stored = await interrupted(runData);
		const { status, error } = await stored.retry();
		expect(status).toBe('error');
		expect(error?.message).toMatch(LOST);
		expect(error?.context.outcome).toBe('unknown');
		expect(error?.description).toContain("'Resend Unknown'");
		expect(creates.verifik.requests).toHaveLength(4);
	});

	test('nor does a retry of the retry, nor another retry of the original', async () => {
		const stored = await interrupted();
		for (let retries = 0; retries < 2; retries++) {
			const { error } = await stored.retry();
			expect(error?.message).toMatch(LOST);
		}
		stored.lose();
		expect((await stored.retry()).error?.message).toMatch(LOST);
		expect(creates.ids).toHaveLength(4);
	});

	test('not even when wrong values come to light first', async () => {
		const stored = await interrupted();
		const { error } = await stored.retry({ parameters: { ...CREATE, identifier: '={{ "" }}' } });
		expect(error?.message).toContain('Identifier');
		expect((await stored.retry({ parameters: CREATE })).error?.message).toMatch(LOST);
		expect(creates.ids).toHaveLength(4);
	});

	test('With On Error: Continue every item says so', async () => {
		const stored = await interrupted();
		const { json } = await stored.retry({ nodeSettings: { onError: 'continueRegularOutput' } });
		expect(json).toHaveLength(4);
		for (const { error } of json) expect(error).toMatch(LOST);
		expect(creates.ids).toHaveLength(4);
	});

	test('also where the stored execution cannot be read', async () => {
		const warn = jest.spyOn(engineLogger(), 'warn').mockImplementation(() => undefined);
		const stored = await interrupted({ Start: [GOOD] });
		stored.others.set('43', new Error('the database is gone'));
		expect((await stored.retry()).error?.message).toMatch(LOST);
		expect(warn.mock.calls.flat().join()).toContain('the database is gone');
	});
});

describe('With Save execution progress', () => {
	/** Stored when the node before ours had ended. */
	async function storedBefore(): Promise<StoredExecution> {
		const stored = await interrupted({ Start: [GOOD] });
		stored.amend(({ executionData }) => {
			const [start] = executionData!.nodeExecutionStack;
			const node = { ...start!.node, name: 'Under Test' };
			const source = { main: [{ previousNode: 'Start' }] };
			executionData!.nodeExecutionStack = [{ ...start!, node, source }];
		});
		return stored;
	}

	test('a run that was next when n8n stored the execution may have begun', async () => {
		expect((await (await storedBefore()).retry()).error?.message).toMatch(LOST);
		expect(creates.ids).toHaveLength(4);
	});

	test('a later run of a loop is lost alone', async () => {
		creates.fail(REFUSED, 7);
		const stored = await creates.execution();
		await stored.run(2);
		// As it was stored before the second run, which then created two.
		stored.amend(({ executionData }) => {
			const context = executionData!.contextData['node:Under Test'];
			context!.begun = 0;
			context!.ledger = undefined;
		});
		expect((await stored.retry()).error?.message).toMatch(LOST);
		expect(creates.ids).toHaveLength(6);
	});

	test('what was found lost stays lost for later runs of a loop', async () => {
		const stored = await interrupted({ Start: [GOOD], 'Under Test': [GOOD] });
		stored.amend(({ executionData }) => {
			executionData!.contextData['node:Under Test'] = { begun: 0, lost: 'all' };
		});
		expect((await stored.retry()).error?.message).toMatch(LOST);
		expect(creates.ids).toHaveLength(4);
	});

	test('a node before ours that runs again stores the execution anew: ours had not begun', async () => {
		const stored = await creates.execution();
		await stored.run();
		stored.lose({ Start: [] });
		stored.savesProgress = true;
		expect((await stored.retry()).status).toBe('success');
		expect(creates.ids).toHaveLength(8);
	});
});

describe('Retry sends', () => {
	test('what a node that was never reached has to send', async () => {
		const stored = await interrupted({ Start: [] });
		expect((await stored.retry()).status).toBe('success');
		expect(creates.ids).toHaveLength(8);
	});

	test('the rest after an ordinary failure, without asking for what n8n has stored', async () => {
		creates.fail(REFUSED, 7);
		const stored = await creates.execution({ items: itemsOf(20) });
		await stored.run();
		stored.others.set('43', new Error('must not be read'));
		const { json } = await stored.retry();
		expect(json.map(({ id }) => id)).toEqual(creates.ids);
		expect(creates.ids).toHaveLength(20);
	});

	test('everything again when a person wants that, and afterwards only what is missing', async () => {
		const stored = await interrupted();
		creates.fail(REFUSED, 3);
		expect((await stored.retry({ parameters: RESEND })).status).toBe('error');
		expect(creates.ids).toHaveLength(6);
		const without = await stored.retry({ parameters: CREATE });
		expect(without.error?.message).toMatch(LOST);
		expect(without.error?.context.created).toHaveLength(2);
		expect((await stored.retry({ parameters: RESEND })).json.map(({ id }) => id)).toEqual(
			creates.ids.slice(4),
		);
		expect(creates.ids).toHaveLength(8);
	});
});

test('An ordinary run reads nothing, and leaves only its mark', async () => {
	const stored = await creates.execution();
	stored.others.set('42', new Error('must not be read'));
	const { run, status } = await stored.run();
	expect(status).toBe('success');
	expect(run.data.executionData!.contextData['node:Under Test']).toEqual({
		begun: 0,
		ledger: { configurations: [], records: {} },
	});
});
