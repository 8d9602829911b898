import type { ProviderResponse } from '../server/types.mts';
import type { RecordedRequest } from '../types.mts';
import { missingParameter } from './refusals.mts';

/** The valid token: the placeholder of the documentation's examples. */
export const GOOD_TOKEN = 'YOUR_ACCESS_TOKEN';

/** A valid token of an account without credits, which creating needs. */
const NO_CREDITS_TOKEN = 'NO_CREDITS_TOKEN';

/**
 * Every error for a token that Verifik documents or its own programs handle, by token
 * (docs/providers/verifik.md#refused-tokens).
 */
export const BAD_TOKENS: Readonly<Record<string, ProviderResponse>> = {
	EXPIRED_TOKEN: { status: 403, body: { code: 'Forbidden', message: 'expired_token' } },
	TOKEN_EXPIRED: { status: 403, body: { message: 'token_expired', code: 'FORBIDDEN' } },
	JWT_EXPIRED: { status: 401, body: { message: 'jwt expired' } },
	INVALID_OR_EXPIRED_TOKEN: {
		status: 401,
		body: { code: 'Unauthorized', message: 'Invalid or expired token.' },
	},
	INVALID_TOKEN: { status: 401, body: { message: 'invalid_token' } },
	UNAUTHORIZED_TOKEN: { status: 401, body: { error: 'Unauthorized' } },
	NO_ACCESS_TOKEN: { status: 403, body: { code: 'Forbidden', message: 'access_denied' } },
};

const UNKNOWN: ProviderResponse = {
	status: 401,
	body: { message: 'Authentication required', code: 'UNAUTHORIZED' },
};

const NO_CREDITS: ProviderResponse = {
	status: 403,
	body: { message: 'insufficient_credits', code: 'Forbidden' },
};

/** The error for a request's token; undefined when it permits the operation. */
export function authorize({ headers }: RecordedRequest, operation: string): ProviderResponse | undefined {
	const { authorization } = headers;
	if (authorization === undefined) return missingParameter('missing authorization');
	const token = /^Bearer (\S+)$/.exec(authorization)?.[1];
	if (token === GOOD_TOKEN) return undefined;
	if (token === NO_CREDITS_TOKEN) {
		return operation === 'createBiometricValidation' ? NO_CREDITS : undefined;
	}
	return (token === undefined ? undefined : BAD_TOKENS[token]) ?? UNKNOWN;
}
