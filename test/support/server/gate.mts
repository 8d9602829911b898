import { createServer, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

import { STEADY } from '../steady.mts';

/** A server that answers nobody until it is opened: whoever asks it waits. */
export class Gate {
	private readonly server: Server;

	private readonly held: ServerResponse[] = [];

	private isOpen = false;

	private constructor(server: Server) {
		this.server = server;
		server.on('request', (_, response) => {
			this.held.push(response);
			if (this.isOpen) this.open();
		});
	}

	static async start(): Promise<Gate> {
		const server = createServer(STEADY);
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		return new Gate(server);
	}

	get url(): string {
		return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
	}

	/** How many wait. */
	get waiting(): number {
		return this.held.length;
	}

	/** Answers those that wait, and all that come. */
	open(): void {
		this.isOpen = true;
		for (const response of this.held.splice(0)) response.end('{}');
	}

	async stop(): Promise<void> {
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
	}
}
