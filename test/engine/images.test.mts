/** Images are looked at before anything is sent: their first bytes are a JPEG's or a PNG's, wherever they come from. */
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';

import type { INodeExecutionData } from 'n8n-workflow';

import { itemsOf, useProviders } from '../support/engine/bench.mts';
import { keepFilesOnDisk, storedFile } from '../support/engine/storedFile.mts';
import { leastOf } from '../support/providers/samples.mts';
import { STEADY } from '../support/steady.mts';

const bench = useProviders();

const CHECK = 'aucoFace/document/check';
const MATCH = 'aucoFace/face/match';

const fileOf = (name: string): Buffer =>
	readFileSync(join(import.meta.dirname, '../../sandbox/auco/files', name));
const CARD = fileOf('card.jpg');
const PHOTO = fileOf('photo.png');
const PDF = fileOf('report.pdf');
const HEIC = Buffer.from('000000186674797068656963', 'hex');

const NEITHER = 'but its first bytes are those of neither';

describe('as Base64 text', () => {
	test.each(['', 'data:image/jpeg;base64,', 'data:image/jpg;base64,', 'DATA:image/png;base64,'])(
		'leaves as it is with %p in front',
		async (prefix) => {
			const image = prefix + CARD.toString('base64');
			await bench.run(CHECK, leastOf(CHECK, { imageSource: 'base64', image }));
			expect(bench.auco.requests).toMatchObject([{ body: { image } }]);
		},
	);

	test.each([
		['database'],
		['undefined1'],
		['s3'],
		['JVBERi0xLjQ='],
		[`data:image/jpeg;base64,${PDF.toString('base64')}`],
		[HEIC.toString('base64')],
		['iVBORw0KGg=='],
	])('%.40s is refused', async (image) => {
		const { error } = await bench.run(CHECK, leastOf(CHECK, { imageSource: 'base64', image }));
		expect(error?.message).toBe(
			"'Image' must be a JPEG or PNG image as Base64 text, which begins with /9j/ or iVBORw0KGgo [Item 0]",
		);
		expect(bench.auco.requests).toEqual([]);
	});
});

describe('as a file of the item', () => {
	const parameters = leastOf(CHECK, { imageSource: 'binary', image: 'data' });
	const inItem = (bytes: Buffer, mimeType: string): INodeExecutionData => ({
		json: {},
		binary: { data: { data: bytes.toString('base64'), mimeType } },
	});

	test.each([
		[PDF, 'application/pdf', 'not application/pdf'],
		[PDF, 'image/png', NEITHER],
		[HEIC, 'image/heic', 'not image/heic'],
		[HEIC, 'image/jpeg; charset=binary', NEITHER],
		[Buffer.from('GIF89a'), 'application/octet-stream', NEITHER],
		[Buffer.from([0xff]), 'image/jpeg', NEITHER],
	])('%# is refused, and the good one beside it is not sent either', async (bytes, mimeType, instead) => {
		const items = [inItem(CARD, 'image/jpeg'), inItem(bytes, mimeType)];
		const { error } = await bench.run(CHECK, parameters, { items });
		expect(error?.message).toBe(`'Image' must be a JPEG or PNG image, ${instead} [Item 1]`);
		expect(bench.auco.requests).toEqual([]);
	});

	test('on disk: only what is an image leaves, byte for byte', async () => {
		await keepFilesOnDisk();
		const items = await Promise.all(
			[
				[CARD, 'image/jpeg'] as const,
				[PHOTO, 'application/octet-stream'] as const,
				[PDF, 'image/png'] as const,
			].map(async ([bytes, mimeType]) => ({ json: {}, binary: { data: await storedFile(bytes, mimeType) } })),
		);
		expect(items[0].binary.data.id).toMatch(/^filesystem-v2:/);
		const { json } = await bench.run(
			CHECK,
			{ ...parameters, options: { maxConcurrency: 1 } },
			{ items, nodeSettings: { onError: 'continueRegularOutput' } },
		);
		expect(json[2].error).toBe(`'Image' must be a JPEG or PNG image, ${NEITHER} [Item 2]`);
		expect(bench.auco.requests.map(({ body }) => (body as { image: string }).image)).toEqual(
			[CARD, PHOTO].map((bytes) => bytes.toString('base64')),
		);
	});
});

describe('at a URL', () => {
	let server: Server;
	let origin: string;
	let asked: IncomingMessage[];
	let answer: (request: IncomingMessage, response: ServerResponse) => void;
	/** Settled when the connection of the latest answer is closed. */
	let closed: Promise<unknown>;

	beforeEach(async () => {
		asked = [];
		server = createServer(STEADY, (request, response) => {
			asked.push(request);
			closed = new Promise((resolve) => response.on('close', resolve));
			answer(request, response);
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
		origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
	});
	afterEach(async () => {
		server.closeAllConnections();
		await new Promise((resolve) => server.close(resolve));
	});

	const give =
		(status: number, body: Buffer | string = '', headers: Record<string, string> = {}) =>
		(_: IncomingMessage, response: ServerResponse): void => {
			response.writeHead(status, headers).end(body);
		};
	const run = async (path = '/document.jpg') =>
		await bench.run(CHECK, leastOf(CHECK, { imageSource: 'url', image: `${origin}${path}` }));
	const isSent = (path = '/document.jpg'): void => {
		expect(bench.auco.requests.map(({ body }) => body)).toMatchObject([{ image: `${origin}${path}` }]);
	};

	test.each([
		['a JPEG', 200, CARD],
		['a PNG, of which the server gives a part', 206, PHOTO.subarray(0, 8)],
	])('%s is sent as its URL', async (_, status, body) => {
		answer = give(status, body);
		expect((await run()).error).toBeUndefined();
		isSent();
		const [{ method, headers }] = asked;
		expect({ method, range: headers.range }).toEqual({ method: 'GET', range: 'bytes=0-7' });
		// Nobody else's server learns the key.
		expect(JSON.stringify(headers)).not.toContain(bench.auco.credential.privateKey);
		expect(headers.authorization).toBeUndefined();
	});

	test.each([
		['a PDF', 200, PDF, 'must be a JPEG or PNG image, not application/pdf'],
		['a page to log in', 200, '<!doctype html><html>', `must be a JPEG or PNG image, ${NEITHER}`],
		['nothing', 200, '', `must be a JPEG or PNG image, ${NEITHER}`],
		['a URL that has expired', 403, '<Error/>', 'gives no image: it answers with HTTP status 403'],
		['a URL that does not exist', 404, '', 'gives no image: it answers with HTTP status 404'],
	])('%s is refused', async (_, status, body, sentence) => {
		answer = give(status, body);
		const { error } = await run();
		expect(error?.message).toContain("'Image' ");
		expect(error?.message).toContain(`${sentence} [Item 0]`);
		expect(bench.auco.requests).toEqual([]);
	});

	test.each([
		['a redirect, which is not followed', give(302, '', { Location: '/elsewhere' })],
		['a server in trouble', give(500)],
		[
			'a server that hangs up',
			(_: IncomingMessage, response: ServerResponse): void => void response.destroy(),
		],
	])('of %s nothing can be said, so the provider is asked', async (_, how) => {
		answer = how;
		expect((await run()).error).toBeUndefined();
		isSent();
		expect(asked).toHaveLength(1);
	});

	test('no more than the beginning of a file is read', async () => {
		answer = (_, response) => {
			response.writeHead(200);
			response.write(CARD);
			const more = (): void => {
				while (!response.destroyed && response.write(Buffer.alloc(65_536)));
				response.once('drain', more);
			};
			more();
		};
		expect((await run()).error).toBeUndefined();
		isSent();
		await closed;
	});

	test('a host that hangs up is asked for a few rows only, and no row waits for it', async () => {
		answer = (_, response) => void response.destroy();
		const image = '={{ $json.url }}';
		const items = itemsOf(Array.from({ length: 60 }, (_, row) => ({ url: `${origin}/${row}.jpg` })));
		const { error } = await bench.run(CHECK, leastOf(CHECK, { imageSource: 'url', image }), { items });
		expect(error).toBeUndefined();
		expect(asked.length).toBeLessThanOrEqual(10);
		expect(bench.auco.requests).toHaveLength(60);
	});

	test('both images of a match are looked at, and both are named', async () => {
		answer = give(404);
		const documentImage = `${origin}/document.jpg`;
		const photo = `${origin}/photo.jpg`;
		const { error } = await bench.run(MATCH, leastOf(MATCH, { imageSource: 'url', documentImage, photo }));
		expect(error?.message).toMatch(/'Document Image' .*404.*; 'Photo' .*404/);
		expect(bench.auco.requests).toEqual([]);
	});

	test('hosts inside a network are never asked, whoever may answer there', async () => {
		answer = give(404);
		const production = { ...bench.auco.credential, baseUrl: 'http://unreachable.test/v1.5/ext' };
		const image = `${origin}/document.jpg`;
		const { error } = await bench.run(CHECK, leastOf(CHECK, { imageSource: 'url', image }), {
			credentials: { aucoApi: production },
		});
		expect(error?.message).toMatch(/could not be reached|unreachable/i);
		expect(asked).toEqual([]);
	});
});
