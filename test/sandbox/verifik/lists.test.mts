import { useVerifik } from './client.mts';

const { verifik, api } = useVerifik();

const list = async (query = '') => (await api.get(`/v2/biometric-validations${query}`)).body;

/** Identifiers of the listed validations, in order. */
async function found(query: string): Promise<string[]> {
	verifik.shape = 'flat';
	return (await list(query)).data.map(({ identifier }: { identifier: string }) => identifier);
}

describe('the list of validations', () => {
	test('comes in three envelopes', async () => {
		verifik.addValidations(25);
		const replies = [];
		for (const shape of ['nested', 'flat', 'top'] as const) {
			verifik.shape = shape;
			replies.push(await list('?page=2'));
		}
		const [nested, flat, top] = replies;
		expect(nested.data).toMatchObject({ total: 25, limit: 20, page: 2, pages: 2 });
		expect(nested.data.docs).toHaveLength(5);
		expect(flat.pagination).toEqual({ page: 2, perPage: 20, total: 25, pages: 2 });
		expect(flat.data).toHaveLength(5);
		expect(top).toMatchObject({ total: 25, limit: 20, page: 2, pages: 2 });
		expect(top.data).toHaveLength(5);
	});

	test('is empty in its own way', async () => {
		expect((await list()).data.docs).toEqual([]);
		verifik.shape = 'flat';
		expect((await list()).data).toEqual([]);
		verifik.shape = 'top';
		expect((await api.get('/v2/biometric-validations')).status).toBe(204);
	});

	test('is cut into pages or from an offset', async () => {
		verifik.addValidations(5);
		expect(await found('?perPage=2&page=3')).toEqual(['user-5@example.com']);
		expect(await found('?perPage=2&offset=1')).toEqual(['user-2@example.com', 'user-3@example.com']);
	});

	test('is sorted', async () => {
		verifik.addValidations(3);
		const latestFirst = ['user-3@example.com', 'user-2@example.com', 'user-1@example.com'];
		expect(await found('?sort=-createdAt')).toEqual(latestFirst);
		expect(await found('?sort=createdAt')).toEqual(latestFirst.toReversed());
	});

	test('is filtered by every documented filter', async () => {
		verifik.addValidations(1, { identifier: 'a', status: 'validated' });
		verifik.addValidations(1, { identifier: 'b', status: 'failed', type: 'login' });
		verifik.addValidations(1, { identifier: 'c', status: 'new', createdAt: '2024-01-15T10:30:00.000Z' });
		const { livenessSession } = verifik.validations.all[1]!;
		expect(await found('?where_status=failed')).toEqual(['b']);
		expect(await found('?where_status=completed')).toEqual(['a']);
		expect(await found('?in_status[]=validated&in_status[]=failed')).toEqual(['a', 'b']);
		expect(await found('?in_status%5B%5D=new')).toEqual(['c']);
		expect(await found('?where_type=login')).toEqual(['b']);
		expect(await found(`?where_livenessSession=${String(livenessSession)}`)).toEqual(['b']);
		expect(await found('?where_client=client_123456789')).toHaveLength(3);
		expect(await found('?where_client=client_987654321')).toEqual([]);
		expect(await found('?where%3E_createdAt=2024-01-15T10:30:00Z')).toEqual(['a', 'b']);
	});

	test('gives whole objects in the place of references', async () => {
		verifik.addValidations(1);
		const [first] = (await list('?populates[]=project&populates[]=client')).data.docs;
		expect(first).toMatchObject({ project: { name: 'Example Project' }, client: { name: 'Example Client' } });
	});

	test('shows what was patched', async () => {
		verifik.advances = false;
		const id = await api.createdId();
		verifik.patch(id, { status: 'failed' });
		expect((await list('?where_status=failed')).data.docs).toMatchObject([{ _id: id, status: 'failed' }]);
	});
});

describe('projects and flows', () => {
	test('come all at once in the older documentation and page by page in the others', async () => {
		const all = (await api.get('/v2/projects')).body;
		expect(Object.keys(all)).toEqual(['data']);
		expect(all.data).toHaveLength(25);
		expect(all.data[0]).toMatchObject({ _id: 'project_123456789', status: 'active' });

		verifik.shape = 'flat';
		const third = (await api.get('/v2/projects?page=3')).body;
		expect(third.pagination).toEqual({ page: 3, limit: 10, total: 25, pages: 3 });
		expect(third.data).toEqual(all.data.slice(20));

		verifik.shape = 'top';
		expect((await api.get('/v2/projects?page=2&limit=20')).body).toMatchObject({ page: 2, pages: 2 });
	});

	test('can be filtered, sorted, narrowed and put into each other', async () => {
		const path = '/v2/projects?with[]=projectFlows&select=name%20status%20client%20projectFlows&sort=-name';
		const [first] = (await api.get(path)).body.data;
		expect(first).toEqual({
			_id: first._id,
			name: 'Example Project 9',
			status: 'paused',
			client: 'client_123456789',
			projectFlows: [expect.anything()],
		});
		const inactive = (await api.get('/v2/projects?status=inactive')).body.data;
		expect(new Set(inactive.map(({ status }: any) => status))).toEqual(new Set(['inactive']));
	});

	test.each(['where_project=project_123456789', 'project=project_123456789'])(
		'give the flows of a project by %s',
		async (query) => {
			const { data } = (await api.get(`/v2/project-flows?${query}`)).body;
			expect(data.length).toBeGreaterThan(3);
			for (const flow of data) {
				expect(flow.project).toBe('project_123456789');
				expect(flow).not.toHaveProperty('name');
			}
		},
	);

	test('answer the dashboard', async () => {
		const query = 'where_status=active&in_type[]=onboarding,smartlink&sort=-type&populates[]=project,webhook';
		const { data } = (await api.get(`/v2/project-flows?${query}`)).body;
		expect(data[0]).toMatchObject({ type: 'smartlink', project: { name: expect.any(String) } });
		expect(new Set(data.map(({ type }: any) => type))).toEqual(new Set(['smartlink', 'onboarding']));
	});

	test('give one flow, or nothing', async () => {
		expect((await api.get('/v2/project-flows/flow_123456789')).body.data).toMatchObject({
			_id: 'flow_123456789',
			webhook: null,
			loginSettings: { faceLiveness: true },
		});
		expect(await api.get('/v2/project-flows/flow_987654321')).toEqual({
			status: 404,
			body: { code: 'NotFound', message: 'Record not found.' },
		});
	});
});
