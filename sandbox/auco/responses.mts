import { randomInt } from 'node:crypto';

import type { ProviderResponse, SchemaIssue } from '../server/types.mts';

const CODE_CHARACTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/** A code as Auco gives it: capital letters and digits. */
export function newCode(length: number): string {
	return Array.from({ length }, () => CODE_CHARACTERS[randomInt(CODE_CHARACTERS.length)]).join('');
}

export function ok(body: unknown): ProviderResponse {
	return { status: 200, body };
}

/** Auco's refusal: a 400 with one code (auco.md 7). */
export function refusal(message: string): ProviderResponse {
	return { status: 400, body: { message } };
}

/** For keys; Auco's pages show no body for it, so the words are the sandbox's. */
export const UNAUTHORIZED: ProviderResponse = { status: 401, body: { message: 'UNAUTHORIZED' } };

/** The documented users of the organisation. Anybody else may not create anything. */
const USERS = ['prueba@auco.ai', 'example@auco.ai'];

/** The refusal of a creator who is no user; the code was seen by a public back end (auco.md 1). */
export function refuseUnknownUser(email: unknown): ProviderResponse | undefined {
	return USERS.includes(String(email)) ? undefined : refusal('USER_NOTFOUND');
}

/**
 * Words for a request that does not fit the document. Auco documents codes for WhatsApp records only; elsewhere the
 * words are the sandbox's, and name the field.
 */
export function refuse(problems: SchemaIssue[], operation: string): ProviderResponse {
	if (operation === 'getWhatsappRecords') return refuseRecords(problems);
	const words = problems.map(
		({ field, rule, message }) => `${field || 'body'}: ${ruleInWords(rule, message)}`,
	);
	return refusal([...new Set(words)].join('; '));
}

function refuseRecords(problems: SchemaIssue[]): ProviderResponse {
	if (problems.some(({ field }) => field === 'userId')) return refusal('USER_ID_NOT_ALLOWED');
	const missing = problems.some(({ field, rule }) => field === 'code' && rule === 'required');
	return refusal(missing ? 'CODE_REQUIRED' : 'CODE_NOT_VALID');
}

function ruleInWords(rule: string, message: string): string {
	if (rule === 'required') return 'is required';
	if (rule === 'additionalProperties') return 'is not known';
	if (rule === 'false schema') return 'is not allowed here';
	if (rule === 'contains') return 'misses a required entry';
	return message;
}
