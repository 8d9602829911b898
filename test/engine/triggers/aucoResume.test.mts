import { setImmediate as turn } from 'node:timers/promises';

import axios from 'axios';

import { addressSeal } from '../../../nodes/common/wait/resumeThisExecution.ts';
import { HEADER, SECRET, useScene } from '../../support/engine/scene.mts';
import { Recorder } from '../../support/providers/recorder.mts';
import { until } from '../../support/until.mts';

const scene = useScene();
const somebody = new Recorder();

beforeAll(async () => {
	await somebody.listen();
});
afterAll(async () => await somebody.close());

const RESUMED = { status: 200, body: { resumed: true } };

async function published(parameters: object = {}) {
	const options = { resumeWaitingExecutions: true };
	const workflow = await scene.auco({ events: ['aucoFace.approved'], options, ...parameters });
	await workflow.publish();
	return workflow;
}

const ownUrl = () => `${scene.instance.url}/webhook-waiting/41/kyc?signature=0123abcd`;

/** A process that is over, whose creating execution waits at this address. */
async function processOf(resumeUrl: string, status: string): Promise<string> {
	const n8nResume = addressSeal(scene.sandbox.auco.credential.privateKey).close(resumeUrl);
	const code = await scene.process('1001001010', { custom: { n8nResume } });
	scene.sandbox.auco.patch(code, { status });
	return code;
}

const event = (code: string, status: string) => ({ code, type: 'veriface', status, finish: true });

test('an event that was chosen starts the workflow and resumes the execution that waits for it', async () => {
	const workflow = await published();
	const code = await processOf(ownUrl(), 'APPROVED');
	expect((await scene.toAuco(workflow, event(code, 'APPROVED'))).status).toBe(200);
	expect(scene.instance.resumptions).toEqual([{ url: ownUrl(), body: { code } }]);
	expect(workflow.items).toMatchObject([{ code, confirmed: true }]);
});

test('what an earlier version has put there in clear resumes as well, at the path of our own', async () => {
	const workflow = await published();
	const code = await scene.process('1001001010', { custom: { resumeUrl: ownUrl().replace('/kyc', '') } });
	scene.sandbox.auco.patch(code, { status: 'APPROVED' });
	await scene.toAuco(workflow, event(code, 'APPROVED'));
	expect(scene.instance.resumptions).toEqual([{ url: ownUrl(), body: { code } }]);
});

test('an execution that waits for others too holds nothing up', async () => {
	const workflow = await published();
	const code = await processOf(ownUrl(), 'APPROVED');
	scene.instance.resumeAnswers = [{ status: 200, body: { noted: true } }];
	expect((await scene.toAuco(workflow, event(code, 'APPROVED'))).status).toBe(200);
	expect(workflow.starts).toHaveLength(1);
});

test('an address that other keys have sealed resumes nothing, and the workflow starts all the same', async () => {
	const workflow = await published();
	const n8nResume = addressSeal('prk_other').close(ownUrl());
	const code = await scene.process('1001001010', { custom: { n8nResume } });
	scene.sandbox.auco.patch(code, { status: 'APPROVED' });
	expect((await scene.toAuco(workflow, event(code, 'APPROVED'))).status).toBe(200);
	expect(scene.instance.resumptions).toEqual([]);
	expect(workflow.starts).toHaveLength(1);
});

test('no output shows the address, sealed or not', async () => {
	const workflow = await published({ simplify: false });
	const code = await processOf(ownUrl(), 'APPROVED');
	const { custom } = scene.sandbox.auco.creations.at(-1)!.body;
	await scene.toAuco(workflow, { ...event(code, 'APPROVED'), custom, text: JSON.stringify({ custom }) });
	expect(workflow.items).toMatchObject([
		{ process: { custom: { n8nResume: '***' } }, payload: { custom: { n8nResume: '***' } } },
	]);
	expect(JSON.stringify(workflow.items)).not.toContain((custom as { n8nResume: string }).n8nResume);
});

test('an event that was not chosen only resumes', async () => {
	const workflow = await published();
	const code = await processOf(ownUrl(), 'BLOCKED');
	const answer = await scene.toAuco(workflow, event(code, 'BLOCKED'));
	expect(answer).toMatchObject({ status: 200, body: { ignored: 'not subscribed' } });
	expect(scene.instance.resumptions).toEqual([{ url: ownUrl(), body: { code } }]);
	expect(workflow.starts).toHaveLength(0);
});

test.each([
	['cannot read the result now', { status: 503, body: { waiting: true } }],
	['does not see it as finished yet', { status: 200, body: { waiting: true } }],
	['is behind a proxy that refuses', { status: 403, body: {} }],
	['is behind a proxy that is busy', { status: 429, body: {} }],
])(
	'an execution that %s is woken by the next delivery, and the workflow starts once, at once',
	async (_, answer) => {
		const workflow = await published();
		const code = await processOf(ownUrl(), 'APPROVED');
		scene.instance.resumeAnswers = [answer, RESUMED];
		expect((await scene.toAuco(workflow, event(code, 'APPROVED'))).status).toBe(503);
		expect(workflow.starts).toHaveLength(1);
		const again = await scene.toAuco(workflow, event(code, 'APPROVED'));
		expect(again).toMatchObject({ status: 200, body: { duplicate: true } });
		expect(scene.instance.resumptions).toHaveLength(2);
		expect(workflow.starts).toHaveLength(1);
	},
);

test('without Deduplicate, too, a redelivery for the resuming alone starts nothing again', async () => {
	const workflow = await published({ options: { resumeWaitingExecutions: true, deduplicate: false } });
	const code = await processOf(ownUrl(), 'APPROVED');
	scene.instance.resumeAnswers = [{ status: 503, body: {} }, RESUMED];
	expect((await scene.toAuco(workflow, event(code, 'APPROVED'))).status).toBe(503);
	expect((await scene.toAuco(workflow, event(code, 'APPROVED'))).status).toBe(200);
	expect(workflow.starts).toHaveLength(1);
	await scene.toAuco(workflow, event(code, 'APPROVED'));
	expect(workflow.starts).toHaveLength(2);
});

test('an n8n that cannot reach its own address starts the workflow once, and says so four times', async () => {
	const publicUrl = 'http://127.0.0.1:1';
	const workflow = await scene.auco(
		{ events: ['aucoFace.approved'], options: { resumeWaitingExecutions: true } },
		{ publicUrl },
	);
	await workflow.publish();
	const code = await processOf(`${publicUrl}/webhook-waiting/41?signature=0123abcd`, 'APPROVED');
	const url = `${scene.instance.url}${new URL(workflow.url).pathname}`;
	for (let time = 1; time <= 4; time++) {
		const { status } = await axios.post(url, event(code, 'APPROVED'), {
			headers: { [HEADER]: SECRET },
			validateStatus: () => true,
		});
		expect(status).toBe(503);
	}
	expect(workflow.starts).toHaveLength(1);
});

test('a resuming that hangs is given up after four seconds', async () => {
	const workflow = await published();
	const code = await processOf(ownUrl(), 'APPROVED');
	let release = (): void => {};
	scene.instance.beforeResuming = async () => await new Promise((resolve) => (release = resolve));
	scene.clock.standStill();
	const delivered = scene.toAuco(workflow, event(code, 'APPROVED'));
	await until('the call', () => scene.instance.resumptions.length === 1);
	scene.clock.advance(4_000);
	expect((await delivered).status).toBe(503);
	expect(workflow.starts).toHaveLength(1);
	release();
});

test('sixty events at once resume a few executions at a time, and start the workflow sixty times', async () => {
	const workflow = await published();
	const codes = await Promise.all(Array.from({ length: 60 }, () => processOf(ownUrl(), 'APPROVED')));
	let [atOnce, most] = [0, 0];
	scene.instance.beforeResuming = async () => {
		most = Math.max(most, ++atOnce);
		for (let turns = 0; turns < 50; turns++) await turn();
		atOnce--;
	};
	const answers = await Promise.all(codes.map((code) => scene.toAuco(workflow, event(code, 'APPROVED'))));
	expect(answers.map(({ status }) => status)).toEqual(codes.map(() => 200));
	expect(workflow.items.map(({ code }) => code).sort()).toEqual([...codes].sort());
	expect(scene.instance.resumptions).toHaveLength(60);
	expect(most).toBe(3);
});

test.each([404, 409])('an execution that does not wait (%d) holds nothing up', async (status) => {
	const workflow = await published();
	const code = await processOf(ownUrl(), 'APPROVED');
	scene.instance.resumeAnswers = [{ status, body: {} }];
	expect((await scene.toAuco(workflow, event(code, 'APPROVED'))).status).toBe(200);
	expect(workflow.starts).toHaveLength(1);
});

describe('Without Confirm what would start without the option starts with it', () => {
	test.each([
		['Auco says otherwise', 200, (code: string) => scene.sandbox.auco.patch(code, { status: 'BLOCKED' })],
		[
			'Auco shows no end yet',
			503,
			(code: string) => scene.sandbox.auco.patch(code, { status: 'INPROGRESS' }),
		],
		['Auco cannot be asked', 503, () => fail(500, undefined)],
		['Auco knows no such process', 503, () => fail(400, { message: 'PROCESS_NOT_FOUND' })],
	])('when %s', async (_, status, happen) => {
		const workflow = await published({ confirm: false });
		const code = await processOf(ownUrl(), 'APPROVED');
		happen(code);
		const answer = await scene.clock.passing(scene.toAuco(workflow, event(code, 'APPROVED')));
		expect(answer.status).toBe(status);
		expect(workflow.items).toMatchObject([{ code, status: 'APPROVED', confirmed: false, process: null }]);
		expect(scene.instance.resumptions).toEqual([]);

		scene.sandbox.auco.reset();
	});

	test.each([true, false])(
		'and once, although the last delivery is confirmed and resumes (Deduplicate %s)',
		async (deduplicate) => {
			const options = { resumeWaitingExecutions: true, deduplicate };
			const workflow = await published({ confirm: false, options });
			const code = await processOf(ownUrl(), 'INPROGRESS');
			const deliver = async () => await scene.clock.passing(scene.toAuco(workflow, event(code, 'APPROVED')));
			for (let time = 0; time < 2; time++) expect((await deliver()).status).toBe(503);
			scene.sandbox.auco.patch(code, { status: 'APPROVED' });
			expect((await deliver()).status).toBe(200);
			expect(workflow.starts).toHaveLength(1);
			expect(scene.instance.resumptions).toHaveLength(1);
		},
	);

	function fail(status: number, body: unknown, times?: number): void {
		scene.sandbox.auco.fail({
			method: 'GET',
			times,
			fault: { kind: 'status', when: 'before', status, body },
		});
	}
});

test("events of documents are nobody's wait: Auco is not asked for them", async () => {
	const workflow = await published();
	const before = scene.sandbox.auco.requests.length;
	await scene.toAuco(workflow, { code: 'DOCUMENTCODE', name: 'Contrato', status: 'FINISH' });
	expect(scene.sandbox.auco.requests).toHaveLength(before);
});

test('the process is read for it even without Confirm', async () => {
	const workflow = await published({ confirm: false });
	const code = await processOf(ownUrl(), 'APPROVED');
	await scene.toAuco(workflow, event(code, 'APPROVED'));
	expect(scene.instance.resumptions).toHaveLength(1);
	expect(workflow.items).toMatchObject([{ code, confirmed: true }]);
});

test.each([
	['the option is off', { options: {} }, 'APPROVED', {}],
	['Auco says otherwise', {}, 'BLOCKED', {}],
	['the secret is wrong', {}, 'APPROVED', { secret: 'wrong' }],
])('nothing is resumed when %s', async (_, parameters, status, special) => {
	const workflow = await published(parameters);
	const code = await processOf(ownUrl(), status);
	await scene.toAuco(workflow, event(code, 'APPROVED'), special);
	expect(scene.instance.resumptions).toEqual([]);
});

test('an address of somebody else is left alone, and the workflow starts all the same', async () => {
	const workflow = await published();
	const code = await processOf(`http://${somebody.host}/webhook-waiting/41?signature=0123abcd`, 'APPROVED');
	await scene.toAuco(workflow, event(code, 'APPROVED'));
	expect(somebody.asked).toEqual([]);
	expect(scene.instance.resumptions).toEqual([]);
	expect(workflow.starts).toHaveLength(1);
});
