/** What tables, editors and providers give beside what the documents show. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

import { answerWith, itemsOf, useProviders } from '../support/engine/bench.mts';
import { leastOf } from '../support/providers/samples.mts';
import { STEADY } from '../support/steady.mts';

const bench = useProviders();

const FACE = 'aucoFace/process/create';
const GET_FACE = 'aucoFace/process/get';
const HISTORY = 'aucoFace/process/getWhatsappHistory';
const GENERATE = 'aucoBackground/person/generate';
const COMPANY = 'aucoBackground/company/getRepresentatives';
const CREATE = 'verifikBiometric/biometricValidation/create';
const GET = 'verifikBiometric/biometricValidation/get';

const bodyOf = (index = 0) => bench.auco.requests[index].body as Record<string, unknown>;

describe('What stands in the way of a whole run becomes an error item for every row', () => {
	test.each(['continueRegularOutput', 'continueErrorOutput'] as const)('with %s', async (onError) => {
		const { privateKey, publicKey } = bench.auco.credential;
		const swapped = { ...bench.auco.credential, privateKey: publicKey, publicKey: privateKey };
		const { status, outputs } = await bench.run(FACE, leastOf(FACE), {
			items: itemsOf([{ row: 1 }, { row: 2 }]),
			credentials: { aucoApi: swapped },
			nodeSettings: { onError },
		});
		expect(status).toBe('success');
		const failed = onError === 'continueErrorOutput' ? outputs[1] : outputs[0];
		expect(failed.map(({ json }) => json.error)).toEqual([
			expect.stringMatching(/^The Auco keys are swapped: [^[]+$/),
			expect.stringMatching(/^The Auco keys are swapped: [^[]+$/),
		]);
		expect(failed.map(({ pairedItem }) => pairedItem)).toEqual([{ item: 0 }, { item: 1 }]);
		if (onError === 'continueErrorOutput') expect(outputs[0]).toEqual([]);
		expect(bench.auco.requests).toHaveLength(0);
	});

	test('also for an option that makes no sense', async () => {
		const parameters = leastOf(FACE, { options: { maxConcurrency: 0 } });
		const { json } = await bench.run(FACE, parameters, {
			nodeSettings: { onError: 'continueRegularOutput' },
		});
		expect(json).toMatchObject([
			{ error: expect.stringMatching(/^'Max Concurrency' must be a whole number, 1 or greater \[Item 0\]$/) },
		]);
	});
});

describe('Options whose expressions break for one item', () => {
	const items = itemsOf([{}, { most: 5 }, { most: 5 }]);
	const each = (most: string) =>
		leastOf(FACE, { options: { maxConcurrency: 1, maxItems: `={{ $json.most > 0 ? ${most} : DateTime }}` } });

	test('are the error of that item', async () => {
		const { error } = await bench.run(FACE, each('$json.most'), { items });
		expect(error?.message).toMatch(/^'Options' has an expression that cannot be evaluated: .* \[Item 0\]$/);
		expect(bench.auco.requests).toEqual([]);
	});

	test('with On Error: Continue the others are sent, with the options of the run', async () => {
		const nodeSettings = { onError: 'continueRegularOutput' as const };
		const { json } = await bench.run(FACE, each('$json.most'), { items, nodeSettings });
		expect(json[0].error).toMatch(/^'Options' .* \[Item 0\]$/);
		expect(bench.auco.creations.map(({ id }) => id)).toEqual([json[1].code, json[2].code]);
		const guarded = await bench.run(FACE, each('2'), { items, nodeSettings });
		expect(guarded.json[0].error).toMatch(/'Max Items' allows 2/);
		expect(bench.auco.creations.length).toBe(2);
	});
});

test('a timeout that no timer can hold is refused in words', async () => {
	const most = 2 ** 31 - 1;
	const { error } = await bench.run(FACE, leastOf(FACE, { options: { timeout: most + 1 } }));
	expect(error?.message).toMatch(
		/^'Timeout' must be 2147483647 milliseconds \(24 days\) or less \[Item 0\]$/,
	);
	expect((await bench.run(FACE, leastOf(FACE, { options: { timeout: most } }))).error).toBeUndefined();
});

describe('Values that are written into the node in another spelling', () => {
	test('are sent as documented', async () => {
		await bench.run(GENERATE, leastOf(GENERATE, { type: 'cc' }));
		expect(bodyOf().type).toBe('CC');
		await bench.run(FACE, leastOf(FACE, { platform: 'WEB', phone: '' }));
		expect(bodyOf(1).platform).toBe('web');
	});

	test.each<[string, object, RegExp]>([
		[GENERATE, { type: 'ppt' }, /'Issue Date' is required \[Item 0\]/],
		[
			GENERATE,
			{ type: 'cédula' },
			/'Document Type' must be the code of a document type, such as CC, .* \[Item 0\]/,
		],
		[FACE, { platform: 'sms', phone: '' }, /'Platform' must be one of whatsapp, web, not 'sms' \[Item 0\]/],
	])('%s %j says what is wrong', async (operation, changes, message) => {
		const { error } = await bench.run(operation, leastOf(operation, changes as never));
		expect(error?.message).toMatch(message);
		expect(bench.auco.requests).toHaveLength(0);
	});
});

describe('Lists and pairs with gaps', () => {
	test('rows of tags may be lists or empty', async () => {
		const tags = ['vip', '={{ $json.tags }}'];
		const items = itemsOf([{ tags: ['a', 'b'] }, { tags: null }, {}]);
		await bench.run(FACE, leastOf(FACE, { additionalFields: { tags } }), { items });
		expect([0, 1, 2].map((index) => bodyOf(index).tags)).toEqual([['vip', 'a', 'b'], ['vip'], ['vip']]);
	});

	test('an empty row of custom fields is no row, and no value sends nothing', async () => {
		const customFields = { values: [{ key: '', value: '' }] };
		await bench.run(FACE, leastOf(FACE, { additionalFields: { customFields } }));
		expect(bodyOf()).not.toHaveProperty('custom');
	});

	test('no key of custom is lost', async () => {
		const custom = '{"a":{"constructor":"x","prototype":"y","ok":1},"__proto__":{"z":1}}';
		await bench.run(FACE, leastOf(FACE, { additionalFields: { custom } }));
		expect(bench.auco.requests[0].text).toContain(`"custom":${custom}`);
	});
});

describe('Words of a no in other forms', () => {
	test.each<[string, unknown, RegExp]>([
		[FACE, { message: ['phone must be string', 'x'] }, /refused the request: phone must be string; x/],
		[FACE, { error: { message: 'nested words' } }, /nested words/],
		[FACE, { errors: [{ message: 'first' }, 'second'] }, /first; second/],
		[CREATE, { message: 'validation', details: ['email is wrong'] }, /validation: email is wrong/],
		[CREATE, { data: { message: 'words', detail: ['more'] } }, /words: more/],
	])('%s %j', async (operation, body, message) => {
		answerWith(bench.providerOf(operation), 400, body);
		const { error } = await bench.run(operation, leastOf(operation));
		expect(error?.message).toMatch(message);
	});

	test('a key that the provider repeats is not shown', async () => {
		const { privateKey } = bench.auco.credential;
		answerWith(bench.auco, 400, { message: `bad key ${privateKey}` });
		const { error } = await bench.run(FACE, leastOf(FACE));
		expect(error?.message).toMatch(/bad key \*\*\*/);
		expect(JSON.stringify(error)).not.toContain(privateKey);
	});

	test('a key that the provider repeats twice is hidden twice', async () => {
		const { privateKey } = bench.auco.credential;
		answerWith(bench.auco, 400, { message: `${privateKey} is not ${privateKey}` });
		const { error } = await bench.run(FACE, leastOf(FACE));
		expect(error?.message).toMatch(/\*\*\* is not \*\*\*/);
		expect(JSON.stringify(error)).not.toContain(privateKey);
	});

	test('how long the provider asks to wait is told', async () => {
		answerWith(bench.auco, 429, {}, { headers: { 'Retry-After': '3600' } });
		const { error } = await bench.run(FACE, leastOf(FACE));
		expect(error?.description).toMatch(/provider asks to wait 3600 seconds/);
		expect(bench.auco.requests).toHaveLength(1);
	});
});

describe('Replies that no page shows', () => {
	test('a number as code or ID is what was made', async () => {
		answerWith(bench.auco, 200, { code: 42 });
		expect((await bench.run(FACE, leastOf(FACE))).json).toEqual([{ code: 42 }]);
	});

	test('an answer of the company register without a code is no less paid for', async () => {
		const reply = { representatives: [{ name: 'NOMBRE COMPLETO' }] };
		answerWith(bench.auco, 200, reply);
		const { json, error } = await bench.run(COMPANY, leastOf(COMPANY));
		expect(error).toBeUndefined();
		expect(json).toEqual([reply]);
	});

	test('fields named json and binary are fields', async () => {
		answerWith(bench.auco, 200, { code: 'C1', json: { a: 1 }, binary: { x: 1 } });
		const { json } = await bench.run(FACE, leastOf(FACE));
		expect(json).toEqual([{ code: 'C1', json: { a: 1 }, binary: { x: 1 } }]);
	});

	test('a list of anything else than objects comes out as values', async () => {
		answerWith(bench.auco, 200, ['a', null, 5]);
		const { json } = await bench.run(HISTORY, leastOf(HISTORY));
		expect(json).toEqual([{ value: 'a' }, { value: null }, { value: 5 }]);
	});

	test('303 after a create means that it was carried out', async () => {
		answerWith(bench.auco, 303, {}, { headers: { Location: '/elsewhere' } });
		const { error } = await bench.run(FACE, leastOf(FACE));
		expect(error?.context.outcome).toBe('unknown');
	});

	test.each([{ biometricData: { livenessScore: 0.9 } }, { response: { liveness: { score: 0.9 } } }])(
		'the liveness score is found in %j',
		async (fields) => {
			answerWith(bench.verifik, 200, { data: { _id: 'v1', status: 'completed', ...fields } });
			const { json } = await bench.run(GET, leastOf(GET));
			expect(json).toMatchObject([{ id: 'v1', livenessScore: 0.9 }]);
		},
	);

	test('a check that is not known yet is waited for', async () => {
		bench.auco.fail({
			method: 'GET',
			times: 1,
			fault: { kind: 'status', when: 'before', status: 400, body: { message: 'VALIDATION_NOT_FOUND' } },
		});
		const parameters = leastOf(GENERATE, { waitForResult: true, maxWait: 0, onTimeout: 'continue' });
		const { json, error } = await bench.run(GENERATE, parameters);
		expect(error).toBeUndefined();
		expect(json).toEqual([{ code: bench.auco.creations[0].id, ready: false, timedOut: true }]);
	});
});

test.each([FACE, CREATE])(
	'%s: an execution that is not stored has no resume address to send',
	async (operation) => {
		const parameters = leastOf(operation, { options: { resumeThisExecution: true } });
		const { error } = await bench.run(operation, parameters, { isStored: false });
		expect(error?.message).toMatch(/this execution has no resume URL \[Item 0\]$/);
		expect(bench.providerOf(operation).requests).toEqual([]);
	},
);

describe('A file store', () => {
	let server: Server;
	let answers: number[];
	let asked: number;
	beforeEach(async () => {
		asked = 0;
		server = createServer(STEADY, (_, response) => {
			response.statusCode = answers[asked++];
			response.setHeader('Content-Type', 'binary/octet-stream');
			response.end('%PDF-1.7');
		});
		await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	});
	afterEach(() => server.close());

	async function download() {
		const { json } = await bench.run(FACE, leastOf(FACE));
		const code = String(json[0].code);
		const photo = `http://127.0.0.1:${(server.address() as AddressInfo).port}/photo.png`;
		bench.auco.patch(code, { attempts: [{ photo, successful: true }] });
		return await bench.run(GET_FACE, leastOf(GET_FACE, { code, options: { downloadImages: true } }));
	}

	test('that is busy for a moment is asked again', async () => {
		answers = [503, 200];
		const { items, error } = await download();
		expect(error).toBeUndefined();
		expect(Buffer.from(items[0].binary!.photo.data, 'base64').toString()).toBe('%PDF-1.7');
		expect(items[0].binary!.photo.mimeType).toBe('application/pdf');
	});

	test.each([403, 404])('that says %p because the address has expired is asked once', async (status) => {
		answers = [status, 200];
		const { error } = await download();
		expect(error?.description).toMatch(/valid for a few minutes/);
		expect(asked).toBe(1);
	});
});
