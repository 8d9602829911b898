import type { LiveReply } from './ask.mts';
import type { Measure, MeasuredOperation } from './measure.mts';
import type { Difference, Verdict } from './types.mts';

/** What a reply says about the document. */
interface Judgement {
	verdict: Verdict;
	words: string;
	differences: Difference[];
	/** The body, when it is JSON. */
	body?: unknown;
}

/** A reply and what it is held against. */
interface Question {
	measure: Measure;
	operation: MeasuredOperation;
	/** Name of a schema that counts instead of the operation's own. */
	schema?: string;
	/** Texts that must not appear. */
	secrets: readonly string[];
}

/** Holds a reply against its operation: status, content type, body. */
export function judge(reply: LiveReply, question: Question): Judgement {
	const { operation } = question;
	const described = responseFor(reply.status, operation);
	const parsed = parse(reply);
	const differences = [
		...statusDifferences(reply.status, operation),
		...bodyDifferences(reply, parsed, described?.content, question),
	];
	return {
		verdict: verdictOf(reply, differences, parsed),
		words: refusalWords(reply) || (differences.length > 0 ? '' : emptyWords(parsed, question)),
		differences,
		...parsed,
	};
}

/** The body as JSON, or what it is instead. */
type Parsed = { body: unknown } | { instead: 'nothing' | 'HTML' | 'text that is not JSON' };

function parse({ text }: LiveReply): Parsed {
	if (text === undefined) return { instead: 'text that is not JSON' };
	if (text.trim() === '') return { instead: 'nothing' };
	try {
		return { body: JSON.parse(text) as unknown };
	} catch {
		return { instead: /^\s*<(!doctype|html|\?xml)/i.test(text) ? 'HTML' : 'text that is not JSON' };
	}
}

/** What the document says of a status. A success that it does not know is held against the one that it does. */
function responseFor(status: number, { responses }: MeasuredOperation) {
	const known = responses[String(status)] ?? responses[`${Math.floor(status / 100)}XX`] ?? responses.default;
	return known ?? (isSuccess(status) ? responses['200'] : undefined);
}

function statusDifferences(status: number, { responses }: MeasuredOperation): Difference[] {
	const known = Object.keys(responses);
	if (known.some((one) => [String(status), `${Math.floor(status / 100)}XX`, 'default'].includes(one)))
		return [];
	return [difference('other status', known.join(', '), String(status))];
}

function bodyDifferences(
	{ contentType }: LiveReply,
	parsed: Parsed,
	content: MeasuredOperation['responses'][string]['content'],
	{ measure, schema, secrets }: Question,
): Difference[] {
	const found = 'instead' in parsed ? parsed.instead : 'JSON';
	if (content === undefined) return [];
	if (found === 'nothing') return [difference('other body', 'JSON', 'nothing')];
	const types = Object.keys(content);
	const ofType = types.includes(contentType)
		? []
		: [difference('other content type', types.join(', '), printable(contentType))];
	if (!('body' in parsed)) return [...ofType, difference('other body', 'JSON', found)];
	const documented = schema === undefined ? Object.values(content)[0]!.schema : measure.schema(schema);
	return [...ofType, ...measure.differences(documented ?? {}, parsed.body, secrets)];
}

function printable(contentType: string): string {
	if (contentType === '') return 'none';
	return /^[a-z]+\/[a-z.+-]+$/.test(contentType) ? contentType : 'something that is no media type';
}

function difference(kind: Difference['kind'], documented: string, found: string): Difference {
	return { kind, path: '', documented, found, times: 1 };
}

function verdictOf({ status }: LiveReply, differences: Difference[], parsed: Parsed): Verdict {
	if (differences.length > 0) return 'differs';
	if (!isSuccess(status)) return status >= 500 || status === 429 ? 'failed' : 'refused';
	return 'instead' in parsed || isEmptyList(parsed.body) ? 'empty' : 'fits';
}

function isSuccess(status: number): boolean {
	return status >= 200 && status < 300;
}

/** Whether the reply is a list without records, in any envelope. */
function isEmptyList(body: unknown): boolean {
	const { data } = (body ?? {}) as { data?: unknown };
	const records = (data as { docs?: unknown } | undefined)?.docs ?? data ?? body;
	return Array.isArray(records) && records.length === 0;
}

/** Pointers to the lists without elements near the top: what would be in them was not seen. */
function emptyLists(body: unknown, pointer = '', depth = 0): string[] {
	if (Array.isArray(body)) return body.length === 0 ? [pointer] : [];
	if (typeof body !== 'object' || body === null || depth === 2) return [];
	return Object.entries(body).flatMap(([name, value]) =>
		emptyLists(value, `${pointer}/${name.replaceAll('~', '~0').replaceAll('/', '~1')}`, depth + 1),
	);
}

function emptyWords(parsed: Parsed, { measure, secrets }: Question): string {
	if ('instead' in parsed) return parsed.instead === 'nothing' ? 'no content: nothing to hold against' : '';
	if (isEmptyList(parsed.body)) return 'an empty list: nothing to hold against';
	const names = measure.namesFor(parsed.body, secrets);
	const empty = emptyLists(parsed.body).map((pointer) => names.path(pointer, parsed.body));
	if (empty.length === 0) return '';
	return `empty, so nothing to hold against: ${empty.slice(0, 3).join(', ')}${empty.length > 3 ? ', …' : ''}`;
}

/** Why a request was not answered as asked, in plain words; empty for a good answer. */
function refusalWords({ status, redirectsTo, text, contentType }: LiveReply): string {
	if (redirectsTo) return `a redirect to ${redirectsTo}, which was not followed`;
	if (contentType === 'text/html' || /^\s*<(!doctype|html)/i.test(text ?? '')) {
		return 'a web page instead of data: is the base URL right, is a proxy or firewall in between?';
	}
	if (isSuccess(status)) return '';
	if ((status === 401 || status === 403) && /expired/i.test(text ?? '')) return 'the token has expired';
	if ((status === 402 || status === 403) && /credit/i.test(text ?? '')) return 'the account has no credits';
	return WORDS[status] ?? (status >= 500 ? 'the provider has failed: try again later' : 'refused');
}

const WORDS: Record<number, string> = {
	400: 'refused: check the codes, IDs and bodies that you have set',
	401: 'the key is not accepted: check it, and that it belongs to this environment',
	403: 'not allowed: the token has expired, or the account has no credits or no access to this',
	404: 'there is no such object: check its ID',
	409: 'refused: something in the request is missing or wrong',
	429: 'too many requests: wait and try again',
};
