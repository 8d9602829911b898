import { createServer, type IncomingHttpHeaders, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

/** Takes deliveries and answers with the given statuses in turn, the last one for good; 0 is no answer at all. */
export class TestReceiver {
	readonly received: Array<{
		url: string;
		method: string;
		headers: IncomingHttpHeaders;
		text: string;
	}> = [];

	statuses = [200];

	private readonly server: Server = createServer(async (request, response) => {
		let text = '';
		for await (const piece of request) text += String(piece);
		const { url = '', method = '', headers } = request;
		this.received.push({ url, method, headers, text });
		const status = this.statuses[Math.min(this.received.length, this.statuses.length) - 1]!;
		if (status === 0) return;
		response.writeHead(status, { location: '/elsewhere' }).end(`answer ${this.received.length}`);
	});

	get url(): string {
		return `http://127.0.0.1:${(this.server.address() as AddressInfo).port}/hook`;
	}

	async open(): Promise<void> {
		await new Promise<void>((resolve) => this.server.listen(0, '127.0.0.1', resolve));
	}

	async close(): Promise<void> {
		this.server.closeAllConnections();
		await new Promise((resolve) => this.server.close(resolve));
	}
}
