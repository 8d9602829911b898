import type { Browser, Locator, Page } from 'playwright-core';
import { startBrowser } from './browser.mts';
import { demoLogin } from './session.mts';

/** How large the window is, and settings that the editor keeps in the browser (its local storage). */
interface EditorOptions {
	viewport: { width: number; height: number };
	settings?: Record<string, string>;
}

/**
 * Messages of n8n 2.41 about itself: on an empty canvas, about a workflow before it is saved for the first time, and about
 * nodes of its own without an output schema.
 */
const ownMessages = [
	/injectNDVStore\(\) was accessed without an active workflow/,
	/\/publication-status$/,
	/\/schemas\/n8n-nodes-base\./,
];

/** n8n's editor in a browser, with the things that a person does there. Each waits until the page shows its effect. */
export class Editor {
	readonly page: Page;

	/** Errors of the page and of its requests, those of n8n itself left out. */
	readonly problems: string[] = [];

	private readonly browser: Browser;

	private readonly baseUrl: string;

	private constructor(browser: Browser, page: Page, baseUrl: string) {
		this.browser = browser;
		this.page = page;
		this.baseUrl = baseUrl;
		page.on('pageerror', ({ message }) => this.note(message));
		page.on('console', (message) => {
			const { url } = message.location();
			if (message.type() === 'error' && url.startsWith(baseUrl)) this.note(`${message.text()} ${url}`);
		});
	}

	/** Starts a browser, which reaches nothing but this n8n, and logs in as the demo owner. */
	static async open(baseUrl: string, { viewport, settings = {} }: EditorOptions): Promise<Editor> {
		const browser = await startBrowser();
		const context = await browser.newContext({ viewport });
		// Only ends what would wait in vain: nothing that works takes nearly as long.
		context.setDefaultTimeout(120_000);
		// n8n's own look-ups, e.g. of a community package's latest version.
		await context.route(
			(url) => url.origin !== baseUrl,
			async (route) => await route.abort(),
		);
		await context.addInitScript((entries) => {
			for (const [key, value] of Object.entries(entries)) localStorage.setItem(key, value);
		}, settings);
		const { email, password } = demoLogin;
		await context.request.post(`${baseUrl}/rest/login`, { data: { emailOrLdapLoginId: email, password } });
		const editor = new Editor(browser, await context.newPage(), baseUrl);
		await editor.page.goto(baseUrl);
		return editor;
	}

	private note(message: string): void {
		if (!ownMessages.some((own) => own.test(message))) this.problems.push(message);
	}

	async close(): Promise<void> {
		await this.browser.close();
	}

	/** Leaves a panel or a dialog that is open, without caring what becomes of it. */
	async leave(): Promise<void> {
		const { page } = this;
		const covering = page.locator('[role="dialog"]:visible').or(page.getByTestId('ndv'));
		if ((await covering.count()) > 0) await page.goto(this.baseUrl);
	}

	/** Opens a stored workflow. */
	async openWorkflow(id: string): Promise<void> {
		await this.page.goto(`${this.baseUrl}/workflow/${id}`);
		await this.page.getByTestId('canvas-node').first().waitFor();
	}

	/** Opens an empty canvas (*+ → New workflow*). */
	async newWorkflow(): Promise<void> {
		await this.page.getByTestId('universal-add').click();
		await this.page.getByText('New workflow', { exact: true }).click();
		await this.page.getByTestId('canvas-add-button').waitFor();
	}

	/**
	 * Imports a file into an empty canvas (*⋯ → Import → From file*).
	 *
	 * @returns the id of the workflow, which n8n saves by itself
	 */
	async importFile(path: string): Promise<string> {
		const { page } = this;
		await this.newWorkflow();
		const saved = page.waitForResponse(
			(response) => response.request().method() === 'POST' && response.url().endsWith('/rest/workflows'),
		);
		const chooser = page.waitForEvent('filechooser');
		await page.getByTestId('workflow-menu').first().click();
		await page.getByTestId('workflow-menu-item-import').click();
		await page.getByTestId('workflow-menu-item-import-from-file').click();
		await (await chooser).setFiles(path);
		await page.getByTestId('canvas-node').first().waitFor();
		const { data } = (await (await saved).json()) as { data: { id: string } };
		return data.id;
	}

	/**
	 * Finds a node (*+*, then the search) and adds it with one of its actions; resolves to its panel, which opens.
	 *
	 * @param found words of its entry in what was found, its name unless given
	 */
	async addNode(search: string, action: string, found = search): Promise<Locator> {
		const { page } = this;
		await page.getByTestId('node-creator-plus-button').click();
		await page.getByTestId('node-creator-search-bar').fill(search);
		const items = page.getByTestId('item-iterator-item');
		await items.filter({ hasText: found }).first().click();
		await items.filter({ hasText: action }).first().click();
		return await this.panel();
	}

	/** Publishes the open workflow. */
	async publish(): Promise<void> {
		const { page } = this;
		await page.getByTestId('workflow-open-publish-modal-button').click();
		await page.getByTestId('workflow-publish-button').click();
		await page.getByTestId('activation-modal').getByRole('button', { name: 'Got it' }).click();
		await page.getByTestId('workflow-active-version-indicator').waitFor();
	}

	/** A node on the canvas. */
	node(name: string): Locator {
		return this.page.locator(`[data-test-id="canvas-node"][data-node-name="${name}"]`);
	}

	/** What the button for executing the workflow says, e.g. `Execute workflow from Try It`. */
	async executeLabel(): Promise<string> {
		return (await this.executeButton.innerText()).replaceAll(/\s+/g, ' ');
	}

	/** Chooses the node that the workflow is executed from, in the list beside the button. */
	async startFrom(name: string): Promise<void> {
		await this.page.getByRole('button', { name: 'Select trigger node' }).click();
		await this.page.getByTestId(`action-${name}`).click();
		await this.executeButton.filter({ hasText: `from ${name}` }).waitFor();
	}

	/** Presses *Execute workflow*. */
	async execute(): Promise<void> {
		await this.executeButton.click();
	}

	private get executeButton(): Locator {
		return this.page.getByTestId('execute-workflow-button');
	}

	/** Resolves when the canvas shows that a trigger waits for a test event. */
	async listening(): Promise<void> {
		await this.page.getByTestId('stop-execution-waiting-for-webhook-button').waitFor();
	}

	/** Resolves when the canvas shows the mark of success on a node. */
	async succeeded(name: string): Promise<void> {
		await this.node(name).getByTestId('canvas-node-status-success').waitFor();
	}

	/** Opens the panel of a node. */
	async openNode(name: string): Promise<Locator> {
		await this.node(name).dblclick();
		return await this.panel();
	}

	private async panel(): Promise<Locator> {
		const panel = this.page.getByTestId('ndv');
		await panel.getByTestId('node-parameters').waitFor();
		return panel;
	}

	async closeNode(): Promise<void> {
		await this.page.getByTestId('ndv-close-button').click();
		await this.page.getByTestId('ndv').waitFor({ state: 'hidden' });
	}

	/** Opens the tab *Executions*. */
	async openExecutions(): Promise<void> {
		await this.page.getByTestId('radio-button-executions').click();
	}

	/** Resolves when the tab *Executions* shows that an execution has succeeded. */
	async listedAsSuccess(executionId: string): Promise<void> {
		const entry = this.page.getByTestId(`execution-details-${executionId}`);
		await entry.locator('[data-test-execution-status="success"]').waitFor();
	}
}
