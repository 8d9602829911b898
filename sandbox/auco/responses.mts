import { randomInt } from 'node:crypto';

import type { ProviderResponse, SchemaIssue } from '../server/types.mts';

const CODE_CHARACTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789';

/** A code in Auco's form: capital letters and digits. */
export function newCode(length: number): string {
	return Array.from({ length }, () => CODE_CHARACTERS[randomInt(CODE_CHARACTERS.length)]).join('');
}

/** A response with status 200. */
export function ok(body: unknown): ProviderResponse {
	return { status: 200, body };
}

/** Auco's error format: a 400 with one code (docs/providers/auco.md#errors). */
export function badRequest(message: string): ProviderResponse {
	return { status: 400, body: { message } };
}

/** Auco documents no body for a 401; this one is the sandbox's own. */
export const UNAUTHORIZED: ProviderResponse = { status: 401, body: { message: 'UNAUTHORIZED' } };

/** The users of the organisation in Auco's examples. Nobody else may create anything. */
const USERS = ['prueba@auco.ai', 'example@auco.ai'];

/** The error for a creator who is not a user of the organisation (docs/providers/auco.md#creator-email). */
export function refuseUnknownUser(email: unknown): ProviderResponse | undefined {
	return USERS.includes(String(email)) ? undefined : badRequest('USER_NOTFOUND');
}

/**
 * The error for an invalid request. Auco documents codes for WhatsApp records only; elsewhere the message is the
 * sandbox's own and names the field.
 */
export function refuse(issues: SchemaIssue[], operation: string): ProviderResponse {
	if (operation === 'getWhatsappRecords') return refuseRecords(issues);
	const messages = issues.map(
		({ field, rule, message }) => `${field || 'body'}: ${ruleInWords(rule, message)}`,
	);
	return badRequest([...new Set(messages)].join('; '));
}

function refuseRecords(issues: SchemaIssue[]): ProviderResponse {
	const missing = issues.some(({ field, rule }) => field === 'code' && rule === 'required');
	return badRequest(missing ? 'CODE_REQUIRED' : 'CODE_NOT_VALID');
}

function ruleInWords(rule: string, message: string): string {
	if (rule === 'required') return 'is required';
	if (rule === 'additionalProperties') return 'is not known';
	if (rule === 'false schema') return 'is not allowed here';
	if (rule === 'contains') return 'misses a required entry';
	return message;
}
