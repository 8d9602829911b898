import axios from 'axios';

import { AucoApi } from '../../credentials/AucoApi.credentials.ts';
import { startSandbox } from '../../sandbox/sandbox.mts';
import type { Sandbox } from '../../sandbox/types.mts';
import { useClock } from '../support/clock.mts';
import { until } from '../support/until.mts';

useClock();

describe('the sandbox of both providers', () => {
	let sandbox: Sandbox;

	beforeAll(async () => {
		sandbox = await startSandbox({ timeScale: 0.001 });
	});
	afterAll(async () => await sandbox.stop());

	test('gives credentials that the package takes and the providers accept', async () => {
		const { credential } = sandbox.auco;
		const request = await new AucoApi().authenticate(credential, { url: '/company' });
		const { status } = await axios.get(request.url, {
			baseURL: request.baseURL,
			headers: request.headers as Record<string, string>,
			proxy: false,
		});
		expect(status).toBe(200);
	});

	test('keeps the providers apart', async () => {
		await axios.get(`${sandbox.verifik.baseUrl}/nowhere`, { proxy: false, validateStatus: () => true });
		expect(sandbox.verifik.requests).toHaveLength(1);
		sandbox.auco.reset();
		expect(sandbox.auco.requests).toHaveLength(0);
		expect(sandbox.verifik.requests).toHaveLength(1);
	});

	test('takes other ports when the preferred ones are in use, and frees its own', async () => {
		const { port } = new URL(sandbox.auco.baseUrl);
		const second = await startSandbox({ ports: { auco: Number(port) } });
		const { baseUrl } = second.auco;
		expect(new URL(baseUrl).port).not.toBe(port);
		await second.stop();
		await expect(axios.get(`${baseUrl}/company`, { proxy: false })).rejects.toMatchObject({
			code: 'ECONNREFUSED',
		});
	});

	test('stops at once, whatever is open', async () => {
		const third = await startSandbox({ timeScale: 1 });
		third.auco.fail({ fault: { kind: 'stall', when: 'before' } });
		const stalled = axios.get(`${third.auco.baseUrl}/company`, { proxy: false });
		third.auco.deliver({});
		await until('the request', () => third.auco.requests.length === 1);
		await third.stop();
		await expect(stalled).rejects.toThrow();
	});
});
