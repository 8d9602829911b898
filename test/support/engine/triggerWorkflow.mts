import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';

import { HookContext, WebhookContext } from 'n8n-core';
import type {
	IDataObject,
	INode,
	INodeParameters,
	INodeType,
	IWebhookData,
	IWorkflowExecuteAdditionalData,
	WebhookSetupMethodNames,
	WorkflowActivateMode,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { NodeHelpers, Workflow } from 'n8n-workflow';

import type { CredentialData } from './credentials.mts';
import type { LoadedPackage } from './packageNodes.mts';

/** A workflow that begins with one of our triggers. */
export interface TriggerRequest {
	/** Short name of the node, e.g. `aucoTrigger`. */
	node: string;
	parameters: INodeParameters;
	credentials: CredentialData;
	/** Name of the workflow. */
	name?: string;
}

type Request = IncomingMessage & { body: unknown; query: object; params: object };

let made = 0;

/**
 * A workflow as the server keeps it: published and unpublished, listened to, delivered to. For everything that it does
 * the server builds the workflow anew from what it has stored, and stores static data that was changed
 * (docs/n8n-engine.md#static-data-is-saved-when-the-node-answers-itself).
 */
export class TriggerWorkflow {
	/** What has started the workflow: the items of every start. */
	readonly starts: IDataObject[][] = [];

	/** What the node has thrown on a delivery; n8n makes failed executions of it. */
	readonly failures: unknown[] = [];

	/** Static data as stored with the workflow. */
	stored: IDataObject = {};

	/** Static data of the test that is being listened to. */
	testData?: IDataObject;

	parameters: INodeParameters;

	nodeName = 'Trigger';

	/** Of the chosen credential; unless set, its type. */
	credentialId?: string;

	readonly additionalData: IWorkflowExecuteAdditionalData;

	private isPublished = false;

	private readonly handling = new Set<Promise<void>>();

	private readonly loaded: LoadedPackage;

	private readonly request: TriggerRequest;

	private readonly id = `workflow-${++made}`;

	private readonly webhookId = randomUUID();

	constructor(
		loaded: LoadedPackage,
		request: TriggerRequest,
		additionalData: IWorkflowExecuteAdditionalData,
	) {
		this.loaded = loaded;
		this.request = request;
		this.parameters = request.parameters;
		this.additionalData = additionalData;
	}

	/** The address that the editor shows. */
	get url(): string {
		return `${this.additionalData.webhookBaseUrl}${this.path}`;
	}

	get testUrl(): string {
		return `${this.additionalData.webhookTestBaseUrl}${this.path}`;
	}

	/** The items with which the workflow was started, one start after the other. */
	get items(): IDataObject[] {
		return this.starts.flat();
	}

	/** One round of publishing: what fails is cleaned up after and thrown (`webhook-trigger-registrar.js`). */
	async publish(): Promise<void> {
		await this.register('trigger', 'activate', false);
		this.isPublished = true;
	}

	async unpublish(): Promise<void> {
		await this.run('delete', 'internal', 'update', false);
		this.isPublished = false;
	}

	/** What the button "Listen for test event" does (`test-webhooks.js`). */
	async listen(): Promise<void> {
		this.testData = {};
		await this.register('manual', 'manual', true);
	}

	async stopListening(): Promise<void> {
		await this.run('delete', 'internal', 'update', true);
		this.testData = undefined;
	}

	/** Calls one of the node's hooks. */
	async run(
		method: WebhookSetupMethodNames,
		mode: WorkflowExecuteMode,
		activation: WorkflowActivateMode,
		isTest: boolean,
	): Promise<boolean> {
		const workflow = this.build(isTest);
		const node = workflow.getNode(this.nodeName)!;
		const context = new HookContext(
			workflow,
			node,
			this.additionalData,
			mode,
			activation,
			this.webhookData(isTest),
		);
		const answer = await this.type.webhookMethods!.default![method]!.call(context);
		// What a hook that fails has written is lost.
		this.store(workflow, isTest);
		return answer;
	}

	/** Whether the server knows this path: of published workflows, and of those that are listened to. */
	listensTo(path: string): boolean {
		if (path === new URL(this.testUrl).pathname) return this.testData !== undefined;
		return this.isPublished && path === new URL(this.url).pathname;
	}

	/** Hands a request to the node's `webhook()`, and keeps what the server would keep. */
	async receive(request: Request, response: ServerResponse, path: string): Promise<void> {
		const handled = this.handle(request, response, path);
		this.handling.add(handled);
		await handled;
		this.handling.delete(handled);
	}

	/** Deliveries that the node has got and not done with. */
	get beingHandled(): number {
		return this.handling.size;
	}

	/** Resolves when nothing is being done about deliveries any more; senders have their answer before that. */
	async settled(): Promise<void> {
		await Promise.all(this.handling);
	}

	/**
	 * In the order of n8n: it forgets that static data has changed when it starts a workflow, then reads the response, saves
	 * the static data if it has changed since, and responds.
	 */
	private async handle(httpRequest: Request, httpResponse: ServerResponse, path: string): Promise<void> {
		const isTest = path === new URL(this.testUrl).pathname;
		const workflow = this.build(isTest);
		const additionalData = { ...this.additionalData, httpRequest, httpResponse };
		const context = new WebhookContext(
			workflow,
			workflow.getNode(this.nodeName)!,
			additionalData as unknown as IWorkflowExecuteAdditionalData,
			isTest ? 'manual' : 'webhook',
			this.webhookData(isTest),
			[],
			null,
		);
		try {
			const response = await this.type.webhook!.call(context);
			const { workflowData, noWebhookResponse } = response;
			if (noWebhookResponse) this.store(workflow, isTest);
			if (workflowData) {
				this.starts.push((workflowData[0] ?? []).map(({ json }) => json));
				workflow.staticData.__dataChanged = false;
			}
			if (!noWebhookResponse) {
				const body: unknown = response.webhookResponse;
				this.store(workflow, isTest);
				httpResponse.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(body));
			}
			if (workflowData && isTest) await this.stopListening();
		} catch (error) {
			this.failures.push(error);
			httpResponse.writeHead(500).end();
		}
	}

	private async register(
		mode: WorkflowExecuteMode,
		activation: WorkflowActivateMode,
		isTest: boolean,
	): Promise<void> {
		try {
			const exists = await this.run('checkExists', mode, activation, isTest);
			if (!exists) await this.run('create', mode, activation, isTest);
		} catch (error) {
			await this.run('delete', 'internal', 'update', isTest);
			throw error;
		}
	}

	private get type(): INodeType {
		return this.loaded.nodeTypes.getByNameAndVersion(this.typeName) as INodeType;
	}

	private get typeName(): string {
		return this.loaded.typeOf(this.request.node);
	}

	private get path(): string {
		return `/${this.webhookId}/webhook`;
	}

	private build(isTest: boolean): Workflow {
		const used = Object.keys(this.request.credentials).map((type) => [
			type,
			{ id: this.credentialId ?? type, name: type },
		]);
		const node: INode = {
			id: `${this.id}-node`,
			name: this.nodeName,
			type: this.typeName,
			typeVersion: 1,
			position: [0, 0],
			webhookId: this.webhookId,
			parameters: structuredClone(this.parameters),
			credentials: Object.fromEntries(used),
		};
		return new Workflow({
			id: this.id,
			name: this.request.name ?? 'Workflow of a test',
			nodes: [node],
			connections: {},
			active: this.isPublished,
			nodeTypes: this.loaded.nodeTypes,
			staticData: structuredClone((isTest ? this.testData : this.stored) ?? {}),
		});
	}

	private store({ staticData }: Workflow, isTest: boolean): void {
		if (!('__dataChanged' in staticData) || !staticData.__dataChanged) return;
		const data = JSON.parse(JSON.stringify(staticData)) as IDataObject;
		if (!isTest) this.stored = data;
		else if (this.testData) this.testData = data;
	}

	private webhookData(isTest: boolean): IWebhookData {
		const [webhookDescription] = this.type.description.webhooks!;
		return {
			httpMethod: 'POST',
			node: this.nodeName,
			path: NodeHelpers.getNodeWebhookPath(
				this.id,
				{ webhookId: this.webhookId } as INode,
				webhookDescription.path,
			),
			webhookDescription,
			workflowId: this.id,
			workflowExecuteAdditionalData: this.additionalData,
			isTest,
		};
	}
}
