import { createRunExecutionData, type IRunData, type IRunExecutionData } from 'n8n-workflow';

import { CREATE, itemsOf, REFUSED, UNKNOWN, useCreates } from './creates.mts';

const creates = useCreates();

/** What n8n has stored of an execution that calls a sub-workflow: `establishedAt` is equal in its retries. */
function caller(
	establishedAt: number,
	more: { runData?: IRunData; parent?: string } = {},
): IRunExecutionData {
	const runtimeData = {
		version: 1 as const,
		establishedAt,
		source: 'webhook' as const,
		...(more.parent && { parentExecutionId: more.parent }),
	};
	return createRunExecutionData({
		executionData: { runtimeData },
		resultData: { runData: more.runData ?? {} },
	});
}

/** What n8n puts together of an execution that it was killed in. */
const KILLED: IRunData = {
	Trigger: [
		{
			startTime: 0,
			executionIndex: 0,
			executionTime: -1,
			source: [null],
			data: { main: [[{ json: { isArtificialRecoveredEventItem: true } }]] },
		},
	],
};

/** Executions of a sub-workflow, and their callers by id. */
async function subWorkflow(callers: Record<string, IRunExecutionData | Error>) {
	const stored = await creates.execution();
	for (const [id, data] of Object.entries(callers)) stored.others.set(id, data);
	return stored;
}

/** Families are remembered by the process, so each test has its own. */
let last = Date.now();
const newFamily = (): number => ++last;

describe('A sub-workflow that is called again', () => {
	test('by Retry On Fail of the calling node gives the same codes and sends the rest', async () => {
		const stored = await subWorkflow({ '101': caller(newFamily()) });
		creates.fail(REFUSED, 3);
		expect((await stored.run(1, '101')).status).toBe('error');
		expect(creates.ids).toHaveLength(2);
		const { json } = await stored.again('101');
		expect(json.map(({ id }) => id)).toEqual(creates.ids);
		expect(creates.ids).toHaveLength(4);
		// It had ended well, and the calling node is tried once more because of something else.
		expect((await stored.again('101')).json.map(({ id }) => id)).toEqual(creates.ids);
		expect(creates.ids).toHaveLength(4);
	});

	test('by a retry of the calling execution gives the same codes', async () => {
		const family = newFamily();
		const stored = await subWorkflow({ '102': caller(family), '103': caller(family) });
		await stored.run(1, '102');
		expect((await stored.again('103')).json.map(({ id }) => id)).toEqual(creates.ids);
		expect(creates.ids).toHaveLength(4);
	});

	test('gives the same codes although its resume URL is another one', async () => {
		const stored = await subWorkflow({ '116': caller(newFamily()) });
		const parameters = { ...CREATE, options: { maxConcurrency: 1, resumeThisExecution: true } };
		await stored.again('116', { parameters });
		await stored.again('116');
		expect(creates.ids).toHaveLength(4);
	});

	test('within another sub-workflow, by a retry of the outermost execution, gives the same codes', async () => {
		const family = newFamily();
		const stored = await subWorkflow({
			'104': caller(family),
			'105': caller(newFamily(), { parent: '104' }),
			'106': caller(family),
			'107': caller(newFamily(), { parent: '106' }),
		});
		await stored.run(1, '105');
		await stored.again('107');
		expect(creates.ids).toHaveLength(4);
	});

	test('while the first call is still at work stops at what that one sends, and sends nothing twice', async () => {
		const family = newFamily();
		const first = await subWorkflow({ '131': caller(family) });
		const second = await subWorkflow({ '132': caller(family) });
		const [one, other] = await Promise.all([first.run(1, '131'), second.run(1, '132')]);
		expect([one.error?.message, other.error?.message].join()).toContain('An earlier attempt sent this item');
		expect(creates.identifiers).toHaveLength(new Set(creates.identifiers).size);
	});

	test('is sent after a refusal', async () => {
		const family = newFamily();
		const stored = await subWorkflow({ '133': caller(family), '134': caller(family) });
		creates.fail(REFUSED, 1);
		expect((await stored.run(1, '133')).error?.context.outcome).toBe('refused');
		expect((await stored.again('134')).error).toBeUndefined();
		expect(creates.ids).toHaveLength(4);
	});

	test('stops at what may have been created, unless a person wants it sent again', async () => {
		const family = newFamily();
		const stored = await subWorkflow({ '108': caller(family), '109': caller(family) });
		creates.fail(UNKNOWN, 3);
		await stored.run(1, '108');
		expect((await stored.again('109')).error?.message).toContain('An earlier attempt sent this item');
		expect(creates.ids).toHaveLength(3);
	});

	test('sends equal rows of one call once each', async () => {
		const items = Array.from({ length: 3 }, () => ({ json: { identifier: 'user@example.com' } }));
		const stored = await creates.execution({ items });
		stored.others.set('110', caller(newFamily()));
		await stored.run(1, '110');
		expect((await stored.again('110')).json.map(({ id }) => id)).toEqual(creates.ids);
		expect(new Set(creates.ids).size).toBe(3);
	});

	test('by another execution sends', async () => {
		const stored = await subWorkflow({ '111': caller(newFamily()), '112': caller(newFamily()) });
		await stored.run(1, '111');
		await stored.again('112');
		expect(creates.ids).toHaveLength(8);
	});

	test('gives the same codes to Retry On Fail also where the calling execution cannot be read', async () => {
		const stored = await subWorkflow({ '113': new Error('not here') });
		await stored.run(1, '113');
		await stored.again('113');
		expect(creates.ids).toHaveLength(4);
	});

	test('by a retry after n8n was killed stops every item, because it may have sent before', async () => {
		const stored = await subWorkflow({ '114': caller(newFamily(), { runData: KILLED }) });
		const { error } = await stored.run(1, '114');
		expect(error?.message).toContain('This execution was interrupted before');
		expect(creates.verifik.requests).toHaveLength(0);
	});
});

test('A sub-workflow of the retry of a stopped execution, of which nothing is stored, sends nothing', async () => {
	const stored = await subWorkflow({ '117': caller(newFamily()) });
	stored.rootMode = 'retry';
	expect((await stored.run(1, '117')).error?.message).toContain('This execution was interrupted before');
	expect(creates.verifik.requests).toHaveLength(0);
});

test('A sub-workflow of the retry of an execution that failed before it sends', async () => {
	const stored = await subWorkflow({ '118': caller(newFamily(), { runData: { Trigger: [] } }) });
	stored.rootMode = 'retry';
	expect((await stored.run(1, '118')).status).toBe('success');
	expect(creates.ids).toHaveLength(4);
});

test('An error workflow that n8n starts for a killed execution sends', async () => {
	const stored = await subWorkflow({ '115': caller(newFamily(), { runData: KILLED }) });
	expect((await stored.run(1, '115', 'error')).status).toBe('success');
	expect(creates.ids).toHaveLength(4);
});

test('A second retry of an execution that failed knows what the first one has created', async () => {
	const stored = await creates.execution({ items: itemsOf(6) });
	creates.fail(REFUSED, 3);
	await stored.run();
	const original = stored.snapshot();
	expect((await stored.retry()).status).toBe('success');
	stored.restore(original);
	expect((await stored.retry()).json.map(({ id }) => id)).toEqual(creates.ids);
	expect(creates.ids).toHaveLength(6);
});
