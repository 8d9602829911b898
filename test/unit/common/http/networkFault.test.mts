import { isNeverConnected, isNothingSent, readFault } from '../../../../nodes/common/http/networkFault.ts';

/**
 * Faults as they were seen with n8n-core 2.0.0, 2.20.0 and 2.41.1, among them those that no test can provoke without
 * certificates (docs/n8n-engine.md#network-errors-differ-between-versions).
 */
interface Seen {
	code: string;
	message: string;
	/** Of the request: `written` once the operating system had all of it. */
	request: 'waiting' | 'handshake' | 'written';
}

/** What newer n8n reports: the error of axios is the cause. */
function withCause({ code, message, request }: Seen): object {
	const socket = { secureConnecting: request === 'handshake' };
	return {
		name: 'NodeApiError',
		message: 'Something that n8n says instead',
		httpCode: code,
		messages: [message],
		cause: { code, message, request: { writableFinished: request === 'written', socket } },
	};
}

/** What older n8n reports: code and message are all that is left. */
function withoutCause({ code, message }: Seen): object {
	return {
		name: 'NodeApiError',
		message: 'Something that n8n says instead',
		httpCode: code,
		messages: [message],
		cause: undefined,
	};
}

/** What comes of a request without credential. */
function bare({ code, message, request }: Seen): object {
	return { name: 'AxiosError', code, message, request: { writableFinished: request === 'written' } };
}

const SHAPES = { withCause, withoutCause, bare };

const cellsOf = (faults: Seen[]) =>
	Object.entries(SHAPES).flatMap(([shape, make]) =>
		faults.map((fault) => [`${fault.code}: ${fault.message}`, shape, make(fault)] as const),
	);

/** The next attempt may get through. */
const UNREACHED: Seen[] = [
	{ code: 'ECONNREFUSED', message: 'connect ECONNREFUSED 127.0.0.1:8080', request: 'waiting' },
	{ code: 'ENOTFOUND', message: 'getaddrinfo ENOTFOUND api.example', request: 'waiting' },
	{ code: 'EAI_AGAIN', message: 'getaddrinfo EAI_AGAIN api.example', request: 'waiting' },
	{ code: 'EHOSTUNREACH', message: 'connect EHOSTUNREACH 2001:db8::1:443', request: 'waiting' },
	{ code: 'ENETUNREACH', message: 'connect ENETUNREACH 224.0.0.1:80', request: 'waiting' },
	{
		code: 'ECONNRESET',
		message: 'Client network socket disconnected before secure TLS connection was established',
		request: 'handshake',
	},
];

/** Every attempt would end in the same way. */
const UNSENDABLE: Seen[] = [
	{ code: 'EPROTO', message: 'write EPROTO 40AD:error:0A00010B:wrong version number', request: 'handshake' },
	{
		code: 'EPROTO',
		message: 'write EPROTO 40AD:error:0A00042E:alert protocol version',
		request: 'handshake',
	},
	...[
		'CERT_HAS_EXPIRED',
		'DEPTH_ZERO_SELF_SIGNED_CERT',
		'SELF_SIGNED_CERT_IN_CHAIN',
		'UNABLE_TO_VERIFY_LEAF_SIGNATURE',
		'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
		'ERR_TLS_CERT_ALTNAME_INVALID',
	].map((code): Seen => ({ code, message: 'certificate', request: 'handshake' })),
	{ code: 'ERR_INVALID_CHAR', message: 'Invalid character in header content', request: 'waiting' },
];

/** Anything may have happened at the provider. */
const SENT: Seen[] = [
	{ code: 'ECONNRESET', message: 'read ECONNRESET', request: 'written' },
	{ code: 'ECONNRESET', message: 'socket hang up', request: 'written' },
	{ code: 'EPIPE', message: 'write EPIPE', request: 'written' },
	{ code: 'EHOSTUNREACH', message: 'read EHOSTUNREACH', request: 'written' },
	{ code: 'ECONNABORTED', message: 'timeout of 1500ms exceeded', request: 'written' },
	{ code: 'ETIMEDOUT', message: 'read ETIMEDOUT', request: 'written' },
	{ code: 'ERR_BAD_RESPONSE', message: 'stream has been aborted', request: 'written' },
	{ code: 'ERR_CANCELED', message: 'canceled', request: 'written' },
	{ code: 'HPE_INVALID_CONSTANT', message: 'Parse Error', request: 'written' },
	{ code: 'ERR_SSL_BAD_RECORD_TYPE', message: '40BD:error:0A0001BB:bad record type', request: 'written' },
	{
		code: 'ERR_SSL_DECRYPTION_FAILED_OR_BAD_RECORD_MAC',
		message: '40BD:error:0A000119:decryption failed or bad record mac',
		request: 'written',
	},
	{
		code: 'ERR_SSL_TLSV13_ALERT_CERTIFICATE_REQUIRED',
		message: '40BD:error:0A00045C:tlsv13 alert certificate required',
		request: 'written',
	},
	{ code: 'ESOMETHINGNEW', message: 'something new', request: 'waiting' },
];

test.each(cellsOf(UNREACHED))('never connected: %s, %s', (_fault, _shape, error) => {
	const fault = readFault(error);
	expect([isNothingSent(fault), isNeverConnected(fault)]).toEqual([true, true]);
});

test.each(cellsOf(UNSENDABLE))('not sendable: %s, %s', (_fault, _shape, error) => {
	const fault = readFault(error);
	expect([isNothingSent(fault), isNeverConnected(fault)]).toEqual([true, false]);
});

test.each(cellsOf(SENT))('perhaps sent: %s, %s', (_fault, _shape, error) => {
	const fault = readFault(error);
	expect([isNothingSent(fault), isNeverConnected(fault)]).toEqual([false, false]);
});

test('a request that was written may have acted, whatever the code says', () => {
	for (const fault of [...UNREACHED, ...UNSENDABLE]) {
		expect(isNothingSent(readFault(withCause({ ...fault, request: 'written' })))).toBe(false);
	}
});

test.each(['ECONNRESET', 'ECONNABORTED'])('%s during the TLS handshake: nothing was sent', (code) => {
	const fault = readFault(withCause({ code, message: `read ${code}`, request: 'handshake' }));
	expect([isNothingSent(fault), isNeverConnected(fault)]).toEqual([true, true]);
});

test.each([
	undefined,
	null,
	'text',
	{},
	new Error('anything'),
	{ message: 'connect ECONNREFUSED', httpCode: null },
	{ message: 'stream has been aborted', httpCode: '200' },
	{ cause: new Error('without a code') },
	{ cause: { code: 42 }, httpCode: 'econnrefused' },
])('no shape that is known: %p may have been sent', (error) => {
	expect(isNothingSent(readFault(error))).toBe(false);
});
