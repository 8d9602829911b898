import timers from 'node:timers/promises';

import axios, { type AxiosRequestConfig, type AxiosResponse } from 'axios';

import type { Fault } from '../../../sandbox/types.mts';
import { useClock } from '../../support/clock.mts';
import { Recorder } from '../../support/providers/recorder.mts';
import { until } from '../../support/until.mts';
import { Notes } from './notes.mts';

const clock = useClock();

describe('a fake provider that is told to fail', () => {
	const notes = new Notes();

	const ask = async (config: AxiosRequestConfig = {}): Promise<AxiosResponse> =>
		await axios.request({
			baseURL: notes.baseUrl,
			method: 'POST',
			url: '/notes',
			data: { text: 'a' },
			headers: { Authorization: 'good' },
			validateStatus: () => true,
			maxRedirects: 0,
			proxy: false,
			...config,
		});

	const empty = new Recorder();

	beforeAll(async () => {
		await Promise.all([notes.listen(), empty.listen()]);
	});
	afterEach(() => notes.reset());
	afterAll(async () => {
		await Promise.all([notes.stop(), empty.close()]);
	});

	test.each([
		['before', 0],
		['after', 1],
	] as const)('answers with a status %s acting', async (when, made) => {
		const body = { message: 'OUT_OF_ORDER' };
		notes.fail({ fault: { kind: 'status', when, status: 500, body, headers: { 'X-Why': 'test' } } });

		const reply = await ask();
		expect([reply.status, reply.data, reply.headers['x-why']]).toEqual([500, body, 'test']);
		expect(notes.creations).toHaveLength(made);
		expect(notes.requests).toMatchObject([{ status: 500, text: '{"text":"a"}' }]);
	});

	test.each([
		['before', 0],
		['after', 1],
	] as const)('resets the connection %s acting', async (when, made) => {
		notes.fail({ fault: { kind: 'reset', when } });

		await expect(ask()).rejects.toMatchObject({ code: 'ECONNRESET' });
		expect(notes.creations).toHaveLength(made);
		expect(notes.requests).toMatchObject([{ status: undefined, text: '{"text":"a"}' }]);
	});

	test.each([
		['before', 0],
		['after', 1],
	] as const)('stalls %s acting, until it is reset', async (when, made) => {
		notes.fail({ fault: { kind: 'stall', when } });

		const impatient = expect(ask({ timeout: 50 })).rejects.toMatchObject({ code: 'ECONNABORTED' });
		await until('the request', () => notes.requests.length === 1);
		clock.advance(50);
		await impatient;
		expect(notes.creations).toHaveLength(made);
		expect(notes.requests).toMatchObject([{ status: undefined }]);
		const waiting = ask();
		await until('the second request', () => notes.requests.length === 2);
		notes.reset();
		await expect(waiting).rejects.toThrow();
	});

	test('breaks off good JSON', async () => {
		notes.fail({ fault: { kind: 'brokenJson' } });
		const { status, headers, data } = await ask();
		expect([status, headers['content-type'], data]).toEqual([
			200,
			'application/json; charset=utf-8',
			'{"id":"n',
		]);
		expect(notes.creations).toHaveLength(1);
	});

	test('answers with a page', async () => {
		notes.fail({ fault: { kind: 'html' } });
		const { status, headers, data } = await ask();
		expect([status, headers['content-type']]).toEqual([200, 'text/html; charset=utf-8']);
		expect(data).toContain('<html>');
		expect(notes.creations).toHaveLength(1);
	});

	test('redirects without acting', async () => {
		notes.fail({ fault: { kind: 'redirect', location: 'http://127.0.0.1:9/', status: 307 } });
		const { status, headers } = await ask();
		expect([status, headers.location]).toEqual([307, 'http://127.0.0.1:9/']);
		expect(notes.creations).toEqual([]);
	});

	test('sends a good body slowly', async () => {
		notes.fail({ fault: { kind: 'slowBody', milliseconds: 60 } });
		const { data } = await ask({ responseType: 'stream' });
		let received = '';
		let isOver = false;
		data.on('data', (piece: Buffer) => (received += piece));
		data.once('end', () => (isOver = true));
		// '{"id":"note-1"}' in ten pieces, a tenth of the time after each.
		for (const length of [1, 3, 4, 6, 7, 9, 10, 12, 13]) {
			await until(`${length} bytes`, () => received.length === length);
			expect(isOver).toBe(false);
			clock.advance(6);
		}
		await until('the end', () => isOver);
		expect(JSON.parse(received)).toEqual({ id: 'note-1' });
		const breaker = new AbortController();
		const broken = expect(ask({ signal: breaker.signal })).rejects.toThrow();
		await until('the second creation', () => notes.creations.length === 2);
		breaker.abort();
		await broken;
	});

	const broken: Fault = { kind: 'status', when: 'before', status: 500 };

	test.each([
		['the second and the fourth', { at: [2, 4] }, [200, 500, 200, 500, 200, 200]],
		['every third', { every: 3 }, [200, 200, 500, 200, 200, 500]],
		['as often as told', { times: 2 }, [500, 500, 200, 200, 200, 200]],
		['every second, once', { every: 2, times: 1 }, [200, 500, 200, 200, 200, 200]],
		['other methods never', { method: 'get' }, [200, 200, 200, 200, 200, 200]],
		['a path', { path: '/notes', at: [1] }, [500, 200, 200, 200, 200, 200]],
		['another path never', { path: '/note' }, [200, 200, 200, 200, 200, 200]],
		['a pattern, whatever its flags', { path: /^\/no/g }, [500, 500, 500, 500, 500, 500]],
	])('fails %s', async (_case, conditions, expected) => {
		notes.fail({ fault: broken, ...conditions });
		const statuses: number[] = [];
		for (let request = 0; request < 6; request++) statuses.push((await ask()).status);
		expect(statuses).toEqual(expected);
	});

	test('asks the rules in order, and counts for each what it matches', async () => {
		notes.fail({ fault: { ...broken, status: 502 }, at: [2] });
		notes.fail({ fault: { ...broken, status: 503 }, at: [2, 3] });
		const statuses: number[] = [];
		for (let request = 0; request < 4; request++) statuses.push((await ask()).status);
		expect(statuses).toEqual([200, 502, 503, 200]);
	});

	test('fails requests that it would refuse, too', async () => {
		notes.fail({ fault: broken });
		expect((await ask({ headers: {} })).status).toBe(500);
	});

	test('takes its time', async () => {
		jest
			.spyOn(timers, 'setTimeout')
			.mockImplementation(async (delay, value) => await new Promise((end) => setTimeout(end, delay, value)));
		notes.latency = 40;
		const replies = Promise.all(Array.from({ length: 10 }, async () => await ask()));
		const answered = () => notes.requests.filter(({ status }) => status !== undefined).length;
		await until('ten requests', () => notes.requests.length === 10);
		clock.advance(39);
		await timers.setImmediate();
		expect(answered()).toBe(0);
		clock.advance(1);
		await replies;
		expect(answered()).toBe(10);
	});

	test('allows so many requests within a second', async () => {
		notes.requestsPerSecond = 3;
		const replies = await Promise.all(Array.from({ length: 5 }, async () => await ask()));
		expect(replies.map(({ status }) => status).sort()).toEqual([200, 200, 200, 429, 429]);
		expect(replies.find(({ status }) => status === 429)!.headers['retry-after']).toBe('1');
		expect(notes.creations).toHaveLength(3);
		notes.requestsPerSecond = undefined;
		expect((await ask()).status).toBe(200);
	});

	/** Time of the processor that 500 requests take, client and server together. */
	const costOf = async (url: string): Promise<number> => {
		const start = process.cpuUsage();
		for (let batch = 0; batch < 20; batch++) {
			await Promise.all(Array.from({ length: 25 }, async () => await ask({ baseURL: '', url })));
		}
		const { user, system } = process.cpuUsage(start);
		return user + system;
	};

	test('is not what limits 500 requests: a server that does nothing is hardly cheaper', async () => {
		await costOf(`http://${empty.host}`);
		const [least, cost] = [await costOf(`http://${empty.host}`), await costOf(`${notes.baseUrl}/notes`)];
		expect(notes.creations).toHaveLength(500);
		expect(cost).toBeLessThan(4 * least);
	});
});
