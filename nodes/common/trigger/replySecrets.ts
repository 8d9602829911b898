import type { IDataObject } from 'n8n-workflow';

import type { ApiClient } from '../http/client';
import { RequestFailure } from '../http/failure';
import { rethrow } from '../util/rethrow';
import { isPlainObject } from '../values/convert';

/** User info, and everything after the host. */
const URL_PARTS = /[a-z][a-z\d+.-]*:\/\/(?:([^/?#\s"'<>]*)@)?[^/?#\s"'<>]*([^\s"'<>]*)/gi;

/** A header in a text that quotes JSON. */
const QUOTED_HEADER = /\bvalue\\*"\s*:\s*\\*"([^"\\]+)/g;

/** What may be a token in a path or a query, rather than a word. */
const TOKEN = /\d|^.{16}/;

/**
 * A client that notes what replies contain and no error may show, also replies that say no: the values of headers
 * (`{ key, value }`), and of every URL all but its host.
 *
 * @param secrets gets what is found
 */
export function notingSecrets(api: ApiClient, secrets: Set<string>): ApiClient {
	return {
		async request<Data = IDataObject>(request: Parameters<ApiClient['request']>[0]): Promise<Data> {
			try {
				const reply = await api.request<Data>(request);
				noteIn(reply, secrets);
				return reply;
			} catch (failure) {
				if (failure instanceof RequestFailure) noteIn(failure.response?.body, secrets);
				throw rethrow(failure);
			}
		},
	};
}

function noteIn(value: unknown, secrets: Set<string>): void {
	if (typeof value === 'string') {
		for (const [, user, rest] of value.matchAll(URL_PARTS)) noteUrl(user, rest, secrets);
		for (const [, header] of value.matchAll(QUOTED_HEADER)) noteHeader(header, secrets);
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

function noteUrl(user = '', rest = '', secrets: Set<string>): void {
	const words = rest.split(/[/?#&=]/).filter((word) => TOKEN.test(word));
	for (const part of [user, ...user.split(':'), rest, ...words]) secrets.add(part).add(decoded(part));
}

function decoded(part: string): string {
	try {
		return decodeURIComponent(part);
	} catch {
		return part;
	}
}
