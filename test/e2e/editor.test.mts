/** Every example, imported and executed in n8n's editor in a real browser, as a person does it. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { INode, INodeTypeDescription } from 'n8n-workflow';
import type { Locator } from 'playwright-core';

import { chromiumProgram, NO_CHROMIUM } from '../../sandbox/local/browser.mts';
import { until } from '../../sandbox/local/client.mts';
import { saveSandboxCredentials, sandboxCredentials } from '../../sandbox/local/credentials.mts';
import { Editor } from '../../sandbox/local/editor.mts';
import { hasProviderTrigger } from '../../sandbox/local/examples.mts';
import { expectations, GOOD, judge, type Expectation } from '../../sandbox/local/expectations.mts';
import { projectRoot } from '../../sandbox/local/paths.mts';
import type { WorkflowInput } from '../../sandbox/local/types.mts';
import type { Sandbox } from '../../sandbox/types.mts';
import { PROCESS, VALIDATION } from '../support/documented.mts';
import { realN8n, type RealN8n } from '../support/server/n8n.mts';
import {
	addField,
	brokenImages,
	choicesOf,
	shownParameters,
	textOf,
	writtenValues,
} from '../support/server/panel.mts';
import { post } from '../support/server/post.mts';
import { PACKAGE } from '../support/server/workflows.mts';

const isInstalled = chromiumProgram() !== undefined;
if (!isInstalled) console.warn(`The tests of the editor are skipped. ${NO_CHROMIUM}`);

/** A flow of Verifik, and its name in lists. */
const FLOW = { id: '6799d2a1f3b4c5d6e7f80001', name: 'onboarding …f80001' };

/** Only ends what would wait in vain. */
const SECONDS = 120;

let n8n: RealN8n;
let editor: Editor;
let types: INodeTypeDescription[];

const pathOf = (file: string) => join(projectRoot, 'examples', `${file}.json`);
const workflowOf = (file: string) => JSON.parse(readFileSync(pathOf(file), 'utf8')) as WorkflowInput;
const isOurs = ({ type }: INode) => type.startsWith(`${PACKAGE}.`);

/** Resolves when a part of the page says this. */
async function says(part: Locator, words: string): Promise<void> {
	await until(`"${words}" in ${part.toString()}`, SECONDS, async () =>
		(await textOf(part)).includes(words) ? true : undefined,
	);
}

/** The panel of a node has its icon, its Docs link, its credential and all parameters with their values. */
async function checkPanel({ name, type, parameters, credentials = {} }: INode): Promise<void> {
	const description = types.find((one) => one.name === type)!;
	const panel = await editor.openNode(name);
	expect(await brokenImages(panel)).toEqual([]);
	const docs = await panel.getByRole('link', { name: 'Docs' }).getAttribute('href');
	const [, page] = /\/blob\/main\/(docs\/nodes\/[\w-]+\.md)\b/.exec(docs ?? '') ?? [];
	expect({ docs, exists: existsSync(join(projectRoot, page ?? '?')) }).toEqual({ docs, exists: true });
	for (const credential of sandboxCredentials(n8n.sandbox).filter((one) => one.type in credentials)) {
		await says(panel.getByTestId('node-credentials-select'), credential.name);
	}
	for (const [parameter, value] of shownParameters(parameters)) {
		const field = panel.getByTestId(`parameter-input-${parameter}`).first();
		for (const plain of writtenValues(description, parameter, value)) {
			const written = plain === FLOW.id && parameter === 'projectFlows' ? FLOW.name : plain;
			await says(field, written);
		}
	}
	expect(await panel.getByTestId('parameter-issues').count()).toBe(0);
	await editor.closeNode();
}

async function executeFrom(start: string, { nodes }: WorkflowInput): Promise<void> {
	const label = await editor.executeLabel();
	if (label !== 'Execute workflow' && label !== `Execute workflow from ${start}`) {
		const notes = nodes.filter(({ type }) => type === 'n8n-nodes-base.stickyNote');
		expect(JSON.stringify(notes)).toContain(`from ${start}`);
		await editor.startFrom(start);
	}
	await editor.execute();
}

/** All executions end as they should. */
async function outcome(workflowId: string, expectation: Expectation): Promise<string> {
	return await until(`The end of ${expectation.file}`, SECONDS, async () => {
		const { verdict, over } = await judge(n8n.client, workflowId, expectation);
		return over ? verdict : undefined;
	});
}

/** The triggers that may listen for a test event, and what then happens at the provider. */
const listeners = [
	{
		file: 'auco-trigger-route-by-status',
		trigger: 'Auco Result',
		async happens({ auco }: Sandbox) {
			const authorization = auco.credential.privateKey;
			await post(`${auco.baseUrl}/veriface`, { ...PROCESS, targetWebhooks: ['n8n-test'] }, { authorization });
		},
	},
	{
		file: 'verifik-trigger-to-decision',
		trigger: 'Verifik Result',
		async happens({ verifik }: Sandbox) {
			const body = { ...VALIDATION, projectFlow: FLOW.id, type: 'onboarding' };
			const authorization = `Bearer ${verifik.credential.accessToken}`;
			await post(`${verifik.baseUrl}/v2/biometric-validations`, body, { authorization });
		},
	},
];

(isInstalled ? describe : describe.skip)('in the editor', () => {
	beforeAll(async () => {
		n8n = await realN8n({ timeScale: 0.02 });
		await saveSandboxCredentials(n8n.client, n8n.sandbox);
		types = await n8n.client.nodeTypes();
		editor = await Editor.open(n8n.baseUrl, { viewport: { width: 1600, height: 1000 } });
	});

	afterAll(async () => {
		await editor.close();
		await n8n.close();
	});

	// A failed test leaves its problems, and what it has opened.
	beforeEach(async () => {
		editor.problems.length = 0;
		await editor.leave();
	});

	// Before the examples are published: a flow of Verifik has only one webhook.
	test.each(listeners)('a trigger of $file listens for a test event', async ({ file, trigger, happens }) => {
		await editor.importFile(pathOf(file));
		expect(await editor.executeLabel()).toBe(`Execute workflow from ${trigger}`);
		await editor.execute();
		await editor.listening();
		await happens(n8n.sandbox);
		await editor.succeeded(trigger);
		n8n.sandbox.verifik.reset();
		expect(editor.problems).toEqual([]);
	});

	// The one that resumes the others comes first, and a list of validations before there are others.
	const files = expectations.map(({ file }) => file).sort();
	const wakesUp = 'aucoface-wake-up';
	test.each([wakesUp, ...files.filter((file) => file !== wakesUp)])('%s', async (file) => {
		const workflow = workflowOf(file);
		const expectation = expectations.find((one) => one.file === file)!;
		const id = await editor.importFile(pathOf(file));
		// Its webhook is one of the choices from then on.
		if (hasProviderTrigger(workflow)) await editor.publish();
		const ours = workflow.nodes.filter(isOurs);
		for (const { name } of ours) {
			expect(await brokenImages(editor.node(name))).toEqual([]);
			expect(await editor.node(name).getByTestId('node-issues').count()).toBe(0);
		}
		for (const node of ours) await checkPanel(node);
		if (expectation.start) await executeFrom(expectation.start, workflow);
		expect(await outcome(id, expectation)).toBe(GOOD);
		const executions = await n8n.client.executionsOf(id);
		const shown = await Promise.all(
			executions
				.filter(({ mode }) => mode === 'manual')
				.map(async (one) => await n8n.client.execution(one.id)),
		);
		for (const name of Object.keys(shown.at(0)?.data.resultData.runData ?? {})) {
			if (!(name in (workflow.pinData ?? {}))) await editor.succeeded(name);
		}
		await editor.openExecutions();
		for (const one of executions) await editor.listedAsSuccess(one.id);
		expect(editor.problems).toEqual([]);
	});

	const choose = async (panel: Locator, parameter: string, name: string) => {
		const choices = await choicesOf(panel, parameter);
		await choices.filter({ hasText: name }).first().click();
		await says(panel.getByTestId(`parameter-input-${parameter}`), name);
	};

	test('a node is found by its name, and its dropdowns offer what the provider has', async () => {
		n8n.sandbox.auco.webhooks = [{ id: 'billing', url: 'https://miempresa.com/webhooks/billing' }];
		await editor.newWorkflow();
		const process = await editor.addNode('AucoFace', 'Create identity validation process');
		await choose(process, 'type', 'Citizenship card (CC)');
		await choose(process, 'country', 'Mexico');
		await choose(process, 'type', 'CURP');
		await addField(process, 'Target Webhook');
		await choose(process, 'targetWebhooks', 'billing');
		await editor.closeNode();
		const check = await editor.addNode('Auco Background', 'Run background check of person');
		await addField(check, 'Target Webhook');
		await choose(check, 'targetWebhooks', 'billing');
		await editor.closeNode();
		const creation = await editor.addNode('Verifik Biometric', 'Create biometric validation');
		await choose(creation, 'project', 'Example Project');
		await choose(creation, 'projectFlow', FLOW.name);
		await editor.closeNode();
		const trigger = await editor.addNode(
			'Verifik Trigger',
			'On biometric validation validated',
			'Starts the workflow',
		);
		await choose(trigger, 'registration', 'Automatic');
		await choose(trigger, 'project', 'Example Project');
		await choose(trigger, 'projectFlows', FLOW.name);
		await editor.closeNode();
		expect(editor.problems).toEqual([]);
	});
});
