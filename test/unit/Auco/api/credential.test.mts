import { keyFor as keyOf, parseCredential } from '../../../../nodes/Auco/api/credential.ts';

const baseUrlOf = (data: object) => parseCredential(data as never).baseUrl;
const credentialIssue = (data: object) => parseCredential(data as never).issue;
const keyFor = (method: string | undefined, data: object) => keyOf(method, parseCredential(data as never));

const GOOD = { environment: 'production', privateKey: 'prk_xxx', publicKey: 'puk_xxx' };

test.each([
	[{ environment: 'production' }, 'https://api.auco.ai/v1.5/ext'],
	[{ environment: 'stage' }, 'https://dev.auco.ai/v1.5/ext'],
	[
		{ environment: 'custom', baseUrl: ' http://127.0.0.1:3000/v1.5/ext// ' },
		'http://127.0.0.1:3000/v1.5/ext',
	],
	[{ environment: 'production', baseUrl: 'https://left.over' }, 'https://api.auco.ai/v1.5/ext'],
])('%j has the base URL %s', (credential, url) => {
	expect(baseUrlOf(credential)).toBe(url);
});

test.each([
	['GET', 'puk_xxx'],
	['get', 'puk_xxx'],
	[undefined, 'puk_xxx'],
	['POST', 'prk_xxx'],
	['PUT', 'prk_xxx'],
	['DELETE', 'prk_xxx'],
])('%s is sent with %s', (method, key) => {
	expect(keyFor(method, GOOD)).toBe(key);
});

test('good credentials have no problem; blanks around a key do not matter', () => {
	expect(credentialIssue(GOOD)).toBeUndefined();
	expect(credentialIssue({ ...GOOD, privateKey: ' prk_xxx ' })).toBeUndefined();
	expect(keyFor('POST', { ...GOOD, privateKey: ' prk_xxx ' })).toBe('prk_xxx');
});

test.each<[string, object, RegExp]>([
	['swapped keys', { privateKey: 'puk_secret', publicKey: 'prk_secret' }, /swapped/],
	['twice the public key', { privateKey: 'puk_secret' }, /Private Key is mistyped: it must start with prk_/],
	['twice the private key', { publicKey: 'prk_secret' }, /Public Key is mistyped: it must start with puk_/],
	['a mistyped key', { publicKey: 'secret' }, /Public Key is mistyped/],
	['no private key', { privateKey: '' }, /Private Key is empty/],
	['no public key', { publicKey: '  ' }, /Public Key is empty/],
	['a scheme before the key', { privateKey: 'Bearer prk_secret' }, /bare key/],
	['custom without an address', { environment: 'custom', baseUrl: '' }, /Base URL is no address/],
	['custom with a host alone', { environment: 'custom', baseUrl: 'api.auco.ai' }, /Base URL is no address/],
])('%s is named, the key itself is not', (_name, changes, problem) => {
	const text = credentialIssue({ ...GOOD, ...changes });
	expect(text).toMatch(problem);
	expect(text).not.toContain('secret');
});
