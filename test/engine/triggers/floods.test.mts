/** Strangers and floods: how little they learn, and how little they cost. */
import { useScene, type Answer } from '../../support/engine/scene.mts';
import type { TriggerWorkflow } from '../../support/engine/triggerWorkflow.mts';
import { Recorder } from '../../support/providers/recorder.mts';
import { until } from '../../support/until.mts';

const scene = useScene();

const ALL = ['aucoFace.*', 'other'];
const OPEN = { options: { allowUnauthenticated: true } };
const event = (code: string, status = 'APPROVED') => ({ code, type: 'veriface', status, finish: true });
const forged = (index: number) => event(`FORGED${String(index).padStart(10, '0')}`);

/** A published trigger whose provider is asked at a place that answers when the test says so. */
async function held(parameters: object = {}) {
	const provider = await new Recorder().listen();
	provider.isHolding = true;
	const credential = { baseUrl: `http://${provider.host}` };
	const workflow = await scene.auco({ events: ALL, ...parameters }, { credential });
	await workflow.publish();
	return { provider, workflow };
}

describe('300 deliveries at once', () => {
	let provider: Recorder;
	let workflow: TriggerWorkflow;

	beforeEach(async () => ({ provider, workflow } = await held()));
	afterEach(async () => await provider.close());

	test('ask the provider ten questions at a time, and everybody gets an answer', async () => {
		scene.clock.standStill();
		const codes = Array.from({ length: 300 }, (_, index) => forged(index));
		const all = Promise.all(codes.map((body) => scene.toAuco(workflow, body)));
		for (let answered = 0; answered < 300; answered++) {
			await until('ten questions', () => provider.held.length === Math.min(10, 300 - answered));
			provider.answer({ status: 'BLOCKED' });
		}
		expect((await all).map(({ body }) => body)).toEqual(codes.map(() => ({ ignored: 'contradicted' })));
		expect(provider.mostHeld).toBe(10);
		expect(provider.asked).toHaveLength(300);
	});

	test('about one process ask one question', async () => {
		scene.clock.standStill();
		const all = Promise.all(Array.from({ length: 300 }, () => scene.toAuco(workflow, forged(1))));
		await until('the deliveries', () => workflow.beingHandled === 300 && provider.held.length === 1);
		provider.answer({ status: 'APPROVED' });
		const bodies = (await all).map(({ body }) => body);
		expect(bodies.filter(({ accepted }) => accepted)).toHaveLength(1);
		expect(bodies.filter(({ duplicate }) => duplicate)).toHaveLength(299);
		expect(provider.asked).toHaveLength(1);
		expect(workflow.starts).toHaveLength(1);
	});

	test('of which none is answered are put off after five seconds, and nobody asks for them later', async () => {
		scene.clock.standStill();
		const all = Promise.all(Array.from({ length: 300 }, (_, index) => scene.toAuco(workflow, forged(index))));
		await until('the deliveries', () => workflow.beingHandled === 300 && provider.held.length === 10);
		scene.clock.advance(5_000);
		expect((await all).every(({ status }) => status === 503)).toBe(true);
		while (provider.held.length > 0) provider.answer({ status: 'APPROVED' });
		await until('the end', () => scene.clock.requestsUnderWay === 0);
		expect(provider.asked).toHaveLength(10);
		expect(workflow.starts).toHaveLength(0);
	});
});

describe('Without a secret', () => {
	test('everybody reads the same, whatever came of the delivery', async () => {
		const workflow = await scene.auco({ events: ['aucoFace.approved', 'other'], ...OPEN });
		await workflow.publish();
		const [approved, blocked, open] = [await scene.process(), await scene.process(), await scene.process()];
		scene.sandbox.auco.patch(approved!, { status: 'APPROVED' });
		scene.sandbox.auco.patch(blocked!, { status: 'BLOCKED' });
		const bodies = {
			true: event(approved!),
			duplicate: event(approved!),
			contradicted: event(blocked!),
			unfinished: event(open!),
			missing: forged(1),
			'missing again': forged(1),
			'without code': { type: 'veriface', status: 'APPROVED' },
			'not subscribed': event(blocked!, 'BLOCKED'),
			unconfirmable: { name: 'Contrato', status: 'SOMETHING' },
		};
		const answers: Answer[] = [];
		for (const body of Object.values(bodies)) {
			answers.push(await scene.clock.passing(scene.toAuco(workflow, body, { secret: null })));
		}
		expect(answers).toEqual(answers.map(() => ({ status: 200, body: { received: true } })));
		expect(workflow.items).toMatchObject([{ code: approved, confirmed: true }]);
	});

	test('at most 100 are asked about at a time; the others are put off, whatever they are', async () => {
		const { provider, workflow } = await held(OPEN);
		scene.clock.standStill();
		const none = { secret: null };
		const statuses: number[] = [];
		const send = async (index: number): Promise<void> => {
			const { status } = await scene.toAuco(workflow, forged(index), none);
			statuses.push(status);
		};
		const all = Promise.all(Array.from({ length: 300 }, (_, index) => send(index)));
		await until('the answers', () => scene.clock.requestsUnderWay === 10);
		await until('the end of the questions', () => {
			while (provider.held.length > 0) provider.answer({ status: 'BLOCKED' });
			return scene.clock.requestsUnderWay === 0;
		});
		await all;
		expect(statuses.filter((status) => status === 200)).toHaveLength(100);
		expect(statuses.filter((status) => status === 503)).toHaveLength(200);
		await provider.close();
	});

	test('a resuming that fails is tried again', async () => {
		const options = { allowUnauthenticated: true, resumeWaitingExecutions: true };
		const workflow = await scene.auco({ events: ['aucoFace.approved'], options });
		await workflow.publish();
		const resumeUrl = `${scene.instance.url}/webhook-waiting/41?signature=0123abcd`;
		const code = await scene.process('1001001010', { custom: { resumeUrl } });
		scene.sandbox.auco.patch(code, { status: 'APPROVED' });
		const good = { status: 200, body: { resumed: true } };
		scene.instance.resumeAnswers = [{ status: 403, body: {} }, { status: 403, body: {} }, good];
		await scene.clock.passing(scene.toAuco(workflow, event(code), { secret: null }));
		expect(scene.instance.resumptions).toHaveLength(3);
		expect(workflow.starts).toHaveLength(1);
	});
});

test('500 forged deliveries, and a true one among them starts the workflow once', async () => {
	const workflow = await scene.auco({ events: ALL });
	await workflow.publish();
	const code = await scene.process();
	scene.sandbox.auco.patch(code, { status: 'APPROVED' });
	const codes = Array.from({ length: 500 }, (_, index) => forged(index));
	const before = scene.sandbox.auco.requests.length;
	const deliveries = Promise.all([
		...codes.slice(0, 250).map((body) => scene.toAuco(workflow, body)),
		scene.toAuco(workflow, event(code)),
		...codes.slice(250).map((body) => scene.toAuco(workflow, body)),
	]);
	const answers = await scene.clock.passing(deliveries);
	expect(answers.every(({ status }) => [200, 503].includes(status))).toBe(true);
	for (let attempt = 0; attempt < 20 && workflow.starts.length === 0; attempt++) {
		await scene.clock.passing(scene.toAuco(workflow, event(code)));
	}
	expect((await scene.toAuco(workflow, event(code))).body).toEqual({ duplicate: true });
	expect(workflow.starts).toHaveLength(1);
	expect(scene.sandbox.auco.requests.length - before).toBeLessThan(500 * 6);
});
