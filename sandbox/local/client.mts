import { parse } from 'flatted';
import type {
	ExecutionStatus,
	IDataObject,
	INodeListSearchResult,
	INodePropertyOptions,
	INodeTypeDescription,
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

/** n8n gives no more at once. */
const EXECUTIONS_PER_PAGE = 100;

const unfinished: ExecutionStatus[] = ['new', 'running', 'waiting', 'unknown'];

/** Whether an execution has come to its end. Suspended ones have not. */
export function hasEnded({ status }: ExecutionSummary): boolean {
	return !unfinished.includes(status);
}

/** The body with which the editor asks for choices; the node's credentials are named by their ids. */
function dropdownBody({ node, credentials, parameters = {}, ...rest }: DropdownRequest): object {
	return {
		path: 'parameters',
		nodeTypeAndVersion: { name: node, version: 1 },
		currentNodeParameters: parameters,
		credentials,
		...rest,
	};
}

/** Asks again until there is an answer. Throws after `seconds`, saying what was waited for. */
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

	/** The stored values of a credential, secret ones blanked by n8n; undefined when there is no such credential. */
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

	/** The choices of a dropdown, as the editor asks for them. */
	async options(request: DropdownRequest): Promise<INodePropertyOptions[]> {
		return await this.session.ask('post', '/dynamic-node-parameters/options', dropdownBody(request));
	}

	/** A page of choices of a resource locator, as the editor asks for them. */
	async resources(request: DropdownRequest): Promise<INodeListSearchResult> {
		return await this.session.ask(
			'post',
			'/dynamic-node-parameters/resource-locator-results',
			dropdownBody(request),
		);
	}

	/** The workflows that exist, without their nodes. */
	async workflows(): Promise<StoredWorkflow[]> {
		return await this.session.ask('get', '/workflows?take=250');
	}

	/** A workflow as it is stored. */
	async workflow(id: string): Promise<StoredWorkflow & WorkflowInput> {
		return await this.session.ask('get', `/workflows/${id}`);
	}

	/** Saves an edit of a workflow; it is in force once it is published. */
	async updateWorkflow(id: string, changes: Partial<WorkflowInput>): Promise<StoredWorkflow> {
		const { versionId } = await this.workflow(id);
		return await this.session.ask('patch', `/workflows/${id}`, { ...changes, versionId });
	}

	/** Deletes a workflow for good, as archiving and deleting it in the editor does. */
	async deleteWorkflow(id: string): Promise<void> {
		await this.session.ask('post', `/workflows/${id}/archive`, {});
		await this.whenPublicationIsOver(id);
		await this.session.ask('delete', `/workflows/${id}`);
	}

	/** Creates a workflow. Credentials that it names are found by name and type, whatever id it holds. */
	async createWorkflow({ name, nodes, connections, settings = {} }: WorkflowInput): Promise<StoredWorkflow> {
		return await this.session.ask('post', '/workflows', { name, nodes, connections, settings });
	}

	/** Publishes a workflow; resolves when its triggers are registered or have failed for good. */
	async activate({ id, versionId }: StoredWorkflow, seconds = 60): Promise<PublicationStatus> {
		await this.session.ask('post', `/workflows/${id}/activate`, { versionId });
		return await this.whenPublicationIsOver(id, seconds);
	}

	/** Takes a workflow's triggers off duty; resolves when they are, or when that has failed for good. */
	async deactivate(id: string): Promise<PublicationStatus> {
		await this.session.ask('post', `/workflows/${id}/deactivate`, {});
		return await this.whenPublicationIsOver(id);
	}

	private async whenPublicationIsOver(id: string, seconds = 60): Promise<PublicationStatus> {
		return await until(`Publishing or unpublishing of workflow ${id}`, seconds, async () => {
			const now = await this.session.ask<PublicationStatus>('get', `/workflows/${id}/publication-status`);
			return now.status === 'in_progress' ? undefined : now;
		});
	}

	/** Runs a workflow by hand from one of its triggers. Returns the execution's id without waiting for its end. */
	async run(workflowId: string, trigger: string): Promise<string> {
		type Started = { executionId?: string };
		const body = { triggerToStartFrom: { name: trigger } };
		const { executionId } = await this.session.ask<Started>('post', `/workflows/${workflowId}/run`, body);
		if (executionId === undefined) throw new Error(`"${trigger}" waits for an event instead of running`);
		return executionId;
	}

	/** Makes the test URL of a trigger listen; the event that arrives there starts the workflow. */
	async listenForTestEvent(workflowId: string, trigger: string): Promise<void> {
		await this.session.ask('post', `/workflows/${workflowId}/run`, { triggerToStartFrom: { name: trigger } });
	}

	/** Ends the listening of a test URL. */
	async stopListening(workflowId: string): Promise<void> {
		await this.session.ask('delete', `/test-webhook/${workflowId}`);
	}

	/** Stops an execution, running or suspended, as the Stop button of the editor does. */
	async stop(executionId: string): Promise<void> {
		await this.session.ask('post', `/executions/${executionId}/stop`, {});
	}

	/** Repeats a failed execution from the node that failed; returns the new execution's id. */
	async retry(executionId: string, loadWorkflow = false): Promise<string> {
		type Started = { id: string };
		return (await this.session.ask<Started>('post', `/executions/${executionId}/retry`, { loadWorkflow })).id;
	}

	/** The executions of a workflow without their data, oldest first. n8n lists them in pages, the latest first. */
	async executionsOf(workflowId: string): Promise<ExecutionSummary[]> {
		type List = { results: ExecutionSummary[] };
		const filter = encodeURIComponent(JSON.stringify({ workflowId }));
		const all: ExecutionSummary[] = [];
		for (let more = true; more; ) {
			const from = all.length > 0 ? `&lastId=${all.at(-1)!.id}` : '';
			const path = `/executions?limit=${EXECUTIONS_PER_PAGE}&filter=${filter}${from}`;
			const { results } = await this.session.ask<List>('get', path);
			all.push(...results.sort((one, other) => Number(other.id) - Number(one.id)));
			more = results.length >= EXECUTIONS_PER_PAGE;
		}
		return all.reverse();
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
			return hasEnded(execution) ? execution : undefined;
		});
	}

	/** A stored execution once it has this state. */
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
