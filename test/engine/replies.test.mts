import type { IDataObject } from 'n8n-workflow';

import { answerWith, useProviders } from '../support/engine/bench.mts';
import { leastOf, READY_CHECK, sampleOf } from '../support/providers/samples.mts';

const bench = useProviders();

const CREATE = 'verifikBiometric/biometricValidation/create';
const GET = 'verifikBiometric/biometricValidation/get';

describe('Verifik: whatever the shape of a reply, one comes out', () => {
	test.each(['nested', 'flat', 'top'] as const)('create and get, %s', async (shape) => {
		bench.verifik.shape = shape;
		const created = (await bench.run(CREATE, leastOf(CREATE))).json[0];
		const id = bench.verifik.creations[0].id;
		expect(created).toMatchObject({ id, _id: id, status: 'new', project: 'project_123456789' });
		expect(created).not.toHaveProperty('data');
		expect(created).not.toHaveProperty('success');
		expect(created).not.toHaveProperty('biometricValidation');
		// The flat form has no link, no token and no session (docs/providers/verifik.md#reply-to-create).
		const beside = shape === 'flat' ? [] : ['url', 'token', 'livenessSession'];
		expect(['url', 'token', 'livenessSession'].filter((key) => key in created)).toEqual(beside);

		const raw = (await bench.run(GET, { id, simplify: false })).json[0];
		expect(raw).toMatchObject({ id, _id: id, project: 'project_123456789', type: 'validation' });
		expect(raw).not.toHaveProperty('data');
	});

	/** What is answered, and what has to come out of it. */
	const creations: Array<[string, unknown, IDataObject]> = [
		[
			'nested (2024, and what its own clients read)',
			{
				data: {
					livenessSession: { _id: 's1', identifier: 'user@example.com', status: 'active' },
					biometricValidation: {
						_id: 'v1',
						status: 'new',
						livenessSession: 's1',
						url: 'https://access.verifik.co/x',
					},
					token: 'eyJ',
				},
			},
			{
				id: 'v1',
				_id: 'v1',
				status: 'new',
				livenessSession: { _id: 's1', identifier: 'user@example.com', status: 'active' },
				url: 'https://access.verifik.co/x',
				token: 'eyJ',
			},
		],
		[
			'flat (the newer page)',
			{
				success: true,
				data: { _id: 'biometric_validation_123456789', status: 'new', identifier: 'user@example.com' },
			},
			{
				id: 'biometric_validation_123456789',
				_id: 'biometric_validation_123456789',
				status: 'new',
				identifier: 'user@example.com',
			},
		],
		['bare', { _id: 'v1', status: 'new' }, { id: 'v1', _id: 'v1', status: 'new' }],
		['with id instead of _id', { data: { id: 'v1', status: 'new' } }, { id: 'v1', status: 'new' }],
	];
	test.each(creations)('create, %s', async (_, body, output) => {
		answerWith(bench.verifik, 201, body);
		expect((await bench.run(CREATE, leastOf(CREATE))).json).toEqual([output]);
	});

	test('a 204 is no validation', async () => {
		answerWith(bench.verifik, 204);
		const { error } = await bench.run(GET, { id: 'biometric_validation_204' });
		expect(error?.message).toMatch(/no biometric validation with this ID.* \[Item 0\]$/);
	});

	test('empty data is no validation either', async () => {
		answerWith(bench.verifik, 200, { data: null });
		const { error } = await bench.run(GET, { id: 'v1' });
		expect(error?.message).toMatch(/no biometric validation with this ID/);
	});

	test('an error key in a reply does not make an item a failed one', async () => {
		answerWith(bench.verifik, 200, { data: { _id: 'v1', error: 'liveness_failed', status: 'failed' } });
		const { json, items } = await bench.run(GET, { id: 'v1', simplify: false });
		expect(json).toEqual([{ id: 'v1', _id: 'v1', providerError: 'liveness_failed', status: 'failed' }]);
		expect(items[0].error).toBeUndefined();
	});
});

describe('simplified', () => {
	test('a process has ten flat fields, those of the deciding attempt among them', async () => {
		answerWith(bench.auco, 200, sampleOf('aucoFace/process/get').reply);
		const { json } = await bench.run('aucoFace/process/get', { code: 'JPJD42IDWP3Z6RXA' });
		expect(json).toEqual([
			{
				code: 'JPJD42IDWP3Z6RXA',
				status: 'APPROVED',
				finished: true,
				name: 'Juan Pérez',
				country: 'CO',
				identificationType: 'CC',
				identificationNumber: '1001001010',
				similarity: 91.31532287597656,
				errorMessages: '',
				createdAt: '2025-05-29T14:53:04.074Z',
			},
		]);
	});

	test('the deciding attempt is the successful one, else the last', async () => {
		const failed = (similarity: number) => ({
			similarity,
			successful: false,
			errorMessages: [{ key: 'ID_BACK', error: 'error_identification_not_document' }],
		});
		const passed = { similarity: 90, successful: true };
		answerWith(bench.auco, 200, { status: 'BLOCKED', attempts: [failed(1), failed(2)] }, { at: [1] });
		answerWith(
			bench.auco,
			200,
			{ status: 'APPROVED', attempts: [failed(1), passed, failed(3)] },
			{ at: [2] },
		);
		const parameters = { code: 'JPJD42IDWP3Z6RXA' };
		expect((await bench.run('aucoFace/process/get', parameters)).json[0]).toMatchObject({
			finished: true,
			similarity: 2,
			errorMessages: 'ID_BACK: error_identification_not_document',
		});
		expect((await bench.run('aucoFace/process/get', parameters)).json[0]).toMatchObject({ similarity: 90 });
	});

	test('a background check', async () => {
		answerWith(bench.auco, 200, READY_CHECK);
		expect((await bench.run('aucoBackground/person/get', { code: 'XXXXXXXXX' })).json).toEqual([
			{
				code: 'XXXXXXXXX',
				ready: true,
				name: 'NOMBRE APELLIDO APELLIDO',
				type: 'CC',
				identification: '1001001010',
				nivel: 'bajo',
				reports: false,
				altos: 1,
				errores: 'simit, runt',
				url: 'https://s3.amazonaws.com/signed-url',
			},
		]);
	});

	test('a validation, of both documented forms', async () => {
		answerWith(bench.verifik, 200, sampleOf(GET).reply, { at: [1] });
		answerWith(
			bench.verifik,
			200,
			{
				success: true,
				data: {
					_id: 'v1',
					status: 'completed',
					type: 'login',
					identifier: 'a',
					project: 'p',
					projectFlow: 'f',
					createdAt: 'c',
				},
			},
			{ at: [2] },
		);
		expect((await bench.run(GET, { id: '674dc8f1b2c3d4e5f6a7b8a8' })).json).toEqual([
			{
				id: '674dc8f1b2c3d4e5f6a7b8a8',
				status: 'validated',
				finished: true,
				type: 'login',
				identifier: 'user@example.com',
				livenessScore: 0.85,
				project: 'project_123456789',
				projectFlow: 'flow_123456789',
				url: 'https://access.verifik.co/sign-in/project_123456789?type=liveness',
				createdAt: '2024-12-02T17:13:26.000Z',
			},
		]);
		expect((await bench.run(GET, { id: 'v1' })).json[0]).toMatchObject({
			finished: true,
			identifier: 'a',
			url: null,
		});
	});

	const states: Array<[string, string, unknown]> = [
		['aucoFace/process/get', 'INPROGRESS', false],
		['aucoFace/process/get', 'APPROVED', true],
		['aucoFace/process/get', 'BLOCKED', true],
		['aucoFace/process/get', 'INVALIDATED', true],
		['aucoFace/process/get', 'VALIDATED', true],
		['aucoFace/process/get', 'EXPIRED', true],
		['aucoFace/process/get', 'SOMETHING_NEW', false],
		[GET, 'new', false],
		[GET, 'sent', false],
		[GET, 'pending', false],
		[GET, 'validated', true],
		[GET, 'completed', true],
		[GET, 'failed', true],
		[GET, 'expired', true],
		[GET, 'something_new', false],
	];
	test.each(states)('%s: %s is finished: %p', async (operation, status, finished) => {
		answerWith(
			bench.providerOf(operation),
			200,
			operation === GET ? { data: { _id: 'v1', status } } : { status },
		);
		expect((await bench.run(operation, leastOf(operation))).json[0]).toMatchObject({ status, finished });
	});
});

describe('raw', () => {
	test('a process is untouched, with the code that Auco does not echo', async () => {
		const { reply } = sampleOf('aucoFace/process/get');
		answerWith(bench.auco, 200, reply);
		const { json } = await bench.run('aucoFace/process/get', { code: 'JPJD42IDWP3Z6RXA', simplify: false });
		expect(json).toEqual([{ code: 'JPJD42IDWP3Z6RXA', ...(reply as IDataObject) }]);
	});

	test('a background check is untouched', async () => {
		answerWith(bench.auco, 200, READY_CHECK);
		const { json } = await bench.run('aucoBackground/person/get', { code: 'XXXXXXXXX', simplify: false });
		expect(json).toEqual([READY_CHECK]);
	});

	test('a pending check is an ordinary reply', async () => {
		const created = await bench.run(
			'aucoBackground/person/generate',
			leastOf('aucoBackground/person/generate'),
		);
		const { code } = created.json[0];
		expect((await bench.run('aucoBackground/person/get', { code: String(code) })).json[0]).toEqual({
			code,
			ready: false,
			name: 'NOMBRE APELLIDO APELLIDO',
			type: 'CC',
			identification: '1001001010',
			nivel: null,
			reports: null,
			altos: null,
			errores: null,
			url: null,
		});
	});
});

describe('a failed check is a result, not a failure', () => {
	const fake = { identification: '9000000921' };

	test('of a document', async () => {
		const { json, items, error } = await bench.run(
			'aucoFace/document/check',
			leastOf('aucoFace/document/check', fake),
		);
		expect(error).toBeUndefined();
		expect(json).toEqual([
			{ code: expect.any(String), providerError: true, message: 'DOCUMENT_FAKE', isFront: false, data: {} },
		]);
		expect(items[0].error).toBeUndefined();
	});

	test('of a face', async () => {
		const { json, items, error } = await bench.run(
			'aucoFace/face/match',
			leastOf('aucoFace/face/match', fake),
		);
		expect(error).toBeUndefined();
		expect(json[0]).toMatchObject({
			code: expect.any(String),
			providerError: true,
			identificationCard: { error: true, message: 'DOCUMENT_FAKE' },
		});
		expect(json[0]).not.toHaveProperty('error');
		expect(items[0].error).toBeUndefined();
	});

	test('nor does On Error: Continue (using error output) take it for one', async () => {
		const nodeSettings = { onError: 'continueErrorOutput' as const };
		const { outputs } = await bench.run('aucoFace/document/check', leastOf('aucoFace/document/check', fake), {
			nodeSettings,
		});
		expect(outputs.map((items) => items.length)).toEqual([1, 0]);
	});
});

test('WhatsApp messages come one per item, and none is no item', async () => {
	await bench.run('aucoFace/process/create', leastOf('aucoFace/process/create'));
	const [{ id }] = bench.auco.creations;
	bench.auco.finishProcess(id, 'APPROVED');
	const { json } = await bench.run('aucoFace/process/getWhatsappHistory', { code: id });
	expect(json.map(({ entity }) => entity)).toEqual(['auco', 'signer', 'auco']);
	answerWith(bench.auco, 200, []);
	expect((await bench.run('aucoFace/process/getWhatsappHistory', { code: id })).json).toEqual([]);
});
