/** `npm run screenshots`: makes the README's pictures of n8n's editor with Debian's Chromium. */
import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { chromium, selectors } from 'playwright-core';
import type { Page } from 'playwright-core';
import { startSandbox } from '../sandbox.mts';
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

/** An editor, and where to find the examples in it. */
interface Editor {
	page: Page;
	baseUrl: string;
	examples: ImportedExample[];
}

async function openExample({ page, baseUrl, examples }: Editor, file: string): Promise<void> {
	const example = examples.find((one) => one.file === file);
	if (!example) throw new Error(`There is no example ${file}`);
	await page.goto(`${baseUrl}/workflow/${example.stored.id}`);
	await page.getByTestId('canvas-node').first().waitFor();
	await page.waitForTimeout(SETTLING);
}

/** Runs the open workflow and closes the notification about it. */
async function execute(page: Page): Promise<void> {
	await page.getByTestId('execute-workflow-button').first().click();
	const message = page.locator('.el-notification', { hasText: 'executed successfully' });
	await message.waitFor();
	await message.locator('.el-notification__closeBtn').click();
	await page.waitForTimeout(SETTLING);
}

async function shoot(page: Page, name: string): Promise<void> {
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

/** The panel of a node with its input and output. */
async function panel(editor: Editor): Promise<void> {
	await openExample(editor, 'aucoface-verify-people');
	await execute(editor.page);
	await editor.page.getByTestId('canvas-node').filter({ hasText: 'Start Validation' }).dblclick();
	await editor.page.waitForTimeout(SETTLING);
	await editor.page.mouse.move(640, 12);
	await editor.page.waitForTimeout(SETTLING);
	await shoot(editor.page, 'node-panel');
}

/** The search results for the package's nodes. */
async function nodeCreator(editor: Editor): Promise<void> {
	const { page } = editor;
	await openExample(editor, 'verifik-create-and-list');
	await page.getByTestId('node-creator-plus-button').click();
	await page.waitForTimeout(SETTLING);
	await page.keyboard.type('KYC');
	await page.waitForTimeout(SETTLING);
	await shoot(page, 'node-creator');
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
	const { email, password } = demoLogin;
	const { baseUrl } = instance;
	await context.request.post(`${baseUrl}/rest/login`, { data: { emailOrLdapLoginId: email, password } });
	const editor = { page: await context.newPage(), baseUrl, examples };
	await canvas(editor);
	await panel(editor);
	await nodeCreator(editor);
	return true;
}

await runCommand(takeAll);
