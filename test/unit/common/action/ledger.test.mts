import type { IDataObject, IExecuteFunctions, INodeParameters } from 'n8n-workflow';

import { RequestFailure } from '../../../../nodes/common/http/failure.ts';
import { Ledger } from '../../../../nodes/common/action/ledger.ts';

/** The ledger of one run, in the context that all runs of an execution share. */
function ledgerOf(
	store: IDataObject,
	run: { runIndex?: number; parameters?: INodeParameters; isTool?: boolean } = {},
): Ledger {
	const context = {
		getContext: () => store,
		getWorkflowDataProxy: () => ({ $runIndex: run.runIndex ?? 0 }),
		getNode: () => ({ parameters: run.parameters ?? {} }),
		isToolExecution: () => run.isTool ?? false,
	};
	return new Ledger(context as unknown as IExecuteFunctions);
}

const requestFor = (person: string) =>
	({ method: 'POST', path: '/veriface', body: { identification: person } }) as const;

async function leaveUnknown(ledger: Ledger, person: string): Promise<void> {
	const failure = new RequestFailure('no answer', { outcome: 'unknown' });
	await expect(
		ledger.entryFor(0, requestFor(person)).trackAttempt(async () => await Promise.reject(failure)),
	).rejects.toBe(failure);
}

/** Both ways in which n8n lets an agent use a node. */
describe.each([
	['as a sub-node', { isTool: true }],
	['as a node that is fed by expressions', { parameters: { phone: "={{ $fromAI('phone') }}" } }],
])('Calls of an agent, %s', (_, agent) => {
	test('about another person have nothing to do with each other', async () => {
		const store = {};
		await leaveUnknown(ledgerOf(store, agent), '1001001010');
		expect(ledgerOf(store, agent).entryFor(0, requestFor('1001001011')).record).toBeUndefined();
	});

	test('are known again when they are repeated, which n8n counts as another run', async () => {
		const store = {};
		await leaveUnknown(ledgerOf(store, agent), '1001001010');
		const { record } = ledgerOf(store, { ...agent, runIndex: 1 }).entryFor(0, requestFor('1001001010'));
		expect(record?.outcome).toBe('unknown');
	});

	test('that end well do not make others forgotten', async () => {
		const store = {};
		const [first, second] = [ledgerOf(store, agent), ledgerOf(store, { ...agent, runIndex: 1 })];
		await leaveUnknown(first, '1001001010');
		second.entryFor(0, requestFor('1001001011')).created('JPJD42IDWP3Z6RXA', { code: 'JPJD42IDWP3Z6RXA' });
		expect(second.created()).toEqual([{ itemIndex: 0, id: 'JPJD42IDWP3Z6RXA' }]);
		second.clear();
		expect(second.entryFor(0, requestFor('1001001011')).record).toBeUndefined();
		expect(ledgerOf(store, agent).entryFor(0, requestFor('1001001010')).record?.outcome).toBe('unknown');
	});
});

test('The same person in the same run is another matter at another address', async () => {
	const store = {};
	ledgerOf(store).entryFor(0, requestFor('1001001010')).created('JPJD42IDWP3Z6RXA', {});
	const check = { ...requestFor('1001001010'), path: '/validate/background' };
	expect(ledgerOf(store).entryFor(0, check).record).toBeUndefined();
});
