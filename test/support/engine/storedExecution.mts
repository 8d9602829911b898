import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { parse, stringify } from 'flatted';
import { WebhookContext, WorkflowExecute } from 'n8n-core';
import type {
	IDataObject,
	INode,
	INodeExecutionData,
	IRun,
	IRunData,
	IRunExecutionData,
	IWebhookData,
	IWebhookDescription,
	IWebhookResponseData,
	IWorkflowExecuteAdditionalData,
	Workflow,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { createRunExecutionData } from 'n8n-workflow';

import { STEADY } from '../steady.mts';
import { resultOf, type Engine, type WorkflowRequest, type WorkflowResult } from './engine.mts';

/** An answer of the server. */
export interface Answer {
	status: number;
	body: unknown;
}

/**
 * An execution as the server keeps it: stored when it stops, resumed by a callback or when its time is up, and
 * retried. The server's own part of that is written after n8n 2.40 (`webhooks/waiting-webhooks.js`,
 * `webhooks/webhook-helpers.js`, `executions/execution.service.js`); all else is n8n-core.
 */
export class StoredExecution {
	/** Everything that was posted to the execution's resume URL. */
	readonly callbacks: Answer[] = [];

	private readonly engine: Engine;

	private readonly request: WorkflowRequest;

	private readonly server: Server;

	/** As in the database. */
	private data = stringify(createRunExecutionData());

	private hasBegun = false;

	private running = false;

	/** Everything that has run for it. */
	private readonly runs: WorkflowExecute[] = [];

	private executionId: number;

	/** The beginning, which is all that n8n has of an execution that it could not store. */
	private beginning?: string;

	/** What n8n has stored of other executions, by id; an error for one that cannot be read. */
	readonly others = new Map<string, IRunExecutionData | Error>();

	/** How the outermost of the executions that call this one was started. */
	rootMode?: WorkflowExecuteMode;

	/** Base URL of what answers the production webhooks of this server. Where nothing listens, connections break. */
	receiver?: string;

	/** Paths of the production webhooks that were called. */
	readonly received: string[] = [];

	/** Whether n8n stores the execution whenever a node has ended. */
	savesProgress = false;

	/** Resolves when the execution, resumed by a callback, has stopped again. */
	readonly resumed: Promise<WorkflowResult>;

	private goesOn!: (result: Promise<WorkflowResult>) => void;

	private constructor(engine: Engine, request: WorkflowRequest, server: Server, executionId: number) {
		this.engine = engine;
		this.request = request;
		this.server = server;
		this.executionId = executionId;
		this.resumed = new Promise((resolve) => (this.goesOn = resolve));
		server.on('request', (message, response) => void this.receive(message, response));
	}

	/** Starts nothing yet; the address for resuming exists from now on. */
	static async create(engine: Engine, request: WorkflowRequest): Promise<StoredExecution> {
		const server = createServer(STEADY);
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		return new StoredExecution(engine, request, server, 42);
	}

	/** Address that webhooks of this server begin with. */
	get baseUrl(): string {
		return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
	}

	/** What `$execution.resumeUrl` gives. */
	get plainResumeUrl(): string {
		return this.resumeUrlWith('');
	}

	/** Where our waiting nodes are called. */
	get resumeUrl(): string {
		return this.resumeUrlWith('/kyc');
	}

	private resumeUrlWith(path: string): string {
		const { resumeToken } = this.stored();
		// n8n 2.0 has no token.
		const query = resumeToken === undefined ? '' : `?signature=${resumeToken}`;
		return `${this.baseUrl}/webhook-waiting/${this.executionId}${path}${query}`;
	}

	/**
	 * Runs it until it ends or waits.
	 *
	 * @param times how often the items pass through the node, each time as a run of its own, as in a loop
	 * @param caller id of the execution that calls this one, as a sub-workflow unless the mode says otherwise
	 * @param mode how it was started
	 */
	async run(
		times = 1,
		caller?: string,
		mode: WorkflowExecuteMode = caller ? 'integrated' : 'manual',
	): Promise<WorkflowResult> {
		const { workflow } = await this.engine.prepare(this.request);
		const items = (this.request.items ?? [{ json: {} }]) as INodeExecutionData[];
		const data = createRunExecutionData({
			resumeToken: this.stored().resumeToken,
			executionData: {
				nodeExecutionStack: Array.from({ length: times }, () => ({
					node: workflow.getNode('Start')!,
					data: { main: [items] },
					source: null,
				})),
			},
			...(caller && { parentExecution: { executionId: caller, workflowId: '7' } }),
		});
		this.beginning = stringify(data);
		return await this.proceed(data, mode);
	}

	/** Another execution of the same workflow, such as the next call of a sub-workflow. */
	async again(caller: string, changes: Partial<WorkflowRequest> = {}): Promise<WorkflowResult> {
		Object.assign(this.request, changes);
		this.executionId++;
		return await this.run(1, caller);
	}

	/**
	 * Forgets what has run, as n8n does when it is killed, or stops an execution.
	 *
	 * @param runData what n8n puts together from its event log instead
	 */
	lose(runData: IRunData = {}): void {
		const data = parse(this.beginning!) as IRunExecutionData;
		data.resultData.runData = runData;
		this.data = stringify(data);
	}

	/** What is stored; `restore` brings it back, to retry the same execution once more. */
	snapshot(): string {
		return this.data!;
	}

	restore(snapshot: string): void {
		this.data = snapshot;
	}

	/** Changes what is stored. */
	amend(change: (stored: IRunExecutionData) => void): void {
		const data = this.stored();
		change(data);
		this.data = stringify(data);
	}

	/** What n8n does when the time of a wait is up. */
	async expire(): Promise<WorkflowResult> {
		return await this.proceed(this.stored(), 'manual');
	}

	/**
	 * *Retry execution*: a new execution with the data of this one.
	 *
	 * @param changes edits of the node, as with "retry with currently saved workflow"
	 */
	async retry(changes: Partial<WorkflowRequest> = {}): Promise<WorkflowResult> {
		Object.assign(this.request, changes);
		const data = this.stored();
		const { workflow } = await this.engine.prepare(this.request);
		delete data.resultData.error;
		const runs = data.resultData.runData[data.resultData.lastNodeExecuted!];
		if (runs?.at(-1)?.error !== undefined) runs.pop();
		for (const entry of data.executionData!.nodeExecutionStack)
			entry.node = workflow.getNode(entry.node.name)!;
		this.executionId++;
		return await this.proceed(data, 'retry');
	}

	/** Posts to the execution's resume URL, or to another one of it. */
	async callback(body: unknown, url = this.resumeUrl): Promise<Answer> {
		const response = await fetch(url, {
			method: 'POST',
			headers: { 'content-type': 'application/json' },
			body: JSON.stringify(body),
		});
		return { status: response.status, body: await response.json() };
	}

	get isWaiting(): boolean {
		return this.stored().waitTill !== undefined;
	}

	/** When its time is up. */
	get waitTill(): Date {
		return new Date(this.stored().waitTill!);
	}

	/** Ends it, with what suspended nodes are still waiting to do. */
	async stop(): Promise<void> {
		for (const run of this.runs) run['abortController'].abort();
		await new Promise((resolve) => {
			this.server.close(resolve);
			this.server.closeAllConnections();
		});
	}

	/** Runs on and stores what became of it. */
	private async proceed(data: IRunExecutionData, mode: WorkflowExecuteMode): Promise<WorkflowResult> {
		const { workflow, additionalData } = await this.surroundings();
		this.data = stringify(data);
		this.hasBegun = this.running = true;
		additionalData.hooks!.addHandler('nodeExecuteAfter', (_node, _run, now) => {
			if (this.savesProgress) this.data = stringify(now);
		});
		const execution = new WorkflowExecute(additionalData, mode, data);
		this.runs.push(execution);
		const run: IRun = await execution.processRunExecutionData(workflow);
		this.data = stringify(run.data);
		this.running = false;
		return resultOf(run);
	}

	private async surroundings(): Promise<{
		workflow: Workflow;
		additionalData: IWorkflowExecuteAdditionalData;
	}> {
		const { workflow, additionalData } = await this.engine.prepare(this.request);
		Object.assign(additionalData, {
			executionId: String(this.executionId),
			webhookBaseUrl: `${this.baseUrl}/webhook`,
			webhookWaitingBaseUrl: `${this.baseUrl}/webhook-waiting`,
			rootExecutionMode: this.rootMode,
			getRunExecutionData: async (id: string) => this.read(id),
		});
		return { workflow, additionalData };
	}

	/** What n8n gives a node that asks for an execution. */
	private read(id: string): IRunExecutionData | undefined {
		const other = this.others.get(id);
		if (other instanceof Error) throw other;
		return id === String(this.executionId) && other === undefined ? this.stored() : other;
	}

	private stored(): IRunExecutionData {
		return parse(this.data) as IRunExecutionData;
	}

	private async receive(message: IncomingMessage, response: ServerResponse): Promise<void> {
		const chunks: Buffer[] = [];
		for await (const chunk of message) chunks.push(chunk as Buffer);
		const text = Buffer.concat(chunks).toString();
		const send = ({ status, body }: Answer): void => {
			this.callbacks.push({ status, body });
			response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
		};
		if (this.receiver && message.url!.startsWith('/webhook/'))
			return await this.forward(message, response, text);
		const left = await this.answer(message, text === '' ? undefined : JSON.parse(text), send);
		if (left) send(left);
	}

	private async forward(message: IncomingMessage, response: ServerResponse, body: string): Promise<void> {
		this.received.push(message.url!);
		const headers = { 'content-type': message.headers['content-type'] ?? '' };
		const request = { method: 'POST', headers, body };
		const answer = await fetch(this.receiver + message.url!, request).catch(() => undefined);
		if (!answer) return void response.destroy();
		response.writeHead(answer.status, Object.fromEntries(answer.headers)).end(await answer.text());
	}

	/**
	 * Without a body n8n gives the node none at all.
	 *
	 * @returns what is to be sent; undefined when the node has answered by itself
	 */
	private async answer(
		message: IncomingMessage,
		body: IDataObject | undefined,
		send: (answer: Answer) => void,
	): Promise<Answer | undefined> {
		const { pathname, searchParams } = new URL(message.url!, this.baseUrl);
		const [, , number, suffix = ''] = pathname.split('/');
		const data = this.stored();
		if (!this.hasBegun || number !== String(this.executionId))
			return { status: 404, body: { message: 'The execution does not exist.' } };
		if (data.resumeToken !== undefined && searchParams.get('signature') !== data.resumeToken)
			return { status: 401, body: { error: 'Invalid token' } };
		if (this.running) return { status: 409, body: { message: 'The execution is running already.' } };
		if (data.waitTill === undefined)
			return { status: 409, body: { message: 'The execution has finished already.' } };
		return await this.callNode(data, suffix, body, send);
	}

	/** `WaitingWebhooks.getWebhookExecutionData` and `WebhookHelpers.executeWebhook`. */
	private async callNode(
		data: IRunExecutionData,
		suffix: string,
		body: IDataObject | undefined,
		send: (answer: Answer) => void,
	): Promise<Answer | undefined> {
		const { workflow, additionalData } = await this.surroundings();
		const [entry] = data.executionData!.nodeExecutionStack;
		entry.node.disabled = true;
		data.waitTill = undefined;
		const node = workflow.getNode(data.resultData.lastNodeExecuted!)!;
		const { webhooks = [] } = workflow.nodeTypes.getByNameAndVersion(node.type).description;
		const webhook = webhooks.find(({ path, restartWebhook }) => restartWebhook && path === suffix);
		if (!webhook) return { status: 404, body: { message: 'There is no webhook with a matching path.' } };
		const exchange = exchangeOf(body, { status: 200, body: undefined }, send);
		const returned = await callWebhook(workflow, node, webhook, { ...additionalData, ...exchange }, data);
		const left = returned.noWebhookResponse
			? undefined
			: { status: 200, body: returned.webhookResponse ?? {} };
		if (returned.workflowData === undefined) return left;
		entry.data.main = returned.workflowData;
		entry.metadata = { ...entry.metadata, forwardAllOutputs: true };
		data.resultData.runData[node.name].pop();
		this.goesOn(this.proceed(data, 'manual'));
		return left;
	}
}

/** Calls a node's `webhook` with n8n's own context. */
async function callWebhook(
	workflow: Workflow,
	node: INode,
	webhookDescription: IWebhookDescription,
	additionalData: IWorkflowExecuteAdditionalData,
	data: IRunExecutionData | null,
): Promise<IWebhookResponseData> {
	const { webhook } = workflow.nodeTypes.getByNameAndVersion(node.type);
	const registered = { webhookDescription } as IWebhookData;
	const context = new WebhookContext(workflow, node, additionalData, 'manual', registered, [], data);
	return await webhook!.call(context);
}

/** The parts of Express that the node sees. */
function exchangeOf(
	body: IDataObject | undefined,
	answer: Answer,
	send: (answer: Answer) => void,
): Partial<IWorkflowExecuteAdditionalData> {
	const response = {
		status(code: number) {
			answer.status = code;
			return response;
		},
		json(content: unknown) {
			answer.body = content;
			send(answer);
			return response;
		},
	};
	return {
		httpRequest: { body, headers: {}, params: {}, query: {} },
		httpResponse: response,
	} as unknown as Partial<IWorkflowExecuteAdditionalData>;
}
