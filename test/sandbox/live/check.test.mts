/** `npm run check:live` against the sandbox: what it asks, what it finds, what it says. */
import { Measure } from '../../../sandbox/live/measure.mts';
import { textsIn } from '../../../sandbox/live/names.mts';
import { exitCodeOf, printed, report } from '../../../sandbox/live/report.mts';
import { LIVE_PROVIDERS } from '../../../sandbox/live/run.mts';
import type { Fault } from '../../../sandbox/types.mts';
import { CHECK, PROCESS, VALIDATION } from '../../support/documented.mts';
import { Account, linesOf, outcomeOf } from './account.mts';

const HTML = ['other content type  text/html', 'other body  HTML'];
const MOVED = ['other status  302'];
const ELSEWHERE = 'a redirect to another host, which was not followed';

const FACTS = { version: '1.2.3', day: '2026-01-31', addresses: {} };

let account: Account;

beforeAll(async () => {
	account = await Account.open();
});
beforeEach(async () => await account.refill());
afterAll(async () => await account.close());

describe('reading', () => {
	test.each(['nested', 'flat', 'top'] as const)('finds nothing in a clean sandbox (%s)', async (shape) => {
		account.sandbox.verifik.shape = shape;
		const outcomes = await account.check();
		expect(outcomes.filter(({ verdict }) => verdict !== 'fits')).toEqual([]);
		expect(exitCodeOf(outcomes)).toBe(0);
	});

	test('asks every documented reading endpoint, and changes nothing', async () => {
		const { auco, verifik } = account.sandbox;
		const before = auco.requests.length;
		const outcomes = await account.check();
		const asked = new Set(outcomes.map(({ endpoint }) => endpoint.replace(/ \(.*/, '')));
		const documented = LIVE_PROVIDERS.flatMap(({ document }) => [
			...Measure.of(document).operations.values(),
		]);
		const reading = documented.filter(({ method }) => method === 'GET');
		expect([...asked].sort()).toEqual(reading.map(({ method, path }) => `${method} ${path}`).sort());
		const sent = [...auco.requests.slice(before), ...verifik.requests];
		expect(new Set(sent.map(({ method }) => method))).toEqual(new Set(['GET']));
	});

	test('knows every documented operation, those that create too', () => {
		for (const { document, calls } of LIVE_PROVIDERS) {
			const known = new Set(calls.map(({ operation }) => operation));
			expect([...known].sort()).toEqual([...Measure.of(document).operations.keys()].sort());
			for (const { operation, creates } of calls) {
				const { method } = Measure.of(document).operation(operation);
				expect([operation, creates === undefined]).toEqual([operation, method === 'GET']);
			}
		}
	});

	test('names what is planted, and goes on', async () => {
		const { auco, verifik } = account.sandbox;
		auco.patch(account.environment.AUCO_PROCESS_CODE!, { riskBand: 'high', email: undefined });
		auco.fail({ path: '/document/roadmap', fault: status(202, {}) });
		verifik.client = { ...verifik.client, credits: '100' };
		verifik.webhooks.push({ ...verifik.webhooks[0], _id: 'second', name: null });
		const outcomes = await account.check();
		expect(linesOf(outcomes)).toEqual([
			'Auco GET /document/roadmap: other status  202',
			...['name', 'documentCode', 'createdAt', 'participants', 'activityLog'].map(
				(field) => `Auco GET /document/roadmap: missing field ${field} nothing`,
			),
			'Auco GET /veriface: missing field email nothing',
			'Auco GET /veriface: unknown field riskBand string',
			'Verifik GET /v2/clients/me: other type data.credits string',
			'Verifik GET /v2/webhooks: other type data[].name null',
			'Verifik GET /v2/webhooks/{id}: other type data.name null',
		]);
		expect(exitCodeOf(outcomes)).toBe(1);
	});

	test('says where there was nothing to hold against', async () => {
		const { auco, verifik } = account.sandbox;
		verifik.webhooks = [];
		auco.webhooks = [];
		delete account.environment.AUCO_PACKAGE_ID;
		const outcomes = await account.check();
		expect(outcomeOf(outcomes, 'GET /v2/webhooks')).toMatchObject({
			verdict: 'empty',
			words: 'an empty list: nothing to hold against',
		});
		expect(outcomeOf(outcomes, 'GET /v2/webhooks/{id}')).toMatchObject({
			verdict: 'unasked',
			words: 'no ID to ask for: set VERIFIK_WEBHOOK_ID',
		});
		expect(outcomeOf(outcomes, 'GET /company')).toMatchObject({
			verdict: 'fits',
			words: 'empty, so nothing to hold against: webhooks',
		});
		expect(outcomeOf(outcomes, 'GET /document (Package)').verdict).toBe('unasked');
		expect(exitCodeOf(outcomes)).toBe(0);
	});

	test('leaves out a provider without a key, and refuses to send one in clear', async () => {
		delete account.environment.VERIFIK_ACCESS_TOKEN;
		expect(new Set((await account.check()).map(({ provider }) => provider))).toEqual(new Set(['Auco']));
		account.environment.AUCO_BASE_URL = 'http://auco.example.com';
		await expect(account.check()).rejects.toThrow('AUCO_BASE_URL must start with https://');
	});
});

describe('what is not answered', () => {
	test.each<[string, Fault, string, string[]]>([
		['a bad key', status(401, { message: 'NO' }), 'the key is not accepted', []],
		[
			'an expired token',
			status(403, { code: 'Forbidden', message: 'expired_token' }),
			'the token has expired',
			[],
		],
		['no credits', status(403, { message: 'insufficient_credits' }), 'the account has no credits', []],
		['another 403', status(403, { message: 'access_denied' }), 'not allowed', []],
		['too many requests', status(429, { message: 'SLOW' }), 'too many requests', ['other status  429']],
		['a fault of the provider', status(500, {}), 'the provider has failed', ['other status  500']],
		['a web page', { kind: 'html' }, 'a web page instead of data', HTML],
		['broken JSON', { kind: 'brokenJson' }, '', ['other body  text that is not JSON']],
		['no body', status(200, undefined), '', ['other body  nothing']],
		['a broken connection', { kind: 'reset', when: 'before' }, 'the connection broke off', []],
		['a redirect', { kind: 'redirect', location: 'https://example.com/?token=secret' }, ELSEWHERE, MOVED],
		[
			'a redirect of its own',
			{ kind: 'redirect', location: '/v3/clients/me' },
			'a redirect to the same host',
			MOVED,
		],
	])('is said in plain words: %s', async (_name, fault, words, differences) => {
		const { verifik } = account.sandbox;
		verifik.fail({ path: '/v2/clients/me', fault });
		const outcomes = await account.check();
		const { verdict, words: said, ...outcome } = outcomeOf(outcomes, 'GET /v2/clients/me');
		expect(said).toContain(words);
		expect(outcome.differences.map(({ kind, path, found }) => `${kind} ${path} ${found}`)).toEqual(
			differences,
		);
		expect(verdict === 'differs').toBe(differences.length > 0);
		expect(exitCodeOf(outcomes)).toBe(differences.length > 0 ? 1 : 2);
		expect(outcomes.filter((other) => other.verdict === 'fits').length).toBe(outcomes.length - 1);
		expect(printed(outcomes)).not.toContain('secret');
	});

	test('is given up after the time limit', async () => {
		account.sandbox.auco.fail({ path: '/company', fault: { kind: 'stall', when: 'before' } });
		const outcomes = await account.check({ timeout: 2_000 });
		expect(outcomeOf(outcomes, 'GET /company')).toMatchObject({
			verdict: 'failed',
			words: 'no answer within 2 s',
		});
	});

	test('is no difference for a web process, which has no conversation', async () => {
		const fault = status(400, { message: 'PROCESS_NOT_FOUND' });
		account.sandbox.auco.fail({ path: '/whatsapp/records', fault });
		const outcomes = await account.check();
		expect(outcomeOf(outcomes, 'GET /whatsapp/records').verdict).toBe('empty');
		expect(exitCodeOf(outcomes)).toBe(0);
	});
});

describe('creating', () => {
	beforeEach(() => {
		Object.assign(account.environment, {
			AUCO_PROCESS_BODY: JSON.stringify(PROCESS),
			AUCO_BACKGROUND_BODY: JSON.stringify({ ...CHECK, expeditionDate: '01/01/1995' }),
			VERIFIK_VALIDATION_BODY: JSON.stringify(VALIDATION),
		});
	});

	test('names every call before it is sent, and touches no webhook but its own', async () => {
		const { auco, verifik } = account.sandbox;
		const webhooks = structuredClone(verifik.webhooks);
		const said: string[] = [];
		const log = (text: string) => said.push(`${text} ${auco.creations.length + verifik.creations.length}`);
		const outcomes = await account.check({ create: true, log });
		expect(said).toEqual([
			'Sending Auco POST /veriface: this starts a validation: it may be billed and writes to a person. 2',
			'Sending Auco POST /validate/background: this starts a background check: it may be billed. 3',
			expect.stringContaining('Verifik POST /v2/biometric-validations'),
			expect.stringContaining('Verifik POST /v2/webhooks'),
			expect.stringContaining('Verifik PUT /v2/webhooks/{id}'),
			expect.stringContaining('Verifik DELETE /v2/webhooks/{id}'),
		]);
		expect(verifik.webhooks).toEqual(webhooks);
		expect(outcomes.filter(({ verdict }) => !['fits', 'unasked'].includes(verdict))).toEqual([]);
		expect(outcomeOf(outcomes, 'POST /veriface/check').words).toBe(
			'set AUCO_CHECK_DOCUMENT_BODY to its body',
		);
	});

	test('sends nothing that the person does not want', async () => {
		const { auco, verifik } = account.sandbox;
		const asked: string[] = [];
		const before = auco.requests.length;
		await account.check({
			create: true,
			confirm: async (question) => {
				asked.push(question);
				return false;
			},
		});
		expect(asked).toHaveLength(4);
		const sent = [...auco.requests.slice(before), ...verifik.requests];
		expect(sent.filter(({ method }) => method !== 'GET')).toEqual([]);
	});

	test('sends no body that is not JSON', async () => {
		account.environment.AUCO_PROCESS_BODY = '{';
		const outcomes = await account.check({ create: true });
		expect(outcomeOf(outcomes, 'POST /veriface')).toMatchObject({
			verdict: 'unasked',
			words: 'AUCO_PROCESS_BODY is not JSON',
		});
	});
});

describe('the report', () => {
	test('holds no value, no ID and no key, whatever differs', async () => {
		const { auco, verifik } = account.sandbox;
		const { environment } = account;
		auco.patch(environment.AUCO_PROCESS_CODE!, {
			'jane.doe@example.com': 1,
			1001001010: {},
			status: 'SECRET_STATE',
			createdAt: 'yesterday',
		});
		verifik.client = { ...verifik.client, nested: { [String(environment.VERIFIK_ACCESS_TOKEN)]: 'x' } };
		verifik.fail({ path: '/v2/projects', fault: status(418, { message: 'Jane Doe' }) });
		const outcomes = await account.check();
		const all = printed(outcomes) + report(outcomes, FACTS);
		const secrets = [
			...Object.entries(environment).flatMap(([name, value]) => (name.endsWith('_URL') ? [] : value!)),
			...textsIn([verifik.client, verifik.webhooks, PROCESS]).filter((text) => text.length > 4),
			...['jane', 'SECRET_STATE', 'yesterday', 'Jane'],
		].filter((text) => !['active', 'whatsapp'].includes(text));
		expect(secrets.filter((text) => all.includes(text))).toEqual([]);
		expect(all).toContain('(hidden)');
	});

	test('is Markdown with the calls and the differences', async () => {
		account.sandbox.verifik.client = {};
		const outcomes = (await account.check()).filter(({ endpoint }) => endpoint === 'GET /v2/clients/me');
		const addresses = { Verifik: 'documented address' } as const;
		expect(report(outcomes, { ...FACTS, addresses })).toMatchInlineSnapshot(`
		"## check:live

		Package 1.2.3, 2026-01-31. Verifik: documented address. Paths and types only, no values.

		| Provider | Endpoint | Verdict | Note |
		| --- | --- | --- | --- |
		| Verifik | GET /v2/clients/me | differs |  |

		### What differs from the documents

		| Endpoint | Difference | Where | Documented | Found | Times |
		| --- | --- | --- | --- | --- | --- |
		| Verifik GET /v2/clients/me | missing field | data._id | string | nothing | 1 |
		| Verifik GET /v2/clients/me | missing field | data.name | string | nothing | 1 |
		| Verifik GET /v2/clients/me | missing field | data.email | string | nothing | 1 |
		| Verifik GET /v2/clients/me | missing field | data.credits | number | nothing | 1 |

		1 calls: 0 fit the documents, 1 differ, 0 were not answered. 0 not asked.

		"
	`);
	});
});

function status(code: number, body: unknown): Fault {
	return { kind: 'status', when: 'before', status: code, body };
}
