import { parseCredential } from '../../../../nodes/Verifik/api/credential.ts';

const NOW = Date.UTC(2026, 10, 1);

const baseUrlOf = (data: object) => parseCredential(data as never).baseUrl;
const tokenOf = (data: object) => parseCredential(data as never).accessToken;
const credentialIssue = (data: object, now: number) => parseCredential(data as never, now).issue;

/** A token of Verifik's form (verifik.md 1.4) that ends at a moment, in seconds since the epoch. */
function jwt(exp: number): string {
	const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');
	return `${part({ alg: 'HS256' })}.${part({ clientId: 'client_123456789', exp })}.signature`;
}

test.each([
	['YOUR_ACCESS_TOKEN', 'YOUR_ACCESS_TOKEN'],
	['Bearer YOUR_ACCESS_TOKEN', 'YOUR_ACCESS_TOKEN'],
	[' bearer   YOUR_ACCESS_TOKEN ', 'YOUR_ACCESS_TOKEN'],
	['jwt YOUR_ACCESS_TOKEN', 'YOUR_ACCESS_TOKEN'],
	['bearerless', 'bearerless'],
])('the token of %p is %p', (accessToken, token) => {
	expect(tokenOf({ accessToken })).toBe(token);
});

test.each([
	[undefined, 'https://api.verifik.co'],
	['', 'https://api.verifik.co'],
	['https://staging-api.verifik.co/', 'https://staging-api.verifik.co'],
])('the base URL %p is %p', (baseUrl, url) => {
	expect(baseUrlOf({ baseUrl } as never)).toBe(url);
});

test('good credentials have no problem', () => {
	expect(credentialIssue({ accessToken: 'YOUR_ACCESS_TOKEN' }, NOW)).toBeUndefined();
	expect(credentialIssue({ accessToken: jwt(NOW / 1000 + 1) }, NOW)).toBeUndefined();
});

test.each<[string, Record<string, string>, RegExp]>([
	['no token', { accessToken: '' }, /is empty/],
	['a scheme without a token', { accessToken: 'Bearer ' }, /is empty|is mistyped/],
	['a token with a gap', { accessToken: 'YOUR_ACCESS TOKEN' }, /mistyped/],
	['an expired token', { accessToken: jwt(NOW / 1000) }, /expired on 2026-11-01: copy a new one/],
	['a base URL without scheme', { accessToken: 'x', baseUrl: 'api.verifik.co' }, /Base URL is no address/],
])('%s is named, the token itself is not', (_name, credential, problem) => {
	const text = credentialIssue(credential, NOW);
	expect(text).toMatch(problem);
	expect(text).not.toContain('YOUR_ACCESS');
	expect(text).not.toContain('signature');
});
