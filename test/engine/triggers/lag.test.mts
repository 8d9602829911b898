/** The API is behind its own events, or something else answers in its place (docs/architecture.md#the-life-of-a-delivery). */
import { useScene, type Answer, type Special } from '../../support/engine/scene.mts';
import type { TriggerWorkflow } from '../../support/engine/triggerWorkflow.mts';

const scene = useScene();

/** One provider with a true event about something that it shows as finished. */
interface Side {
	workflow: TriggerWorkflow;
	id: string;
	deliver(special?: Special): Promise<Answer>;
	/** Makes reads fail, as often as given. */
	fail(status: number, body?: unknown, times?: number): void;
	requests(): number;
	/** Lets reads show an earlier state. */
	lag(milliseconds: number): void;
	/** What the provider says of something that it does not have. */
	notFound: [status: number, body: unknown];
}

async function auco(parameters: object = {}): Promise<Side> {
	const workflow = await scene.auco({ events: ['aucoFace.approved'], ...parameters });
	await workflow.publish();
	const id = await scene.process();
	const { auco: sandbox } = scene.sandbox;
	const body = { code: id, type: 'veriface', status: 'APPROVED', finish: true };
	return {
		workflow,
		id,
		deliver: async (special) => await scene.toAuco(workflow, body, special),
		fail: (status, reply, times) => fail(sandbox, status, reply, times),
		requests: () => sandbox.requests.filter(({ path }) => path.endsWith('/veriface')).length - 1,
		lag(milliseconds) {
			sandbox.lag = milliseconds;
			sandbox.finishProcess(id, 'APPROVED');
		},
		notFound: [400, { message: 'PROCESS_NOT_FOUND' }],
	};
}

async function verifik(parameters: object = {}): Promise<Side> {
	const workflow = await scene.verifik({ events: ['biometric_validation_validated'], ...parameters });
	await workflow.publish();
	const id = await scene.validation();
	const { verifik: sandbox } = scene.sandbox;
	const body = { type: 'login_biometric_validation_validated', object: { _id: id, status: 'validated' } };
	return {
		workflow,
		id,
		deliver: async (special) => await scene.toVerifik(workflow, body, special),
		fail: (status, reply, times) => fail(sandbox, status, reply, times),
		requests: () => sandbox.requests.filter(({ method }) => method === 'GET').length,
		lag(milliseconds) {
			sandbox.lag = milliseconds;
			sandbox.finishValidation(id, 'validated');
		},
		notFound: [404, { code: 'NotFound', message: '404:biometric_validation_not_found' }],
	};
}

function fail(
	sandbox: { fail: (typeof scene.sandbox.auco)['fail'] },
	status: number,
	body: unknown,
	times?: number,
): void {
	sandbox.fail({ method: 'GET', times, fault: { kind: 'status', when: 'before', status, body } });
}

/** Reads within a bit more than a second, and within the time for the answer. */
const [MOMENT, FIVE_SECONDS] = [2, 3];

const SIDES = [
	['Auco', auco],
	['Verifik', verifik],
] as const;

/** Replies that are not the object and do not say that there is none. */
const STRAY: Array<[string, number, unknown]> = [
	['a message with status 200', 200, { message: 'Service under maintenance' }],
	['a page with status 200', 200, '<html><body>Please log in</body></html>'],
	['a page with status 400', 400, '<html><body>Bad Request</body></html>'],
	['a 403 of a firewall', 403, '<html><body>Forbidden</body></html>'],
	['a 404 of a gateway', 404, { message: 'Not Found' }],
	['a 404 of another gateway', 404, { message: 'no Route matched with those values' }],
	['another object', 200, { status: 'APPROVED', code: 'SOMETHINGELSE', _id: 'other', id: 'other' }],
	['a list', 200, [{ status: 'APPROVED' }]],
	['an empty list', 200, []],
	['an empty object', 200, {}],
	['nothing but status 200', 200, ''],
	['a 502 page', 502, '<html><body>Bad Gateway</body></html>'],
	['an error of its own', 500, { message: 'Internal Server Error' }],
];

describe.each(SIDES)('%s', (_, open) => {
	let side: Side;

	describe('with the secret', () => {
		beforeEach(async () => {
			side = await open();
		});

		test('that shows the end 1.5 s later is asked again, and the first delivery starts the workflow', async () => {
			side.lag(1_500);
			const { status } = await scene.clock.passing(side.deliver());
			expect(status).toBe(200);
			expect(side.workflow.items).toMatchObject([{ confirmed: true, finished: true }]);
			expect(side.requests()).toBe(2);
		});

		test('that does not show the end for a minute puts deliveries off, and then the workflow starts once', async () => {
			side.lag(60_000);
			for (let time = 0; time < 3; time++) {
				expect((await scene.clock.passing(side.deliver())).status).toBe(503);
				expect(side.workflow.starts).toHaveLength(0);
			}
			scene.clock.advance(60_000);
			expect((await scene.clock.passing(side.deliver())).status).toBe(200);
			expect((await scene.clock.passing(side.deliver())).body).toEqual({ duplicate: true });
			expect(side.workflow.starts).toHaveLength(1);
		});

		test('that does not find it for a moment is asked again', async () => {
			side.lag(0);
			side.fail(...side.notFound, MOMENT);
			expect((await scene.clock.passing(side.deliver())).status).toBe(200);
			expect(side.workflow.starts).toHaveLength(1);
		});

		test('that does not find it is believed when it still does not on a redelivery, and is asked no more', async () => {
			side.lag(0);
			side.fail(...side.notFound);
			expect((await scene.clock.passing(side.deliver())).status).toBe(503);
			const asked = side.requests();
			expect(asked).toBe(FIVE_SECONDS);
			const answer = await scene.clock.passing(side.deliver());
			expect(answer).toMatchObject({ status: 200, body: { ignored: 'missing' } });
			expect(side.requests()).toBe(asked + 1);
			for (let time = 0; time < 20; time++) await scene.clock.passing(side.deliver());
			expect(side.requests()).toBe(asked + 1);
			expect(side.workflow.starts).toHaveLength(0);
		});

		test('that finds it after all starts the workflow on the redelivery', async () => {
			side.lag(0);
			side.fail(...side.notFound, FIVE_SECONDS);
			expect((await scene.clock.passing(side.deliver())).status).toBe(503);
			scene.clock.advance(120_000);
			expect((await scene.clock.passing(side.deliver())).status).toBe(200);
			expect(side.workflow.starts).toHaveLength(1);
		});

		test.each(STRAY)('that answers with %s has not been asked', async (_name, status, body) => {
			side.lag(0);
			side.fail(status, body);
			for (let time = 0; time < 2; time++) {
				expect((await scene.clock.passing(side.deliver())).status).toBe(503);
			}
			expect(side.workflow.starts).toHaveLength(0);
		});

		test.each(STRAY)(
			'that answers with %s for a moment starts the workflow at once',
			async (_name, status, body) => {
				side.lag(0);
				side.fail(status, body, MOMENT);
				expect((await scene.clock.passing(side.deliver())).status).toBe(200);
				expect(side.workflow.starts).toHaveLength(1);
			},
		);

		test('that is told "too many requests" is not asked again for the same delivery', async () => {
			side.lag(0);
			side.fail(429);
			expect((await side.deliver()).status).toBe(503);
			expect(side.requests()).toBe(1);
		});
	});

	test('without a secret the sender is answered at once, and asking goes on for more than a minute', async () => {
		side = await open({ options: { allowUnauthenticated: true } });
		side.lag(60_000);
		const answer = await scene.clock.passing(side.deliver({ secret: null }));
		expect(answer).toMatchObject({ status: 200, body: { received: true } });
		expect(side.workflow.items).toMatchObject([{ confirmed: true }]);
	});
});

test('another event about what was not found is not its redelivery', async () => {
	const workflow = await scene.auco({ events: ['aucoFace.*'] });
	await workflow.publish();
	for (const [status, expected] of [
		['BLOCKED', 503],
		['VALIDATED', 503],
		['BLOCKED', 200],
		['VALIDATED', 200],
	] as const) {
		const body = { code: 'AAAABBBBCCCCDDDD', type: 'veriface', status };
		expect((await scene.clock.passing(scene.toAuco(workflow, body))).status).toBe(expected);
	}
});

test('an event that has been overtaken is contradicted, and one that is before its time is not', async () => {
	const workflow = await scene.auco({ events: ['aucoFace.*'] });
	await workflow.publish();
	const code = await scene.process();
	const event = (status: string) => ({ code, type: 'veriface', status });
	scene.sandbox.auco.patch(code, { status: 'BLOCKED' });
	const early = scene.clock.passing(scene.toAuco(workflow, event('VALIDATED')));
	expect((await early).status).toBe(503);
	scene.sandbox.auco.patch(code, { status: 'VALIDATED' });
	expect((await scene.toAuco(workflow, event('VALIDATED'))).status).toBe(200);
	expect((await scene.toAuco(workflow, event('BLOCKED'))).body).toEqual({ ignored: 'contradicted' });
	expect(workflow.items).toMatchObject([{ event: 'aucoFace.validated', status: 'VALIDATED' }]);
});
