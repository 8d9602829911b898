import { useScene } from '../../support/engine/scene.mts';
import { Recorder } from '../../support/providers/recorder.mts';

const scene = useScene();
const somebody = new Recorder();

beforeAll(async () => {
	await somebody.listen();
});
afterAll(async () => await somebody.close());

async function published(parameters: object = {}) {
	const options = { resumeWaitingExecutions: true };
	const workflow = await scene.auco({ events: ['aucoFace.approved'], options, ...parameters });
	await workflow.publish();
	return workflow;
}

const ownUrl = () => `${scene.instance.url}/webhook-waiting/41?signature=0123abcd`;

/** A process that is over, whose creating execution waits at this address. */
async function processOf(resumeUrl: string, status: string): Promise<string> {
	const code = await scene.process('1001001010', { custom: { resumeUrl } });
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

test('an event that was not chosen only resumes', async () => {
	const workflow = await published();
	const code = await processOf(ownUrl(), 'BLOCKED');
	const answer = await scene.toAuco(workflow, event(code, 'BLOCKED'));
	expect(answer).toMatchObject({ status: 200, body: { ignored: 'not subscribed' } });
	expect(scene.instance.resumptions).toEqual([{ url: ownUrl(), body: { code } }]);
	expect(workflow.starts).toHaveLength(0);
});

test('an execution that cannot read the result now is woken by the next delivery, and the workflow starts once', async () => {
	const workflow = await published();
	const code = await processOf(ownUrl(), 'APPROVED');
	scene.instance.resumeStatus = 503;
	expect((await scene.toAuco(workflow, event(code, 'APPROVED'))).status).toBe(503);
	expect(workflow.starts).toHaveLength(0);
	scene.instance.resumeStatus = 200;
	expect((await scene.toAuco(workflow, event(code, 'APPROVED'))).status).toBe(200);
	expect((await scene.toAuco(workflow, event(code, 'APPROVED'))).body).toEqual({ duplicate: true });
	expect(scene.instance.resumptions).toHaveLength(3);
	expect(workflow.starts).toHaveLength(1);
});

test.each([404, 409])('an execution that does not wait (%d) holds nothing up', async (status) => {
	const workflow = await published();
	const code = await processOf(ownUrl(), 'APPROVED');
	scene.instance.resumeStatus = status;
	expect((await scene.toAuco(workflow, event(code, 'APPROVED'))).status).toBe(200);
	expect(workflow.starts).toHaveLength(1);
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
	['Auco says otherwise', {}, 'INPROGRESS', {}],
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
