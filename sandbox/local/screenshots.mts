/**
 * `npm run screenshots`: makes the pictures of README and docs in n8n's editor, with Debian's Chromium. Arguments choose
 * pictures by name, e.g. `npm run screenshots -- waiting`.
 */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, selectors } from 'playwright-core';
import type { Page } from 'playwright-core';
import { startSandbox } from '../sandbox.mts';
import type { Sandbox } from '../types.mts';
import type { N8nClient } from './client.mts';
import { runCommand, type CommandContext } from './command.mts';
import { saveSandboxCredentials } from './credentials.mts';
import { importExamples } from './examples.mts';
import type { ImportedExample } from './examples.mts';
import { buildPackage } from './package.mts';
import { projectRoot } from './paths.mts';
import { demoLogin } from './session.mts';
import { startInstalledN8n, packedPackage } from './installedN8n.mts';

const images = join(projectRoot, 'docs', 'images');

const programs = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];

const quiet = [
	'--no-sandbox',
	'--disable-gpu',
	'--disable-quic',
	'--no-first-run',
	'--disable-background-networking',
	'--disable-component-update',
	'--disable-sync',
];

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

/** Settings of n8n's editor: outputs show their fields one below the other, and no hint covers them. */
const editorSettings = { N8N_NDV_OUTPUT_PANEL_DISPLAY_MODE: 'schema', N8N_PIN_DATA_DISCOVERY_NDV: 'true' };

/** An editor, and where to find the examples in it. */
interface Editor {
	page: Page;
	client: N8nClient;
	sandbox: Sandbox;
	baseUrl: string;
	examples: ImportedExample[];
}

/** @returns the workflow's id in this n8n */
async function openExample({ page, baseUrl, examples }: Editor, file: string): Promise<string> {
	const example = examples.find((one) => one.file === file);
	if (!example) throw new Error(`There is no example ${file}`);
	await page.goto(`${baseUrl}/workflow/${example.stored.id}`);
	await page.addStyleTag({ content: '.el-notification { visibility: hidden }' });
	await page.getByTestId('canvas-node').first().waitFor();
	await page.waitForTimeout(SETTLING);
	return example.stored.id;
}

/** Runs the open workflow to its end. */
async function execute(page: Page): Promise<void> {
	await page.getByTestId('execute-workflow-button').first().click();
	await page.getByText('executed successfully').first().waitFor({ state: 'attached' });
	await page.waitForTimeout(SETTLING);
}

async function openPanel(page: Page, node: string): Promise<void> {
	await page.getByTestId('canvas-node').filter({ hasText: node }).dblclick();
	await page.getByTestId('ndv').waitFor();
	await page.waitForTimeout(SETTLING);
}

async function shoot(page: Page, name: string): Promise<void> {
	// Away from everything that the pointer would light up.
	await page.mouse.move(640, 12);
	await page.waitForTimeout(SETTLING);
	const path = join(images, `${name}.png`);
	await page.screenshot({ path });
	console.log(path);
}

/** A workflow after a run, with the number of items on every connection. */
async function canvas(editor: Editor): Promise<void> {
	await openExample(editor, 'background-check-risk');
	await execute(editor.page);
	await shoot(editor.page, 'canvas');
}

/** The panel of an action node with its input and output. */
async function actionPanel(editor: Editor, { page, example, node }: Panel): Promise<void> {
	await openExample(editor, example);
	await execute(editor.page);
	await openPanel(editor.page, node);
	await shoot(editor.page, page);
}

/** A workflow that waits for many, and the panel of its wait with what that needs. Nothing is run. */
async function waiting(editor: Editor): Promise<void> {
	await openExample(editor, 'aucoface-fifty-people');
	await shoot(editor.page, 'waiting-canvas');
	await openPanel(editor.page, 'Wait for Result');
	await shoot(editor.page, 'waiting-panel');
}

/** The panel of a trigger with the event that it has received. */
async function triggerPanel(editor: Editor, { page, example, node, finish }: TriggerPanel): Promise<void> {
	const { client, sandbox } = editor;
	for (const provider of [sandbox.auco, sandbox.verifik]) {
		provider.reset();
		provider.advances = false;
	}
	const workflow = await openExample(editor, example);
	await openPanel(editor.page, node);
	await editor.page.getByTestId('trigger-execute-button').click();
	await editor.page.getByTestId('trigger-listening').waitFor();
	// While a trigger listens for a test event, Auco has it under another ID than the example names.
	for (const webhook of sandbox.auco.webhooks) webhook.id = webhook.id.replace(/-test$/, '');
	await client.finishedExecution(await client.run(workflow, 'Try It'));
	finish(sandbox);
	await editor.page.getByText('eventId').first().waitFor();
	await shoot(editor.page, page);
}

/** n8n's editor has its own attribute for test ids. */
selectors.setTestIdAttribute('data-test-id');

async function takeAll({ cleanup }: CommandContext): Promise<boolean> {
	const executablePath = programs.find((program) => existsSync(program));
	if (!executablePath) throw new Error('Chromium is needed: sudo apt-get install chromium');
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

	const browser = await chromium.launch({ executablePath, args: quiet });
	cleanup.add(() => browser.close());
	const context = await browser.newContext({ viewport: { width: 1280, height: 720 } });
	await context.addInitScript((settings) => {
		for (const [key, value] of Object.entries(settings)) localStorage.setItem(key, value);
	}, editorSettings);
	const { email, password } = demoLogin;
	const { baseUrl } = instance;
	await context.request.post(`${baseUrl}/rest/login`, { data: { emailOrLdapLoginId: email, password } });
	const editor = { page: await context.newPage(), client, sandbox, baseUrl, examples };
	const pictures: Record<string, () => Promise<void>> = {
		canvas: async () => await canvas(editor),
		waiting: async () => await waiting(editor),
	};
	for (const panel of actions) pictures[panel.page] = async () => await actionPanel(editor, panel);
	for (const panel of triggers) pictures[panel.page] = async () => await triggerPanel(editor, panel);
	const asked = process.argv.slice(2);
	for (const [name, take] of Object.entries(pictures)) {
		if (asked.length === 0 || asked.includes(name)) await take();
	}
	return true;
}

await runCommand(takeAll);
