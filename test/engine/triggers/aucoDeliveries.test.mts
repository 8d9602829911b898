import { useScene } from '../../support/engine/scene.mts';
import { ANSWER_OF, cellsOf } from '../../support/providers/matrix.mts';
import { until } from '../../support/until.mts';

const ALL = [
	'aucoFace.approved',
	'aucoFace.blocked',
	'aucoFace.validated',
	'aucoFace.invalidated',
	'document.create',
	'document.finish',
	'document.notification',
	'document.reject',
	'document.rejected',
	'document.blocked',
	'document.expired',
	'package.create',
	'package.notification',
	'package.signedPackage',
	'package.documentReject',
	'package.rejected',
	'package.blocked',
	'other',
];

const scene = useScene();

async function published(parameters: object = {}, credential: Record<string, string> = {}) {
	const workflow = await scene.auco({ events: ALL, ...parameters }, { credential });
	await workflow.publish();
	return workflow;
}

const approved = (code: string) => ({ code, type: 'veriface', status: 'APPROVED', finish: true });
const reads = () => scene.sandbox.auco.requests.filter(({ method }) => method === 'GET');

/** The bodies of Auco's webhook pages and what becomes of them, an older shape included (docs/providers/auco.md#events). */
const SIGNER = { id: 'participant_id', name: 'participant name', email: 'email', phone: 'phone' };
const PERSON = { name: 'JUAN PEREZ GONZALEZ', documentName: 'DNI 12345678' };
const NOBODY = { name: null, documentName: '' };
const PDF = 'https://test.auco.ai/contrato-de-prueba-id-98-DOCUMENTCODE.pdf';
const CUSTOM = ["{'info':'required', 'definition': 'urgent'}"];
const EXAMPLES: Array<[string, object, object]> = [
	[
		'aucoFace.approved',
		{ code: 'XXXXXCODE', type: 'veriface', status: 'APPROVED', finish: true, data: PERSON, similarity: 0.92 },
		{ code: 'XXXXXCODE', status: 'APPROVED', finished: true },
	],
	[
		'aucoFace.blocked',
		{
			code: 'XXXXXCODE',
			type: 'veriface',
			finish: true,
			status: 'BLOCKED',
			message: 'ERROR_IDENTIFICATION_NOT_DOCUMENT',
			data: NOBODY,
		},
		{ code: 'XXXXXCODE', status: 'BLOCKED', finished: true },
	],
	[
		'aucoFace.validated',
		{ code: 'XXXXXCODE', type: 'veriface', finish: true, status: 'VALIDATED', data: PERSON },
		{ code: 'XXXXXCODE', status: 'VALIDATED', finished: true },
	],
	[
		'aucoFace.invalidated',
		{ code: 'XXXXXCODE', type: 'veriface', finish: true, status: 'INVALIDATED', data: NOBODY },
		{ code: 'XXXXXCODE', status: 'INVALIDATED', finished: true },
	],
	[
		'aucoFace.validated',
		{ profile: { status: 'VALIDATED', firstName: 'JUAN', custom: { reference: 'RF-XXXXXXX' } } },
		{ code: null, status: 'VALIDATED', finished: true },
	],
	[
		'document.create',
		{ code: 'DOCUMENTCODE', name: 'Contrato de prueba del API', status: 'CREATE', url: PDF },
		{ code: 'DOCUMENTCODE', status: 'CREATE', finished: false },
	],
	[
		'document.finish',
		{ code: 'DOCUMENTCODE', name: 'Contrato de prueba del API', status: 'FINISH', url: PDF },
		{ code: 'DOCUMENTCODE', status: 'FINISH', finished: true },
	],
	[
		'document.notification',
		{ code: 'DOCUMENTCODE', name: 'Contrato', signer: SIGNER, status: 'NOTIFICATION' },
		{ code: 'DOCUMENTCODE', status: 'NOTIFICATION', finished: false },
	],
	[
		'document.blocked',
		{
			name: 'document name',
			signer: SIGNER,
			status: 'BLOCKED',
			message: 'OTP_CODE_INVALID',
			tags: ['document tag'],
			custom: CUSTOM,
		},
		{ code: null, status: 'BLOCKED', finished: null },
	],
	[
		'document.rejected',
		{
			name: 'document name',
			signer: SIGNER,
			status: 'REJECTED',
			message: 'message',
			tags: ['document tags'],
		},
		{ code: null, status: 'REJECTED', finished: true },
	],
	[
		'document.expired',
		{ code: 'DOCUMENTCODE', name: '…', status: 'EXPIRED', url: PDF, tags: ['document tag'], custom: CUSTOM },
		{ code: 'DOCUMENTCODE', status: 'EXPIRED', finished: true },
	],
	[
		'package.signedPackage',
		{
			package: 'idPackage',
			name: 'Documentos de prueba del API',
			status: 'SIGNED_PACKAGE',
			documents: [{ code: 'DOCUMENTCODE', name: 'Documento de prueba 1', status: 'FINISH', url: PDF }],
		},
		{ code: 'idPackage', status: 'SIGNED_PACKAGE', finished: true },
	],
	[
		'package.signedPackage',
		{ package: 'idPackage', name: 'Documentos de prueba del API', status: 'FINISH', documents: [] },
		{ code: 'idPackage', status: 'FINISH', finished: true },
	],
	[
		'package.blocked',
		{ package: 'idPackage', name: 'Documentos', status: 'BLOCKED', signer: SIGNER, message: 'message' },
		{ code: 'idPackage', status: 'BLOCKED', finished: null },
	],
	['other', { anything: ['at', { all: true }] }, { code: null, status: null, finished: null }],
	[
		'other',
		{ code: 'XXXXXCODE', type: 'veriface', status: 'EXPIRED' },
		{ code: 'XXXXXCODE', status: 'EXPIRED', finished: null },
	],
];

describe('A documented delivery', () => {
	test.each(EXAMPLES)('arrives as %s: %j', async (event, body, fields) => {
		const workflow = await published({ confirm: false });
		const { status, body: answer } = await scene.toAuco(workflow, body);
		expect(status).toBe(200);
		expect(workflow.items).toEqual([
			{
				eventId: expect.stringMatching(/^[0-9a-f]{64}$/),
				event,
				...fields,
				confirmed: false,
				receivedAt: expect.stringMatching(/^\d{4}-.*Z$/),
				process: null,
				payload: body,
			},
		]);
		expect(answer).toEqual({ accepted: true, eventId: workflow.items[0]!.eventId });
	});

	test('starts only what was chosen, and is acknowledged either way', async () => {
		const workflow = await published({ events: ['aucoFace.approved'], confirm: false });
		for (const [, body] of EXAMPLES) {
			const { status } = await scene.toAuco(workflow, body);
			expect(status).toBe(200);
		}
		expect(workflow.items.map(({ event }) => event)).toEqual(['aucoFace.approved']);
		const { body } = await scene.toAuco(workflow, EXAMPLES[1]![1]);
		expect(body).toEqual({ ignored: 'not subscribed' });
	});

	test('is chosen in any spelling, and with all of its kind', async () => {
		const events = '={{ ["AUCOFACE.APPROVED", "document.*", "package.SIGNED_PACKAGE"] }}';
		const workflow = await published({ events, confirm: false });
		for (const [, body] of EXAMPLES) await scene.toAuco(workflow, body);
		const started = new Set(workflow.items.map(({ event }) => String(event)));
		const wanted = EXAMPLES.map(([event]) => event).filter(
			(event) =>
				event.startsWith('document.') || ['aucoFace.approved', 'package.signedPackage'].includes(event),
		);
		expect([...started].sort()).toEqual([...new Set(wanted)].sort());
	});
});

describe('Confirmation', () => {
	test("gives the process as Auco has it, and Auco's status", async () => {
		const workflow = await published();
		const code = await scene.process('1001001010', { custom: { reference: 'RF-XXXXXXX' } });
		scene.sandbox.auco.patch(code, { status: 'APPROVED' });
		const { status } = await scene.toAuco(workflow, { ...approved(code), status: 'VALIDATED' });
		expect(status).toBe(200);
		expect(workflow.items).toMatchObject([
			{
				event: 'aucoFace.validated',
				code,
				status: 'APPROVED',
				finished: true,
				confirmed: true,
				process: { code, identificationNumber: '1001001010', custom: { reference: 'RF-XXXXXXX' } },
				payload: { code, status: 'VALIDATED' },
			},
		]);
	});

	test.each([
		['APPROVED', 'BLOCKED'],
		['BLOCKED', 'APPROVED'],
		['INVALIDATED', 'VALIDATED'],
		['VALIDATED', 'INVALIDATED'],
		['EXPIRED', 'APPROVED'],
	])('lets %s start nothing when Auco says %s', async (claimed, real) => {
		const workflow = await published();
		const code = await scene.process();
		scene.sandbox.auco.patch(code, { status: real });
		const answer = await scene.toAuco(workflow, { ...approved(code), status: claimed });
		expect(answer).toMatchObject({ status: 200, body: { ignored: 'contradicted' } });
		expect(workflow.starts).toHaveLength(0);
	});

	test('lets a missing code start nothing', async () => {
		const workflow = await published();
		const answer = await scene.toAuco(workflow, { type: 'veriface', status: 'APPROVED' });
		expect(answer).toMatchObject({ status: 200, body: { ignored: 'missing' } });
		expect(workflow.starts).toHaveLength(0);
	});

	const STATES = [
		'INPROGRESS',
		'BLOCKED',
		'BLOCKED by hand',
		'APPROVED',
		'VALIDATED',
		'INVALIDATED',
		'EXPIRED',
		'NEW',
	];
	const MATRIX = {
		APPROVED: 'l--y---l',
		BLOCKED: 'lyy----l',
		VALIDATED: 'llyyy--l',
		INVALIDATED: 'lly--y-l',
		EXPIRED: 'l-----yl',
		NEW: 'l------y',
	};
	test.each(cellsOf(STATES, MATRIX))('of %s by %s is "%s"', async (claimed, state, expected) => {
		const workflow = await published();
		const code = await scene.process();
		const [status, isByHand] = state.split(' by ');
		scene.sandbox.auco.patch(code, { status, emailValidated: isByHand && 'prueba@auco.ai' });
		const delivered = scene.toAuco(workflow, { ...approved(code), status: claimed });
		const answer = await scene.clock.passing(delivered);
		expect(answer).toMatchObject(ANSWER_OF[expected]);
		expect(workflow.starts).toHaveLength(expected === 'y' ? 1 : 0);
	});

	test('is not got round by the older shape, which names no process', async () => {
		const workflow = await published();
		const answer = await scene.toAuco(workflow, { profile: { status: 'APPROVED' } });
		expect(answer.body).toEqual({ ignored: 'missing' });
		expect(workflow.starts).toHaveLength(0);
	});

	test('asks for the background check of an unknown body with a code', async () => {
		const workflow = await published();
		const code = await scene.check();
		const body = { code, status: 'FORGED', custom: { reference: 'RF-XXXXXXX' } };
		expect((await scene.clock.passing(scene.toAuco(workflow, body))).status).toBe(503);
		scene.sandbox.auco.patch(code, { ready: true });
		await scene.toAuco(workflow, body);
		await scene.toAuco(workflow, { code: 'SOMETHING', what: 'else' });
		expect(workflow.items).toMatchObject([
			{ event: 'other', code, status: null, finished: true, confirmed: true, process: { code, ready: true } },
			{ event: 'other', code: 'SOMETHING', finished: null, confirmed: false, process: null },
		]);
	});

	test.each([401, 429])('puts the delivery off when Auco answers %d, and takes it later', async (status) => {
		const workflow = await published();
		const code = await scene.process();
		scene.sandbox.auco.patch(code, { status: 'APPROVED' });
		scene.sandbox.auco.fail({ method: 'GET', times: 1, fault: { kind: 'status', when: 'before', status } });
		expect((await scene.toAuco(workflow, approved(code))).status).toBe(503);
		expect(reads()).toHaveLength(1);
		expect((await scene.toAuco(workflow, approved(code))).status).toBe(200);
		expect((await scene.toAuco(workflow, approved(code))).body).toEqual({ duplicate: true });
		expect(workflow.starts).toHaveLength(1);
	});

	test('puts the delivery off while Auco is too busy, and takes it when it is delivered again', async () => {
		const workflow = await published({ registration: 'automatic', webhookId: 'n8n' });
		const code = await scene.process('1001001010', { targetWebhooks: ['n8n'] });
		scene.sandbox.auco.fail({
			method: 'GET',
			times: 2,
			fault: { kind: 'status', when: 'before', status: 429 },
		});
		scene.sandbox.auco.finishProcess(code, 'APPROVED');
		await scene.sandbox.auco.settled();
		const ours = scene.sandbox.auco.deliveries.filter(({ url }) => url === workflow.url);
		expect(ours.map(({ status }) => status)).toEqual([503, 503, 200]);
		expect(workflow.items).toMatchObject([{ code, confirmed: true }]);
	});

	test('waits for Auco no longer than five seconds, whether it is silent or talks slowly', async () => {
		const workflow = await published();
		const codes = [await scene.process(), await scene.process()];
		codes.forEach((code) => scene.sandbox.auco.patch(code, { status: 'APPROVED' }));
		scene.sandbox.auco.fail({ method: 'GET', at: [1], fault: { kind: 'stall', when: 'before' } });
		scene.sandbox.auco.fail({ method: 'GET', fault: { kind: 'slowBody', milliseconds: 600_000 } });
		scene.clock.standStill();
		const delivered = Promise.all(codes.map((code) => scene.toAuco(workflow, approved(code))));
		await until('both questions', () => reads().length === 2);
		scene.clock.advance(5000);
		expect((await delivered).map(({ status }) => status)).toEqual([503, 503]);
		expect(workflow.starts).toHaveLength(0);
	});
});

describe('The same event', () => {
	test('starts the workflow once, with an ID that stays', async () => {
		const workflow = await published({ confirm: false });
		const [first, second] = [
			await scene.toAuco(workflow, approved('XXXXXCODE')),
			await scene.toAuco(workflow, { ...approved('XXXXXCODE'), similarity: 0.92 }),
		];
		expect(first.body).toMatchObject({ accepted: true });
		expect(second).toMatchObject({ status: 200, body: { duplicate: true } });
		expect(workflow.starts).toHaveLength(1);

		const other = await published({ confirm: false });
		await scene.toAuco(other, approved('XXXXXCODE'));
		expect(other.items[0]!.eventId).toBe(workflow.items[0]!.eventId);
	});

	test('is not asked about again once it has started the workflow', async () => {
		const workflow = await published();
		const code = await scene.process();
		scene.sandbox.auco.patch(code, { status: 'APPROVED' });
		for (let time = 1; time <= 3; time++) await scene.toAuco(workflow, approved(code));
		expect(reads()).toHaveLength(1);
		expect(workflow.starts).toHaveLength(1);
	});

	test('is known after a restart, from the static data', async () => {
		const workflow = await published({ confirm: false });
		const before = await published({ confirm: false });
		await scene.toAuco(before, approved('XXXXXCODE'));
		workflow.stored = before.stored;
		expect((await scene.toAuco(workflow, approved('XXXXXCODE'))).body).toEqual({ duplicate: true });
		expect(workflow.starts).toHaveLength(0);
	});

	test('is stored although others arrive at the same moment', async () => {
		const workflow = await published({ confirm: false });
		const codes = Array.from({ length: 40 }, (_, index) => `CODE${index}`);
		await Promise.all(codes.map((code) => scene.toAuco(workflow, approved(code))));
		const restarted = await published({ confirm: false });
		restarted.stored = workflow.stored;
		for (const code of codes) await scene.toAuco(restarted, approved(code));
		expect(restarted.starts).toHaveLength(0);
	});

	test('static data stays small however many events arrive', async () => {
		const workflow = await published({ confirm: false });
		const codes = Array.from({ length: 600 }, (_, index) => `CODE${index}`);
		for (let index = 0; index < codes.length; index += 50) {
			await Promise.all(codes.slice(index, index + 50).map((code) => scene.toAuco(workflow, approved(code))));
		}
		expect(workflow.starts).toHaveLength(600);
		expect(JSON.stringify(workflow.stored).length).toBeLessThan(20_000);
	});

	test('delivered twenty times at once starts the workflow once', async () => {
		const workflow = await published();
		const code = await scene.process();
		scene.sandbox.auco.patch(code, { status: 'APPROVED' });
		scene.sandbox.auco.latency = 20;
		const all = Array.from({ length: 20 }, () => scene.toAuco(workflow, approved(code)));
		const bodies = (await Promise.all(all)).map(({ body }) => body);
		expect(bodies.filter(({ accepted }) => accepted)).toHaveLength(1);
		expect(bodies.filter(({ duplicate }) => duplicate)).toHaveLength(19);
		expect(workflow.starts).toHaveLength(1);
	});

	test('is not swallowed when it could not be confirmed for two at once', async () => {
		const workflow = await published();
		const code = await scene.process();
		scene.sandbox.auco.patch(code, { status: 'APPROVED' });
		scene.sandbox.auco.latency = 20;
		scene.sandbox.auco.fail({
			method: 'GET',
			at: [1],
			fault: { kind: 'status', when: 'before', status: 429 },
		});
		const answers = await Promise.all([1, 2].map(() => scene.toAuco(workflow, approved(code))));
		// They share the question.
		expect(answers.map(({ status }) => status)).toEqual([503, 503]);
		expect((await scene.toAuco(workflow, approved(code))).status).toBe(200);
		expect(workflow.starts).toHaveLength(1);
	});

	test('starts the workflow every time without Deduplicate', async () => {
		const workflow = await published({ confirm: false, options: { deduplicate: false } });
		await scene.toAuco(workflow, approved('XXXXXCODE'));
		await scene.toAuco(workflow, approved('XXXXXCODE'));
		expect(workflow.starts).toHaveLength(2);
	});

	test('of another signer, status or kind is another event', async () => {
		const workflow = await published({ confirm: false });
		const notification = { code: 'DOCUMENTCODE', name: 'Contrato', status: 'NOTIFICATION' };
		const bodies = [
			{ ...notification, signer: SIGNER },
			{ ...notification, signer: { ...SIGNER, id: 'participant_2' } },
			{ ...notification, signer: { name: 'first without id' } },
			{ ...notification, signer: { name: 'second without id' } },
			{ ...notification, status: 'FINISH' },
			{ ...notification, code: undefined, package: 'DOCUMENTCODE' },
			{ name: 'first without code', signer: SIGNER, status: 'REJECTED' },
			{ name: 'second without code', signer: SIGNER, status: 'REJECTED' },
			{ code: 'DOCUMENTCODE', progress: 1 },
			{ code: 'DOCUMENTCODE', progress: 2 },
		];
		for (const body of [...bodies, ...bodies]) await scene.toAuco(workflow, body);
		expect(workflow.starts).toHaveLength(bodies.length);
	});
});

describe('The secret', () => {
	test.each([
		['none', null],
		['an empty one', ''],
		['a wrong one', 'correct-horse-battery-stapla'],
		['a longer one', 'correct-horse-battery-staple and more'],
		['a very long one', 'x'.repeat(12_000)],
	])('with %s nothing starts and nothing is asked', async (_, secret) => {
		const workflow = await published();
		const code = await scene.process();
		const before = scene.sandbox.auco.requests.length;
		const answer = await scene.toAuco(workflow, approved(code), { secret });
		expect(answer).toMatchObject({ status: 401, body: { unauthorised: true } });
		expect(workflow.starts).toHaveLength(0);
		expect(scene.sandbox.auco.requests).toHaveLength(before);
	});

	test('fails closed when the registration has lost its own', async () => {
		const workflow = await published({ registration: 'automatic', webhookId: 'n8n', confirm: false });
		workflow.stored = {};
		for (const value of ['', 'undefined', 'null']) {
			const headers = { 'X-N8n-Webhook-Secret': value };
			expect((await scene.toAuco(workflow, approved('XXXXXCODE'), { headers })).status).toBe(401);
		}
		expect(workflow.starts).toHaveLength(0);
	});

	test('may be missing where that is allowed, but then only what Auco confirms starts', async () => {
		const workflow = await published({ options: { allowUnauthenticated: true } });
		const code = await scene.process();
		scene.sandbox.auco.patch(code, { status: 'APPROVED' });
		const none = { secret: null };
		await scene.toAuco(workflow, EXAMPLES[5]![1], none);
		await scene.toAuco(workflow, { code: 'SOMETHING' }, none);
		expect((await scene.toAuco(workflow, approved(code), { secret: 'wrong' })).status).toBe(401);
		expect(workflow.starts).toHaveLength(0);
		expect((await scene.toAuco(workflow, approved(code), none)).status).toBe(200);
		expect(workflow.items).toMatchObject([{ code, confirmed: true }]);
	});

	test('is read from the credential once a minute, not with every delivery', async () => {
		const workflow = await published({ confirm: false });
		const read = jest.spyOn(workflow.additionalData.credentialsHelper, 'getDecrypted');
		const all = Array.from({ length: 10 }, (_, index) => scene.toAuco(workflow, approved(`CODE${index}`)));
		await Promise.all(all);
		expect(read).toHaveBeenCalledTimes(1);

		workflow.additionalData.credentialsHelper = await scene.instance.credentials({
			aucoApi: {
				...scene.sandbox.auco.credential,
				webhookHeaderName: 'X-Webhook-Secret',
				webhookSecret: 'new-0123456789-abcdef',
			},
		});
		scene.clock.advance(59_999);
		expect((await scene.toAuco(workflow, approved('EARLIER'))).status).toBe(200);
		scene.clock.advance(1);
		expect((await scene.toAuco(workflow, approved('LATER'))).status).toBe(401);
		expect(
			(await scene.toAuco(workflow, approved('LATER'), { secret: 'new-0123456789-abcdef' })).status,
		).toBe(200);
	});

	test('of another credential that is chosen counts at once', async () => {
		const workflow = await published({ confirm: false });
		await scene.toAuco(workflow, approved('BEFORE'));
		workflow.credentialId = 'another';
		workflow.additionalData.credentialsHelper = await scene.instance.credentials({
			aucoApi: {
				...scene.sandbox.auco.credential,
				webhookHeaderName: 'X-Webhook-Secret',
				webhookSecret: 'that of the other credential',
			},
		});
		expect((await scene.toAuco(workflow, approved('LATER'))).status).toBe(401);
		const secret = 'that of the other credential';
		expect((await scene.toAuco(workflow, approved('LATER'), { secret })).status).toBe(200);
	});

	test('that cannot be read puts the delivery off and is asked for again', async () => {
		const workflow = await published({ confirm: false });
		jest
			.spyOn(workflow.additionalData.credentialsHelper, 'getDecrypted')
			.mockRejectedValueOnce(new Error('The database is gone'));
		expect((await scene.toAuco(workflow, approved('XXXXXCODE'))).status).toBe(503);
		expect((await scene.toAuco(workflow, approved('XXXXXCODE'))).status).toBe(200);
		expect(workflow.starts).toHaveLength(1);
	});
});
