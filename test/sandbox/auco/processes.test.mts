import { MAGIC } from '../../../sandbox/auco/outcomes.mts';
import { useClock } from '../../support/clock.mts';
import { PROCESS } from '../../support/documented.mts';
import { AucoClient, PNG } from './client.mts';

useClock();

describe('AucoFace processes of the fake Auco', () => {
	const client = new AucoClient();
	const { auco } = client;

	/** What the query gives; it must be as documented. */
	const read = async (code: string): Promise<Record<string, any>> => {
		const { status, data } = await client.get('/veriface', { code });
		expect([status, auco.responseErrors('getVeriface', status, data)]).toEqual([200, []]);
		return data;
	};

	beforeAll(async () => await auco.listen());
	afterEach(() => auco.reset());
	afterAll(async () => await auco.stop());

	test('begins in progress', async () => {
		auco.advances = false;
		const code = await client.createProcess({ custom: { reference: 'RF-XXXXXXX' } });
		expect(code).toMatch(/^[A-Z0-9]{16}$/);
		expect(await read(code)).toEqual({
			email: 'prueba@auco.ai',
			createdAt: expect.any(String),
			platform: 'whatsapp',
			status: 'INPROGRESS',
			name: 'Juan Pérez',
			phone: '+573003003030',
			country: 'CO',
			identificationType: 'CC',
			identificationNumber: '1001001010',
			attempts: [],
			custom: { reference: 'RF-XXXXXXX' },
		});
		await auco.settled();
		expect((await read(code)).status).toBe('INPROGRESS');
	});

	test.each([
		['1001001010', 'APPROVED', ['APPROVED']],
		[MAGIC.blocked, 'BLOCKED', ['BLOCKED']],
		[MAGIC.invalidated, 'INVALIDATED', ['INVALIDATED']],
		[MAGIC.validatedAfterBlocked, 'VALIDATED', ['BLOCKED', 'VALIDATED']],
		[MAGIC.expired, 'EXPIRED', []],
		[MAGIC.neverEnds, 'INPROGRESS', []],
	])('of %s ends %s and reports %j', async (identification, status, reported) => {
		const code = await client.createProcess({ identification });
		await auco.settled();
		expect((await read(code)).status).toBe(status);
		expect(auco.deliveries.map(({ body }) => (body as { status: string }).status)).toEqual(reported);
	});

	test('gives of an approved one what was read', async () => {
		const code = await client.createProcess({ platform: 'web', validationTypes: ['photo'] });
		await auco.settled();
		const process = await read(code);
		expect(process).toMatchObject({
			status: 'APPROVED',
			hash: expect.any(String),
			validationTypes: ['photo'],
		});
		expect(process.attempts).toMatchObject([{ successful: true, similarity: expect.any(Number) }]);
		expect(process.ocrData).toMatchObject({ documentNumber: '1001001010', fullName: 'PÉREZ JUAN' });
	});

	test('gives of a blocked one why', async () => {
		const code = await client.createProcess({ identification: MAGIC.blocked });
		await auco.settled();
		const process = await read(code);
		expect(process.attempts).toMatchObject([
			{ successful: false, errorMessages: [{ key: 'ID_BACK', error: 'error_identification_not_document' }] },
		]);
		expect(process).toHaveProperty('emailValidated');
		expect(process).not.toHaveProperty('hash');
	});

	test('is finished by a test, once', async () => {
		const code = await client.createProcess();
		auco.finishProcess(code, 'INVALIDATED');
		await auco.settled();
		expect((await read(code)).status).toBe('INVALIDATED');
		expect(auco.deliveries).toHaveLength(1);
		expect(() => auco.finishProcess('AAAABBBBCCCCDDDD', 'APPROVED')).toThrow('AAAABBBBCCCCDDDD');
	});

	test('is patched by a test without an event', async () => {
		auco.advances = false;
		const code = await client.createProcess();
		auco.patch(code, { status: 'EXPIRED', userEmail: 'juan.perez@gmail.com' });
		expect(await read(code)).toMatchObject({ status: 'EXPIRED', userEmail: 'juan.perez@gmail.com' });
		expect(auco.deliveries).toEqual([]);
		expect(() => auco.patch('AAAABBBBCCCCDDDD', {})).toThrow('AAAABBBBCCCCDDDD');
	});

	test('has a WhatsApp conversation that grows', async () => {
		const code = await client.createProcess();
		const records = async () =>
			(await client.get('/whatsapp/records', { code })).data as Array<Record<string, any>>;
		expect(await records()).toMatchObject([{ entity: 'auco', phone: '+573003003030' }]);
		await auco.settled();
		const messages = await records();
		expect(auco.responseErrors('getWhatsappRecords', 200, messages)).toEqual([]);
		expect(messages.map(({ entity }) => entity)).toEqual(['auco', 'signer', 'auco']);
		expect(messages.map(({ date }) => date)).toEqual(messages.map(({ date }) => date).sort((a, b) => a - b));
	});

	test('shows a number that WhatsApp does not know', async () => {
		const code = await client.createProcess({ identification: MAGIC.notOnWhatsapp });
		const { status, data } = await client.get('/whatsapp/records', { code });
		expect(auco.responseErrors('getWhatsappRecords', status, data)).toEqual([]);
		expect(data[0].actions).toMatchObject([{ action: 'failed', errors: ['WHATSAPP_NUMBER_NOT_REGISTERED'] }]);
	});

	test('has no conversation on the web', async () => {
		const code = await client.createProcess({ platform: 'web' });
		const { status, data } = await client.get('/whatsapp/records', { code });
		expect([status, data]).toEqual([400, { message: 'PROCESS_NOT_FOUND' }]);
	});

	test('is forgotten on reset', async () => {
		const code = await client.createProcess();
		auco.reset();
		await auco.settled();
		expect((await client.get('/veriface', { code })).status).toBe(400);
		expect(auco.deliveries).toEqual([]);
	});

	test('answers a fake document with an error in a good answer', async () => {
		const { name: _name, phone: _phone, email: _email, platform: _platform, ...person } = PROCESS;
		const fake = { ...person, identification: MAGIC.fakeDocument };
		const check = await client.post('/veriface/check', { ...fake, image: PNG });
		const match = await client.post('/veriface/validate', { ...fake, documentImage: PNG, photo: PNG });
		const result = { error: true, message: 'DOCUMENT_FAKE', isFront: false, data: {} };
		expect([check.status, check.data]).toEqual([200, { code: expect.stringMatching(/^.{16}$/), ...result }]);
		expect([match.status, match.data]).toMatchObject([200, { error: true, identificationCard: result }]);
		expect(auco.responseErrors('checkDocument', 200, check.data)).toEqual([]);
		expect(auco.responseErrors('matchFace', 200, match.data)).toEqual([]);
	});
});
