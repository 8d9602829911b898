import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { parse as parseForm } from 'node:querystring';

import { STEADY } from '../steady.mts';
import { StoredCredentials, type CredentialData } from './credentials.mts';
import { provideEncryptionKey } from './encryption.mts';
import { surroundings } from './engine.mts';
import { loadPackage, type LoadedPackage } from './packageNodes.mts';
import { TriggerWorkflow, type TriggerRequest } from './triggerWorkflow.mts';

/** The answer of our waiting nodes. */
const RESUMED = { status: 200, body: { resumed: true } };

/**
 * The part of an n8n server that serves webhooks: a real HTTP server that reads requests as n8n does (its
 * `body-parser.js`) and hands them to the workflow that they belong to.
 */
export class Instance {
	readonly workflows: TriggerWorkflow[] = [];

	/** Calls of resume URLs; there are no executions here that would go on. */
	readonly resumptions: Array<{ url: string; body: unknown }> = [];

	/** What suspended executions answer, in this order; the last one again and again. */
	resumeAnswers: Array<{ status: number; body: unknown }> = [RESUMED];

	/** Called before a suspended execution answers, to let it take its time. */
	beforeResuming?: () => Promise<void>;

	private readonly loaded: LoadedPackage;

	private readonly server: Server;

	private constructor(loaded: LoadedPackage) {
		this.loaded = loaded;
		this.server = createServer(STEADY, (request, response) => void this.serve(request, response));
	}

	static async start(): Promise<Instance> {
		provideEncryptionKey();
		const instance = new Instance(await loadPackage());
		await new Promise<void>((resolve) => instance.server.listen(0, '127.0.0.1', resolve));
		return instance;
	}

	async stop(): Promise<void> {
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
	}

	/** Forgets its workflows and everything that was resumed. */
	reset(): void {
		this.workflows.length = 0;
		this.resumptions.length = 0;
		this.resumeAnswers = [RESUMED];
		this.beforeResuming = undefined;
	}

	get url(): string {
		return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
	}

	/**
	 * Adds a workflow that begins with one of our triggers.
	 *
	 * @param publicUrl what the person has set as this n8n's public address
	 */
	async add(request: TriggerRequest, publicUrl = this.url): Promise<TriggerWorkflow> {
		const workflow = new TriggerWorkflow(this.loaded, request, {
			...surroundings(await this.credentials(request.credentials), undefined as never),
			webhookBaseUrl: `${publicUrl}/webhook`,
			webhookTestBaseUrl: `${publicUrl}/webhook-test`,
			webhookWaitingBaseUrl: `${publicUrl}/webhook-waiting`,
			// There is no execution yet when a delivery arrives.
			executionId: undefined,
		});
		this.workflows.push(workflow);
		return workflow;
	}

	/** Credentials as the server stores them. */
	async credentials(data: CredentialData): Promise<StoredCredentials> {
		const credentials = new StoredCredentials(this.loaded);
		await credentials.store(data);
		return credentials;
	}

	private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
		const { pathname, searchParams } = new URL(request.url!, this.url);
		const workflow = this.workflows.find((candidate) => candidate.listensTo(pathname));
		const answer = asExpress(response);
		if (pathname.startsWith('/webhook-waiting/')) {
			const body: unknown = JSON.parse(String(await read(request)));
			this.resumptions.push({ url: this.url + request.url, body });
			await this.beforeResuming?.();
			const [next, ...later] = this.resumeAnswers;
			if (later.length > 0) this.resumeAnswers = later;
			return void answer.status(next!.status).json(next!.body);
		}
		if (!workflow)
			return void answer.status(404).json({ message: 'The requested webhook is not registered.' });
		const arrived = Object.assign(request, {
			query: queryOf(searchParams),
			params: {},
			rawBody: await read(request),
		});
		const parsed = bodyOf(arrived);
		if ('unreadable' in parsed)
			return void answer.status(422).json({ message: 'Failed to parse request body' });
		await workflow.receive(Object.assign(arrived, parsed), answer, pathname);
	}
}

/** Express gives repeated parameters as a list. */
function queryOf(parameters: URLSearchParams): Record<string, unknown> {
	const keys = [...new Set(parameters.keys())];
	return Object.fromEntries(
		keys.map((key) => {
			const values = parameters.getAll(key);
			return [key, values.length === 1 ? values[0] : values];
		}),
	);
}

async function read(request: IncomingMessage): Promise<Buffer> {
	return Buffer.concat(await request.toArray());
}

function bodyOf(request: IncomingMessage & { rawBody: Buffer }): { body: unknown } | { unreadable: true } {
	const contentType = request.headers['content-type']?.split(';')[0].trim().toLowerCase();
	const text = request.rawBody.toString('utf8');
	if (text === '') return { body: {} };
	if (contentType === 'text/plain') return { body: text };
	if (contentType === 'application/x-www-form-urlencoded') return { body: parseForm(text) };
	if (contentType !== 'application/json') return { body: {} };
	try {
		return { body: JSON.parse(text) };
	} catch {
		return { unreadable: true };
	}
}

/** A response with what Express adds to it. */
interface ExpressResponse extends ServerResponse {
	status(code: number): ExpressResponse;
	json(body: unknown): void;
}

function asExpress(response: ServerResponse): ExpressResponse {
	const answer: ExpressResponse = Object.assign(response, {
		status(code: number) {
			response.statusCode = code;
			return answer;
		},
		json(body: unknown) {
			response.setHeader('content-type', 'application/json; charset=utf-8');
			response.end(JSON.stringify(body));
		},
	});
	return answer;
}
