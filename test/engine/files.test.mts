import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { IBinaryData, INodeExecutionData } from 'n8n-workflow';

import { answerWith, itemsOf, useProviders } from '../support/engine/bench.mts';
import { leastOf, READY_CHECK } from '../support/providers/samples.mts';

const bench = useProviders();

const CHECK = 'aucoFace/document/check';
const MATCH = 'aucoFace/face/match';
const GET_FACE = 'aucoFace/process/get';
const REPORT = 'aucoBackground/person/downloadReport';

const fileOf = (name: string): Buffer =>
	readFileSync(join(import.meta.dirname, '../../sandbox/auco/files', name));
const CARD = fileOf('card.jpg');
const PHOTO = fileOf('photo.png');

const binaryOf = (bytes: Buffer, mimeType: string): IBinaryData => ({
	data: bytes.toString('base64'),
	mimeType,
});
const itemWith = (binary: Record<string, IBinaryData>): INodeExecutionData => ({ json: {}, binary });

const bytesOf = ({ data }: IBinaryData): Buffer => Buffer.from(data, 'base64');

describe('pictures on their way in', () => {
	const binary = { card: binaryOf(CARD, 'image/jpeg'), data: binaryOf(PHOTO, 'image/png') };

	test('a binary property leaves as base64, byte for byte', async () => {
		const parameters = leastOf(CHECK, { imageSource: 'binary', image: 'card' });
		const { error } = await bench.run(CHECK, parameters, { items: [itemWith(binary)] });
		expect(error).toBeUndefined();
		expect(bench.auco.requests[0].body).toEqual({
			country: 'CO',
			type: 'CC',
			identification: '1001001010',
			image: CARD.toString('base64'),
		});
	});

	test('two binary properties, each for its field', async () => {
		const parameters = leastOf(MATCH, { imageSource: 'binary', documentImage: 'card', photo: 'data' });
		const { error } = await bench.run(MATCH, parameters, { items: [itemWith(binary)] });
		expect(error).toBeUndefined();
		expect(bench.auco.requests[0].body).toMatchObject({
			documentImage: CARD.toString('base64'),
			photo: PHOTO.toString('base64'),
		});
	});

	test('every item has its own', async () => {
		const parameters = leastOf(CHECK, { imageSource: 'binary', image: 'data' });
		const items = [CARD, PHOTO, CARD].map((bytes, index) =>
			itemWith({ data: binaryOf(bytes, index === 1 ? 'image/png' : 'image/jpeg') }),
		);
		await bench.run(CHECK, { ...parameters, options: { maxConcurrency: 1 } }, { items });
		expect(bench.auco.requests.map(({ body }) => (body as { image: string }).image)).toEqual(
			[CARD, PHOTO, CARD].map((bytes) => bytes.toString('base64')),
		);
	});

	const texts: Array<[string, string, string]> = [
		['base64', CARD.toString('base64'), CARD.toString('base64')],
		[
			'base64',
			`data:image/jpeg;base64,${CARD.toString('base64')}`,
			`data:image/jpeg;base64,${CARD.toString('base64')}`,
		],
		[
			'base64',
			`data:image/png;base64,${PHOTO.toString('base64')}`,
			`data:image/png;base64,${PHOTO.toString('base64')}`,
		],
		['base64', `  ${CARD.toString('base64').replace(/(.{76})/g, '$1\n')} `, CARD.toString('base64')],
		['url', ' https://pictures.test/document.jpg?a=1&b=2 ', 'https://pictures.test/document.jpg?a=1&b=2'],
	];
	test.each(texts)('%s as text leaves as it is', async (imageSource, entered, left) => {
		const { error } = await bench.run(CHECK, leastOf(CHECK, { imageSource, image: entered }));
		expect(error).toBeUndefined();
		expect(bench.auco.requests[0].body).toHaveProperty('image', left);
	});

	test('a file that is no picture is refused before anything is sent', async () => {
		const parameters = leastOf(CHECK, { imageSource: 'binary', image: 'data' });
		const items = [itemWith({ data: binaryOf(Buffer.from('%PDF'), 'application/pdf') })];
		const { error } = await bench.run(CHECK, parameters, { items });
		expect(error?.message).toMatch(/'Image' must be a JPEG or PNG image, not application\/pdf \[Item 0\]/);
		expect(bench.auco.requests).toEqual([]);
	});

	test('one missing file among ten is named, and nothing is sent', async () => {
		const parameters = leastOf(CHECK, { imageSource: 'binary', image: 'data' });
		const items = Array.from({ length: 10 }, (_, index) => (index === 6 ? itemWith({}) : itemWith(binary)));
		const { error } = await bench.run(CHECK, parameters, { items });
		expect(error?.message).toMatch(/'Image' .*'data'.* \[Item 6\]$/);
		expect(bench.auco.requests).toEqual([]);
	});
});

/** An AucoFace process that has come to its end. */
async function finishedProcess(): Promise<string> {
	await bench.run('aucoFace/process/create', leastOf('aucoFace/process/create'));
	const [{ id }] = bench.auco.creations;
	bench.auco.finishProcess(id, 'APPROVED');
	return id;
}

/** A background check that is ready. */
async function readyCheck(): Promise<string> {
	const generate = 'aucoBackground/person/generate';
	bench.auco.advances = true;
	await bench.run(generate, leastOf(generate));
	await bench.auco.settled();
	return bench.auco.creations[0].id;
}

/** Has Auco say that a check is ready, with its report at this address. */
function reportAt(url: unknown): void {
	answerWith(bench.auco, 200, { ...READY_CHECK, url }, { times: 1 });
}

const filesAsked = () => bench.auco.requests.filter(({ path }) => path.startsWith('/files/'));

describe('files on their way out', () => {
	test('images of the deciding attempt come as binary data, asked for without the key', async () => {
		const code = await finishedProcess();
		const { items, error } = await bench.run(GET_FACE, { code, options: { downloadImages: true } });
		expect(error).toBeUndefined();
		const [{ json, binary, pairedItem }] = items;
		expect(json).toMatchObject({ code, status: 'APPROVED', finished: true });
		expect(pairedItem).toEqual({ item: 0 });
		expect(Object.keys(binary!)).toEqual(['identificationCardFront', 'identificationCardBack', 'photo']);
		expect(bytesOf(binary!.identificationCardFront).equals(CARD)).toBe(true);
		expect(bytesOf(binary!.photo).equals(PHOTO)).toBe(true);
		expect(binary!.photo).toMatchObject({ mimeType: 'image/png' });
		expect(filesAsked().length).toBe(3);
		for (const { headers } of filesAsked()) expect(headers).not.toHaveProperty('authorization');
	});

	test('a process without images gives none', async () => {
		await bench.run('aucoFace/process/create', leastOf('aucoFace/process/create'));
		const code = bench.auco.creations[0].id;
		const { items, error } = await bench.run(GET_FACE, { code, options: { downloadImages: true } });
		expect(error).toBeUndefined();
		expect(Object.keys(items[0].binary ?? {})).toEqual([]);
	});

	test('images are not asked for unless wanted', async () => {
		const code = await finishedProcess();
		const { items } = await bench.run(GET_FACE, { code });
		expect(items[0].binary).toBeUndefined();
		expect(filesAsked()).toEqual([]);
	});

	test('a report comes as PDF, asked for without the key', async () => {
		const code = await readyCheck();
		const { items, error } = await bench.run(REPORT, { code });
		expect(error).toBeUndefined();
		const [{ json, binary }] = items;
		expect(json).toMatchObject({ code, ready: true });
		expect(bytesOf(binary!.data).equals(fileOf('report.pdf'))).toBe(true);
		expect(binary!.data).toMatchObject({
			mimeType: 'application/pdf',
			fileName: `background-${code}.pdf`,
			fileExtension: 'pdf',
		});
		expect(filesAsked().length).toBe(1);
		expect(filesAsked()[0].headers).not.toHaveProperty('authorization');
	});

	test('what is no PDF is no report', async () => {
		const code = await readyCheck();
		bench.auco.fail({ fault: { kind: 'html' }, path: /^\/files\// });
		const { items, error } = await bench.run(REPORT, { code });
		expect(items).toEqual([]);
		expect(error?.message).toMatch(
			/^The report could not be downloaded: the file server gave something else/,
		);
		expect(error?.description).toMatch(/Run the node again/);
	});

	test('into another field, per item', async () => {
		const code = await readyCheck();
		const { items } = await bench.run(
			REPORT,
			{ code, binaryPropertyName: '={{ $json.field }}' },
			{ items: itemsOf([{ field: 'first' }, { field: 'second' }]) },
		);
		expect(items.map(({ binary }) => Object.keys(binary!))).toEqual([['first'], ['second']]);
	});

	test('a check that is not ready has none, and says what to do', async () => {
		const generate = 'aucoBackground/person/generate';
		await bench.run(generate, leastOf(generate));
		const code = bench.auco.creations[0].id;
		const { error } = await bench.run(REPORT, { code });
		expect(error?.message).toContain(`${code} is not ready yet`);
		expect(error?.message).toMatch(/\[Item 0\]$/);
		expect(error?.description).toMatch(/Wait/);
	});

	test('an address that has run out is reported with advice', async () => {
		const code = await readyCheck();
		const { url } = (await bench.run('aucoBackground/person/get', { code })).json[0];
		const expired = String(url).replace(/Expires=\d+/, 'Expires=1');
		bench.auco.patch(code, { url: expired });
		const { error } = await bench.run(REPORT, { code });
		expect(error).toMatchObject({ name: 'NodeApiError', httpCode: '403', context: { itemIndex: 0 } });
		expect(error?.message).toMatch(/report could not be downloaded: HTTP status 403 \[Item 0\]/);
		expect(error?.description).toMatch(/few minutes/);
		expect(JSON.stringify(error)).not.toContain('Signature');
	});

	const unusable: Array<[string, unknown]> = [
		['none', null],
		['an unencrypted one elsewhere', 'http://192.0.2.1/report.pdf'],
		['a file', 'file:///etc/hostname'],
		['one that only looks like this machine', 'http://127.0.0.1.example.com/report.pdf'],
	];
	test.each(unusable)('an address that may not be asked: %s', async (_, url) => {
		reportAt(url);
		const { error } = await bench.run(REPORT, { code: 'XXXXXXXXX' });
		expect(error?.message).toMatch(/report could not be downloaded: the provider gave no usable URL/);
		expect(filesAsked()).toEqual([]);
	});

	test('an address that leads elsewhere is not followed', async () => {
		reportAt(`${bench.auco.baseUrl}/moved`);
		bench.auco.fail({
			path: '/moved',
			fault: { kind: 'redirect', location: `${bench.verifik.baseUrl}/elsewhere` },
		});
		const { error } = await bench.run(REPORT, { code: 'XXXXXXXXX' });
		expect(error?.message).toMatch(/HTTP status 302/);
		expect(bench.verifik.requests).toEqual([]);
	});
});

test('an image that cannot be had is an error of its item', async () => {
	answerWith(
		bench.auco,
		200,
		{
			status: 'APPROVED',
			attempts: [
				{
					successful: true,
					photo: `${new URL(bench.auco.baseUrl).origin}/files/photo.png?Expires=1&Signature=x`,
				},
			],
		},
		{ times: 1 },
	);
	const { json } = await bench.run(
		GET_FACE,
		{ code: 'JPJD42IDWP3Z6RXA', options: { downloadImages: true } },
		{ nodeSettings: { onError: 'continueRegularOutput' } },
	);
	expect(json).toEqual([
		{
			error: expect.stringMatching(/^The image photo could not be downloaded: HTTP status 403 \[Item 0\]$/),
			details: { description: expect.stringMatching(/few minutes/), httpCode: '403' },
		},
	]);
});
