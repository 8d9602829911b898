import { request as forward } from 'node:http';
import { createServer as createTlsServer, type Server as TlsServer } from 'node:https';
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { setDefaultCACertificates } from 'node:tls';

import { selfSigned } from './certificate.mts';

/**
 * What a middlebox does to a connection, once the provider has answered or, with `before`, as soon as a client connects:
 * - `clear`: it answers itself, without TLS.
 * - `badRecord`: a record comes through that cannot be decrypted; `badType`: one of a kind that does not exist.
 * - `closes`: it ends the connection without the notice that TLS asks for; `resets`: with a reset.
 */
export type Damage = 'clear' | 'badRecord' | 'badType' | 'closes' | 'resets';

const WORDS: Record<Exclude<Damage, 'closes' | 'resets'>, Buffer> = {
	clear: Buffer.from('HTTP/1.1 502 Bad Gateway\r\ncontent-length: 0\r\n\r\n'),
	badRecord: Buffer.concat([Buffer.from([0x17, 3, 3, 0, 64]), Buffer.alloc(64, 7)]),
	badType: Buffer.concat([Buffer.from([0x63, 3, 3, 0, 64]), Buffer.alloc(64, 7)]),
};

/**
 * A way to a provider through TLS and, before that, through a middlebox that damages connections when told.
 *
 *     node ⇄ middlebox (TCP) ⇄ TLS ⇄ provider (HTTP)
 */
export class Middlebox {
	/** What happens to the connections from now on; undefined lets them pass. */
	damage?: { kind: Damage; when: 'before' | 'after' };

	/** How many requests have come through TLS. */
	requests = 0;

	private readonly tls: TlsServer;

	private readonly front: Server;

	private readonly clients = new Set<Socket>();

	/** @param providerUrl where the provider listens */
	constructor(providerUrl: string) {
		const identity = selfSigned();
		setDefaultCACertificates([identity.cert]);
		const { hostname, port } = new URL(providerUrl);
		this.tls = createTlsServer(identity, (request, response) => {
			this.requests++;
			const { method, url: path, headers } = request;
			const onward = forward({ hostname, port, method, path, headers }, (answer) => {
				if (this.damage) {
					for (const client of this.clients) this.doDamage(client);
					answer.resume();
					return;
				}
				response.writeHead(answer.statusCode!, answer.headers);
				answer.pipe(response);
			});
			request.pipe(onward);
		});
		this.front = createServer((client) => {
			this.clients.add(client);
			client.on('close', () => this.clients.delete(client));
			client.on('error', () => undefined);
			if (this.damage?.when === 'before') {
				client.once('data', () => this.doDamage(client));
				return;
			}
			const onward = connect((this.tls.address() as AddressInfo).port, '127.0.0.1');
			onward.on('error', () => undefined);
			client.pipe(onward).pipe(client);
		});
	}

	async listen(): Promise<this> {
		for (const server of [this.tls, this.front]) {
			await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		}
		return this;
	}

	/** Scheme and host for the base URL of a credential. */
	get origin(): string {
		return `https://127.0.0.1:${(this.front.address() as AddressInfo).port}`;
	}

	async close(): Promise<void> {
		for (const client of this.clients) client.destroy();
		this.tls.closeAllConnections();
		for (const server of [this.front, this.tls]) await new Promise((resolve) => server.close(resolve));
	}

	private doDamage(client: Socket): void {
		const { kind } = this.damage!;
		client.unpipe();
		if (kind === 'closes') client.end();
		else if (kind === 'resets') client.resetAndDestroy();
		else client.write(WORDS[kind]);
	}
}
