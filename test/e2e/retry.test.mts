import { failureOf, outputOf } from '../../sandbox/local/execution.mts';
import { until } from '../../sandbox/local/client.mts';
import { realN8n, type RealN8n } from '../support/server/n8n.mts';
import { WorkflowBuilder } from '../support/server/workflows.mts';
import { CHECK } from '../support/documented.mts';

let n8n: RealN8n;

beforeAll(async () => {
	n8n = await realN8n();
});

afterAll(async () => await n8n.close());

afterEach(() => n8n.sandbox.auco.reset());

const numbers = Array.from({ length: 5 }, (_, index) => String(1001001010 + index));

/** A workflow that starts a background check per number, one after the other. */
function checks(
	settings: object,
	options: Record<string, number | boolean> = { maxConcurrency: 1 },
	ids = numbers,
) {
	return WorkflowBuilder.withItems(
		'checks',
		ids.map((identification) => ({ identification })),
	)
		.then(
			'Generate',
			'aucoBackground',
			{ ...CHECK, identification: '={{ $json.identification }}', options },
			n8n.credentials,
			settings,
		)
		.build();
}

/** How often each number was created. */
function created(): Record<string, number> {
	const counts: Record<string, number> = {};
	for (const { body } of n8n.sandbox.auco.creations) {
		const identification = String(body.identification);
		counts[identification] = (counts[identification] ?? 0) + 1;
	}
	return counts;
}

const onceEach = Object.fromEntries(numbers.map((number) => [number, 1]));
const codes = () => n8n.sandbox.auco.creations.map(({ id }) => id);
const refused = { kind: 'status', when: 'before', status: 400, body: { message: 'BAD_REQUEST' } } as const;
const lost = { kind: 'reset', when: 'after' } as const;

test('Retry On Fail sends only what has not been created', async () => {
	n8n.sandbox.auco.fail({ fault: refused, method: 'POST', at: [3] });
	const execution = await n8n.run(checks({ retryOnFail: true, maxTries: 3, waitBetweenTries: 100 }));

	expect(execution.status).toBe('success');
	expect(created()).toEqual(onceEach);
	expect(outputOf(execution, 'Generate').map(({ json }) => json.code)).toEqual(codes());
});

test('Retry execution goes on where the failed one stopped, which tells what it had made', async () => {
	n8n.sandbox.auco.fail({ fault: refused, method: 'POST', at: [3] });
	const failed = await n8n.run(checks({}));
	expect(failed.status).toBe('error');
	expect(codes()).toHaveLength(2);
	for (const code of codes()) expect(failureOf(failed)).toContain(code);

	const retried = await n8n.client.finishedExecution(await n8n.client.retry(failed.id));
	expect(retried).toMatchObject({ status: 'success', mode: 'retry' });
	expect(created()).toEqual(onceEach);
	expect(outputOf(retried, 'Generate').map(({ json }) => json.code)).toEqual(codes());
});

test('what may have been created is not sent again, in no retry of the chain', async () => {
	n8n.sandbox.auco.fail({ fault: lost, method: 'POST', at: [3] });
	let execution = await n8n.run(checks({ retryOnFail: true, maxTries: 2, waitBetweenTries: 100 }));
	for (let retries = 0; retries < 2; retries++) {
		expect(execution.status).toBe('error');
		expect(created()[numbers[2]]).toBe(1);
		execution = await n8n.client.finishedExecution(await n8n.client.retry(execution.id));
	}
	expect(Object.values(created()).every((count) => count === 1)).toBe(true);
});

/** What it had created cannot be asked for: n8n 2.40 stores a stopped execution without the data of its nodes. */
test('a stopped execution sends nothing more', async () => {
	const many = Array.from({ length: 40 }, (_, index) => String(2001001010 + index));
	n8n.sandbox.auco.latency = 200;
	// In queue mode n8n 2.40 cannot stop a worker in executions that came through the webhook process: it only marks
	// them as canceled. Those that came through the main process it can.
	const executionId = await n8n.begin(checks({}, { maxConcurrency: 2 }, many), n8n.baseUrl);
	await until('six creations', 120, async () => (codes().length >= 6 ? true : undefined));
	await n8n.client.stop(executionId);
	const stopped = await n8n.client.finishedExecution(executionId);
	const sent = n8n.sandbox.auco.requests.length;

	expect(stopped.status).toBe('canceled');
	expect(sent).toBeLessThan(many.length);
	await n8n.sandbox.auco.settled();
	expect(n8n.sandbox.auco.requests).toHaveLength(sent);
});
