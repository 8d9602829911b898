/** Answers after which n8n, or one of its versions, never says how the request has ended. */
import { createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';

import type { INodeParameters } from 'n8n-workflow';

import type { WorkflowResult } from '../../support/engine/engine.mts';
import { answerWith, useProviders } from '../../support/engine/bench.mts';
import { leastOf, READY_CHECK } from '../../support/providers/samples.mts';
import { until } from '../../support/until.mts';

const bench = useProviders();

const GET = 'aucoFace/process/get';
const REPORT = 'aucoBackground/person/downloadReport';

const TIMEOUT = 300;

/** What the server writes, byte for byte. */
const ANSWERS = {
	'101 Switching Protocols':
		'HTTP/1.1 101 Switching Protocols\r\nconnection: upgrade\r\nupgrade: websocket\r\n\r\n',
	'101 without a word about the protocol': 'HTTP/1.1 101 Switching Protocols\r\n\r\n',
	'103 and nothing more': 'HTTP/1.1 103 Early Hints\r\nlink: </a.css>; rel=preload\r\n\r\n',
	'100 and nothing more': 'HTTP/1.1 100 Continue\r\n\r\n',
	'a body that cannot be unpacked':
		'HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-encoding: gzip\r\ncontent-length: 15\r\n\r\nthis is no gzip',
};

const CASES = Object.entries(ANSWERS);

/** How many requests have come. */
let asked: number;
let answer: string;
let server: Server;
const sockets = new Set<Socket>();

beforeAll(async () => {
	server = createServer((socket) => {
		sockets.add(socket);
		socket.on('error', () => undefined);
		socket.on('data', (bytes) => {
			if (!/^(GET|POST) /.test(String(bytes))) return;
			asked++;
			socket.write(answer);
		});
	});
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
beforeEach(() => {
	asked = 0;
});
afterAll(async () => {
	for (const socket of sockets) socket.destroy();
	await new Promise((resolve) => server.close(resolve));
});

function origin(): string {
	return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

/** Runs an operation against the server, and lets time pass until the run is over. */
async function run(
	operation: string,
	parameters: INodeParameters,
	baseUrl: string,
): Promise<WorkflowResult & { took: number }> {
	const provider = bench.providerOf(operation);
	const type = operation.startsWith('auco') ? 'aucoApi' : 'verifikApi';
	const running = await bench.begin(
		operation,
		{ ...parameters, options: { timeout: TIMEOUT } },
		{
			credentials: { [type]: { ...provider.credential, baseUrl } },
			nodeSettings: { retryOnFail: true, maxTries: 2, waitBetweenTries: 1 },
		},
	);
	await until('the request', () => asked === 1);
	// Time enough to read the answer.
	for (let turns = 0; turns < 1_000; turns++) await turn();
	const start = Date.now();
	let isOver = false;
	void running.result.finally(() => (isOver = true));
	await until('the end', () => {
		bench.clock.advance(TIMEOUT / 10);
		return isOver;
	});
	return { ...(await running.result), took: Date.now() - start };
}

describe.each(['aucoFace/process/create', 'verifikBiometric/biometricValidation/create'])(
	'%s',
	(operation) => {
		test.each(CASES)('%s: given up, and not known what became of it', async (_, text) => {
			answer = text;
			const { error, took } = await run(operation, leastOf(operation), origin());
			expect(error?.context.outcome).toBe('unknown');
			expect(asked).toBe(1);
			expect(took).toBeLessThanOrEqual(2.2 * TIMEOUT);
		});
	},
);

test.each(CASES)('%s for a reading request: it fails in the end', async (_, text) => {
	answer = text;
	const { error } = await run(GET, leastOf(GET), origin());
	expect(error?.name).toBe('NodeApiError');
});

test.each(CASES)('%s of a file server: the download fails in the end', async (_, text) => {
	answer = text;
	answerWith(bench.auco, 200, { ...READY_CHECK, url: `${origin()}/report.pdf` });
	const { error } = await run(REPORT, { code: READY_CHECK.code }, bench.auco.baseUrl);
	expect(error?.message).toContain('The report could not be downloaded');
});
