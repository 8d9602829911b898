/**
 * `npm run screenshots`: makes the pictures of README and docs in n8n's editor, with Debian's Chromium. Arguments choose
 * pictures by name, e.g. `npm run screenshots -- waiting`.
 */
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startSandbox } from '../sandbox.mts';
import type { Sandbox } from '../types.mts';
import type { N8nClient } from './client.mts';
import { runCommand, type CommandContext } from './command.mts';
import { saveSandboxCredentials } from './credentials.mts';
import { Editor } from './editor.mts';
import { importExamples } from './examples.mts';
import type { ImportedExample } from './examples.mts';
import { buildPackage } from './package.mts';
import { projectRoot } from './paths.mts';
import { startInstalledN8n, packedPackage } from './installedN8n.mts';

const images = join(projectRoot, 'docs', 'images');

/** How long n8n's animations take. */
const SETTLING = 1_500;

/** A node's open panel: the page under docs/nodes that shows it, and the example whose node it is. */
interface Panel {
	page: string;
	example: string;
	node: string;
}

/** Action nodes are shown after a run of their example. */
const actions: Panel[] = [
	{ page: 'auco-face', example: 'aucoface-verify-people', node: 'Start Validation' },
	{ page: 'auco-background', example: 'background-check-risk', node: 'Background Check' },
	{ page: 'verifik-biometric', example: 'verifik-create-and-list', node: 'Start Validation' },
];

/** A trigger is shown with an event that the provider reports while it listens for a test event. */
interface TriggerPanel extends Panel {
	/** Finishes what the other part of the example has created. */
	finish(sandbox: Sandbox): void;
}

const triggers: TriggerPanel[] = [
	{
		page: 'auco-trigger',
		example: 'auco-trigger-route-by-status',
		node: 'Auco Result',
		finish: ({ auco }) => auco.finishProcess(auco.creations[0].id, 'APPROVED'),
	},
	{
		page: 'verifik-trigger',
		example: 'verifik-trigger-to-decision',
		node: 'Verifik Result',
		finish: ({ verifik }) => verifik.finishValidation(verifik.creations[0].id, 'validated'),
	},
];

const viewport = { width: 1440, height: 810 };

/** Messages that pass, and the empty boxes that every field with an expression puts into the corner. */
const hidden = '.el-notification, [class^="ͼ"]:empty { visibility: hidden }';

/** Settings of n8n's editor: outputs show their fields one below the other, and no hint covers them. */
const settings = { N8N_NDV_OUTPUT_PANEL_DISPLAY_MODE: 'schema', N8N_PIN_DATA_DISCOVERY_NDV: 'true' };

/** The editor, and what it shows. */
interface Scene {
	editor: Editor;
	client: N8nClient;
	sandbox: Sandbox;
	examples: ImportedExample[];
}

/** @returns the workflow's id in this n8n */
async function openExample({ editor, examples }: Scene, file: string): Promise<string> {
	const example = examples.find((one) => one.file === file);
	if (!example) throw new Error(`There is no example ${file}`);
	await editor.openWorkflow(example.stored.id);
	await editor.page.addStyleTag({ content: hidden });
	return example.stored.id;
}

async function shoot({ page }: Editor, name: string): Promise<void> {
	// Away from everything that the pointer would light up.
	await page.mouse.move(640, 12);
	await page.waitForTimeout(SETTLING);
	const path = join(images, `${name}.png`);
	await page.screenshot({ path });
	console.log(path);
}

/** A workflow after a run, with the number of items on every connection. */
async function canvas(scene: Scene): Promise<void> {
	const { editor } = scene;
	await openExample(scene, 'background-check-risk');
	await editor.execute();
	await editor.succeeded('Accept');
	// Away from the buttons at the edge.
	await editor.page.getByTestId('zoom-out-button').click();
	await shoot(editor, 'canvas');
}

/** The panel of an action node with its input and output. */
async function actionPanel(scene: Scene, { page, example, node }: Panel): Promise<void> {
	const { editor } = scene;
	await openExample(scene, example);
	await editor.execute();
	await editor.succeeded(node);
	await editor.openNode(node);
	await shoot(editor, page);
}

/** A workflow that waits for many, and the panel of its wait with what that needs. Nothing is run. */
async function waiting(scene: Scene): Promise<void> {
	const { editor } = scene;
	await openExample(scene, 'aucoface-fifty-people');
	await shoot(editor, 'waiting-canvas');
	await editor.openNode('Wait for Result');
	await shoot(editor, 'waiting-panel');
}

/** The panel of a trigger with the event that it has received. */
async function triggerPanel(scene: Scene, { page, example, node, finish }: TriggerPanel): Promise<void> {
	const { client, editor, sandbox } = scene;
	for (const provider of [sandbox.auco, sandbox.verifik]) {
		provider.reset();
		provider.advances = false;
	}
	const workflow = await openExample(scene, example);
	const panel = await editor.openNode(node);
	await panel.getByTestId('trigger-execute-button').click();
	await panel.getByTestId('trigger-listening').waitFor();
	// While a trigger listens for a test event, Auco has it under another ID than the example names.
	for (const webhook of sandbox.auco.webhooks) webhook.id = webhook.id.replace(/-test$/, '');
	await client.finishedExecution(await client.run(workflow, 'Try It'));
	finish(sandbox);
	await panel.getByText('eventId').first().waitFor();
	await shoot(editor, page);
}

async function takeAll({ cleanup }: CommandContext): Promise<boolean> {
	await buildPackage();
	await mkdir(images, { recursive: true });
	const userFolder = await mkdtemp(join(tmpdir(), 'n8n-screenshots-'));
	cleanup.add(() => rm(userFolder, { recursive: true, force: true }));
	const sandbox = await startSandbox({ timeScale: 0.01 });
	cleanup.add(() => sandbox.stop());
	const { instance, client } = await startInstalledN8n(await packedPackage(), { userFolder });
	cleanup.add(() => instance.stop());
	await saveSandboxCredentials(client, sandbox);
	const examples = await importExamples(client);
	const editor = await Editor.open(instance.baseUrl, { viewport, settings });
	cleanup.add(() => editor.close());
	const scene = { editor, client, sandbox, examples };
	const pictures: Record<string, () => Promise<void>> = {
		canvas: async () => await canvas(scene),
		waiting: async () => await waiting(scene),
	};
	for (const panel of actions) pictures[panel.page] = async () => await actionPanel(scene, panel);
	for (const panel of triggers) pictures[panel.page] = async () => await triggerPanel(scene, panel);
	const asked = process.argv.slice(2);
	for (const [name, take] of Object.entries(pictures)) {
		if (asked.length === 0 || asked.includes(name)) await take();
	}
	return true;
}

await runCommand(takeAll);
