import { startSandbox } from '../../../sandbox/sandbox.mts';
import type { AucoSandbox, Fault, FaultRule, Sandbox } from '../../../sandbox/types.mts';
import { useClock } from '../../support/clock.mts';
import { Engine, type WorkflowResult } from '../../support/engine/engine.mts';
import { MODES, type Mode } from './faultRun.mts';
import { CREATING } from './operations.mts';

const [CREATE] = CREATING;
const COUNT = 50;

useClock();

let engine: Engine;
let sandbox: Sandbox;
let auco: AucoSandbox;

beforeAll(async () => {
	engine = await Engine.start();
	sandbox = await startSandbox();
	auco = sandbox.auco;
});

afterEach(() => auco.reset());

afterAll(async () => await sandbox.stop());

const TOO_MANY: Fault = { kind: 'status', when: 'before', status: 429, headers: { 'retry-after': '1' } };
const REFUSED: Fault = { kind: 'status', when: 'before', status: 400, body: { message: 'SOMETHING' } };
const AFTER_ACTING: Fault = { kind: 'status', when: 'after', status: 500 };

/** Plans of faults over the creates of one run, as a provider in trouble would act. */
const PLANS: Array<[name: string, ...rules: FaultRule[]]> = [
	['every fifth is too many', { fault: TOO_MANY, every: 5 }],
	['two are refused', { fault: REFUSED, at: [7, 30] }],
	['every third is made and answered 500', { fault: AFTER_ACTING, every: 3 }],
	[
		'everything at once',
		{ fault: AFTER_ACTING, every: 3 },
		{ fault: TOO_MANY, every: 5 },
		{ fault: { kind: 'reset', when: 'after' }, at: [10] },
	],
];

async function run(rules: FaultRule[], mode: Mode): Promise<WorkflowResult> {
	for (const rule of rules) auco.fail({ method: 'POST', path: '/veriface', ...rule });
	return await engine.run({
		node: CREATE.node,
		parameters: CREATE.parameters,
		items: Array.from({ length: COUNT }, (_, row) => ({ json: { number: `10010010${10 + row}` } })),
		credentials: { aucoApi: auco.credential },
		nodeSettings: MODES[mode],
	});
}

/** Codes that the node got to know: those of creates that were answered well. */
function answeredCodes(): string[] {
	return auco.creations
		.filter(({ request }) => auco.requests[request - 1].status === 200)
		.map(({ id }) => id);
}

const persons = (): unknown[] => auco.creations.map(({ body }) => body.identification);

describe.each(PLANS)('With the default concurrency, when %s', (_name, ...rules) => {
	test.each(Object.keys(MODES) as Mode[])('%s: nothing is made twice and no code is lost', async (mode) => {
		const { json, items, error } = await run(rules, mode);
		expect(new Set(persons()).size).toBe(persons().length);
		const text = JSON.stringify([json, error?.context]);
		for (const code of answeredCodes()) expect(text).toContain(code);
		if (!error) expect(items).toHaveLength(COUNT);
	});
});

test.each(PLANS.slice(0, 2))(
	'When %s, Retry On Fail makes every one exactly once',
	async (_name, ...rules) => {
		const { status, json } = await run(rules, 'Retry On Fail');
		expect(status).toBe('success');
		expect(persons()).toHaveLength(COUNT);
		expect(new Set(persons()).size).toBe(COUNT);
		expect(new Set(json.map(({ code }) => code))).toEqual(new Set(answeredCodes()));
	},
);

test('The message names the first codes, the context all of them', async () => {
	const { error } = await run([{ fault: REFUSED, at: [40] }], 'plain');
	const created = error!.context.created as Array<{ itemIndex: number; id: string }>;
	expect(created.map(({ id }) => id).sort()).toEqual(answeredCodes().sort());
	for (const { id, itemIndex } of created.slice(0, 20)) {
		expect(error?.message).toContain(`${id} [Item ${itemIndex}]`);
	}
	expect(error?.message).toContain(`and ${created.length - 20} more`);
});
