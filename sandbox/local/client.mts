import { parse } from 'flatted';
import type {
	ExecutionStatus,
	IDataObject,
	INodeListSearchResult,
	INodePropertyOptions,
	INodeTypeDescription,
	IRunData,
} from 'n8n-workflow';
import { setTimeout as sleep } from 'node:timers/promises';
import { openSession } from './session.mts';
import type { Session } from './session.mts';
import type {
	CredentialInput,
	CredentialVerdict,
	DropdownRequest,
	ExecutionSummary,
	PublicationStatus,
	StoredExecution,
	StoredWorkflow,
	WorkflowInput,
} from './types.mts';

/** The most that n8n returns at once. */
const EXECUTIONS_PER_PAGE = 100;

const unfinished: ExecutionStatus[] = ['new', 'running', 'waiting', 'unknown'];

/** Whether an execution has ended. A waiting one has not. */
export function hasEnded({ status }: ExecutionSummary): boolean {
	return !unfinished.includes(status);
}

/** The body of the editor's request for the options of a dropdown; credentials are referred to by id. */
function dropdownBody({ node, credentials, parameters = {}, ...rest }: DropdownRequest): object {
	return {
		path: 'parameters',
		nodeTypeAndVersion: { name: node, version: 1 },
		currentNodeParameters: parameters,
		credentials,
		...rest,
	};
}

/** Asks again until there is an answer. Throws after `seconds`, naming what was waited for. */
export async function until<T>(what: string, seconds: number, ask: () => Promise<T | undefined>): Promise<T> {
	const deadline = Date.now() + seconds * 1000;
	for (;;) {
		const answer = await ask();
		if (answer !== undefined) return answer;
		if (Date.now() > deadline) throw new Error(`${what}: not after ${seconds} s`);
		await sleep(150);
	}
}

/**
 * The REST API of a local n8n (docs/n8n-engine.md#rest-api-of-the-editor), as far as the demo and the tests need it. Every
 * method throws an Error with n8n's own message when n8n refuses.
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

	/** Every node type that the editor offers, including the tool variants. Names are `package.node`. */
	async nodeTypes(): Promise<INodeTypeDescription[]> {
		return JSON.parse((await this.session.read('/types/nodes.json')).toString()) as INodeTypeDescription[];
	}

	/** Creates a credential, or overwrites the one of the same name and type, and returns its id. */
	async saveCredential(input: CredentialInput): Promise<string> {
		type Known = { id: string; name: string; type: string };
		const known = await this.session.ask<Known[]>('get', '/credentials');
		const same = known.find(({ name, type }) => name === input.name && type === input.type);
		if (same) await this.session.ask('patch', `/credentials/${same.id}`, input);
		return same?.id ?? (await this.session.ask<Known>('post', '/credentials', input)).id;
	}

	/** The stored values of a credential, secrets redacted by n8n; undefined when there is no such credential. */
	async credentialData(wanted: Pick<CredentialInput, 'name' | 'type'>): Promise<IDataObject | undefined> {
		type Known = { id: string; name: string; type: string };
		const known = await this.session.ask<Known[]>('get', '/credentials');
		const found = known.find(({ name, type }) => name === wanted.name && type === wanted.type);
		if (!found) return undefined;
		return (await this.session.ask<CredentialInput>('get', `/credentials/${found.id}?includeData=true`)).data;
	}

	/** Saves a credential and runs its own test, as n8n's credential dialog does. */
	async testCredential(input: CredentialInput): Promise<CredentialVerdict> {
		const id = await this.saveCredential(input);
		return await this.session.ask('post', '/credentials/test', { credentials: { id, ...input } });
	}

	/** The options of a dropdown, as the editor requests them. */
	async options(request: DropdownRequest): Promise<INodePropertyOptions[]> {
		return await this.session.ask('post', '/dynamic-node-parameters/options', dropdownBody(request));
	}

	/** A page of the results of a resource locator, as the editor requests them. */
	async resources(request: DropdownRequest): Promise<INodeListSearchResult> {
		return await this.session.ask(
			'post',
			'/dynamic-node-parameters/resource-locator-results',
			dropdownBody(request),
		);
	}

	/** All workflows, without their nodes. */
	async workflows(): Promise<StoredWorkflow[]> {
		return await this.session.ask('get', '/workflows?take=250');
	}

	/** A workflow as it is stored. */
	async workflow(id: string): Promise<StoredWorkflow & WorkflowInput> {
		return await this.session.ask('get', `/workflows/${id}`);
	}

	/** Saves changes of a workflow; they take effect when it is published. */
	async updateWorkflow(id: string, changes: Partial<WorkflowInput>): Promise<StoredWorkflow> {
		const { versionId } = await this.workflow(id);
		return await this.session.ask('patch', `/workflows/${id}`, { ...changes, versionId });
	}

	/** Deletes a workflow for good, like archiving and deleting it in the editor. */
	async deleteWorkflow(id: string): Promise<void> {
		await this.session.ask('post', `/workflows/${id}/archive`, {});
		await this.whenPublicationIsDone(id);
		await this.session.ask('delete', `/workflows/${id}`);
	}

	/** Creates a workflow. n8n finds its credentials by name and type, whatever their ids. */
	async createWorkflow(input: WorkflowInput): Promise<StoredWorkflow> {
		const { name, nodes, connections, settings = {}, pinData = {} } = input;
		return await this.session.ask('post', '/workflows', { name, nodes, connections, settings, pinData });
	}

	/** Publishes a workflow; resolves when its triggers are registered or have finally failed. */
	async activate({ id, versionId }: StoredWorkflow, seconds = 60): Promise<PublicationStatus> {
		await this.session.ask('post', `/workflows/${id}/activate`, { versionId });
		return await this.whenPublicationIsDone(id, seconds);
	}

	/** Unpublishes a workflow; resolves when its triggers are removed or that has finally failed. */
	async deactivate(id: string): Promise<PublicationStatus> {
		await this.session.ask('post', `/workflows/${id}/deactivate`, {});
		return await this.whenPublicationIsDone(id);
	}

	private async whenPublicationIsDone(id: string, seconds = 60): Promise<PublicationStatus> {
		return await until(`Publishing or unpublishing of workflow ${id}`, seconds, async () => {
			const now = await this.session.ask<PublicationStatus>('get', `/workflows/${id}/publication-status`);
			return now.status === 'in_progress' ? undefined : now;
		});
	}

	/**
	 * Runs a workflow manually from one of its triggers. Returns the id of the execution without waiting for its end.
	 */
	async run(workflowId: string, trigger: string): Promise<string> {
		type Started = { executionId?: string };
		const body = { triggerToStartFrom: { name: trigger } };
		const { executionId } = await this.session.ask<Started>('post', `/workflows/${workflowId}/run`, body);
		if (executionId === undefined) throw new Error(`"${trigger}" waits for an event instead of running`);
		return executionId;
	}

	/**
	 * Executes one node manually, as the editor's "Execute step" does.
	 *
	 * @param runData what the nodes before it have given in an earlier run
	 * @returns the id of the execution
	 */
	async runStep(workflowId: string, nodeName: string, runData: IRunData): Promise<string> {
		const body = { destinationNode: { nodeName, mode: 'inclusive' }, runData, dirtyNodeNames: [] };
		const path = `/workflows/${workflowId}/run`;
		return (await this.session.ask<{ executionId: string }>('post', path, body)).executionId;
	}

	/** Listens for a test event: the next event at the trigger's test URL starts the workflow. */
	async listenForTestEvent(workflowId: string, trigger: string): Promise<void> {
		await this.session.ask('post', `/workflows/${workflowId}/run`, { triggerToStartFrom: { name: trigger } });
	}

	/** Stops listening for a test event. */
	async stopListening(workflowId: string): Promise<void> {
		await this.session.ask('delete', `/test-webhook/${workflowId}`);
	}

	/** Stops a running or waiting execution, like the editor's Stop button. */
	async stop(executionId: string): Promise<void> {
		await this.session.ask('post', `/executions/${executionId}/stop`, {});
	}

	/** Retries a failed execution from the node that failed; returns the id of the new execution. */
	async retry(executionId: string, loadWorkflow = false): Promise<string> {
		type Started = { id: string };
		return (await this.session.ask<Started>('post', `/executions/${executionId}/retry`, { loadWorkflow })).id;
	}

	/**
	 * The executions of a workflow without their data, oldest first. n8n lists them by start, the latest first; its own
	 * way from page to page goes by id, and leaves out what started in another order (docs/n8n-engine.md#lists-of-executions).
	 */
	async executionsOf(workflowId: string): Promise<ExecutionSummary[]> {
		type List = { results: ExecutionSummary[] };
		const all = new Map<string, ExecutionSummary>();
		for (let more = true, startedBefore: string | undefined; more; ) {
			const filter = encodeURIComponent(JSON.stringify({ workflowId, startedBefore }));
			const path = `/executions?limit=${EXECUTIONS_PER_PAGE}&filter=${filter}`;
			const { results } = await this.session.ask<List>('get', path);
			more = results.length >= EXECUTIONS_PER_PAGE && results.some(({ id }) => !all.has(id));
			for (const execution of results) all.set(execution.id, execution);
			startedBefore = results.at(-1)?.startedAt;
		}
		return [...all.values()].sort((one, other) => Number(one.id) - Number(other.id));
	}

	/** A stored execution with its data, whatever its status. */
	async execution(id: string): Promise<StoredExecution> {
		type Folded = Omit<StoredExecution, 'data'> & { data: string };
		const folded = await this.session.ask<Folded>('get', `/executions/${id}`);
		return { ...folded, data: parse(folded.data) as StoredExecution['data'] };
	}

	/** A stored execution as soon as it has ended. */
	async finishedExecution(id: string, seconds = 60): Promise<StoredExecution> {
		return await until(`End of execution ${id}`, seconds, async () => {
			const execution = await this.execution(id);
			return hasEnded(execution) ? execution : undefined;
		});
	}

	/** A stored execution as soon as it has this status. */
	async executionThatIs(status: ExecutionStatus, id: string, seconds = 20): Promise<StoredExecution> {
		return await until(`Execution ${id} that is ${status}`, seconds, async () => {
			const execution = await this.execution(id);
			return execution.status === status ? execution : undefined;
		});
	}

	/** The bytes behind the `id` of an item's binary data. */
	async binary(id: string): Promise<Buffer> {
		return await this.session.read(`/rest/binary-data?action=download&id=${encodeURIComponent(id)}`);
	}
}
