import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';

import Fastify, { type FastifyInstance } from 'fastify';

import type { Creation, Delivery, FaultRule, ProviderSandbox, RecordedRequest } from '../types.mts';
import { readBody, recordRequest } from './incomingRequest.mts';
import { Contract } from './contract.mts';
import { addControl, CONTROL_PATH } from './control.mts';
import { Deliverer, type DeliverySchedule } from './deliverer.mts';
import { takesEffect, FaultRules } from './faults.mts';
import { RateLimit } from './limit.mts';
import type { ProviderResponse, ProviderDefinition } from './types.mts';
import { ResponseSender } from './responseSender.mts';
import { Scheduler } from './scheduler.mts';

/**
 * A provider's server on loopback. Each provider extends it and supplies a `definition` (see types.mts). Call
 * `listen()` before anything else and `stop()` last.
 */
export abstract class FakeProvider implements ProviderSandbox {
	readonly requests: RecordedRequest[] = [];

	readonly creations: Creation[] = [];

	latency = 0;

	requestsPerSecond?: number;

	lag = 0;

	/** Data of a valid credential without the base URL. */
	protected abstract readonly keys: Record<string, string>;

	protected abstract readonly definition: ProviderDefinition;

	protected readonly scheduler: Scheduler;

	protected readonly deliverer: Deliverer;

	private contract!: Contract;

	private origin = '';

	private readonly server: FastifyInstance = Fastify({ forceCloseConnections: true });

	private readonly faults = new FaultRules();

	private readonly limit = new RateLimit();

	private readonly replies = new ResponseSender();

	constructor(timeScale: number, schedule: DeliverySchedule) {
		this.scheduler = new Scheduler(timeScale);
		this.deliverer = new Deliverer(this.scheduler, schedule);
	}

	get deliveries(): Delivery[] {
		return this.deliverer.deliveries;
	}

	/** The server's address without a path, e.g. `http://127.0.0.1:4010`. */
	get address(): string {
		return this.origin;
	}

	get baseUrl(): string {
		return `${this.origin}${this.definition.basePath}`;
	}

	get credential(): Record<string, string> {
		return { ...this.keys, baseUrl: this.baseUrl };
	}

	/** Starts the server on the preferred port of 127.0.0.1 or, when that is taken, on any free one. */
	async listen(preferred = 0): Promise<void> {
		const { document, basePath, handlers } = this.definition;
		this.contract = await Contract.load(document, basePath);
		const missing = this.contract.operations.filter((operation) => !(operation in handlers));
		if (missing.length > 0) throw new Error(`No handler for ${missing.join(', ')}`);
		// Takes over before fastify parses the body: even invalid requests are to be recorded.
		this.server.addHook('onRequest', async ({ raw }, reply) => {
			if (raw.url?.startsWith(CONTROL_PATH)) return;
			reply.hijack();
			await this.receive(raw, reply.raw);
		});
		addControl(this.server, this, this.definition.controls ?? {});
		await this.open(preferred);
		const { port } = this.server.server.address() as AddressInfo;
		this.origin = `http://127.0.0.1:${port}`;
		this.definition.reset();
	}

	/** Stops the server and cancels everything that is pending. */
	async stop(): Promise<void> {
		this.scheduler.clear();
		this.replies.release();
		await this.server.close();
	}

	fail(rule: FaultRule): void {
		this.faults.add(rule);
	}

	async settled(): Promise<void> {
		await this.scheduler.settled();
	}

	reset(): void {
		this.scheduler.clear();
		this.replies.release();
		this.faults.clear();
		this.limit.clear();
		for (const list of [this.requests, this.creations, this.deliveries]) list.length = 0;
		this.latency = 0;
		this.requestsPerSecond = undefined;
		this.lag = 0;
		this.definition.reset();
	}

	/** How a reply violates the OpenAPI document; empty when it does not. */
	responseErrors(operation: string, status: number, body: unknown): string[] {
		return this.contract.responseErrors(operation, status, body);
	}

	private async open(preferred: number): Promise<void> {
		try {
			await this.server.listen({ host: '127.0.0.1', port: preferred });
		} catch (error) {
			if ((error as NodeJS.ErrnoException).code !== 'EADDRINUSE') throw error;
			await this.server.listen({ host: '127.0.0.1', port: 0 });
		}
	}

	private async receive(raw: IncomingMessage, response: ServerResponse): Promise<void> {
		// A request that is cut off has not arrived.
		const bytes = await readBody(raw).catch(() => undefined);
		if (!bytes) return;
		const request = recordRequest(raw, bytes, this.requests.length + 1);
		this.requests.push(request);
		const allowed = this.limit.allows(this.requestsPerSecond, request.at);
		const fault = allowed ? this.faults.faultOf(request, this.belowBase(request.path)) : undefined;
		// The provider does its work as soon as it has the request; only its answer is delayed.
		const answer = !allowed ? TOO_MANY : takesEffect(fault) ? this.answerSafely(request) : NOTHING;
		if (this.latency > 0) await pause(this.latency);
		if (response.destroyed) return;
		request.status = fault ? this.replies.fail(response, fault, answer) : this.replies.send(response, answer);
	}

	/** A bug in the sandbox must not look like a provider that does not answer. */
	private answerSafely(request: RecordedRequest): ProviderResponse {
		try {
			return this.answer(request);
		} catch (error) {
			return { status: 500, body: { message: `Mistake in the sandbox: ${String(error)}` } };
		}
	}

	private answer(request: RecordedRequest): ProviderResponse {
		const { definition, contract } = this;
		const operation = contract.operationOf(request);
		if (!operation) return definition.fallback(request);
		const name = operation.operationId!;
		const unauthorised = definition.authorize(request, name);
		if (unauthorised) return unauthorised;
		const { issues, params, query } = contract.read(request, operation);
		if (issues.length > 0) return definition.refuse(issues, name);
		const body = (request.body ?? {}) as Record<string, unknown>;
		const created = (id: string): void => {
			this.creations.push({ operation: name, id, request: request.number, body });
		};
		return definition.handlers[name]!({ operation: name, params, query, body, request, created });
	}

	private belowBase(path: string): string {
		const { basePath } = this.definition;
		return path.startsWith(`${basePath}/`) ? path.slice(basePath.length) : path;
	}
}

const NOTHING: ProviderResponse = { status: 200 };

/** No provider documents its 429; the header is standard, the body is the sandbox's own. */
const TOO_MANY: ProviderResponse = {
	status: 429,
	headers: { 'retry-after': '1' },
	body: { message: 'TOO_MANY_REQUESTS' },
};
