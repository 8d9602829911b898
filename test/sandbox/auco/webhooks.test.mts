import axios from 'axios';

import { TestReceiver } from '../kernel/receiver.mts';
import { useClock } from '../../support/clock.mts';
import { AucoClient } from './client.mts';

useClock();

describe('webhooks of the fake Auco', () => {
	const client = new AucoClient();
	const { auco } = client;
	const receiver = new TestReceiver();

	beforeAll(async () => {
		await receiver.open();
		await auco.listen();
	});
	beforeEach(() => {
		auco.webhooks = [
			{ id: 'default', url: `${receiver.url}/default` },
			{ id: 'billing', url: `${receiver.url}/billing`, header: { key: 'X-Secret', value: 's' } },
		];
	});
	afterEach(() => {
		receiver.received.length = 0;
		receiver.statuses = [200];
		auco.reset();
	});
	afterAll(async () => {
		await auco.stop();
		await receiver.close();
	});

	test.each([
		[
			'APPROVED',
			{ finish: true, similarity: 0.92, data: { name: 'JUAN PÉREZ', documentName: 'CC 1001001010' } },
		],
		[
			'BLOCKED',
			{
				finish: true,
				message: 'ERROR_IDENTIFICATION_NOT_DOCUMENT',
				data: { name: null, documentName: '' },
			},
		],
		['VALIDATED', { finish: true, data: { name: 'JUAN PÉREZ', documentName: 'CC 1001001010' } }],
		['INVALIDATED', { finish: true, data: { name: null, documentName: '' } }],
	] as const)('hear of %s with the documented body', async (status, details) => {
		auco.advances = false;
		const code = await client.createProcess();
		auco.finishProcess(code, status);
		await auco.settled();
		expect(receiver.received.map(({ url, text }) => [url, JSON.parse(text)])).toEqual([
			['/hook/default', { code, type: 'veriface', status, ...details }],
		]);
	});

	test.each([
		[['billing'], ['/hook/billing']],
		[
			['billing', 'default'],
			['/hook/default', '/hook/billing'],
		],
		[['unknown'], []],
		[undefined, ['/hook/default']],
	])('named by %j are told, with their header', async (targetWebhooks, expected) => {
		await client.createProcess({ targetWebhooks });
		await auco.settled();
		expect(receiver.received.map(({ url }) => url).sort()).toEqual([...expected].sort());
		for (const { url, headers } of receiver.received) {
			expect(headers['x-secret']).toBe(url === '/hook/billing' ? 's' : undefined);
		}
	});

	test('get custom and tags, or not: the pages disagree', async () => {
		const fields = { custom: { row: 1 }, tags: ['a'] };
		await client.createProcess(fields);
		await auco.settled();
		auco.eventsCarryCustom = false;
		await client.createProcess(fields);
		await auco.settled();
		const [first, second] = receiver.received.map(({ text }) => JSON.parse(text));
		expect(first).toMatchObject(fields);
		expect(second).not.toHaveProperty('custom');
		expect(second).not.toHaveProperty('tags');
	});

	test('that fail are told again three times', async () => {
		receiver.statuses = [401];
		auco.deliver({ any: 'body' }, ['billing']);
		await auco.settled();
		expect(auco.deliveries.map(({ attempt, status }) => [attempt, status])).toEqual([
			[1, 401],
			[2, 401],
			[3, 401],
			[4, 401],
		]);
	});

	test('are not touched by faults of requests', async () => {
		auco.fail({ fault: { kind: 'status', when: 'before', status: 500 } });
		auco.deliver({});
		await auco.settled();
		expect(receiver.received).toHaveLength(1);
	});

	test('are listed and replaced as a whole', async () => {
		const { status, data } = await client.get('/company');
		expect([status, auco.responseErrors('getCompany', status, data)]).toEqual([200, []]);
		expect(data.webhooks).toEqual(auco.webhooks);

		const webhooks = [
			{ id: 'n8n', url: 'https://miempresa.com/n8n', header: { key: 'X-Secret', value: 's' }, unknown: [1] },
			{ id: 'default', description: 'Webhook principal', url: 'https://miempresa.com/webhooks/auco' },
		];
		const reply = await client.put('/company', { webhooks });
		expect([reply.status, reply.data]).toEqual([200, { response: 'OK' }]);
		expect((await client.get('/company')).data).toEqual({ ...data, webhooks });
	});

	test('may have a header whose value is hidden, but kept', async () => {
		auco.maskedHeaders = ['billing'];
		const { data } = await client.get('/company');
		expect(data.webhooks).toEqual([
			auco.webhooks[0],
			{ ...auco.webhooks[1], header: { key: 'X-Secret', value: '********' } },
		]);
		expect(auco.webhooks[1]!.header!.value).toBe('s');
		await client.put('/company', { webhooks: data.webhooks });
		expect(auco.webhooks[1]!.header!.value).toBe('********');
	});

	test('belong to another company when the keys do', async () => {
		const webhooks = [{ id: 'default', url: 'https://example.com/other' }];
		auco.belongTo('other', 'Otra S.A.S.', webhooks);
		expect((await client.get('/company')).data).toMatchObject({ id: 'other', name: 'Otra S.A.S.', webhooks });
	});

	test('stay when something else is changed', async () => {
		await client.put('/company', { name: 'Otra' });
		const { data } = await client.get('/company');
		expect(data).toMatchObject({ name: 'Otra', webhooks: auco.webhooks });
		expect(auco.webhooks).toHaveLength(2);
	});

	test.each([
		['no default', [{ id: 'n8n', url: 'https://miempresa.com' }], /^webhooks: misses a required entry/],
		['nothing', [], /^webhooks: /],
		['a bad URL', [{ id: 'default', url: 'n8n' }], /^webhooks\/0\/url: must match format "uri"/],
		[
			'an empty header, as GET gives it for old entries',
			[{ id: 'default', url: 'https://a.co', header: {} }],
			/header\/key: is required.*header\/value: is required/,
		],
		[
			'half a header',
			[{ id: 'default', url: 'https://a.co', header: { key: 'X' } }],
			/header\/value: is required/,
		],
	])('are not replaced by a list with %s', async (_case, webhooks, message) => {
		const before = auco.webhooks;
		const { status, data } = await client.put('/company', { webhooks });
		expect([status, data]).toEqual([400, { message: expect.stringMatching(message) }]);
		expect(auco.webhooks).toBe(before);
	});

	test('begin with an inbox of the sandbox itself, which is not recorded', async () => {
		auco.reset();
		expect(auco.webhooks.map(({ id }) => id)).toEqual(['default']);
		auco.deliver({ any: 'body' });
		await auco.settled();
		expect(auco.deliveries).toMatchObject([{ status: 200 }]);
		expect(auco.requests).toEqual([]);
	});

	test('are heard through the control, too', async () => {
		auco.advances = false;
		const code = await client.createProcess();
		const control = async (name: string, body: object) =>
			(
				await axios.post(`${auco.address}/_sandbox/${name}`, body, {
					proxy: false,
					validateStatus: () => true,
				})
			).data;
		await control('finish', { code, status: 'BLOCKED' });
		await control('patch', { code, fields: { userEmail: 'juan.perez@gmail.com' } });
		await control('deliver', { body: { a: 1 }, targetWebhooks: ['billing'] });
		await auco.settled();
		expect(receiver.received.map(({ url }) => url).sort()).toEqual(['/hook/billing', '/hook/default']);
		expect((await client.get('/veriface', { code })).data).toMatchObject({
			status: 'BLOCKED',
			userEmail: 'juan.perez@gmail.com',
		});
		expect(await control('finish', { code, status: 'DONE' })).toEqual({
			error: 'A process cannot be finished as DONE',
		});
	});
});
