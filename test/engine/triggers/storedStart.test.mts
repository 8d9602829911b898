/** An event counts as seen once n8n has stored its execution, and not before (docs/architecture.md#the-life-of-a-delivery). */
import axios from 'axios';

import { HEADER, SECRET, useScene } from '../../support/engine/scene.mts';
import type { TriggerWorkflow } from '../../support/engine/triggerWorkflow.mts';
import { until } from '../../support/until.mts';

const scene = useScene();

async function published(): Promise<TriggerWorkflow> {
	const workflow = await scene.auco({ events: ['aucoFace.approved'] });
	await workflow.publish();
	return workflow;
}

/** The event of a process that Auco shows as approved. */
async function approved() {
	const code = await scene.process();
	scene.sandbox.auco.patch(code, { status: 'APPROVED' });
	return { code, type: 'veriface', status: 'APPROVED', finish: true };
}

/** Delivers without waiting for other deliveries. */
async function deliver({ url }: TriggerWorkflow, body: object) {
	const { status, data } = await axios.post(url, body, {
		headers: { [HEADER]: SECRET },
		validateStatus: () => true,
	});
	return { status, body: data };
}

/** The same trigger in a process that remembers nothing but the static data. */
async function restartedWith({ stored }: TriggerWorkflow): Promise<TriggerWorkflow> {
	const workflow = await published();
	workflow.stored = structuredClone(stored);
	return workflow;
}

const STARTED = { status: 200, body: { accepted: true } };
const DUPLICATE = { status: 200, body: { duplicate: true } };

test('what n8n could not store is started by the next delivery, once', async () => {
	const workflow = await published();
	const event = await approved();
	workflow.beforeStart = async () => await Promise.reject(new Error('no database'));
	expect((await deliver(workflow, event)).status).toBe(500);
	expect(workflow.starts).toEqual([]);

	workflow.beforeStart = undefined;
	expect(await deliver(workflow, event)).toMatchObject(STARTED);
	expect(await deliver(workflow, event)).toEqual(DUPLICATE);
	expect(workflow.starts).toHaveLength(1);
});

test('while n8n stores an execution its event starts no other, and no other event has it remembered', async () => {
	const workflow = await published();
	const [slow, quick] = [await approved(), await approved()];
	let store = (): void => {};
	const isHeld = jest.fn();
	workflow.beforeStart = async () => {
		isHeld();
		await new Promise<void>((resolve) => (store = resolve));
	};
	const first = deliver(workflow, slow);
	await until('the start', () => isHeld.mock.calls.length > 0);
	workflow.beforeStart = undefined;
	expect(await deliver(workflow, slow)).toEqual(DUPLICATE);
	expect(await deliver(workflow, quick)).toMatchObject(STARTED);

	// What an n8n would find that was killed now.
	const restarted = await restartedWith(workflow);
	expect(await deliver(restarted, quick)).toEqual(DUPLICATE);
	expect(await deliver(restarted, slow)).toMatchObject(STARTED);

	store();
	expect(await first).toMatchObject(STARTED);
	expect(workflow.starts).toHaveLength(2);
	expect(await deliver(await restartedWith(workflow), slow)).toEqual(DUPLICATE);
});
