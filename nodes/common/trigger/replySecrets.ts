import type { IDataObject } from 'n8n-workflow';

import type { ApiClient } from '../http/client';
import { isPlainObject } from '../values/convert';

/** User info, and everything after the host. */
const URL_PARTS = /^[a-z][a-z\d+.-]*:\/\/(?:([^/?#]*)@)?[^/?#]*(.*)$/is;

/** What may be a token in a path or a query, rather than a word. */
const TOKEN = /\d|^.{16}/;

/**
 * A client that notes what lists of webhooks contain and no error may show: the values of headers (`{ key, value }`), and
 * of every URL all but its host.
 *
 * @param secrets gets what is found
 */
export function notingSecrets(api: ApiClient, secrets: Set<string>): ApiClient {
	return {
		async request<Data = IDataObject>(request: Parameters<ApiClient['request']>[0]): Promise<Data> {
			const reply = await api.request<Data>(request);
			noteIn(reply, secrets);
			return reply;
		},
	};
}

function noteIn(value: unknown, secrets: Set<string>): void {
	if (typeof value === 'string') {
		for (const part of partsOfUrl(value)) secrets.add(part);
	} else if (Array.isArray(value)) {
		for (const one of value) noteIn(one, secrets);
	} else if (isPlainObject(value)) {
		if (typeof value.key === 'string' && typeof value.value === 'string') noteHeader(value.value, secrets);
		for (const one of Object.values(value)) noteIn(one, secrets);
	}
}

/** Also without the scheme of an `Authorization`. */
function noteHeader(value: string, secrets: Set<string>): void {
	secrets.add(value).add(value.replace(/^\S+\s+/, ''));
}

function partsOfUrl(text: string): string[] {
	const [, user = '', rest = ''] = URL_PARTS.exec(text) ?? [];
	const words = rest.split(/[/?#&=]/).filter((word) => TOKEN.test(word));
	return [user, ...user.split(':'), rest, ...words].flatMap((part) => [part, decoded(part)]);
}

function decoded(part: string): string {
	try {
		return decodeURIComponent(part);
	} catch {
		return part;
	}
}
