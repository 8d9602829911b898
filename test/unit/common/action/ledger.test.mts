import type { IDataObject, IExecuteFunctions, INodeParameters } from 'n8n-workflow';

import { RequestFailure } from '../../../../nodes/common/http/failure.ts';
import { Ledger } from '../../../../nodes/common/action/ledger.ts';
import type { ProviderCredential } from '../../../../nodes/common/http/provider.ts';

const AUCO = { credentialType: 'aucoApi' };

/** The ledger of one run, in the context that all runs of an execution share. */
function ledgerOf(
	store: IDataObject,
	run: { runIndex?: number; parameters?: INodeParameters; isTool?: boolean; secret?: string } = {},
): Ledger {
	const credential = {
		baseUrl: 'https://api.auco.ai/v1.5/ext',
		sealingSecret: run.secret ?? 'prk_xxx',
	} as Partial<ProviderCredential>;
	const context = {
		getContext: () => store,
		getWorkflowDataProxy: () => ({ $runIndex: run.runIndex ?? 0 }),
		getNode: () => ({ type: 'n8n-nodes-auco-verifik.aucoFace', parameters: run.parameters ?? {} }),
		isToolExecution: () => run.isTool ?? false,
	};
	return new Ledger(context as unknown as IExecuteFunctions, credential as ProviderCredential, AUCO);
}

const requestFor = (person: string) =>
	({ method: 'POST', path: '/veriface', body: { identification: person } }) as const;

async function leaveUnknown(ledger: Ledger, person: string): Promise<void> {
	const failure = new RequestFailure('no answer', { outcome: 'unknown' });
	await expect(
		ledger.entryFor(0, requestFor(person)).trackAttempt(async () => await Promise.reject(failure)),
	).rejects.toBe(failure);
}

/** The ways in which n8n lets an agent use a node. */
describe.each([
	['as a sub-node', { isTool: true }],
	['as a node that is fed by expressions', { parameters: { phone: "={{ $fromAI('phone') }}" } }],
	[
		'as a node that is fed by expressions in another spelling',
		{ parameters: { phone: "={{ $fromAi('phone') }}" } },
	],
])('Calls of an agent, %s', (_, agent) => {
	test('about another person have nothing to do with each other', async () => {
		const store = {};
		await leaveUnknown(ledgerOf(store, agent), '1001001010');
		expect(ledgerOf(store, agent).entryFor(0, requestFor('1001001011')).earlier).toEqual({ kind: 'none' });
	});

	test('are known again when they are repeated, which n8n counts as another run', async () => {
		const store = {};
		await leaveUnknown(ledgerOf(store, agent), '1001001010');
		const { earlier } = ledgerOf(store, { ...agent, runIndex: 1 }).entryFor(0, requestFor('1001001010'));
		expect(earlier).toEqual({ kind: 'unknown' });
	});

	test('that end well give the same code again when they are repeated, and do not make others forgotten', async () => {
		const store = {};
		const [first, second] = [ledgerOf(store, agent), ledgerOf(store, { ...agent, runIndex: 1 })];
		await leaveUnknown(first, '1001001010');
		const reply = { code: 'JPJD42IDWP3Z6RXA' };
		second.entryFor(0, requestFor('1001001011')).created('JPJD42IDWP3Z6RXA', reply);
		expect(second.created()).toEqual([{ itemIndex: 0, id: 'JPJD42IDWP3Z6RXA' }]);
		second.clear();
		const third = ledgerOf(store, { ...agent, runIndex: 2 });
		expect(third.entryFor(0, requestFor('1001001011')).earlier).toEqual({
			kind: 'created',
			id: 'JPJD42IDWP3Z6RXA',
			reply,
		});
		expect(ledgerOf(store, agent).entryFor(0, requestFor('1001001010')).earlier).toEqual({ kind: 'unknown' });
	});
});

test('The same person in the same run is another matter at another address', async () => {
	const store = {};
	ledgerOf(store).entryFor(0, requestFor('1001001010')).created('JPJD42IDWP3Z6RXA', {});
	const check = { ...requestFor('1001001010'), path: '/validate/background' };
	expect(ledgerOf(store).entryFor(0, check).earlier).toEqual({ kind: 'none' });
});

describe('What lies in the context', () => {
	const REPLY = { code: 'JPJD42IDWP3Z6RXA', token: 'eyJSESSIONTOKEN', name: 'Juan Pérez' };

	function created(): object {
		const store = {};
		ledgerOf(store).entryFor(0, requestFor('1001001010')).created('JPJD42IDWP3Z6RXA', REPLY);
		return store;
	}

	test('is readable for nobody but whoever has the key', () => {
		const kept = JSON.stringify(created());
		expect(kept).toContain('JPJD42IDWP3Z6RXA');
		expect(kept).not.toMatch(/eyJSESSIONTOKEN|Juan|1001001010/);
	});

	test('of another credential is named, not given', () => {
		const { earlier } = ledgerOf(created() as IDataObject, { secret: 'prk_other' }).entryFor(
			0,
			requestFor('1001001010'),
		);
		expect(earlier).toMatchObject({ kind: 'createdElsewhere', id: 'JPJD42IDWP3Z6RXA' });
	});

	test('of an execution that failed before replies were sealed is named, and what was unknown stays unknown', () => {
		const before = { itemIndex: 0, asked: 'x', sent: 'y' };
		const store = {
			ledger: {
				'0:0:POST /veriface': { ...before, outcome: 'created', id: 'JPJD42IDWP3Z6RXA', reply: REPLY },
				'0:1:POST /veriface': { ...before, itemIndex: 1, outcome: 'unknown' },
			},
		};
		const ledger = ledgerOf(store as unknown as IDataObject);
		const { earlier } = ledger.entryFor(0, requestFor('1001001010'));
		expect(earlier).toMatchObject({ kind: 'createdElsewhere', id: 'JPJD42IDWP3Z6RXA' });
		expect(ledger.entryFor(1, requestFor('1001001011')).earlier).toEqual({ kind: 'unknown' });
	});

	test('of later parameters is named unless the request is the same', () => {
		const store = created() as IDataObject;
		const edited = ledgerOf(store, { parameters: { name: 'other' } });
		expect(edited.entryFor(0, requestFor('1001001010')).earlier).toMatchObject({
			kind: 'created',
			reply: REPLY,
		});
		expect(edited.entryFor(0, requestFor('1001001011')).earlier).toEqual({
			kind: 'createdDifferently',
			id: 'JPJD42IDWP3Z6RXA',
		});
	});

	test('is no condition for running: n8n runs nodes for its agents without an execution', () => {
		const context = {
			getContext() {
				throw new Error('`executionData` is not initialized');
			},
			logger: { debug: () => undefined },
			getWorkflowDataProxy: () => ({ $runIndex: 0 }),
			getNode: () => ({ type: 'n8n-nodes-auco-verifik.aucoFace', parameters: {} }),
		};
		const ledger = new Ledger(
			context as unknown as IExecuteFunctions,
			{ baseUrl: 'https://api.auco.ai', sealingSecret: 'x' } as ProviderCredential,
			AUCO,
		);
		ledger.entryFor(0, requestFor('1001001010')).created('JPJD42IDWP3Z6RXA', REPLY);
		expect(ledger.created()).toEqual([{ itemIndex: 0, id: 'JPJD42IDWP3Z6RXA' }]);
	});
});

test('what was created for one item is found without looking at the others', async () => {
	const store: IDataObject = {};
	const first = ledgerOf(store);
	for (let itemIndex = 0; itemIndex < 20; itemIndex++) {
		first.entryFor(itemIndex, requestFor(String(itemIndex))).created(`CODE${itemIndex}`, { code: 'X' });
	}
	const kept = store.ledger as { records: object };
	let looks = 0;
	kept.records = new Proxy(kept.records, {
		ownKeys(target) {
			looks++;
			return Reflect.ownKeys(target);
		},
	});
	const again = ledgerOf(store);
	const looksOfConstructor = looks;
	for (let itemIndex = 0; itemIndex < 20; itemIndex++) {
		expect(again.createdFor(itemIndex)).toEqual([{ itemIndex, id: `CODE${itemIndex}` }]);
	}
	expect(again.createdFor(20)).toEqual([]);
	expect(looks).toBe(looksOfConstructor);
});
