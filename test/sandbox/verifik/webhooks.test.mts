import { useVerifik } from './client.mts';

const { verifik, api } = useVerifik();

const FLOW = 'flow_123456789';

/** An address that answers every delivery with 200. */
const inbox = (name: string) => `${verifik.address}/_sandbox/inbox?secret=${name}`;

async function register(name: string, link?: string[], fields = {}): Promise<any> {
	const body = { url: inbox(name), name, isActive: true, ...(link && { link }), ...fields };
	const { status, body: reply } = await api.send('POST', '/v2/webhooks', body);
	expect(status).toBe(200);
	return reply.data;
}

async function webhookOfFlow(flow = FLOW): Promise<unknown> {
	return (await api.get(`/v2/project-flows/${flow}`)).body.data.webhook;
}

/** Types of what was delivered, with the name of the receiver. */
function delivered(): string[] {
	return verifik.deliveries.map(({ url, body, status }) => {
		const receiver = new URL(url).searchParams.get('secret') ?? url;
		return `${receiver} ${(body as { type: string }).type} ${status}`;
	});
}

describe('webhooks', () => {
	test('are born with one that a flow already has', async () => {
		const { data } = (await api.get('/v2/webhooks')).body;
		expect(data).toHaveLength(1);
		expect(await webhookOfFlow(data[0].projectFlow[0])).toBe(data[0]._id);
	});

	test('are written with `link` and read with `projectFlow`', async () => {
		const webhook = await register('first', [FLOW], { description: 'For tests' });
		expect(webhook).toMatchObject({
			client: 'client_123456789',
			projectFlow: [FLOW],
			isActive: true,
			name: 'first',
			url: inbox('first'),
			description: 'For tests',
			notification: { success: false, fail: true },
			__v: 0,
		});
		expect(webhook).not.toHaveProperty('link');
		expect((await api.get(`/v2/webhooks/${webhook._id}?eventStatistics=30`)).body.data).toEqual({
			...webhook,
			statistics: {},
		});
		expect(await webhookOfFlow()).toBe(webhook._id);
	});

	test('take the place of the one that a flow had', async () => {
		const first = await register('first', [FLOW]);
		const second = await register('second', [FLOW]);
		expect(await webhookOfFlow()).toBe(second._id);
		expect((await api.get(`/v2/webhooks/${first._id}`)).body.data.projectFlow).toEqual([]);
	});

	test('are linked, unlinked and changed', async () => {
		const { _id } = await register('first');
		const path = `/v2/webhooks/${_id}`;
		const change = async (body: object) => (await api.send('PUT', path, body)).body.data;
		expect(await webhookOfFlow()).toBeNull();
		expect((await change({ link: [FLOW] })).projectFlow).toEqual([FLOW]);
		expect(await change({ name: 'renamed', isActive: false })).toMatchObject({
			name: 'renamed',
			isActive: false,
			projectFlow: [FLOW],
		});
		expect((await change({ unlink: [FLOW] })).projectFlow).toEqual([]);
		expect(await webhookOfFlow()).toBeNull();
	});

	test('are deleted, which clears them on the flow', async () => {
		const webhook = await register('first', [FLOW]);
		const path = `/v2/webhooks/${webhook._id}`;
		expect((await api.send('DELETE', path)).body.data).toEqual(webhook);
		expect(await webhookOfFlow()).toBeNull();
		const gone = { status: 404, body: { code: 'NotFound', message: 'Record not found.' } };
		expect(await api.send('DELETE', path)).toEqual(gone);
		expect(await api.send('PUT', path, { name: 'x' })).toEqual(gone);
		expect(await api.get(path)).toEqual(gone);
	});

	test('are found by name, address and state', async () => {
		await register('Alpha-one');
		await register('beta', [], { isActive: false });
		const names = async (query: string) =>
			(await api.get(`/v2/webhooks?${query}`)).body.data.map(({ name }: any) => name);
		expect(await names('like_name=alpha')).toEqual(['Alpha-one']);
		expect(await names(`where_url=${encodeURIComponent(inbox('beta'))}`)).toEqual(['beta']);
		expect(await names('where_isActive=false')).toEqual(['beta']);
		expect(await names('page=2&perPage=2')).toEqual(['beta']);
	});

	test('give whole flows when asked', async () => {
		await register('first', [FLOW]);
		const { data } = (await api.get('/v2/webhooks?like_name=first&populates[]=projectFlow')).body;
		expect(data[0].projectFlow).toMatchObject([{ _id: FLOW, type: 'login' }]);
	});

	test('are refused when something is missing or unknown', async () => {
		const { status, body } = await api.send('POST', '/v2/webhooks', { name: 'x', isActive: true });
		expect({ status, body }).toEqual({
			status: 409,
			body: { code: 'MissingParameter', message: 'missing url\n' },
		});
		const unknown = { url: inbox('x'), name: 'x', isActive: true, link: ['flow_987654321'] };
		expect((await api.send('POST', '/v2/webhooks', unknown)).status).toBe(404);
		expect(verifik.webhooks).toHaveLength(1);
		expect(verifik.creations).toEqual([]);
	});
});

describe('deliveries', () => {
	test.each([
		['user@example.com', 'login_biometric_validation_validated', 'validated'],
		['failed@example.com', 'login_biometric_validation_failed', 'failed'],
		['liveness-failed@example.com', 'login_biometric_validation_liveness_failed', 'failed'],
	])('of %s are the beginning and the end', async (identifier, type, status) => {
		await register('flow', [FLOW]);
		const id = await api.createdId({ identifier, webhookUrl: undefined });
		await verifik.settled();
		expect(delivered()).toEqual(['flow login_biometric_validation_new 200', `flow ${type} 200`]);
		const [first, last] = verifik.deliveries.map(({ body }) => body as any);
		expect(first.object).toMatchObject({ _id: id, status: 'new', projectFlow: FLOW });
		expect(last.object).toMatchObject({ _id: id, status });
		expect(JSON.stringify(verifik.deliveries)).not.toContain('eyJ');
	});

	test('go to the flow and to the address of the validation', async () => {
		verifik.advances = false;
		await register('flow', [FLOW]);
		const id = await api.createdId({ webhookUrl: inbox('own') });
		verifik.finishValidation(id, 'validated');
		await verifik.settled();
		expect(delivered()).toEqual([
			'flow login_biometric_validation_new 200',
			'flow login_biometric_validation_validated 200',
			'own login_biometric_validation_validated 200',
		]);
	});

	test('carry the type of the flow', async () => {
		const flow = verifik.projectFlows.find(({ type }) => type === 'onboarding')!;
		await register('flow', [String(flow._id)]);
		await api.create({ projectFlow: flow._id, identifier: 'expired@example.com', webhookUrl: undefined });
		await verifik.settled();
		expect(delivered()).toEqual(['flow onboarding_biometric_validation_new 200']);
	});

	test('are not made to a webhook that is not active, deleted or replaced', async () => {
		await register('replaced', [FLOW]);
		const { _id } = await register('inactive', [FLOW], { isActive: false });
		verifik.deliver({ type: 'login_app_registration_created', object: {} }, { projectFlow: FLOW });
		await api.send('DELETE', `/v2/webhooks/${_id}`);
		verifik.deliver({ type: 'login_app_registration_created', object: {} }, { projectFlow: FLOW });
		await verifik.settled();
		expect(verifik.deliveries).toEqual([]);
	});

	test('carry any body, also to webhooks that a test has put there', async () => {
		verifik.webhooks.push({ _id: 'w', url: inbox('put'), isActive: true, projectFlow: [FLOW] });
		verifik.deliver({ type: 'fleet_alert_custom' }, { projectFlow: FLOW, webhookUrl: inbox('own') });
		await verifik.settled();
		expect(delivered()).toEqual(['put fleet_alert_custom 200', 'own fleet_alert_custom 200']);
	});

	test('are tried once', async () => {
		verifik.deliver({ type: 'x' }, { webhookUrl: `${verifik.address}/nowhere` });
		await verifik.settled();
		expect(verifik.deliveries).toMatchObject([{ attempt: 1, status: 404 }]);
	});

	test('never leave the machine', async () => {
		verifik.deliver({ type: 'x' }, { webhookUrl: 'https://example.com/webhook' });
		verifik.deliver({ type: 'x' }, { webhookUrl: 'http://127.0.0.1.example.com/' });
		await verifik.settled();
		expect(delivered()).toEqual([
			'https://example.com/webhook x undefined',
			'http://127.0.0.1.example.com/ x undefined',
		]);
	});
});
