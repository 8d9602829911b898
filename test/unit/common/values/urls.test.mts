import {
	isFileUrl,
	isPublicHttps,
	isReachableByProvider,
	toIpAddress,
	toLink,
	toUrl,
} from '../../../../nodes/common/values/urls.ts';

const PROVIDER = 'https://api.auco.ai/v1.5/ext';

test.each([
	'https://n8n.example.com/webhook/x/webhook',
	'https://n8n.example.com:8443/webhook',
	'https://203.0.113.5/webhook',
	'https://172.32.0.1/webhook',
	'https://100.128.0.1/webhook',
	'https://[2001:db8::5]/webhook',
	'https://10.example.com/webhook',
	'https://localhost.example.com/webhook',
])('%s may be given to a provider', (url) => {
	expect(isReachableByProvider(url, PROVIDER)).toBe(true);
});

test.each([
	'http://n8n.example.com/webhook',
	'https://localhost/webhook',
	'https://localhost./webhook',
	'https://LOCALHOST/webhook',
	'https://n8n.localhost/webhook',
	'https://n8n/webhook',
	'https://n8n.local/webhook',
	'https://n8n.internal/webhook',
	'https://127.0.0.1/webhook',
	'https://127.1/webhook',
	'https://0x7f.0.0.1/webhook',
	'https://2130706433/webhook',
	'https://0.0.0.0/webhook',
	'https://10.1.2.3/webhook',
	'https://100.64.0.1/webhook',
	'https://169.254.169.254/webhook',
	'https://172.16.0.1/webhook',
	'https://192.168.1.1/webhook',
	'https://[::1]/webhook',
	'https://[::]/webhook',
	'https://[fd00::1]/webhook',
	'https://[fe80::1]/webhook',
	'https://[::ffff:10.0.0.1]/webhook',
	'ftp://n8n.example.com/webhook',
	'',
])('%s may not', (url) => {
	expect(isReachableByProvider(url, PROVIDER)).toBe(false);
});

test.each(['http://127.0.0.1:4010/v1.5/ext', 'http://localhost:4010', 'http://[::1]:4010'])(
	'a sandbox at %s may have any',
	(provider) => {
		expect(isReachableByProvider('http://localhost:5678/webhook', provider)).toBe(true);
		expect(isReachableByProvider('not an address', provider)).toBe(false);
	},
);

test('a provider that only looks like a sandbox may not', () => {
	for (const provider of ['https://127.0.0.1.example.com', 'https://localhost.example.com', 'nonsense']) {
		expect(isReachableByProvider('http://localhost:5678/webhook', provider)).toBe(false);
	}
});

test('an address leaves without blanks around it and invisible marks in it', () => {
	expect(toUrl(' https://example.com/success ')).toBe('https://example.com/success');
	expect(toUrl('https://example.com/\u200bsuccess')).toBe('https://example.com/success');
	expect(toUrl('http://127.0.0.1:5678/x?y=1')).toBe('http://127.0.0.1:5678/x?y=1');
	expect(toLink('myapp://done\u2069')).toBe('myapp://done');
});

test.each([
	['example.com'],
	['ftp://example.com'],
	['https://'],
	['javascript:alert(1)'],
	['https://exa mple.com'],
	['https://example.com/a b.jpg'],
	['https://example.com/{{ $json.id }}.jpg'],
	['undefined'],
])('%p is no address', (value) => {
	expect(() => toUrl(value)).toThrow(/full URL|missing value|not evaluated/);
});

test.each(['myapp://done', 'com.example.app:/done', 'HTTPS://example.com/x'])(
	'%s is an address of an app',
	(url) => {
		expect(toLink(url)).toBe(url);
	},
);

test.each([
	'localhost:3000/done',
	'example.com:443/ok',
	'javascript:alert(1)',
	'mailto:a@example.com',
	'C:/done',
])('%s leads nowhere', (url) => {
	expect(() => toLink(url)).toThrow(/full URL/);
});

test.each(['203.0.113.7', ' 8.8.8.8\u200b', '::1', '2001:db8::5', '::ffff:10.0.0.1'])(
	'%j is an IP address',
	(text) => {
		expect(toIpAddress(text)).toBe(text.replace(/[ \u200b]/g, ''));
	},
);

test.each([
	'999.1.1.1',
	'8.8.8',
	'8.8.8.8, 1.1.1.1',
	'10.0.0.1:80',
	'10.0.0.0/8',
	'[::1]',
	'::1/64',
	'fe80::g',
	134744072,
])('%p is no IP address', (value) => {
	expect(() => toIpAddress(value)).toThrow(/must be one IP address/);
});

test('only encrypted addresses of the internet are public', () => {
	expect(isPublicHttps('https://example.com/a.jpg')).toBe(true);
	for (const url of [
		'http://example.com/a.jpg',
		'https://localhost/a.jpg',
		'https://169.254.169.254/latest',
	]) {
		expect(isPublicHttps(url)).toBe(false);
	}
});

const SANDBOX = 'http://127.0.0.1:4010/v1.5/ext';

test.each([
	['https://files.example.com/report.pdf?signature=x', PROVIDER],
	['https://files.example.com/report.pdf', SANDBOX],
	['http://127.0.0.1:4010/report.pdf', SANDBOX],
	['https://localhost/report.pdf', SANDBOX],
])('the file at %s may be fetched for %s', (url, provider) => {
	expect(isFileUrl(url, provider)).toBe(true);
});

test.each([
	['http://127.0.0.1:5678/rest/settings', PROVIDER],
	['https://127.0.0.1/report.pdf', PROVIDER],
	['https://localhost/report.pdf', 'https://localhost.example.com'],
	['http://[::1]/report.pdf', 'http://192.168.1.5'],
	['http://files.example.com/report.pdf', PROVIDER],
	['http://files.example.com/report.pdf', SANDBOX],
	['file:///etc/passwd', SANDBOX],
	['ftp://127.0.0.1/report.pdf', SANDBOX],
	['report.pdf', SANDBOX],
])('the file at %s may not be fetched for %s', (url, provider) => {
	expect(isFileUrl(url, provider)).toBe(false);
});
