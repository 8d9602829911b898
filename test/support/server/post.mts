import { Agent } from 'node:http';

import axios from 'axios';

/** A connection for every request: a busy server may close a kept one just when the next request leaves on it. */
const httpAgent = new Agent({ keepAlive: false });

/**
 * Posts JSON, as a provider delivers events.
 *
 * @param body a text is sent as it is, so that it may be no JSON
 */
export async function post(
	url: string,
	body: object | string,
	headers: Record<string, string> = {},
): Promise<{ status: number; text: string }> {
	const { status, data } = await axios.post<string>(
		url,
		typeof body === 'string' ? body : JSON.stringify(body),
		{
			headers: { 'content-type': 'application/json', ...headers },
			httpAgent,
			responseType: 'text',
			transformRequest: (text: string) => text,
			transformResponse: (text: string) => text,
			validateStatus: () => true,
		},
	);
	return { status, text: data };
}
