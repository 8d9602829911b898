import dns from 'node:dns';
import { createServer, type AddressInfo, type Socket } from 'node:net';

import { useProviders } from '../../support/engine/bench.mts';
import { StoredCredentials } from '../../support/engine/credentials.mts';
import { leastOf } from '../../support/providers/samples.mts';

/** What proves that nothing was sent, and what does not: each fault provoked for real, below HTTP. */
const bench = useProviders();

const CREATE = 'aucoFace/process/create';

/** Ends after every test. */
const servers = new Set<{ close(): void }>();

afterEach(() => {
	for (const server of servers) server.close();
	servers.clear();
});

/** A server of bytes: what it does with a connection, and its host and port. */
async function listening(onConnection: (socket: Socket) => void): Promise<string> {
	const sockets = new Set<Socket>();
	const server = createServer((socket) => {
		sockets.add(socket);
		// A client that gives up is nothing to fail for.
		socket.on('error', () => undefined);
		onConnection(socket);
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	servers.add({
		close() {
			server.close();
			for (const socket of sockets) socket.destroy();
		},
	});
	return `127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Runs one create against a base URL, with *Retry On Fail* unless told otherwise. */
async function outcomeAt(baseUrl: string, retryOnFail = true) {
	const { error, run } = await bench.run(CREATE, leastOf(CREATE, { options: { timeout: 5_000 } }), {
		credentials: {
			aucoApi: { environment: 'custom', privateKey: 'prk_xxx', publicKey: 'puk_xxx', baseUrl },
		},
		nodeSettings: { retryOnFail, maxTries: 3, waitBetweenTries: 1 },
	});
	const { ledger } = run.data.executionData!.contextData['node:Under Test'] as {
		ledger: { records: object };
	};
	return { error, kept: Object.keys(ledger.records).length };
}

/** Fails as the lookup of a name does for which the DNS has no answer at the moment. */
function lookupFails(): void {
	const error = Object.assign(new Error('getaddrinfo EAI_AGAIN api.example'), {
		code: 'EAI_AGAIN',
		errno: -3001,
		syscall: 'getaddrinfo',
	});
	const lookup = (_name: string, _options: unknown, done: (error: Error) => void): void => {
		process.nextTick(done, error);
	};
	jest.spyOn(dns, 'lookup').mockImplementation(lookup as never);
}

/** A fatal TLS alert: handshake failure. */
const ALERT = Buffer.from([0x15, 3, 3, 0, 2, 2, 40]);

describe('nothing was sent', () => {
	const faults: Array<[code: string, what: string, baseUrl: () => Promise<string> | string]> = [
		[
			'ECONNREFUSED',
			'nobody listens',
			async () => {
				const address = await listening(() => undefined);
				for (const server of servers) server.close();
				return `http://${address}`;
			},
		],
		['ENOTFOUND', 'no such name', () => `https://${'nobody'.repeat(11)}.invalid`],
		[
			'EAI_AGAIN',
			'the DNS has no answer',
			() => {
				lookupFails();
				return 'https://api.example';
			},
		],
		// A connection to many at once is impossible, whatever the network.
		['ENETUNREACH', 'no route', () => 'https://224.0.0.1'],
		[
			'ECONNRESET',
			'the other side hangs up before TLS is agreed',
			async () => `https://${await listening((socket) => socket.once('data', () => socket.end()))}`,
		],
		[
			'EPROTO',
			'TLS is refused',
			async () => `https://${await listening((socket) => socket.once('data', () => socket.end(ALERT)))}`,
		],
		[
			'EPROTO',
			'the other side speaks no TLS',
			async () =>
				`https://${await listening((socket) => socket.once('data', () => socket.end('HTTP/1.1 400 Bad Request\r\n\r\n')))}`,
		],
	];
	test.each(faults)('%s: %s', async (code, _what, baseUrl) => {
		const { error, kept } = await outcomeAt(await baseUrl());
		expect(error?.message).toContain(`Auco could not be reached (${code})`);
		expect(error?.description).toMatch(/^Nothing was sent\./);
		expect(error?.context).toMatchObject({ outcome: 'refused', networkCode: code });
		expect(kept).toBe(0);
	});

	test.each<[string, object | undefined, RegExp]>([
		['is gone', undefined, /^It is gone/],
		['is no longer right', { privateKey: 'mistyped' }, /^The Auco Private Key is mistyped/],
	])('the credential %s after the values were checked', async (_what, changes, words) => {
		const read = StoredCredentials.prototype.getDecrypted;
		let reads = 0;
		jest.spyOn(StoredCredentials.prototype, 'getDecrypted').mockImplementation(async function (
			this: StoredCredentials,
			...args
		) {
			if (reads++ === 0) return await read.apply(this, args);
			if (!changes) throw new Error('It is gone');
			return { ...(await read.apply(this, args)), ...changes };
		});
		const { error, kept } = await outcomeAt(bench.auco.baseUrl, false);
		expect(error?.message).toMatch(words);
		expect(error?.description).toMatch(/^Nothing was sent\./);
		expect(error?.context.outcome).toBe('refused');
		expect(kept).toBe(0);
		expect(bench.auco.requests).toEqual([]);
	});
});

describe('it may have been carried out, so it is sent once', () => {
	const faults: Array<[code: string, what: string, end: (socket: Socket) => void]> = [
		['ECONNRESET', 'the connection is reset', (socket) => socket.resetAndDestroy()],
		['ECONNRESET', 'the connection is closed', (socket) => socket.end()],
		['HPE_INVALID_CONSTANT', 'the answer is no HTTP', (socket) => socket.end('nonsense\r\n\r\n')],
		[
			'ERR_BAD_RESPONSE',
			'the answer ends too early',
			(socket) => socket.end('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"code":"'),
		],
		[
			'ECONNRESET',
			'the answer breaks off',
			(socket) => {
				socket.write('HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n{"code":"', () =>
					socket.resetAndDestroy(),
				);
			},
		],
	];
	test.each(faults)('%s: %s', async (code, _what, end) => {
		let received = 0;
		const address = await listening((socket) =>
			socket.once('data', () => {
				received++;
				end(socket);
			}),
		);
		const { error } = await outcomeAt(`http://${address}`, false);
		expect(error?.message).toMatch(`Auco did not give a clear response (${code})`);
		expect(error?.context).toMatchObject({ outcome: 'unknown', networkCode: code });
		received = 0;
		const retried = await outcomeAt(`http://${address}`);
		expect(retried.error?.message).toMatch(/^An earlier attempt sent this item/);
		expect(retried.kept).toBe(1);
		expect(received).toBe(1);
	});
});
