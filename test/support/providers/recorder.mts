import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A server that answers everything in one way and keeps what it was asked. */
export class Recorder {
	status = 200;

	/** Where it sends those who ask. */
	location?: string;

	/** Host and port, once it listens. */
	host = '';

	readonly asked: Array<{ url: string; headers: IncomingHttpHeaders; body: string }> = [];

	private readonly server: Server = createServer(async (request, response) => {
		let body = '';
		for await (const chunk of request) body += String(chunk);
		this.asked.push({ url: request.url!, headers: request.headers, body });
		response.writeHead(this.status, this.location ? { location: this.location } : {}).end('{}');
	});

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
