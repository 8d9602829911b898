import { VerifikApi as VerifikCredential } from '../../../credentials/VerifikApi.credentials.ts';
import { useVerifik } from './client.mts';

const { verifik, api } = useVerifik();

async function control(name: string, body: unknown): Promise<number> {
	const { status } = await fetch(`${verifik.address}/_sandbox/${name}`, {
		method: 'POST',
		body: JSON.stringify(body),
	});
	return status;
}

test('has a credential that the package takes', async () => {
	const request = await new VerifikCredential().authenticate(verifik.credential, { url: '/v2/clients/me' });
	expect(request.baseURL).toBe(verifik.baseUrl);
	const { authorization } = Object.fromEntries(new Headers(request.headers as Record<string, string>));
	expect((await api.send('GET', '/v2/clients/me', undefined, authorization)).status).toBe(200);
});

test('can be controlled from elsewhere', async () => {
	expect(await control('advances', { advances: false })).toBe(200);
	const id = await api.createdId();
	await control('finish', { id, status: 'failed' });
	await control('patch', { id, fields: { livenessScore: 0.1 } });
	await control('shape', { shape: 'flat' });
	expect((await api.get(`/v2/biometric-validations/${id}`)).body).toMatchObject({
		success: true,
		data: { status: 'failed', livenessScore: 0.1 },
	});
	await control('add', { count: 3, fields: { status: 'new' } });
	expect((await api.get('/v2/biometric-validations?where_status=new')).body.pagination.total).toBe(3);
	await control('deliver', { body: { type: 'x' }, to: { webhookUrl: `${verifik.address}/_sandbox/inbox` } });
	await verifik.settled();
	expect(verifik.deliveries.at(-1)).toMatchObject({ body: { type: 'x' }, status: 200 });
});

test.each([
	['shape', { shape: 'round' }],
	['finish', { id: 'unknown', status: 'failed' }],
	['finish', { id: 'unknown', status: 'expired' }],
	['patch', { id: 'unknown', fields: {} }],
])('says no to a wrong command: %s', async (name, body) => {
	expect(await control(name, body)).toBe(400);
	expect(verifik.shape).toBe('nested');
});

test('forgets everything on reset, and what it is born with comes back', async () => {
	verifik.shape = 'top';
	verifik.advances = false;
	verifik.webhooks = [];
	verifik.addValidations(2);
	await api.create();
	verifik.reset();
	expect(verifik).toMatchObject({ shape: 'nested', advances: true, creations: [], requests: [] });
	expect(verifik.webhooks).toHaveLength(1);
	expect((await api.get('/v2/biometric-validations')).body.data.total).toBe(0);
});
