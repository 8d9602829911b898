import { useClock } from '../../support/clock.mts';
import { PROCESS } from '../../support/documented.mts';
import { AucoClient, CHECK_WITH_DATE as CHECK, PNG } from './client.mts';

useClock();

const IN_FOUR_DAYS = new Date(Date.now() + 4 * 24 * 3600 * 1000).toJSON();
const IN_TWO_DAYS = new Date(Date.now() + 2 * 24 * 3600 * 1000).toJSON();

const WEB = { ...PROCESS, platform: 'web', phone: undefined };
const IMAGE = { country: 'CO', type: 'CC', identification: '1001001010', image: PNG };
const FACES = {
	country: 'CO',
	type: 'CC',
	identification: '1001001010',
	documentImage: 'https://example.com/card.jpg',
	photo: `data:image/png;base64,${PNG}`,
};
const COMPANY = { email: 'example@auco.ai', documentNumber: '900123456', country: 'CO' };

describe('what the fake Auco accepts', () => {
	const client = new AucoClient();
	const { auco } = client;

	beforeAll(async () => await auco.listen());
	afterEach(() => auco.reset());
	afterAll(async () => await auco.stop());

	test.each([
		['/veriface', PROCESS, 'createVeriface'],
		[
			'/veriface',
			{
				...PROCESS,
				userEmail: 'juan.perez@gmail.com',
				custom: { reference: 'RF-XXXXXXX' },
				expiredDate: IN_FOUR_DAYS,
				targetWebhooks: ['default'],
				tags: ['a'],
			},
			'createVeriface',
		],
		['/veriface', { ...WEB, validationTypes: ['identification', 'identificationBack'] }, 'createVeriface'],
		['/veriface/check', IMAGE, 'checkDocument'],
		['/veriface/validate', FACES, 'matchFace'],
		['/validate/background', CHECK, 'generateBackground'],
		[
			'/validate/background',
			{ email: 'prueba@auco.ai', type: 'CE', identification: '1' },
			'generateBackground',
		],
		[
			'/validate/background',
			{ ...CHECK, type: 'INT', identification: 'AB123456', name: 'NOMBRE COMPLETO', custom: {}, tags: [] },
			'generateBackground',
		],
		['/validate/company/representatives', COMPANY, 'getRepresentatives'],
		['/validate/company/representatives', { ...COMPANY, complete: true }, 'getRepresentatives'],
	])('POST %s %j', async (url, body, operation) => {
		const { status, data } = await client.post(url, body);
		expect([status, auco.responseErrors(operation, status, data)]).toEqual([200, []]);
		expect(auco.creations).toEqual([
			{ operation, id: data.code, request: 1, body: JSON.parse(JSON.stringify(body)) },
		]);
	});

	test('takes the documented curl sample, which names no JSON content type', async () => {
		const { status } = await client.ask({
			method: 'POST',
			url: '/veriface',
			data: JSON.stringify(PROCESS),
			headers: { Authorization: 'prk_xxx', 'Content-Type': 'application/x-www-form-urlencoded' },
		});
		expect(status).toBe(200);
	});

	test.each([
		['/veriface', { ...PROCESS, email: undefined }, 'email: is required'],
		['/veriface', { ...PROCESS, platform: undefined }, 'platform: is required'],
		['/veriface', { ...PROCESS, platform: 'sms' }, 'platform: must be equal to one of the allowed values'],
		['/veriface', { ...PROCESS, name: '' }, 'name: must NOT have fewer than 1 characters'],
		['/veriface', { ...PROCESS, phone: undefined }, 'phone: is required'],
		['/veriface', { ...PROCESS, phone: '3003003030' }, 'phone: must match pattern "^\\+\\d+$"'],
		['/veriface', { ...PROCESS, identification: 1001001010 }, 'identification: must be string'],
		['/veriface', { ...PROCESS, surname: 'x' }, 'surname: is not known'],
		['/veriface', { ...PROCESS, custom: 'x' }, 'custom: must be object'],
		['/veriface', { ...PROCESS, expiredDate: '05/29/2025' }, 'expiredDate: must match format "date-time"'],
		['/veriface', { ...PROCESS, expiredDate: IN_TWO_DAYS }, 'EXPIRED_DATE_INVALID'],
		['/veriface', { ...PROCESS, email: 'nobody@auco.ai' }, 'USER_NOTFOUND'],
		['/veriface', { ...PROCESS, validationTypes: ['photo'] }, 'validationTypes: is not allowed here'],
		[
			'/veriface',
			{ ...WEB, validationTypes: ['identificationBack'] },
			expect.stringMatching(/^validationTypes: misses a required entry/),
		],
		['/veriface/check', { ...IMAGE, image: undefined }, 'image: is required'],
		['/veriface/check', { ...IMAGE, image: 'R0lGODlhAQABAAAAACw=' }, expect.stringMatching(/^image: /)],
		['/veriface/check', { ...IMAGE, email: 'prueba@auco.ai' }, 'email: is not known'],
		['/veriface/validate', { ...FACES, photo: 'no image' }, expect.stringMatching(/^photo: /)],
		['/validate/background', { ...CHECK, type: 'PASSPORT' }, expect.stringMatching(/^type: /)],
		['/validate/background', { ...CHECK, type: 'PP' }, 'name: is required'],
		['/validate/background', { ...CHECK, type: 'INT' }, 'name: is required'],
		[
			'/validate/background',
			{ ...CHECK, type: 'PPT', expeditionDate: undefined },
			'expeditionDate: is required',
		],
		[
			'/validate/background',
			{ ...CHECK, expeditionDate: '1995-01-01' },
			expect.stringMatching(/^expeditionDate: /),
		],
		[
			'/validate/background',
			{ ...CHECK, expeditionDate: '01/31/1995' },
			expect.stringMatching(/^expeditionDate: /),
		],
		['/validate/background', { ...CHECK, country: 'CO' }, 'country: is not known'],
		['/validate/background', { ...CHECK, email: 'nobody@auco.ai' }, 'USER_NOTFOUND'],
		['/validate/company/representatives', { ...COMPANY, documentNumber: '9001234561' }, expect.any(String)],
		['/validate/company/representatives', { ...COMPANY, country: 'USA' }, expect.any(String)],
		['/validate/company/representatives', { ...COMPANY, email: 'nobody@auco.ai' }, 'USER_NOTFOUND'],
	])('refuses POST %s %j', async (url, body, message) => {
		const { status, data } = await client.post(url, body);
		expect([status, data]).toEqual([400, { message }]);
		expect(auco.creations).toEqual([]);
	});

	test.each([
		['/veriface', { code: 'SHORT' }, expect.stringMatching(/^code: /)],
		['/veriface', { code: 'AAAABBBBCCCCDDDD' }, 'PROCESS_NOT_FOUND'],
		['/veriface', {}, 'code: is required'],
		['/veriface', { code: 'AAAABBBBCCCCDDDD', id: '1' }, 'id: is not known'],
		['/validate/background', {}, 'code: is required'],
		['/validate/background', { code: 'XXXXXXXXX' }, 'VALIDATION_NOT_FOUND'],
		['/whatsapp/records', {}, 'CODE_REQUIRED'],
		['/whatsapp/records', { code: 'SHORT' }, 'CODE_NOT_VALID'],
		['/whatsapp/records', { code: 'AAAABBBBCCCCDDDD', userId: '1' }, 'USER_ID_NOT_ALLOWED'],
		['/whatsapp/records', { code: 'AAAABBBBCC' }, 'USER_ID_REQUIRED'],
		['/whatsapp/records', { code: 'AAAABBBBCC', userId: '1' }, 'PROCESS_NOT_FOUND'],
		['/whatsapp/records', { code: 'AAAABBBBCCCCDDDD' }, 'PROCESS_NOT_FOUND'],
	])('refuses GET %s %j', async (url, params, message) => {
		const { status, data } = await client.get(url, params as Record<string, string>);
		expect([status, data]).toEqual([400, { message }]);
	});

	test.each([
		['POST', '/veriface', 'puk_xxx'],
		['POST', '/veriface', 'Bearer prk_xxx'],
		['POST', '/veriface', 'prk_other'],
		['PUT', '/company', 'puk_xxx'],
		['GET', '/company', 'prk_xxx'],
		['GET', '/company', 'Bearer puk_xxx'],
		['GET', '/company', undefined],
	])('answers %s %s with the key %s 401', async (method, url, key) => {
		const { status, data } = await client.ask({
			method,
			url,
			data: method === 'POST' ? PROCESS : undefined,
			headers: key === undefined ? {} : { Authorization: key },
		});
		expect([status, data]).toEqual([401, { message: 'UNAUTHORIZED' }]);
		expect(auco.creations).toEqual([]);
	});

	test('knows no other addresses and methods', async () => {
		expect((await client.get('/users')).status).toBe(404);
		expect((await client.ask({ method: 'DELETE', url: '/veriface' })).status).toBe(404);
	});
});
