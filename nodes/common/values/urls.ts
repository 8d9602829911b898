import { InvalidValueError, quoted, toIdentifier } from './convert';

/** An absolute http(s) URL. */
export function toUrl(value: unknown): string {
	const url = toIdentifier(value);
	if (/^https?:\/\/[^\s/?#]+\S*$/i.test(url) && URL.canParse(url)) return url;
	throw new InvalidValueError('must be a full URL that starts with https://');
}

/**
 * An absolute URL with any scheme, since phone apps have their own. The slash behind it tells a scheme from a host with a
 * port (`localhost:3000`), and from what is no place to go (`mailto:`, `javascript:`).
 */
export function toLink(value: unknown): string {
	const link = toIdentifier(value);
	if (/^[a-z][a-z\d+.-]+:\/\S+$/i.test(link) && URL.canParse(link)) return link;
	throw new InvalidValueError('must be a full URL, e.g. https://example.com/success');
}

/** One IP address of either kind, without port or network. */
export function toIpAddress(value: unknown): string {
	const address = toIdentifier(value);
	const parts = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})$/.exec(address)?.slice(1);
	const isVersion4 = parts?.every((part) => Number(part) <= 255);
	const isVersion6 = address.includes(':') && URL.canParse(`http://[${address}]/`);
	if (isVersion4 || isVersion6) return address;
	throw new InvalidValueError(`must be one IP address, e.g. 203.0.113.7, not ${quoted(address)}`);
}

/** Hosts that can only be reached from this machine or its network. */
const LOOPBACK = /^(localhost|.*\.localhost|127(\.\d+){3}|\[::1\])$/;
const PRIVATE = [
	/^0(\.\d+){3}$/,
	/^10(\.\d+){3}$/,
	/^100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])(\.\d+){2}$/,
	/^169\.254(\.\d+){2}$/,
	/^172\.(1[6-9]|2\d|3[01])(\.\d+){2}$/,
	/^192\.168(\.\d+){2}$/,
	// IPv6: unspecified, unique local, link-local, and IPv4-mapped addresses.
	/^\[(::|f[cd]|fe[89ab]|::ffff:)/,
	/\.(local|lan|internal|intranet|home\.arpa|test|invalid)$/,
	// A name without a dot.
	/^[^.:]+$/,
];

/** Whether a host name of a parsed URL is this machine itself. */
function isLoopback(hostname: string): boolean {
	return LOOPBACK.test(hostname);
}

/** Whether a text can be a base URL: without user info, which would replace the key, and without a query. */
export function isBaseUrl(url: string): boolean {
	return /^https?:\/\/[^\s/?#@]+(\/[^\s?#@]*)?$/i.test(url) && URL.canParse(url);
}

/** Whether a key sent to this URL could be read on its way: HTTP is for this machine and its own network only. */
export function isSentInClear(url: string): boolean {
	const { protocol, hostname } = new URL(url);
	return protocol === 'http:' && !isPrivate(hostname);
}

/** Whether a host name means something in this network only. */
function isPrivate(hostname: string): boolean {
	const name = hostname.replace(/\.$/, '');
	return [LOOPBACK, ...PRIVATE].some((pattern) => pattern.test(name));
}

/**
 * Whether the provider can reach this URL: only a public HTTPS URL leads to n8n from outside. A provider on loopback is
 * a sandbox beside n8n and can reach any.
 *
 * @param url a URL of this n8n
 * @param providerUrl base URL of the provider's API
 */
export function isReachableByProvider(url: string, providerUrl: string): boolean {
	if (!URL.canParse(url)) return false;
	if (URL.canParse(providerUrl) && isLoopback(new URL(providerUrl).hostname)) return true;
	return isPublicHttps(url);
}

/**
 * Whether a file may be fetched from a URL that a provider has given: over HTTPS, and from this machine only when the
 * provider is on it as well.
 */
export function isFileUrl(url: string, providerUrl: string): boolean {
	if (!URL.canParse(url)) return false;
	const { protocol, hostname } = new URL(url);
	return isLoopback(hostname) ? isBesideSandbox(url, providerUrl) : protocol === 'https:';
}

/** Whether an http(s) URL is on loopback, as a provider is that can only be a sandbox. */
export function isBesideSandbox(url: string, providerUrl: string): boolean {
	const urls = [url, providerUrl].map((text) => new URL(text));
	return urls.every(({ protocol, hostname }) => /^https?:$/.test(protocol) && isLoopback(hostname));
}

/** Scheme and host of a URL, without user info, path and query, which may hold secrets; undefined when it is none. */
export function originOf(url: unknown): string | undefined {
	if (typeof url !== 'string' || !URL.canParse(url)) return undefined;
	const { protocol, host } = new URL(url);
	return `${protocol}//${host}`;
}

/** Whether a URL is an encrypted address on the internet, as far as its name tells. */
export function isPublicHttps(url: string): boolean {
	const { protocol, hostname } = new URL(url);
	return protocol === 'https:' && !isPrivate(hostname);
}

/** The key under which a provider's object holds the sealed resume URL of the execution that waits for it. */
export const SEALED_RESUME_URL = 'n8nResume';

/** The token of a resume URL of n8n (docs/n8n-engine.md#resume-address), and a sealed URL in JSON. */
const RESUME_TOKENS = [/(\/\d+(?:\/[\w-]+)?\?signature=)[\w-]+/g, /(n8nResume\W{1,8})[\w-]{40,}/g];

/** A text that may contain resume URLs, without what resumes an execution. */
export function withoutResumeTokens(text: string): string {
	return RESUME_TOKENS.reduce((left, token) => left.replace(token, '$1***'), text);
}
