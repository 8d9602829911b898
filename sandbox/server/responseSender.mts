import type { ServerResponse } from 'node:http';
import { setTimeout as pause } from 'node:timers/promises';

import type { Fault } from '../types.mts';
import type { ProviderResponse } from './types.mts';

/** An answer as it is sent. */
interface RawResponse {
	status: number;
	headers: Record<string, string>;
	body: Buffer;
}

/** Sends answers, good and faulty ones, and keeps track of those that are still open. */
export class ResponseSender {
	private readonly held = new Set<ServerResponse>();

	/** Sends the answer and returns its status. */
	send(response: ServerResponse, answer: ProviderResponse): number {
		const { status, headers, body } = rawResponseOf(answer);
		response.writeHead(status, headers).end(body.length > 0 ? body : undefined);
		return status;
	}

	/**
	 * Answers with a fault.
	 *
	 * @param answer the good answer, when the provider did its work
	 * @returns the status that was sent; undefined for none
	 */
	fail(response: ServerResponse, fault: Fault, answer: ProviderResponse): number | undefined {
		switch (fault.kind) {
			case 'reset':
				response.socket?.resetAndDestroy();
				return undefined;
			case 'stall':
				this.hold(response);
				return undefined;
			case 'slowBody':
				void this.sendSlowly(response, answer, fault.milliseconds);
				return answer.status;
			default:
				return this.send(response, faultyAnswer(fault, answer));
		}
	}

	/** Closes all connections that are still open. */
	release(): void {
		this.held.forEach((response) => response.destroy());
		this.held.clear();
	}

	private hold(response: ServerResponse): void {
		this.held.add(response);
		response.once('close', () => this.held.delete(response));
	}

	private async sendSlowly(
		response: ServerResponse,
		answer: ProviderResponse,
		milliseconds: number,
	): Promise<void> {
		this.hold(response);
		const { status, headers, body } = rawResponseOf(answer);
		response.writeHead(status, headers);
		const pieces = Math.min(body.length, 10);
		for (let piece = 0; piece < pieces && !response.destroyed; piece++) {
			const [from, to] = [piece, piece + 1].map((part) => Math.floor((body.length * part) / pieces));
			response.write(body.subarray(from, to));
			// A response that nobody waits for any more does not keep the process alive.
			await pause(milliseconds / pieces, undefined, { ref: false });
		}
		this.held.delete(response);
		response.end();
	}
}

function faultyAnswer(
	fault: Exclude<Fault, { kind: 'reset' | 'stall' | 'slowBody' }>,
	answer: ProviderResponse,
): ProviderResponse {
	switch (fault.kind) {
		case 'status':
			return { status: fault.status, body: fault.body, headers: fault.headers };
		case 'redirect':
			return { status: fault.status ?? 302, headers: { location: fault.location } };
		case 'html':
			return {
				status: 200,
				headers: { 'content-type': 'text/html; charset=utf-8' },
				body: '<!DOCTYPE html><html><head><title>Service</title></head><body><h1>Service</h1></body></html>',
			};
		case 'brokenJson': {
			const text = rawResponseOf(answer).body.toString();
			return {
				status: 200,
				headers: { 'content-type': 'application/json; charset=utf-8' },
				body: text.slice(0, Math.ceil(text.length / 2)),
			};
		}
	}
}

function rawResponseOf(answer: ProviderResponse): RawResponse {
	const raw = encoded(answer);
	return raw.status === 204
		? raw
		: { ...raw, headers: { ...raw.headers, 'content-length': String(raw.body.length) } };
}

function encoded({ status, headers = {}, body }: ProviderResponse): RawResponse {
	if (body === undefined || status === 204) return { status, headers, body: Buffer.alloc(0) };
	if (Buffer.isBuffer(body)) return { status, headers, body };
	if (typeof body === 'string') {
		return {
			status,
			headers: { 'content-type': 'text/plain; charset=utf-8', ...headers },
			body: Buffer.from(body),
		};
	}
	return {
		status,
		headers: { 'content-type': 'application/json; charset=utf-8', ...headers },
		body: Buffer.from(JSON.stringify(body)),
	};
}
