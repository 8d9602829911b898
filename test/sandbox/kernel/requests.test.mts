import { once } from 'node:events';
import { connect } from 'node:net';

import axios, { type AxiosRequestConfig } from 'axios';

import { useClock } from '../../support/clock.mts';
import { Notes } from './notes.mts';

useClock();

describe('a fake provider and what it is asked', () => {
	const notes = new Notes();

	const ask = async (config: AxiosRequestConfig) =>
		await axios.request({
			baseURL: notes.baseUrl,
			headers: { Authorization: 'good' },
			validateStatus: () => true,
			proxy: false,
			...config,
		});

	beforeAll(async () => await notes.listen());
	afterEach(() => notes.reset());
	afterAll(async () => await notes.stop());

	test('answers a good request and records what it made', async () => {
		const { status, data } = await ask({ method: 'POST', url: '/notes', data: { text: 'a' } });

		expect([status, data]).toEqual([200, { id: 'note-1' }]);
		expect(notes.creations).toEqual([
			{ operation: 'createNote', id: 'note-1', request: 1, body: { text: 'a' } },
		]);
		expect(notes.responseErrors('createNote', status, data)).toEqual([]);
		expect(notes.responseErrors('createNote', status, {})).toEqual([" must have required property 'id'"]);
		expect(notes.responseErrors('createNote', 201, data)).toHaveLength(1);
	});

	test('names every way in which a body does not fit', async () => {
		const { status, data } = await ask({
			method: 'POST',
			url: '/notes',
			data: { email: 'nobody', tags: ['a', 1], colour: 'red' },
		});

		expect(status).toBe(400);
		const problems = data.problems.map(({ in: place, field, rule }: Record<string, string>) => [
			place,
			field,
			rule,
		]);
		expect(problems).toHaveLength(4);
		expect(problems).toEqual(
			expect.arrayContaining([
				['body', 'text', 'required'],
				['body', 'email', 'format'],
				['body', 'tags/1', 'type'],
				['body', 'colour', 'additionalProperties'],
			]),
		);
		expect(notes.creations).toEqual([]);
	});

	test.each([
		[
			'a conditional field missing',
			{ text: 'a', email: 'a@b.co' },
			{ in: 'body', field: 'tags', rule: 'required' },
		],
		['nothing in it', undefined, { in: 'body', field: '', rule: 'required' }],
		['a list in place of an object', [1], { in: 'body', field: '', rule: 'type' }],
		['JSON that breaks off', '{"text":', { in: 'body', field: '', rule: 'parse' }],
	])('refuses a body with %s', async (_case, data, problem) => {
		const reply = await ask({ method: 'POST', url: '/notes', data });
		expect(reply.status).toBe(400);
		expect(reply.data.problems).toEqual([expect.objectContaining(problem)]);
	});

	test('reads query parameters by their type and refuses unknown and missing ones', async () => {
		await ask({ url: '/notes?page=2&in_tag[]=a' });
		await ask({ url: '/notes?page=2&in_tag%5B%5D=a&in_tag%5B%5D=b' });
		expect(notes.calls.map(({ query }) => query)).toEqual([
			{ page: 2, 'in_tag[]': ['a'] },
			{ page: 2, 'in_tag[]': ['a', 'b'] },
		]);

		const wrong = await ask({ url: '/notes?size=3' });
		expect(wrong.data.problems).toEqual([
			expect.objectContaining({ in: 'query', field: 'page', rule: 'required' }),
			expect.objectContaining({ in: 'query', field: 'size', rule: 'additionalProperties' }),
		]);
	});

	test('decodes values in the path', async () => {
		await ask({ url: '/notes/a%20b%2Fc' });
		expect(notes.calls[0]!.params).toEqual({ id: 'a b/c' });
	});

	test('records whatever arrives, as it was sent', async () => {
		const odd = Buffer.from([0xff, 0x00, 0x7b]);
		await ask({ method: 'POST', url: '/notes', data: odd, headers: { 'X-Odd': 'yes' } });
		await ask({ method: 'DELETE', url: '/elsewhere?a=%20b', data: ' {"a": 1} ' });
		await ask({ url: '/notes?page=1', data: { on: 'GET' }, headers: {} });

		const [binary, elsewhere, get] = notes.requests;
		expect(Buffer.from(binary!.text, 'latin1')).toEqual(odd);
		expect(binary).toMatchObject({ number: 1, path: '/v1/notes', status: 401, body: undefined });
		expect(binary!.headers['x-odd']).toBe('yes');
		expect(elsewhere).toMatchObject({
			number: 2,
			method: 'DELETE',
			path: '/v1/elsewhere',
			query: 'a=%20b',
			text: ' {"a": 1} ',
			body: { a: 1 },
			status: 404,
		});
		expect(get).toMatchObject({ status: 401, body: { on: 'GET' } });
	});

	test('tells of its own mistakes, and forgets what breaks off', async () => {
		const mistake = jest.spyOn(notes.calls, 'push').mockImplementation(() => {
			throw new Error('oops');
		});
		const { status, data } = await ask({ url: '/notes/1' });
		mistake.mockRestore();
		expect([status, data]).toEqual([500, { message: 'Mistake in the sandbox: Error: oops' }]);

		const { port } = new URL(notes.address);
		const socket = connect(Number(port), '127.0.0.1');
		socket.end('POST /v1/notes HTTP/1.1\r\nHost: a\r\nContent-Length: 100\r\n\r\n{"text"');
		socket.resume();
		await once(socket, 'close');
		expect((await ask({ url: '/notes/1' })).status).toBe(200);
		expect(notes.requests).toHaveLength(2);
	});

	test('takes the port that is asked for, or another when it is in use', async () => {
		const port = Number(new URL(notes.address).port);
		const second = new Notes();
		await second.listen(port);
		expect(new URL(second.baseUrl).port).not.toBe(String(port));
		await second.stop();

		const third = new Notes();
		const free = Number(new URL(second.address).port);
		await third.listen(free);
		expect(third.credential).toEqual({ key: 'good', baseUrl: `http://127.0.0.1:${free}/v1` });
		await third.stop();
	});

	test('is controlled over HTTP without recording that', async () => {
		const control = async (name: string, body?: object) =>
			(
				await axios.post(`${notes.address}/_sandbox/${name}`, body, {
					proxy: false,
					validateStatus: () => true,
				})
			).data;

		await control('faults', {
			pathPattern: '^/notes/',
			fault: { kind: 'status', when: 'before', status: 503 },
			times: 1,
		});
		expect((await ask({ url: '/notes/1' })).status).toBe(503);
		expect((await ask({ url: '/notes/1' })).status).toBe(200);
		expect(await control('twice', { number: 21 })).toEqual({ number: 42 });
		expect(await control('faults', {})).toEqual({ error: 'fault.kind is missing' });
		await control('latency', { milliseconds: 5 });
		await control('requestsPerSecond', { limit: 7 });
		expect([notes.latency, notes.requestsPerSecond]).toEqual([5, 7]);
		const { data } = await axios.get(`${notes.address}/_sandbox/requests`, { proxy: false });
		expect(data).toEqual(JSON.parse(JSON.stringify(notes.requests)));
		expect(data).toHaveLength(2);
		expect(await control('reset')).toEqual({ ok: true });
		expect([notes.requests.length, notes.latency, notes.requestsPerSecond]).toEqual([0, 0, undefined]);
	});
});
