import type { ProviderResponse, SchemaIssue } from '../server/types.mts';
import type { Shape } from './types.mts';

/** Verifik answers invalid input with 409 (docs/providers/verifik.md#errors). */
export function missingParameter(message: string): ProviderResponse {
	return { status: 409, body: { code: 'MissingParameter', message } };
}

export const NOT_FOUND: ProviderResponse = {
	status: 404,
	body: { code: 'NotFound', message: 'Record not found.' },
};

/** Also for a flow without liveness; "featured" is Verifik's spelling. */
export const PROJECT_NOT_FOUND: ProviderResponse = {
	status: 404,
	body: {
		code: 'Project_not_found_or_featured_disabled',
		message: '404:Project_not_found_or_featured_disabled',
	},
};

/** The documentation shows this body without its status. */
export function invalidProjectFlow(status: 200 | 400): ProviderResponse {
	return { status, body: { success: false, error: 'Invalid project flow', code: 'INVALID_PROJECT_FLOW' } };
}

/** As either generation of the documentation words it. */
export function validationNotFound(shape: Shape): ProviderResponse {
	const body =
		shape === 'flat'
			? {
					success: false,
					error: 'Biometric validation not found',
					code: 'BIOMETRIC_VALIDATION_NOT_FOUND',
				}
			: { code: 'biometric_validation_not_found', message: '404:biometric_validation_not_found' };
	return { status: 404, body };
}

/** The error for a request that violates the OpenAPI document; missing fields are named before invalid ones. */
export function invalidRequest(issues: SchemaIssue[], operation: string, shape: Shape): ProviderResponse {
	if (shape === 'flat' && issues.some((issue) => issue.in === 'query')) {
		const body = { success: false, error: 'Invalid query parameters', code: 'INVALID_PARAMETERS' };
		return { status: 400, body };
	}
	const missing = issues.filter(isMissing).map(({ field }) => `missing ${field === '' ? 'body' : field}`);
	const wrong = issues
		.filter((issue) => !isMissing(issue))
		.map(({ field, rule, message }) =>
			rule === 'additionalProperties' ? `"${field}" is not allowed` : `"${field}" ${message}`,
		);
	const lines = missing.length > 0 ? missing : wrong;
	// The samples differ: "missing project" for a validation, "missing url\n" for a webhook.
	const end = operation.endsWith('Webhook') ? '\n' : '';
	return missingParameter(lines.join('\n') + end);
}

/** An empty string counts as missing. */
function isMissing({ rule }: SchemaIssue): boolean {
	return rule === 'required' || rule === 'minLength';
}
