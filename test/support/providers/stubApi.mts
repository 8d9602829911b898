import type { IDataObject } from 'n8n-workflow';

import type { ApiClient } from '../../../nodes/common/http/client.ts';
import { RequestFailure } from '../../../nodes/common/http/failure.ts';

/** An API that knows these replies, by path and query such as `/document?code=X`; all else it does not have. */
export function stubApi(replies: Record<string, unknown>): ApiClient & { asked: string[] } {
	const asked: string[] = [];
	return {
		asked,
		async request<Data = IDataObject>({ path, query = {} }: Parameters<ApiClient['request']>[0]) {
			const given = Object.entries(query).filter(([, value]) => value !== undefined && !Array.isArray(value));
			const parameters = new URLSearchParams(Object.fromEntries(given) as Record<string, string>).toString();
			const address = parameters === '' ? path : `${path}?${parameters}`;
			asked.push(address);
			const response = { statusCode: 404, headers: {}, body: { code: 'NotFound' } };
			if (address in replies) return replies[address] as Data;
			throw new RequestFailure('not found', { outcome: 'refused', response, providerCode: 'NotFound' });
		},
	};
}
