import { parse } from 'flatted';
import type { INodeTypeDescription } from 'n8n-workflow';
import { setTimeout as sleep } from 'node:timers/promises';
import { openSession } from './session.mts';
import type { Session } from './session.mts';
import type {
	CredentialInput,
	CredentialVerdict,
	PublicationStatus,
	StoredExecution,
	StoredWorkflow,
	WorkflowInput,
} from './types.mts';

const unfinished = ['new', 'running', 'waiting', 'unknown'];

/** Asks again until there is an answer. Throws after `seconds`, saying what was waited for. */
async function until<T>(what: string, seconds: number, ask: () => Promise<T | undefined>): Promise<T> {
	const deadline = Date.now() + seconds * 1000;
	for (;;) {
		const answer = await ask();
		if (answer !== undefined) return answer;
		if (Date.now() > deadline) throw new Error(`${what}: not after ${seconds} s`);
		await sleep(150);
	}
}

/**
 * The REST API of a local n8n, as far as the demo and the tests need it (engine-facts.md F8). Every method throws
 * an Error with n8n's own words when n8n refuses.
 */
export class N8nClient {
	private readonly session: Session;

	constructor(session: Session) {
		this.session = session;
	}

	/** Logs in as the demo owner, who is created on a fresh server. */
	static async connect(baseUrl: string): Promise<N8nClient> {
		return new N8nClient(await openSession(baseUrl));
	}

	/** Every node type the editor offers, tool variants included. Names carry the package: `package.node`. */
	async nodeTypes(): Promise<INodeTypeDescription[]> {
		return JSON.parse((await this.session.read('/types/nodes.json')).toString()) as INodeTypeDescription[];
	}

	/** Creates a credential and returns its id; one of the same name and type is overwritten instead. */
	async saveCredential(input: CredentialInput): Promise<string> {
		type Known = { id: string; name: string; type: string };
		const known = await this.session.ask<Known[]>('get', '/credentials');
		const same = known.find(({ name, type }) => name === input.name && type === input.type);
		if (same) await this.session.ask('patch', `/credentials/${same.id}`, input);
		return same?.id ?? (await this.session.ask<Known>('post', '/credentials', input)).id;
	}

	/** Runs the credential's own test, as the button in n8n's credential dialog does. Nothing is stored. */
	async testCredential(credentials: CredentialInput & { id?: string }): Promise<CredentialVerdict> {
		return await this.session.ask('post', '/credentials/test', { credentials });
	}

	/** The workflows that exist, without their nodes. */
	async workflows(): Promise<StoredWorkflow[]> {
		return await this.session.ask('get', '/workflows');
	}

	/** Creates a workflow. Credentials that it names are found by name and type, whatever id it holds. */
	async createWorkflow({ name, nodes, connections, settings = {} }: WorkflowInput): Promise<StoredWorkflow> {
		return await this.session.ask('post', '/workflows', { name, nodes, connections, settings });
	}

	/** Publishes a workflow; resolves when its triggers are registered or have failed for good. */
	async activate({ id, versionId }: StoredWorkflow, seconds = 60): Promise<PublicationStatus> {
		await this.session.ask('post', `/workflows/${id}/activate`, { versionId });
		return await until(`Publishing of workflow ${id}`, seconds, async () => {
			const now = await this.session.ask<PublicationStatus>('get', `/workflows/${id}/publication-status`);
			return now.status === 'in_progress' ? undefined : now;
		});
	}

	/** Takes a workflow's triggers off duty. */
	async deactivate(id: string): Promise<void> {
		await this.session.ask('post', `/workflows/${id}/deactivate`, {});
	}

	/** Runs a workflow by hand from one of its triggers. Returns the execution's id without waiting for its end. */
	async run(workflowId: string, trigger: string): Promise<string> {
		type Started = { executionId?: string };
		const body = { triggerToStartFrom: { name: trigger } };
		const { executionId } = await this.session.ask<Started>('post', `/workflows/${workflowId}/run`, body);
		if (executionId === undefined) throw new Error(`"${trigger}" waits for an event instead of running`);
		return executionId;
	}

	/** Repeats a failed execution from the node that failed; returns the new execution's id. */
	async retry(executionId: string, loadWorkflow = false): Promise<string> {
		type Started = { id: string };
		return (await this.session.ask<Started>('post', `/executions/${executionId}/retry`, { loadWorkflow })).id;
	}

	/** A stored execution with its data, whatever its state. */
	async execution(id: string): Promise<StoredExecution> {
		type Folded = Omit<StoredExecution, 'data'> & { data: string };
		const folded = await this.session.ask<Folded>('get', `/executions/${id}`);
		return { ...folded, data: parse(folded.data) as StoredExecution['data'] };
	}

	/** A stored execution once it has ended. Suspended ones count as not ended. */
	async finishedExecution(id: string, seconds = 60): Promise<StoredExecution> {
		return await until(`End of execution ${id}`, seconds, async () => {
			const execution = await this.execution(id);
			return unfinished.includes(execution.status) ? undefined : execution;
		});
	}

	/** The bytes behind the `id` of an item's binary data. */
	async binary(id: string): Promise<Buffer> {
		return await this.session.read(`/rest/binary-data?action=download&id=${encodeURIComponent(id)}`);
	}
}
