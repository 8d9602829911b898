/** A failed request without a response, read from whatever shape this n8n reports it in. */
interface NetworkFault {
	/** Code of Node or of the network library, e.g. `ECONNRESET`; undefined when the fault was not one of the network. */
	code?: string;
	/** The original message, e.g. `read ECONNRESET`. */
	words: string;
	/** Whether the operating system has taken the whole request; undefined where n8n does not tell. */
	isWritten?: boolean;
	/** TLS was still being negotiated, so nothing of the request was readable for anybody. */
	isInHandshake: boolean;
}

/** What is left of a request that failed. */
interface FailedRequest {
	writableFinished?: boolean;
	socket?: { secureConnecting?: boolean } | null;
}

/** What `readFault` looks at; n8n has no type for it, and its versions fill in different parts. */
interface ReportedError {
	message?: string;
	code?: unknown;
	request?: FailedRequest;
	httpCode?: unknown;
	messages?: string[];
	cause?: { message?: string; code?: unknown; request?: FailedRequest };
}

/** What a fault looks like that came before anything was sent. */
interface FaultPattern {
	codes: RegExp;
	/** What the message must say as well, where the code alone can also come after sending. */
	words?: RegExp;
}

/** No connection was established; the next attempt may get through. */
const NOT_CONNECTED: readonly FaultPattern[] = [
	{ codes: /^(ECONNREFUSED|ENOTFOUND|EAI_AGAIN)$/ },
	// An established connection can end with "read EHOSTUNREACH".
	{ codes: /^E(HOST|NET)UNREACH$/, words: /^connect / },
	{ codes: /^ECONNRESET$/, words: /before secure TLS connection was established/ },
];

/** The request was impossible, or both sides could not agree on TLS: the next attempt would end in the same way. */
const NOT_SENDABLE: readonly FaultPattern[] = [
	{ codes: /^ERR_INVALID_(CHAR|URL)$/ },
	{ codes: /^(CERT_\w+|(DEPTH_ZERO_)?SELF_SIGNED_CERT\w*|UNABLE_TO_\w+|ERR_TLS_CERT_ALTNAME_INVALID)$/ },
	// What could not be encrypted did not leave. After sending, TLS faults are found by reading: ERR_SSL_*.
	{ codes: /^EPROTO$/, words: /^write EPROTO / },
];

/**
 * Reads the error of n8n's request helpers (docs/n8n-engine.md#network-errors-differ-between-versions): a
 * `NodeApiError` whose `cause` is axios' error (newer n8n), the same without `cause`, code and words only (older n8n), or
 * axios' error itself (requests without credential).
 */
export function readFault(error: unknown): NetworkFault {
	const { message, code, httpCode, messages, cause, ...own } = Object(error) as ReportedError;
	const request = cause?.request ?? own.request;
	return {
		code: [cause?.code, code, httpCode].find(isCode),
		words: cause?.message || messages?.[0] || message || String(error),
		isWritten: request?.writableFinished,
		isInHandshake: request?.writableFinished === false && request.socket?.secureConnecting === true,
	};
}

/** Whether nothing was sent. The list is closed: whatever it does not name may have reached the provider. */
export function isNothingSent(fault: NetworkFault): boolean {
	return isNeverConnected(fault) || (!fault.isWritten && fitsAny(NOT_SENDABLE, fault));
}

/** Whether no connection was established, for a reason that may pass. */
export function isNeverConnected(fault: NetworkFault): boolean {
	if (fault.isWritten || fitsAny(NOT_SENDABLE, fault)) return false;
	return fault.isInHandshake || fitsAny(NOT_CONNECTED, fault);
}

function fitsAny(patterns: readonly FaultPattern[], { code = '', words }: NetworkFault): boolean {
	return patterns.some((pattern) => pattern.codes.test(code) && (pattern.words?.test(words) ?? true));
}

/** `httpCode` holds a status as well. */
function isCode(value: unknown): value is string {
	return typeof value === 'string' && /^[A-Z]\w+$/.test(value);
}
