import axios from 'axios';

import { httpAgent } from '../../../sandbox/local/session.mts';

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
