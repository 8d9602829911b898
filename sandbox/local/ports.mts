import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';

/** Listens on a loopback port for a moment; resolves to the port, or to undefined when it is taken. */
function probe(port: number): Promise<number | undefined> {
	return new Promise((resolve, reject) => {
		const server = createServer();
		server.once('error', (error: NodeJS.ErrnoException) =>
			error.code === 'EADDRINUSE' || error.code === 'EACCES' ? resolve(undefined) : reject(error),
		);
		server.listen({ port, host: '127.0.0.1', exclusive: true }, () => {
			const { port: found } = server.address() as AddressInfo;
			server.close(() => resolve(found));
		});
	});
}

/**
 * A free TCP port on 127.0.0.1: the preferred one when it is free, otherwise one from the operating system.
 *
 * @param preferred 1 to 65535, or 0 for "any"
 */
export async function freePort(preferred = 0): Promise<number> {
	const port = (await probe(preferred)) ?? (await probe(0));
	if (port === undefined) throw new Error('No free port on 127.0.0.1');
	return port;
}
