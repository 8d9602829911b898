/**
 * The examples come with pinned sample data: an item for every event of a trigger, exactly as the trigger gives it out.
 * `UPDATE_SAMPLES=1 npx jest samples` writes them anew.
 */
import { createHash } from 'node:crypto';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import type { IDataObject, INodePropertyOptions } from 'n8n-workflow';

import type { WorkflowInput } from '../../../sandbox/local/types.mts';
import { loadPackage } from '../../support/engine/packageNodes.mts';
import { useScene } from '../../support/engine/scene.mts';
import { happenAtAuco, happenAtVerifik } from '../../support/providers/happenings.mts';

const EXAMPLES = join(__dirname, '..', '..', '..', 'examples');
const NODE = 'Every Event';

const scene = useScene();

async function eventsOf(trigger: string): Promise<string[]> {
	const { properties } = (await loadPackage()).description(trigger);
	const { options } = properties.find(({ name }) => name === 'events')!;
	return (options as INodePropertyOptions[]).map(({ value }) => String(value));
}

/** What the trigger gives out for an event. */
async function itemOf(trigger: 'aucoTrigger' | 'verifikTrigger', event: string): Promise<IDataObject> {
	const creations = {
		process: async () => await scene.process(),
		check: async () => await scene.check(),
		validation: async () => await scene.validation(),
	};
	const isAuco = trigger === 'aucoTrigger';
	const workflow = isAuco ? await scene.auco({ events: [event] }) : await scene.verifik({ events: [event] });
	await workflow.publish();
	const body = isAuco
		? await happenAtAuco(scene.sandbox, event, creations)
		: await happenAtVerifik(scene.sandbox, event, creations);
	const delivered = isAuco ? scene.toAuco(workflow, body) : scene.toVerifik(workflow, body);
	expect(await scene.clock.passing(delivered)).toMatchObject({ status: 200, body: { accepted: true } });
	return workflow.items[0]!;
}

/** Values of the documents for those that the sandbox makes up. */
const MADE_UP: Array<[made: RegExp, sample: string]> = [
	[/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, '2025-05-29T14:53:04.074Z'],
	[/http:\/\/127\.0\.0\.1:\d+\/[^"]*/g, 'https://amazon.url/file/signed-url'],
	[/(?<="hash":")\w{64}/g, 'b1946ac9'],
	[/(?<="(userId|id)":")[A-Z\d]{2}(?=")/g, 'participant_id'],
];

/** Codes by what they belong to. */
const CODES: Record<string, string> = {
	aucoFace: 'JPJD42IDWP3Z6RXA',
	document: 'DOCUMENTCODE',
	package: 'idPackage',
	other: 'XXXXXXXXX',
};

/** Without what is different each time. */
function sampleOf(item: IDataObject): IDataObject {
	const [subject] = String(item.event).split('.') as [string];
	let text = JSON.stringify(item);
	for (const [made, sample] of MADE_UP) text = text.replace(made, sample);
	if (typeof item.code === 'string') text = text.replaceAll(item.code, CODES[subject]!);
	const codes = subject === 'package' ? text.match(/(?<=")[A-Z\d]{10}(?=")/g) : [];
	const inside = [...new Set(codes)];
	inside.forEach((code, index) => (text = text.replaceAll(code, `DOCUMENTCODE${index + 1}`)));
	const eventId = createHash('sha256').update(String(item.event)).digest('hex');
	return { ...(JSON.parse(text) as IDataObject), eventId };
}

test.each([
	['auco-trigger-every-event', 'aucoTrigger'],
	['verifik-trigger-every-event', 'verifikTrigger'],
] as const)('%s has every event as the trigger gives it out', async (file, trigger) => {
	const path = join(EXAMPLES, `${file}.json`);
	const example = JSON.parse(readFileSync(path, 'utf8')) as WorkflowInput;
	const events = await eventsOf(trigger);
	const samples: Array<{ json: IDataObject }> = [];
	for (const event of events) {
		scene.reset();
		samples.push({ json: sampleOf(await itemOf(trigger, event)) });
	}
	expect(samples.map(({ json }) => json.event)).toEqual(events);
	if (process.env.UPDATE_SAMPLES) {
		example.nodes.find(({ name }) => name === NODE)!.parameters.events = events;
		writeFileSync(path, JSON.stringify({ ...example, pinData: { [NODE]: samples } }, undefined, '\t'));
	}
	const { nodes, pinData } = JSON.parse(readFileSync(path, 'utf8')) as WorkflowInput;
	expect(pinData).toEqual({ [NODE]: samples });
	expect(nodes.find(({ name }) => name === NODE)!.parameters.events).toEqual(events);
});
