import { realN8n, type RealN8n } from '../support/server/n8n.mts';

let n8n: RealN8n;

beforeAll(async () => {
	n8n = await realN8n();
});

afterAll(async () => await n8n.close());

afterEach(() => {
	n8n.sandbox.auco.reset();
	n8n.sandbox.verifik.reset();
});

async function verdictOnAuco(changes: object) {
	const data = { ...n8n.sandbox.auco.credential, ...changes };
	return await n8n.client.testCredential({ name: 'Auco under test', type: 'aucoApi', data });
}

async function verdictOnVerifik(changes: object) {
	const data = { ...n8n.sandbox.verifik.credential, ...changes };
	return await n8n.client.testCredential({ name: 'Verifik under test', type: 'verifikApi', data });
}

describe('the test of an Auco credential', () => {
	test('is green for good keys', async () => {
		expect((await verdictOnAuco({})).status).toBe('OK');
	});

	test('names swapped keys and asks nobody', async () => {
		const { privateKey, publicKey } = n8n.sandbox.auco.credential;
		const before = n8n.sandbox.auco.requests.length;
		expect(await verdictOnAuco({ privateKey: publicKey, publicKey: privateKey })).toEqual({
			status: 'Error',
			message: expect.stringContaining('keys are swapped'),
		});
		expect(n8n.sandbox.auco.requests).toHaveLength(before);
	});

	test('says that keys may belong to another environment', async () => {
		expect(await verdictOnAuco({ publicKey: 'puk_of_another_environment' })).toEqual({
			status: 'Error',
			message: expect.stringMatching(/public key.*different environment/),
		});
	});

	test('says that there is no API at a wrong address', async () => {
		const baseUrl = n8n.sandbox.auco.baseUrl.replace('/v1.5/ext', '');
		expect(await verdictOnAuco({ baseUrl })).toEqual({
			status: 'Error',
			message: expect.stringContaining('/v1.5/ext'),
		});
	});
});

describe('what answers well but is no account', () => {
	const answer = (body: object) =>
		({ fault: { kind: 'status', when: 'before', status: 200, body } }) as const;

	test('is red at Auco', async () => {
		n8n.sandbox.auco.fail({ fault: { kind: 'html' }, times: 1 });
		expect(await verdictOnAuco({})).toEqual({
			status: 'Error',
			message: expect.stringContaining("does not come from Auco's API"),
		});
		n8n.sandbox.auco.fail(answer({ message: 'UNAUTHORIZED' }));
		expect((await verdictOnAuco({})).status).toBe('Error');
	});

	test.each([{ success: false, error: 'Unauthorized', data: null }, { data: null }, { ok: true }])(
		'is red at Verifik: %j',
		async (body) => {
			n8n.sandbox.verifik.fail(answer(body));
			expect((await verdictOnVerifik({})).status).toBe('Error');
		},
	);
});

describe('the test of a Verifik credential', () => {
	test('is green for a good token, also for one pasted with its scheme', async () => {
		const { accessToken } = n8n.sandbox.verifik.credential;
		expect((await verdictOnVerifik({})).status).toBe('OK');
		expect((await verdictOnVerifik({ accessToken: `Bearer ${accessToken}` })).status).toBe('OK');
	});

	test.each([
		[401, { message: 'Invalid or expired token.', code: 'Unauthorized' }, 'did not accept the token'],
		[403, { message: 'expired_token', code: 'Forbidden' }, 'has expired'],
		[403, { message: 'insufficient_credits', code: 'Forbidden' }, 'no credits left'],
	])('tells the reason of a %i with %j', async (status, body, reason) => {
		// Every time: n8n asks once more after a 401.
		n8n.sandbox.verifik.fail({ fault: { kind: 'status', when: 'before', status, body } });
		expect(await verdictOnVerifik({})).toEqual({
			status: 'Error',
			message: expect.stringContaining(reason),
		});
	});

	test('is red for a token that nobody knows', async () => {
		expect((await verdictOnVerifik({ accessToken: 'unknown' })).status).toBe('Error');
	});
});
