import { createServer, type IncomingHttpHeaders, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { STEADY } from '../steady.mts';

/** A request as it arrived. */
interface Asked {
	url: string;
	headers: IncomingHttpHeaders;
	body: string;
}

/** A server that answers everything in one way, or only when the test says so, and keeps what it was asked. */
export class Recorder {
	status = 200;

	/** What it answers, as JSON. */
	body: object = {};

	/** Where it sends those who ask. */
	location?: string;

	/** Whether those who ask wait until the test answers. */
	isHolding = false;

	/** Host and port, once it listens. */
	host = '';

	readonly asked: Asked[] = [];

	/** Those that wait for an answer, the first one first. */
	readonly held: Array<{ asked: Asked; response: ServerResponse }> = [];

	/** The most that have waited at the same time. */
	mostHeld = 0;

	private readonly server: Server = createServer(STEADY, async (request, response) => {
		let body = '';
		for await (const chunk of request) body += String(chunk);
		const asked = { url: request.url!, headers: request.headers, body };
		this.asked.push(asked);
		if (!this.isHolding) {
			const headers = {
				'content-type': 'application/json',
				...(this.location && { location: this.location }),
			};
			response.writeHead(this.status, headers).end(JSON.stringify(this.body));
			return;
		}
		this.held.push({ asked, response });
		this.mostHeld = Math.max(this.mostHeld, this.held.length);
	});

	/**
	 * Answers one that waits, with JSON.
	 *
	 * @param at which one; -1 is the last one
	 */
	answer(reply: object | ((asked: Asked) => object), { status = 200, at = 0 } = {}): void {
		const [{ asked, response }] = this.held.splice(at, 1);
		const body = typeof reply === 'function' ? (reply as (asked: Asked) => object)(asked) : reply;
		response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
	}

	async listen(): Promise<this> {
		await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
		this.host = `127.0.0.1:${(this.server.address() as AddressInfo).port}`;
		return this;
	}

	async close(): Promise<void> {
		await new Promise((resolve) => {
			this.server.close(resolve);
			this.server.closeAllConnections();
		});
	}
}
