import { ExecuteContext, ExecutionLifecycleHooks, WorkflowExecute } from 'n8n-core';
import type {
	IConnections,
	IDataObject,
	INode,
	INodeExecutionData,
	INodeParameters,
	IRun,
	IRunExecutionData,
	IWorkflowExecuteAdditionalData,
	IWorkflowSettings,
} from 'n8n-workflow';
import { createEmptyRunExecutionData, createRunExecutionData, Workflow } from 'n8n-workflow';

import type { AgentCalls } from './agent.mts';
import { StoredCredentials, type CredentialData } from './credentials.mts';
import { provideEncryptionKey } from './encryption.mts';
import { loadPackage, type LoadedPackage } from './packageNodes.mts';

/** A workflow `Start → <our node> → After`, and how to run it. */
export interface WorkflowRequest {
	/** Short name of the node, e.g. `aucoFace`. */
	node: string;
	parameters: INodeParameters;
	/** What arrives at the node; one empty item unless given. */
	items?: Array<INodeExecutionData | { json: object }>;
	credentials: CredentialData;
	settings?: IWorkflowSettings;
	/** Settings of the node, e.g. `{ onError: 'continueRegularOutput' }` or `{ retryOnFail: true, maxTries: 2 }`. */
	nodeSettings?: Partial<INode>;
	/** False for an execution that n8n does not store, so that it has no number. */
	isStored?: boolean;
	/** An expression that the node behind ours works out for every item, e.g. `={{ $('Start').item.json.row }}`. */
	after?: string;
	/** Has an agent call the node as its tool, instead of passing items to it. */
	agent?: AgentCalls;
}

/** How an execution ended. */
export interface WorkflowResult {
	status: IRun['status'];
	/** What left the node, by output; empty when it failed. */
	outputs: INodeExecutionData[][];
	/** The items of the first output. */
	items: INodeExecutionData[];
	/** Their JSON. */
	json: Array<INodeExecutionData['json']>;
	/** What the expression `after` gave for every item. */
	after: unknown[];
	/** What the agent was told, one entry a call: the items, or one with `error`. */
	answers: IDataObject[][];
	/** The error that stopped the execution. */
	error?: ExecutionError;
	run: IRun;
}

/** The parts of n8n's errors that tests look at. */
interface ExecutionError extends Error {
	description?: string | null;
	httpCode?: string | null;
	context: Record<string, unknown>;
}

/** A running execution. */
export interface RunningWorkflow {
	result: Promise<WorkflowResult>;
	/** What n8n would store if it did so now. */
	data: IRunExecutionData;
	/** What the Stop button of the editor does. */
	cancel(): void;
}

const NODE_NAME = 'Under Test';

/** The real engine in process: n8n-core with the built package, nothing of it replaced. */
export class Engine {
	readonly loaded: LoadedPackage;

	private constructor(loaded: LoadedPackage) {
		this.loaded = loaded;
	}

	static async start(): Promise<Engine> {
		provideEncryptionKey();
		return new Engine(await loadPackage());
	}

	/** Runs a workflow to its end. Rejects only for what stops n8n from starting it, such as an empty required field. */
	async run(request: WorkflowRequest): Promise<WorkflowResult> {
		return await (
			await this.begin(request)
		).result;
	}

	/** Starts a workflow that the test may cancel. */
	async begin(request: WorkflowRequest): Promise<RunningWorkflow> {
		const { workflow, additionalData } = await this.prepare(request);
		const start = workflow.getNode('Start')!;
		const items = (request.items ?? [{ json: {} }]) as INodeExecutionData[];
		const data = createRunExecutionData({
			executionData: { nodeExecutionStack: [{ node: start, data: { main: [items] }, source: null }] },
		});
		const execution = new WorkflowExecute(additionalData, 'manual', data).processRunExecutionData(workflow);
		return { result: execution.then(resultOf), data, cancel: () => execution.cancel() };
	}

	/**
	 * Runs the node without an execution around it, as n8n's Agents module does, and gives what that module shows. After
	 * `node-execution/ephemeral-node-executor.js` of n8n 2.40.
	 */
	async runAlone(request: WorkflowRequest): Promise<{ json: IDataObject[] } | { error: string }> {
		const { workflow, additionalData } = await this.prepare(request);
		const node = workflow.getNode(NODE_NAME)!;
		const items = (request.items ?? [{ json: {} }]) as INodeExecutionData[];
		const data = { main: [items] };
		const source = { node, data, source: null };
		const context = new ExecuteContext(
			workflow,
			node,
			additionalData,
			'internal',
			createEmptyRunExecutionData(),
			0,
			items,
			data,
			source,
			[],
		);
		const { execute } = workflow.nodeTypes.getByNameAndVersion(node.type);
		try {
			const output = (await execute!.call(context)) as INodeExecutionData[][];
			return { json: output[0].map(({ json }) => json) };
		} catch (error) {
			return { error: (error as Error).message };
		}
	}

	/** A workflow and the surroundings that n8n gives its nodes. */
	async prepare(
		request: WorkflowRequest,
	): Promise<{ workflow: Workflow; additionalData: IWorkflowExecuteAdditionalData }> {
		const credentialsHelper = new StoredCredentials(this.loaded);
		await credentialsHelper.store(request.credentials);
		const definition = {
			id: '1',
			name: 'Workflow of a test',
			active: false,
			nodes: this.nodesOf(request),
			connections: request.agent ? CONNECTIONS_OF_TOOL : CONNECTIONS,
			settings: { executionOrder: 'v1' as const, ...request.settings },
		};
		const hooks = new ExecutionLifecycleHooks('manual', '42', {
			...definition,
			createdAt: new Date(),
			updatedAt: new Date(),
			isArchived: false,
			activeVersionId: null,
		});
		return {
			workflow: new Workflow({ ...definition, nodeTypes: this.loaded.nodeTypes }),
			additionalData: {
				...surroundings(credentialsHelper, hooks),
				...(request.isStored === false && { executionId: undefined }),
			},
		};
	}

	private nodesOf({
		node,
		parameters,
		credentials,
		nodeSettings,
		after = '',
		agent,
	}: WorkflowRequest): INode[] {
		const used = Object.keys(credentials).map((type) => [type, { id: type, name: type }]);
		return [
			nodeOf('Start', 'test.passOn', {}),
			{
				...nodeOf(NODE_NAME, this.loaded.typeOf(`${node}${agent ? 'Tool' : ''}`), parameters),
				credentials: Object.fromEntries(used),
				...nodeSettings,
			},
			nodeOf('After', 'test.evaluate', { value: after }),
			...(agent
				? [
						nodeOf('Agent', 'test.agent', {
							tool: NODE_NAME,
							way: agent.way,
							calls: JSON.stringify(agent.calls),
						}),
					]
				: []),
		];
	}
}

const CONNECTIONS: IConnections = {
	Start: { main: [[{ node: NODE_NAME, type: 'main', index: 0 }]] },
	[NODE_NAME]: { main: [[{ node: 'After', type: 'main', index: 0 }]] },
};

const CONNECTIONS_OF_TOOL: IConnections = {
	Start: { main: [[{ node: 'Agent', type: 'main', index: 0 }]] },
	[NODE_NAME]: { ai_tool: [[{ node: 'Agent', type: 'ai_tool', index: 0 }]] },
};

function nodeOf(name: string, type: string, parameters: INodeParameters): INode {
	return { id: name, name, type, typeVersion: 1, position: [0, 0], parameters };
}

/** What n8n gives every execution beside the workflow. */
export function surroundings(
	credentialsHelper: StoredCredentials,
	hooks: ExecutionLifecycleHooks,
): IWorkflowExecuteAdditionalData {
	const base = 'http://127.0.0.1:5678';
	return {
		credentialsHelper,
		hooks,
		executionId: '42',
		currentNodeExecutionIndex: 0,
		variables: {},
		instanceBaseUrl: `${base}/`,
		restApiUrl: `${base}/rest`,
		webhookBaseUrl: `${base}/webhook`,
		webhookTestBaseUrl: `${base}/webhook-test`,
		webhookWaitingBaseUrl: `${base}/webhook-waiting`,
		formBaseUrl: `${base}/form`,
		formTestBaseUrl: `${base}/form-test`,
		formWaitingBaseUrl: `${base}/form-waiting`,
		setExecutionStatus: () => undefined,
	} as unknown as IWorkflowExecuteAdditionalData;
}

/** The parts of a run that tests look at. */
export function resultOf(run: IRun): WorkflowResult {
	const { resultData } = run.data;
	const outputs = (resultData.runData[NODE_NAME]?.at(-1)?.data?.main ?? []).map((items) => items ?? []);
	const items = outputs[0] ?? [];
	const behind = resultData.runData.After?.at(-1)?.data?.main?.[0] ?? [];
	return {
		status: run.status,
		outputs,
		items,
		json: items.map(({ json }) => json),
		after: behind.map(({ json }) => json.value),
		answers: (resultData.runData.Agent?.at(-1)?.data?.main[0]?.[0].json.answers ?? []) as IDataObject[][],
		error: resultData.error as unknown as ExecutionError | undefined,
		run,
	};
}
