/** What the workflow, the sender and the log get to see. */
import type { IDataObject } from 'n8n-workflow';

import { engineLogger } from '../../support/engine/encryption.mts';
import { loadPackage } from '../../support/engine/packageNodes.mts';
import { SECRET, useScene } from '../../support/engine/scene.mts';
import { until } from '../../support/until.mts';

const scene = useScene();

const event = (code: string, more: object = {}) => ({ code, type: 'veriface', status: 'APPROVED', ...more });

async function auco(parameters: object = {}) {
	const workflow = await scene.auco({ events: ['aucoFace.*', 'document.*', 'other'], ...parameters });
	await workflow.publish();
	return workflow;
}

describe('Simplify', () => {
	const HEAD = {
		eventId: expect.any(String),
		receivedAt: expect.any(String),
		confirmed: true,
		finished: true,
	};

	test('gives at most ten flat fields of an AucoFace event, all of them from Auco', async () => {
		const workflow = await auco({ simplify: true });
		const code = await scene.process();
		scene.sandbox.auco.patch(code, { status: 'APPROVED' });
		await scene.toAuco(workflow, event(code, { data: { name: 'FORGED' } }));
		expect(workflow.items).toEqual([
			{
				...HEAD,
				event: 'aucoFace.approved',
				code,
				status: 'APPROVED',
				name: 'Juan Pérez',
				identificationType: 'CC',
				identificationNumber: '1001001010',
			},
		]);
	});

	test('gives what a background check says', async () => {
		const workflow = await auco({ simplify: true });
		const code = await scene.check();
		scene.sandbox.auco.patch(code, { ready: true, validation: { nivel: 'alto' } });
		await scene.toAuco(workflow, { code, status: 'FORGED', nivel: 'bajo' });
		expect(workflow.items).toEqual([
			{
				...HEAD,
				event: 'other',
				code,
				status: null,
				name: expect.any(String),
				identification: '1001001010',
				nivel: 'alto',
			},
		]);
	});

	test('gives no more than the head of what is not confirmed', async () => {
		const workflow = await auco({ simplify: true, confirm: false });
		await scene.toAuco(workflow, event('XXXXXCODE', { custom: { a: 1 } }));
		expect(workflow.items).toEqual([
			{ ...HEAD, event: 'aucoFace.approved', code: 'XXXXXCODE', status: 'APPROVED', confirmed: false },
		]);
	});

	test('gives the score of a validation and nothing secret', async () => {
		const workflow = await scene.verifik({ events: ['biometric_validation_validated'], simplify: true });
		await workflow.publish();
		const id = await scene.validation();
		scene.sandbox.verifik.finishValidation(id, 'validated');
		const object = { _id: id, livenessScore: 1, token: 'forged' };
		await scene.toVerifik(workflow, { type: 'login_biometric_validation_validated', object });
		expect(workflow.items).toEqual([
			{
				...HEAD,
				event: 'biometric_validation_validated',
				id,
				status: 'validated',
				identifier: null,
				type: 'validation',
				livenessScore: 0.85,
			},
		]);
	});

	test.each(['aucoTrigger', 'verifikTrigger'])(
		'of %s is off where a saved workflow says nothing',
		async (node) => {
			const { properties, sensitiveOutputFields } = (await loadPackage()).description(node);
			expect(properties.find(({ name }) => name === 'simplify')).toMatchObject({ default: false });
			expect(sensitiveOutputFields).toEqual(expect.arrayContaining([expect.stringMatching(/^payload\./)]));
		},
	);
});

describe('Secrets', () => {
	const RESUME = 'https://n8n.example.com/webhook-waiting/41';

	test.each([
		[`${RESUME}?signature=0123abcd`, `${RESUME}?signature=***`],
		[`${RESUME}/kyc?signature=0123abcd`, `${RESUME}/kyc?signature=***`],
		[
			`see ${RESUME}?signature=0-_b and ${RESUME}?signature=2`,
			`see ${RESUME}?signature=*** and ${RESUME}?signature=***`,
		],
		['https://bucket.example.com/a.pdf?signature=0123', 'https://bucket.example.com/a.pdf?signature=0123'],
		[
			`https://n8n.example.com/webhook/x?secret=${encodeURIComponent('s')}`,
			'https://n8n.example.com/webhook/x?secret=s',
		],
	])('%s comes out as %s, in the payload and in the process', async (given, shown) => {
		const workflow = await auco();
		const custom = { resumeUrl: given, list: [{ deep: given }] };
		const code = await scene.process('1001001010', { custom });
		scene.sandbox.auco.patch(code, { status: 'APPROVED' });
		await scene.toAuco(workflow, event(code, { custom }));
		const hidden = { resumeUrl: shown, list: [{ deep: shown }] };
		expect(workflow.items).toMatchObject([{ payload: { custom: hidden }, process: { custom: hidden } }]);
	});

	test("the trigger's own secret is hidden wherever it is repeated", async () => {
		const workflow = await auco({ registration: 'automatic', webhookId: 'n8n', confirm: false });
		const { secret } = (workflow.stored['node:Trigger'] ?? {}) as IDataObject;
		const body = event('XXXXXCODE', { headers: { 'x-n8n-webhook-secret': secret } });
		await scene.toAuco(workflow, body, { secret: null, headers: { 'X-N8n-Webhook-Secret': String(secret) } });
		expect(workflow.items).toMatchObject([{ payload: { headers: { 'x-n8n-webhook-secret': '***' } } }]);

		const verifik = await scene.verifik(
			{ events: ['other'] },
			{ credential: { webhookSecret: 'abcdefghijklmnop' } },
		);
		await verifik.publish();
		const url = `${verifik.url}?secret=abcdefghijklmnop`;
		await scene.toVerifik(verifik, { type: 'x', object: { webhook: url } }, { query: url.split('?')[1] });
		expect(verifik.items).toMatchObject([{ payload: { object: { webhook: `${verifik.url}?secret=***` } } }]);
	});

	test('every part of the secret is a wrong one', async () => {
		const workflow = await auco({ confirm: false });
		for (let length = 1; length < SECRET.length; length++) {
			const answer = await scene.toAuco(workflow, event('XXXXXCODE'), { secret: SECRET.slice(0, length) });
			expect(answer.status).toBe(401);
		}
		expect(workflow.starts).toHaveLength(0);
	});
});

describe('A body', () => {
	test.each([
		['application/json-patch+json', ''],
		['application/json-seq', ''],
		['text/plain', '\uFEFF'],
		['text/plain; charset=utf-8', '\uFEFF'],
		['application/octet-stream', '\uFEFF'],
		['application/json; charset=utf-8', ''],
		['Application/JSON', ''],
	])('of the type %s with "%s" in front is read as JSON', async (contentType, front) => {
		const workflow = await auco({ confirm: false });
		const raw = front + JSON.stringify(event('XXXXXCODE'));
		const headers = { 'content-type': contentType };
		expect((await scene.toAuco(workflow, undefined, { raw, headers })).status).toBe(200);
		expect(workflow.items).toMatchObject([{ code: 'XXXXXCODE' }]);
	});

	test('of unknown kind is put off when the provider is too busy to be asked', async () => {
		const workflow = await auco();
		const fault = { kind: 'status', when: 'before', status: 429 } as const;
		scene.sandbox.auco.fail({ method: 'GET', times: 1, fault });
		expect((await scene.toAuco(workflow, { code: 'SOMETHING' })).status).toBe(503);
		expect(workflow.starts).toHaveLength(0);
		expect((await scene.toAuco(workflow, { code: 'SOMETHING' })).status).toBe(200);
		expect(workflow.items).toMatchObject([{ code: 'SOMETHING', confirmed: false }]);
	});

	test.each([
		[{ message: 'VALIDATION_NOT_FOUND' }, 200],
		[{ message: 'code: must have another form' }, 200],
		['<html>Bad Request</html>', 503],
	])('of unknown kind, of which the provider says %j, is answered %d', async (reply, status) => {
		const workflow = await auco();
		const fault = { kind: 'status', when: 'before', status: 400, body: reply } as const;
		scene.sandbox.auco.fail({ method: 'GET', fault });
		expect((await scene.clock.passing(scene.toAuco(workflow, { code: 'SOMETHING' }))).status).toBe(status);
		expect(workflow.starts).toHaveLength(status === 200 ? 1 : 0);
	});
});

describe('The log', () => {
	const A_MINUTE = 60_000;
	let lines: string[];
	let warn: jest.SpyInstance;

	beforeEach(() => {
		lines = [];
		warn = jest.spyOn(engineLogger(), 'warn').mockImplementation((line) => void lines.push(line));
	});
	afterEach(() => warn.mockRestore());

	test('has one line a minute, with every reason and how often', async () => {
		const workflow = await auco();
		scene.clock.standStill();
		const code = await scene.process();
		scene.sandbox.auco.patch(code, { status: 'BLOCKED' });
		for (let time = 0; time < 20; time++) {
			await scene.toAuco(workflow, event(code), { secret: 'wrong' });
			await scene.toAuco(workflow, event(code));
			await scene.toAuco(workflow, undefined, { raw: '[]' });
		}
		expect(lines).toEqual(["'Trigger' did not accept deliveries: 1 × a wrong secret or none"]);
		scene.clock.advance(A_MINUTE);
		await until('the second line', () => lines.length > 1);
		expect(lines.slice(1)).toEqual([
			"'Trigger' did not accept deliveries: 20 × contradicted by Auco, 20 × no JSON object, 19 × a wrong secret or none",
		]);
		scene.clock.advance(10 * A_MINUTE);
		await scene.toAuco(workflow, event(code), { secret: 'wrong' });
		expect(lines).toHaveLength(3);
	});

	test.each([
		[
			'what is put off',
			async (code: string) => scene.sandbox.auco.patch(code, { status: 'INPROGRESS' }),
			/1 × not yet so at Auco, to be delivered again$/,
		],
		[
			'a provider that fails',
			async () =>
				scene.sandbox.auco.fail({ method: 'GET', fault: { kind: 'status', when: 'before', status: 502 } }),
			/1 × Auco responded with HTTP status 502.*, to be delivered again$/,
		],
	])('says of %s why', async (_, happen, line) => {
		const workflow = await auco();
		const code = await scene.process();
		await happen(code);
		await scene.clock.passing(scene.toAuco(workflow, event(code)));
		expect(lines).toEqual([expect.stringMatching(line)]);
	});

	test('has nothing of what is accepted, repeated or not subscribed', async () => {
		const workflow = await auco({ events: ['aucoFace.approved'] });
		const code = await scene.process();
		scene.sandbox.auco.patch(code, { status: 'APPROVED' });
		for (const status of ['APPROVED', 'APPROVED', 'BLOCKED']) {
			await scene.toAuco(workflow, event(code, { status }));
		}
		expect(lines).toEqual([]);
	});
});
