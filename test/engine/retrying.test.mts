import type { Fault, RecordedRequest } from '../../sandbox/types.mts';
import { itemsOf, useProviders } from '../support/engine/bench.mts';
import { leastOf } from '../support/providers/samples.mts';

/** When and how often the node itself tries again. What becomes of every fault is tested in ledger/. */
const bench = useProviders();

const CREATE = 'aucoFace/process/create';
const READ = 'aucoBackground/person/get';
const CREATE_VALIDATION = 'verifikBiometric/biometricValidation/create';

const status = (code: number, retryAfter?: string): Fault => ({
	kind: 'status',
	when: 'before',
	status: code,
	body: { message: 'SOMETHING_WENT_WRONG' },
	...(retryAfter !== undefined && { headers: { 'retry-after': retryAfter } }),
});

/** Milliseconds between one request and the next. */
const gapsOf = (requests: readonly RecordedRequest[]) =>
	requests.slice(1).map(({ at }, index) => at - requests[index].at);

describe('the same create is sent again only where the provider did not act', () => {
	test.each([429, 503])('%p with Retry-After: for two minutes', async (code) => {
		bench.auco.fail({ fault: status(code, '20') });
		const { error } = await bench.run(CREATE, leastOf(CREATE));
		expect(error?.httpCode).toBe(String(code));
		const { requests } = bench.auco;
		expect(requests.at(-1)!.at - requests[0].at).toBe(120_000);
		expect(requests.length).toBeLessThanOrEqual(7);
		expect(new Set(bench.auco.requests.map(({ text }) => text)).size).toBe(1);
		expect(bench.auco.creations).toEqual([]);
	});

	test.each([429, 503])('%p and then good: one is made', async (code) => {
		bench.auco.fail({ fault: status(code, '1'), times: 2 });
		const { json, error } = await bench.run(CREATE, leastOf(CREATE));
		expect(error).toBeUndefined();
		expect(json).toEqual([{ code: bench.auco.creations[0].id }]);
		expect(bench.auco.requests.length).toBe(3);
		expect(bench.auco.creations.length).toBe(1);
	});

	test.each([500, 502, 504, 408, 400, 409])('%p: not', async (code) => {
		for (const operation of [CREATE, CREATE_VALIDATION]) {
			const provider = bench.providerOf(operation);
			provider.fail({ fault: status(code, '1') });
			expect((await bench.run(operation, leastOf(operation))).error?.httpCode).toBe(String(code));
			expect(provider.requests.length).toBe(1);
		}
	});

	test.each([undefined, '0', '-1', 'soon', 'Sun, 01 Nov 2020 12:00:00 GMT'])(
		'503 with Retry-After %p: not, and what was made is not known',
		async (retryAfter) => {
			for (const operation of [CREATE, CREATE_VALIDATION]) {
				const provider = bench.providerOf(operation);
				provider.fail({ fault: { ...status(503, retryAfter), when: 'after' } as Fault });
				const { error } = await bench.run(operation, leastOf(operation));
				expect(error?.message).toMatch(/HTTP status 503: SOMETHING_WENT_WRONG/);
				expect(error?.description).toMatch(/Resend Unknown/);
				expect(error?.context.outcome).toBe('unknown');
				expect(provider.requests.length).toBe(1);
				expect(provider.creations.length).toBe(1);
			}
		},
	);
});

describe('a read is sent again', () => {
	test.each([500, 502, 503, 504, 520, 429])('after %p', async (code) => {
		bench.auco.fail({ fault: status(code), times: 1 });
		bench.auco.fail({ fault: { ...status(200), body: { code: 'XXXXXXXXX', ready: false } } as Fault });
		const { json, error } = await bench.run(READ, leastOf(READ));
		expect(error).toBeUndefined();
		expect(json[0]).toMatchObject({ ready: false });
		expect(bench.auco.requests.length).toBe(2);
	});

	test.each([400, 401, 403, 404])('not after %p', async (code) => {
		bench.auco.fail({ fault: status(code, '1') });
		expect((await bench.run(READ, leastOf(READ))).error?.httpCode).toBe(String(code));
		expect(bench.auco.requests.length).toBe(1);
	});
});

describe('patience', () => {
	test('Retry-After is honoured, and holds back the whole run', async () => {
		bench.auco.fail({ fault: status(429, '1'), at: [1] });
		const { json, error } = await bench.run(
			CREATE,
			leastOf(CREATE, { identification: '={{ $json.number }}', options: { maxConcurrency: 2 } }),
			{ items: itemsOf([1, 2, 3, 4].map((number) => ({ number }))) },
		);
		expect(error).toBeUndefined();
		expect(json.length).toBe(4);
		expect(bench.auco.creations.length).toBe(4);
		const [first] = bench.auco.requests;
		// Two were in flight when the first was refused; nothing else was sent before the second had ended.
		const early = bench.auco.requests.filter(({ at }) => at - first.at < 1000);
		expect(early.length).toBeLessThanOrEqual(2 + 1);
	});

	test.each([
		[0, [250, 500]],
		[1, [500, 1000]],
	])('without Retry-After the pauses grow (with chance at %p)', async (chance, pauses) => {
		jest.spyOn(Math, 'random').mockReturnValue(chance);
		bench.auco.fail({ fault: status(429), times: 2 });
		await bench.run(CREATE, leastOf(CREATE));
		expect(gapsOf(bench.auco.requests)).toEqual(pauses);
	});

	test('a provider that asks for an hour is reported instead', async () => {
		bench.auco.fail({ fault: status(429, '3600') });
		const { error } = await bench.run(CREATE, leastOf(CREATE));
		expect(error?.message).toMatch(/too many requests/);
		expect(error?.description).toMatch(/Max Concurrency/);
		expect(bench.auco.requests.length).toBe(1);
	});

	test('a provider that allows 20 a second: all are made, none twice', async () => {
		bench.auco.requestsPerSecond = 20;
		const rows = Array.from({ length: 60 }, (_, number) => ({ number }));
		const { json, error } = await bench.run(
			CREATE,
			leastOf(CREATE, { identification: '={{ $json.number + 1 }}', options: { maxConcurrency: 25 } }),
			{ items: itemsOf(rows) },
		);
		expect(error).toBeUndefined();
		expect(json.length).toBe(60);
		expect(new Set(bench.auco.creations.map(({ body }) => body.identification)).size).toBe(60);
		expect(bench.auco.creations.length).toBe(60);
	});
});

describe('a redirect', () => {
	test.each([
		[CREATE, 302],
		[CREATE, 307],
		[READ, 301],
		[CREATE_VALIDATION, 308],
	])('of %s with %p is not followed, and no key goes there', async (operation, code) => {
		const provider = bench.providerOf(operation);
		const other = provider === bench.auco ? bench.verifik : bench.auco;
		provider.fail({ fault: { kind: 'redirect', location: `${other.baseUrl}/elsewhere`, status: code } });
		const { error } = await bench.run(operation, leastOf(operation));
		expect(error?.message).toMatch(/redirected the request to another address/);
		expect(error?.description).toMatch(/not followed/);
		expect(error?.httpCode).toBe(String(code));
		expect(provider.requests.length).toBe(1);
		expect(other.requests).toEqual([]);
	});
});
