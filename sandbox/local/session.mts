import { Agent } from 'node:http';

import axios from 'axios';
import type { AxiosInstance, AxiosResponse, Method } from 'axios';

/** A connection for every request: a busy server may close a kept one just when the next request leaves on it. */
export const httpAgent = new Agent({ keepAlive: false });

/** The login of a local n8n. It may be public, because the server listens on loopback only. */
export const demoLogin = { email: 'demo@example.com', password: 'Sandbox-2026' };

/** A logged-in session at an n8n's REST API (the one its editor uses). */
export interface Session {
	/**
	 * Calls the REST API.
	 *
	 * @param path below `/rest`, with a slash in front
	 * @returns the reply's `data`
	 * @throws Error with n8n's own message when it does not answer 2xx
	 */
	ask<T>(method: Method, path: string, body?: object): Promise<T>;
	/** Downloads a file. `path` is from the server's root. */
	read(path: string): Promise<Buffer>;
}

function check(reply: AxiosResponse): AxiosResponse {
	if (reply.status < 300) return reply;
	const { method = '', url } = reply.config;
	const message = Buffer.isBuffer(reply.data) ? reply.data.toString() : JSON.stringify(reply.data);
	throw new Error(
		`n8n answered ${method.toUpperCase()} ${url} with ${reply.status}: ${message.slice(0, 1000)}`,
	);
}

/** Creates the owner of a fresh server, or logs in; returns the session cookie. */
async function logIn(http: AxiosInstance): Promise<string> {
	const { email, password } = demoLogin;
	const owner = { email, password, firstName: 'Demo', lastName: 'Owner' };
	const setUp = await http.post('/rest/owner/setup', owner);
	const reply =
		setUp.status === 200 ? setUp : await http.post('/rest/login', { emailOrLdapLoginId: email, password });
	const [cookie = ''] = check(reply).headers['set-cookie'] ?? [];
	return cookie.split(';')[0];
}

/** Logs in to a running local n8n as the demo owner. */
export async function openSession(baseUrl: string): Promise<Session> {
	const http = axios.create({
		baseURL: baseUrl,
		httpAgent,
		proxy: false,
		timeout: 60_000,
		validateStatus: () => true,
	});
	const headers = { cookie: await logIn(http) };
	return {
		async ask<T>(method: Method, path: string, data?: object) {
			const reply = check(await http.request({ method, url: `/rest${path}`, data, headers }));
			return (reply.data as { data: T }).data;
		},
		async read(path: string) {
			return check(await http.get<Buffer>(path, { headers, responseType: 'arraybuffer' })).data;
		},
	};
}
