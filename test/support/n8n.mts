import { randomUUID } from 'node:crypto';

import type { INodeCredentials } from 'n8n-workflow';

import { N8nClient } from '../../sandbox/local/client.mts';
import { startSandbox } from '../../sandbox/sandbox.mts';
import type { Sandbox, SandboxOptions } from '../../sandbox/types.mts';
import type { StoredExecution, WorkflowInput } from '../../sandbox/local/types.mts';
import { SERVER_ADDRESS } from './server.mts';

/** A session at the real n8n of the test run, and a sandbox of the test file's own. */
export interface RealN8n {
	baseUrl: string;
	client: N8nClient;
	sandbox: Sandbox;
	/** What a node with credentials of this sandbox holds, by credential type. */
	credentials: INodeCredentials;
	/** Creates a workflow and runs it by hand from its node `Start` to its end. */
	run(workflow: WorkflowInput): Promise<StoredExecution>;
	close(): Promise<void>;
}

/** Connects a test file with the n8n of the test run, or with another one. */
export async function realN8n(options: SandboxOptions = {}, baseUrl = serverAddress()): Promise<RealN8n> {
	const client = await N8nClient.connect(baseUrl);
	const sandbox = await startSandbox(options);
	return {
		baseUrl,
		client,
		sandbox,
		credentials: await saveCredentials(client, sandbox),
		async run(workflow) {
			const { id } = await client.createWorkflow(workflow);
			return await client.finishedExecution(await client.run(id, 'Start'));
		},
		close: async () => await sandbox.stop(),
	};
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
