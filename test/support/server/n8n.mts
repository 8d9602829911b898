import { randomUUID } from 'node:crypto';

import type { INodeCredentials } from 'n8n-workflow';

import { N8nClient, until } from '../../../sandbox/local/client.mts';
import { startSandbox } from '../../../sandbox/sandbox.mts';
import type { Sandbox, SandboxOptions } from '../../../sandbox/types.mts';
import type { StoredExecution, WorkflowInput } from '../../../sandbox/local/types.mts';
import { post } from './post.mts';
import { SERVER_ADDRESS, WEBHOOK_BASE } from './setup.mts';

/** A session at the real n8n of the test run, and a sandbox of the test file's own. */
export interface RealN8n {
	baseUrl: string;
	client: N8nClient;
	sandbox: Sandbox;
	/** What a node with credentials of this sandbox holds, by credential type. */
	credentials: INodeCredentials;
	/** Where webhooks are received. */
	webhookBase: string;
	/**
	 * Creates a workflow and starts it from its node `Start`; resolves to the execution's id.
	 *
	 * @param receiver where a webhook that starts it is called, in queue mode; the webhook process unless given
	 */
	begin(workflow: WorkflowInput, receiver?: string): Promise<string>;
	/** Creates a workflow and runs it from its node `Start` to its end. */
	run(workflow: WorkflowInput): Promise<StoredExecution>;
	close(): Promise<void>;
}

/** Connects a test file with the n8n of the test run, or with another one. */
export async function realN8n(options: SandboxOptions = {}, baseUrl = serverAddress()): Promise<RealN8n> {
	const client = await N8nClient.connect(baseUrl);
	const sandbox = await startSandbox(options);
	const webhookBase = process.env[WEBHOOK_BASE] ?? baseUrl;
	const begin = async (workflow: WorkflowInput, receiver = webhookBase) =>
		await beginAt(client, receiver, workflow);
	return {
		baseUrl,
		webhookBase,
		client,
		sandbox,
		credentials: await saveCredentials(client, sandbox),
		begin,
		run: async (workflow) => await client.finishedExecution(await begin(workflow)),
		close: async () => await sandbox.stop(),
	};
}

async function beginAt(client: N8nClient, webhookBase: string, workflow: WorkflowInput): Promise<string> {
	const stored = await client.createWorkflow(workflow);
	const start = workflow.nodes.find(({ name }) => name === 'Start')!;
	if (start.type !== 'n8n-nodes-base.webhook') return await client.run(stored.id, 'Start');
	await client.activate(stored);
	const { status } = await post(`${webhookBase}/webhook/${start.parameters.path}`, {});
	if (status >= 300) throw new Error(`The webhook that starts the workflow answered ${status}`);
	return await until('The execution', 120, async () => (await client.executionsOf(stored.id)).at(0)?.id);
}

function serverAddress(): string {
	const address = process.env[SERVER_ADDRESS];
	if (!address) throw new Error('There is no n8n: run these tests with "npm run test:e2e"');
	return address;
}

/** Credentials under names of their own, because test files share the n8n but not the sandbox. */
async function saveCredentials(client: N8nClient, { auco, verifik }: Sandbox): Promise<INodeCredentials> {
	const save = async (type: string, data: Record<string, string>) => {
		const name = `${type} ${randomUUID().slice(0, 8)}`;
		return { id: await client.saveCredential({ name, type, data }), name };
	};
	return {
		aucoApi: await save('aucoApi', auco.credential),
		verifikApi: await save('verifikApi', verifik.credential),
	};
}
