import { BAD_TOKENS } from '../../../sandbox/verifik/tokens.mts';
import { FULL_VALIDATION } from '../../support/documented.mts';
import { useVerifik } from './client.mts';

const { verifik, api } = useVerifik();

const PATH = '/v2/biometric-validations';

const create = async (body: unknown, authorization?: string) =>
	await api.send('POST', PATH, body, authorization);

function without(field: keyof typeof FULL_VALIDATION): Record<string, unknown> {
	const { [field]: _left, ...rest } = FULL_VALIDATION;
	return rest;
}

describe('tokens', () => {
	test('refuses a request without the header as a missing parameter', async () => {
		const { status, body } = await api.send('GET', '/v2/clients/me', undefined, null);
		expect({ status, code: body.code }).toEqual({ status: 409, code: 'MissingParameter' });
	});

	test.each(Object.entries(BAD_TOKENS))('refuses %s in its own words', async (token, { status, body }) => {
		expect(await create(FULL_VALIDATION, `Bearer ${token}`)).toEqual({ status, body });
		expect(await api.send('GET', '/v2/webhooks', undefined, `Bearer ${token}`)).toEqual({ status, body });
		expect(verifik.creations).toEqual([]);
	});

	test.each(['Bearer someone-elses', 'YOUR_ACCESS_TOKEN', 'jwt YOUR_ACCESS_TOKEN', 'Bearer '])(
		'does not know %p',
		async (authorization) => {
			expect(await api.send('GET', '/v2/clients/me', undefined, authorization)).toEqual({
				status: 401,
				body: { message: 'Authentication required', code: 'UNAUTHORIZED' },
			});
		},
	);

	test('refuses only creating when there are no credits', async () => {
		const authorization = 'Bearer NO_CREDITS_TOKEN';
		expect(await create(FULL_VALIDATION, authorization)).toEqual({
			status: 403,
			body: { message: 'insufficient_credits', code: 'Forbidden' },
		});
		expect((await api.send('GET', PATH, undefined, authorization)).status).toBe(200);
	});

	test('gives the account of a good one', async () => {
		expect((await api.get('/v2/clients/me')).body.data).toMatchObject({
			_id: 'client_123456789',
			credits: expect.any(Number),
		});
	});
});

describe('creating', () => {
	afterEach(() => expect(verifik.creations).toEqual([]));

	test.each(['project', 'projectFlow', 'identifier', 'type', 'email'] as const)(
		'refuses a missing %s',
		async (field) => {
			const refusal = { status: 409, body: { code: 'MissingParameter', message: `missing ${field}` } };
			expect(await create(without(field))).toEqual(refusal);
			if (field === 'project') expect(await create({ ...FULL_VALIDATION, [field]: '' })).toEqual(refusal);
		},
	);

	test.each([
		['type', 'liveness'],
		['language', 'pt'],
		['expiresAt', 'tomorrow'],
		['redirectUrl', 'example'],
		['webhookUrl', 'example'],
		['email', 'user'],
		['requires2FA', 'false'],
		['sendViaEmail', 1],
		['identifier', 3001234567],
		['location', {}],
	])('refuses a wrong %s', async (field, value) => {
		const { status, body } = await create({ ...FULL_VALIDATION, [field]: value });
		expect({ status, code: body.code }).toEqual({ status: 409, code: 'MissingParameter' });
		expect(body.message).toMatch(new RegExp(`^"${field}" `));
	});

	test('does not know a flow, or one of another project', async () => {
		const refusal = {
			status: 400,
			body: { success: false, error: 'Invalid project flow', code: 'INVALID_PROJECT_FLOW' },
		};
		expect(await create({ ...FULL_VALIDATION, projectFlow: 'flow_987654321' })).toEqual(refusal);
		const foreign = verifik.projectFlows.find(({ project }) => project !== FULL_VALIDATION.project)!;
		expect(await create({ ...FULL_VALIDATION, projectFlow: foreign._id })).toEqual(refusal);
		expect(await create({ ...FULL_VALIDATION, projectFlow: 'flow_refused_with_200' })).toEqual({
			...refusal,
			status: 200,
		});
	});

	test('does not know a project, and wants liveness in the flow', async () => {
		const refusal = {
			status: 404,
			body: {
				code: 'Project_not_found_or_featured_disabled',
				message: '404:Project_not_found_or_featured_disabled',
			},
		};
		expect(await create({ ...FULL_VALIDATION, project: 'project_987654321' })).toEqual(refusal);
		for (const type of ['login', 'onboarding']) {
			const off = verifik.projectFlows.find(
				(flow: any) =>
					flow.type === type &&
					!(flow.loginSettings?.faceLiveness ?? flow.onboardingSettings?.steps.liveness),
			)!;
			expect(await create({ ...FULL_VALIDATION, projectFlow: off._id })).toEqual(refusal);
		}
	});

	test('wants JSON', async () => {
		expect((await api.send('POST', PATH)).status).toBe(409);
	});
});

describe('queries', () => {
	test.each(['page=0', 'perPage=many', 'where_stauts=new'])('refuses %s', async (query) => {
		expect(await api.get(`${PATH}?${query}`)).toMatchObject({
			status: 409,
			body: { code: 'MissingParameter' },
		});
		verifik.shape = 'flat';
		expect(await api.get(`${PATH}?${query}`)).toEqual({
			status: 400,
			body: { success: false, error: 'Invalid query parameters', code: 'INVALID_PARAMETERS' },
		});
	});
});
