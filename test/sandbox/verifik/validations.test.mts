import { FULL_VALIDATION } from '../../support/documented.mts';
import { useVerifik } from './client.mts';

const { verifik, api } = useVerifik();

const ISO = expect.stringMatching(/^\d{4}-\d\d-\d\dT[\d:.]+Z$/);
const OBJECT_ID = expect.stringMatching(/^[\da-f]{24}$/);

async function statusOf(id: string): Promise<string> {
	return (await api.get(`/v2/biometric-validations/${id}`)).body.data.status;
}

describe('creating the documented example', () => {
	test('is answered to the letter of the newer documentation', async () => {
		verifik.shape = 'flat';
		const { status, body } = await api.send('POST', '/v2/biometric-validations', FULL_VALIDATION);
		expect(status).toBe(200);
		expect(body).toEqual({
			success: true,
			data: {
				_id: OBJECT_ID,
				client: 'client_123456789',
				status: 'new',
				...FULL_VALIDATION,
				createdAt: ISO,
				updatedAt: ISO,
			},
		});
	});

	test.each(['nested', 'top'] as const)(
		'is answered with link, token and session in shape %s',
		async (shape) => {
			verifik.shape = shape;
			const { livenessSession, biometricValidation, token, ...rest } = await api.create();
			expect(rest).toEqual({});
			expect(livenessSession).toEqual({
				_id: OBJECT_ID,
				identifier: 'user@example.com',
				client: 'client_123456789',
				project: 'project_123456789',
				projectFlow: 'flow_123456789',
				status: 'active',
				expiresAt: ISO,
				createdAt: ISO,
				updatedAt: ISO,
			});
			expect(biometricValidation).toEqual({
				_id: OBJECT_ID,
				client: 'client_123456789',
				project: 'project_123456789',
				projectFlow: 'flow_123456789',
				status: 'new',
				livenessSession: livenessSession._id,
				type: 'validation',
				url: 'https://access.verifik.co/stand-alone/project_123456789?type=liveness',
				assignedCollection: OBJECT_ID,
				collectionCode: 'col_12345',
				redirectUrl: 'https://example.com/success',
				webhook: null,
				requires2FA: false,
				createdAt: ISO,
				updatedAt: ISO,
			});
			expect(token).toMatch(/^eyJ[\w-]+\.eyJ[\w-]+\.[\w-]+$/);
		},
	);

	test('is recorded as one creation', async () => {
		const id = await api.createdId();
		expect(verifik.creations).toEqual([
			{ operation: 'createBiometricValidation', id, request: 1, body: FULL_VALIDATION },
		]);
	});

	test('leads a login to the page for signing in', async () => {
		const { biometricValidation } = await api.create({ type: 'login' });
		expect(biometricValidation.url).toBe('https://access.verifik.co/sign-in/project_123456789?type=liveness');
	});

	test('gives a session four minutes, or until `expiresAt` when that is to come', async () => {
		const later = new Date(Date.now() + 3_600_000).toISOString();
		const [short, long] = [await api.create(), await api.create({ expiresAt: later })];
		const { createdAt, expiresAt } = short.livenessSession;
		expect(Date.parse(expiresAt) - Date.parse(createdAt)).toBe(240_000);
		expect(long.livenessSession.expiresAt).toBe(later);
	});
});

describe('what becomes of a validation', () => {
	test.each([
		['user@example.com', 'validated', 'completed'],
		['failed@example.com', 'failed', 'completed'],
		['liveness-failed@example.com', 'failed', 'completed'],
		['expired@example.com', 'expired', 'expired'],
		['never@example.com', 'new', 'active'],
	])('%s ends as %s', async (identifier, status, sessionStatus) => {
		const id = await api.createdId({ identifier, sendViaEmail: false });
		await verifik.settled();
		const { body } = await api.get(`/v2/biometric-validations/${id}?populates[]=livenessSession`);
		expect(body.data.status).toBe(status);
		expect(body.data.livenessSession.status).toBe(sessionStatus);
	});

	test('passes `sent` when the link is emailed', async () => {
		const id = await api.createdId({ identifier: 'never@example.com' });
		await verifik.settled();
		expect(await statusOf(id)).toBe('sent');
		verifik.shape = 'flat';
		expect(await statusOf(id)).toBe('pending');
	});

	test('expires at `expiresAt` when that comes before the person', async () => {
		const expiresAt = new Date(Date.now() + 10_000).toISOString();
		const id = await api.createdId({ expiresAt });
		await verifik.settled();
		expect(await statusOf(id)).toBe('expired');
	});

	test('stands still when nothing is to move by itself', async () => {
		verifik.advances = false;
		const id = await api.createdId();
		await verifik.settled();
		expect(await statusOf(id)).toBe('new');
		verifik.finishValidation(id, 'failed');
		expect(await statusOf(id)).toBe('failed');
	});

	test('is not changed any more after its end', async () => {
		const id = await api.createdId({ identifier: 'failed@example.com' });
		verifik.finishValidation(id, 'validated');
		await verifik.settled();
		expect(await statusOf(id)).toBe('validated');
	});

	test('can be patched without an event', async () => {
		const id = await api.createdId();
		verifik.patch(id, { status: 'validated', livenessScore: 0.99, extra: { a: 1 } });
		await verifik.settled();
		const { body } = await api.get(`/v2/biometric-validations/${id}`);
		expect(body.data).toMatchObject({ status: 'validated', livenessScore: 0.99, extra: { a: 1 } });
		expect(verifik.deliveries).toEqual([]);
	});
});

describe('reading a validation', () => {
	test('gives score and persons, and whole objects in the place of references', async () => {
		verifik.advances = false;
		const id = await api.createdId();
		verifik.finishValidation(id, 'validated');
		const references = ['client', 'project', 'projectFlow', 'livenessSession'];
		const query = references.map((name) => `populates[]=${name}`).join('&');
		const { body } = await api.get(`/v2/biometric-validations/${id}?${query}&lean=true`);
		expect(body.data).toMatchObject({
			client: { name: 'Example Client' },
			project: { _id: 'project_123456789', name: 'Example Project' },
			projectFlow: { _id: 'flow_123456789', type: 'login' },
			livenessSession: { identifier: 'user@example.com', status: 'completed' },
			livenessScore: 0.85,
			response: { liveness: { score: 0.85, status: 'passed' }, persons: [{ name: 'John Doe' }] },
		});
	});

	test('has its own words and the face itself in the newer documentation', async () => {
		verifik.shape = 'flat';
		verifik.advances = false;
		const id = await api.createdId();
		verifik.finishValidation(id, 'validated');
		const { body } = await api.get(`/v2/biometric-validations/${id}`);
		expect(body).toMatchObject({
			success: true,
			data: {
				status: 'completed',
				biometricData: { faceImage: expect.any(String), livenessScore: 0.85 },
				verificationResults: { livenessDetection: true },
				completedAt: ISO,
			},
		});
	});

	test.each(['columns=status,type', 'select=status type'])('narrows the fields by %s', async (query) => {
		const id = await api.createdId();
		const path = `${verifik.baseUrl}/v2/biometric-validations/${id}?${encodeURI(query)}`;
		const answer = await fetch(path, { headers: { authorization: 'Bearer YOUR_ACCESS_TOKEN' } });
		expect(Object.keys(((await answer.json()) as any).data)).toEqual(['_id', 'status', 'type']);
	});

	test('of an unknown ID gives 404 in the words of the shape, or nothing', async () => {
		const path = '/v2/biometric-validations/674dc8f1b2c3d4e5f6a7b8a8';
		expect(await api.get(path)).toEqual({
			status: 404,
			body: { code: 'biometric_validation_not_found', message: '404:biometric_validation_not_found' },
		});
		expect((await api.get('/v2/biometric-validations/biometric_validation_204')).status).toBe(204);
		verifik.shape = 'flat';
		expect((await api.get(path)).body.code).toBe('BIOMETRIC_VALIDATION_NOT_FOUND');
	});
});
