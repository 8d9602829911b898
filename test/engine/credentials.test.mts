import type { ICredentialDataDecryptedObject, IHttpRequestMethods, IHttpRequestOptions } from 'n8n-workflow';
import { NodeHelpers } from 'n8n-workflow';

import { useProviders } from '../support/engine/bench.mts';
import { leastOf } from '../support/providers/samples.mts';
import { expectNoSecrets } from '../support/engine/secrets.mts';

const bench = useProviders();

const CREATE = 'aucoFace/process/create';
const READ = 'aucoBackground/person/get';
const CREATE_VALIDATION = 'verifikBiometric/biometricValidation/create';

type Authenticate = (
	credential: ICredentialDataDecryptedObject,
	request: IHttpRequestOptions,
) => Promise<IHttpRequestOptions>;

async function authenticated(
	type: string,
	credential: ICredentialDataDecryptedObject,
	request: Partial<IHttpRequestOptions> = {},
): Promise<IHttpRequestOptions> {
	const authenticate = bench.engine.loaded.credentialType(type).authenticate as Authenticate;
	return await authenticate(credential, { url: '/company', ...request });
}

const AUCO = { environment: 'production', privateKey: 'prk_xxx', publicKey: 'puk_xxx' };
const VERIFIK = { accessToken: 'YOUR_ACCESS_TOKEN', baseUrl: 'https://api.verifik.co' };

describe('aucoApi', () => {
	const methods: Array<[IHttpRequestMethods | undefined, string]> = [
		['GET', 'puk_xxx'],
		['get' as IHttpRequestMethods, 'puk_xxx'],
		[undefined, 'puk_xxx'],
		['POST', 'prk_xxx'],
		['PUT', 'prk_xxx'],
		['DELETE', 'prk_xxx'],
		['PATCH', 'prk_xxx'],
	];
	test.each(methods)('%p goes out with %s, bare', async (method, key) => {
		const { headers } = await authenticated('aucoApi', AUCO, { method });
		expect(headers).toEqual({ Authorization: key });
	});

	const environments: Array<[object, string]> = [
		[{ environment: 'production' }, 'https://api.auco.ai/v1.5/ext'],
		[{ environment: 'stage' }, 'https://dev.auco.ai/v1.5/ext'],
		[
			{ environment: 'custom', baseUrl: ' https://proxy.example.com/v1.5/ext/ ' },
			'https://proxy.example.com/v1.5/ext',
		],
		[
			{ environment: 'custom', baseUrl: 'http://127.0.0.1:3000/v1.5/ext//' },
			'http://127.0.0.1:3000/v1.5/ext',
		],
		[{ environment: 'production', baseUrl: 'https://left.example.com' }, 'https://api.auco.ai/v1.5/ext'],
	];
	test.each(environments)('%p leads to %s', async (credential, baseURL) => {
		expect(await authenticated('aucoApi', { ...AUCO, ...credential })).toMatchObject({
			baseURL,
			url: '/company',
		});
	});

	test('what else is in the request stays, and the request itself is left alone', async () => {
		const request = { url: '/veriface', method: 'POST' as const, headers: { 'x-a': '1' }, body: { a: 1 } };
		const copy = structuredClone(request);
		expect(await authenticated('aucoApi', AUCO, request)).toMatchObject({
			...request,
			headers: { 'x-a': '1', Authorization: 'prk_xxx' },
		});
		expect(request).toEqual(copy);
	});

	/** Changes of a good credential, and the expected message. */
	const wrong: Array<[object, RegExp]> = [
		[{ privateKey: 'puk_secret', publicKey: 'prk_secret' }, /keys are swapped/],
		[{ privateKey: 'puk_secret' }, /Private Key is mistyped: it must start with prk_/],
		[{ publicKey: 'prk_secret' }, /Public Key is mistyped: it must start with puk_/],
		[{ publicKey: 'secret' }, /Public Key is mistyped: it must start with puk_/],
		[{ privateKey: 'Bearer prk_secret' }, /Private Key starts with "Bearer": enter only the key/],
		[{ privateKey: 'prk_two secret' }, /Private Key is mistyped: it contains spaces/],
		[{ publicKey: 'puk_two\u00a0secret' }, /Public Key is mistyped: it contains spaces/],
		[{ privateKey: '' }, /Private Key is empty/],
		[{ publicKey: '  ' }, /Public Key is empty/],
		[{ environment: 'custom', baseUrl: '' }, /Base URL is not a valid URL/],
		[{ environment: 'custom', baseUrl: 'api.auco.ai' }, /Base URL is not a valid URL/],
		[{ environment: 'custom', baseUrl: 'https://me:secret@proxy.test' }, /Base URL is not a valid URL/],
	];
	test.each(wrong)('%p is named before anything is sent, by every operation', async (changes, message) => {
		const credentials = { aucoApi: { ...bench.auco.credential, ...changes } };
		for (const operation of [CREATE, READ]) {
			const { error } = await bench.run(operation, leastOf(operation), { credentials });
			expect(error?.name).toBe('NodeOperationError');
			expect(error?.message).toMatch(message);
			expect(error?.message).not.toContain('secret');
			expect(error?.description).toMatch(/Nothing was sent/);
		}
		expect(bench.auco.requests).toEqual([]);
		await expect(authenticated('aucoApi', { ...AUCO, ...changes })).rejects.toThrow(message);
	});

	test('blanks around pasted keys go', async () => {
		const credentials = { aucoApi: { ...bench.auco.credential, privateKey: ' prk_xxx\n' } };
		const { error } = await bench.run(CREATE, leastOf(CREATE), { credentials });
		expect(error).toBeUndefined();
		expect(bench.auco.requests[0].headers.authorization).toBe('prk_xxx');
	});

	test('a key that Auco does not know is an error of Auco', async () => {
		const credentials = { aucoApi: { ...bench.auco.credential, privateKey: 'prk_unknown_to_everybody' } };
		const result = await bench.run(CREATE, leastOf(CREATE), { credentials });
		expect(result.error).toMatchObject({ name: 'NodeApiError', httpCode: '401' });
		expect(result.error?.message).toMatch(/did not accept the key/);
		expectNoSecrets(result, { aucoApi: { privateKey: 'prk_unknown_to_everybody' } });
	});
});

/** A token of the form of a JWT that ends at this moment (seconds). */
const jwtUntil = (exp: number): string =>
	['{"alg":"none"}', JSON.stringify({ clientId: 'c', exp }), 'x']
		.map((part) => Buffer.from(part).toString('base64url'))
		.join('.');

describe('verifikApi', () => {
	test.each([
		'YOUR_ACCESS_TOKEN',
		'Bearer YOUR_ACCESS_TOKEN',
		'bearer  YOUR_ACCESS_TOKEN ',
		'jwt YOUR_ACCESS_TOKEN',
	])('%p goes out as one bearer token', async (accessToken) => {
		const credentials = { verifikApi: { ...bench.verifik.credential, accessToken } };
		const { error } = await bench.run(CREATE_VALIDATION, leastOf(CREATE_VALIDATION), { credentials });
		expect(error).toBeUndefined();
		expect(bench.verifik.requests[0].headers.authorization).toBe('Bearer YOUR_ACCESS_TOKEN');
	});

	test('a token that only begins like a scheme stays whole', async () => {
		const { headers } = await authenticated('verifikApi', { ...VERIFIK, accessToken: 'bearerless' });
		expect(headers).toEqual({ Authorization: 'Bearer bearerless' });
	});

	test('the base URL is production unless given, without slash at its end', async () => {
		const to = async (baseUrl?: string) =>
			(await authenticated('verifikApi', { ...VERIFIK, baseUrl: baseUrl as string })).baseURL;
		expect(await to()).toBe('https://api.verifik.co');
		expect(await to('')).toBe('https://api.verifik.co');
		expect(await to('https://staging-api.verifik.co/')).toBe('https://staging-api.verifik.co');
	});

	const wrong: Array<[object, RegExp]> = [
		[{ accessToken: '' }, /Access Token is empty/],
		[{ accessToken: 'Bearer ' }, /Access Token is empty/],
		[{ accessToken: 'two parts' }, /Access Token is mistyped/],
		[{ accessToken: jwtUntil(1_700_000_000) }, /Access Token expired on 2023-11-14: copy a new one/],
		[{ baseUrl: 'api.verifik.co' }, /Base URL is not a valid URL/],
		[{ baseUrl: 'https://two parts@proxy.test' }, /Base URL is not a valid URL/],
		[{ baseUrl: 'https://eyJ:x@proxy.test' }, /Base URL is not a valid URL/],
	];
	test.each(wrong)('%p is named before anything is sent', async (changes, message) => {
		const credentials = { verifikApi: { ...bench.verifik.credential, ...changes } };
		const { error } = await bench.run(CREATE_VALIDATION, leastOf(CREATE_VALIDATION), { credentials });
		expect(error?.message).toMatch(message);
		for (const part of ['two parts', 'eyJ']) expect(error?.message).not.toContain(part);
		expect(bench.verifik.requests).toEqual([]);
	});

	test('a JWT is used until the second in which it ends', async () => {
		const now = Math.floor(Date.now() / 1000);
		const accessToken = jwtUntil(now + 1);
		const { headers } = await authenticated('verifikApi', { ...VERIFIK, accessToken });
		expect(headers).toEqual({ Authorization: `Bearer ${accessToken}` });
		const ended = authenticated('verifikApi', { ...VERIFIK, accessToken: jwtUntil(now) });
		await expect(ended).rejects.toThrow(/expired/);
	});

	const jwtWith = (payload: string): string => `e30.${Buffer.from(payload).toString('base64url')}.c2ln`;

	/** What the form shows for a token, beside the fields. */
	function noticesFor(accessToken: string): string[] {
		const { properties } = bench.engine.loaded.credentialType('verifikApi');
		const values = { accessToken, baseUrl: '' };
		const shown = properties.filter((one) => NodeHelpers.displayParameter(values, one, null, null));
		return shown.filter(({ type }) => type === 'notice').map(({ displayName }) => displayName);
	}

	test('the form says of a token in sandbox mode that results are simulated, wherever its payload says it', () => {
		for (const before of ['', '"a":1,', '"ab":1,', '"abc":1,', '"clientId":"é",']) {
			const [sandbox, production] = ['sandbox', 'production'].map((mode) =>
				jwtWith(`{${before}"mode":"${mode}","exp":4102444800}`),
			);
			expect(noticesFor(sandbox)).toEqual([expect.stringContaining('results are simulated')]);
			expect(noticesFor(`Bearer ${sandbox}`)).toHaveLength(1);
			expect(noticesFor(production)).toEqual([]);
		}
		for (const other of [
			'',
			'YOUR_ACCESS_TOKEN',
			jwtWith('{"model":"sandbox"}'),
			jwtWith('{"mode":"sandboxed"}'),
		]) {
			expect(noticesFor(other)).toEqual([]);
		}
	});

	test('a token in sandbox mode is used like any other', async () => {
		const accessToken = jwtWith('{"mode":"sandbox"}');
		const { headers } = await authenticated('verifikApi', { ...VERIFIK, accessToken });
		expect(headers).toEqual({ Authorization: `Bearer ${accessToken}` });
	});

	/** Token of the fake provider, and the expected message (docs/providers/verifik.md#refused-tokens). */
	const refused: Array<[string, RegExp]> = [
		['EXPIRED_TOKEN', /has expired/],
		['TOKEN_EXPIRED', /has expired/],
		['JWT_EXPIRED', /has expired/],
		['INVALID_OR_EXPIRED_TOKEN', /has expired/],
		['INVALID_TOKEN', /did not accept the Access Token/],
		['UNAUTHORIZED_TOKEN', /did not accept the Access Token/],
		['UNKNOWN_TO_EVERYBODY', /did not accept the Access Token/],
		['NO_ACCESS_TOKEN', /no access/],
		['NO_CREDITS_TOKEN', /no credits left/],
	];
	test.each(refused)('%s: Verifik says no, and the person reads why', async (accessToken, message) => {
		const credentials = { verifikApi: { ...bench.verifik.credential, accessToken } };
		const result = await bench.run(CREATE_VALIDATION, leastOf(CREATE_VALIDATION), { credentials });
		expect(result.error?.message).toMatch(message);
		expect(bench.verifik.requests.length).toBe(1);
		expectNoSecrets(result, credentials);
	});
});

test.each([
	['aucoApi', ['privateKey', 'publicKey', 'webhookSecret']],
	['verifikApi', ['accessToken', 'webhookSecret']],
])('%s hides its secrets in the editor', (type, secrets) => {
	const { properties } = bench.engine.loaded.credentialType(type);
	const hidden = properties.filter(({ typeOptions }) => typeOptions?.password).map(({ name }) => name);
	expect(hidden.sort()).toEqual([...secrets].sort());
});

describe('HTTP without encryption', () => {
	const urls = ['http://api.example.com/v1.5/ext', 'http://203.0.113.7', 'http://api.auco.ai./v1.5/ext'];

	test.each(urls)('%s is refused before a key leaves', async (baseUrl) => {
		const aucoApi = { ...bench.auco.credential, environment: 'custom', baseUrl };
		const verifikApi = { ...bench.verifik.credential, baseUrl };
		for (const [operation, credentials] of [
			[CREATE, { aucoApi }],
			[CREATE_VALIDATION, { verifikApi }],
		] as const) {
			const { error } = await bench.run(operation, leastOf(operation), { credentials });
			expect(error?.message).toMatch(/Base URL starts with http:\/\/.*would travel unencrypted/);
			expect(error?.description).toContain('Nothing was sent');
		}
	});

	test.each(['http://localhost:4010', 'http://10.0.0.7:8080', 'http://192.168.1.2', 'http://verifik-proxy'])(
		'%s stays in the own network',
		async (baseUrl) => {
			const { baseURL } = await authenticated('verifikApi', { ...VERIFIK, baseUrl });
			expect(baseURL).toBe(baseUrl);
		},
	);
});
