import type { ProviderResponse, SchemaIssue } from '../server/types.mts';
import type { Shape } from './types.mts';

/** Verifik's status for wrong input is 409 (verifik.md 7). */
export function missingParameter(message: string): ProviderResponse {
	return { status: 409, body: { code: 'MissingParameter', message } };
}

export const NOT_FOUND: ProviderResponse = {
	status: 404,
	body: { code: 'NotFound', message: 'Record not found.' },
};

/** Also for a flow in which liveness is off; "featured" is Verifik's spelling (verifik.md 2.1). */
export const PROJECT_NOT_FOUND: ProviderResponse = {
	status: 404,
	body: {
		code: 'Project_not_found_or_featured_disabled',
		message: '404:Project_not_found_or_featured_disabled',
	},
};

/** The documentation shows no status beside this body (verifik.md 2.1). */
export function invalidProjectFlow(status: 200 | 400): ProviderResponse {
	return { status, body: { success: false, error: 'Invalid project flow', code: 'INVALID_PROJECT_FLOW' } };
}

/** In the words of either generation of the documentation (verifik.md 2.2). */
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

/** Words what does not fit the OpenAPI document: missing fields before wrong ones. */
export function refusalOf(problems: SchemaIssue[], operation: string, shape: Shape): ProviderResponse {
	if (shape === 'flat' && problems.some((problem) => problem.in === 'query')) {
		const body = { success: false, error: 'Invalid query parameters', code: 'INVALID_PARAMETERS' };
		return { status: 400, body };
	}
	const missing = problems.filter(isMissing).map(({ field }) => `missing ${field === '' ? 'body' : field}`);
	const wrong = problems
		.filter((problem) => !isMissing(problem))
		.map(({ field, rule, message }) =>
			rule === 'additionalProperties' ? `"${field}" is not allowed` : `"${field}" ${message}`,
		);
	const lines = missing.length > 0 ? missing : wrong;
	// The samples differ: "missing project" of a validation, "missing url\n" of a webhook (verifik.md 2.1, 5.1).
	const end = operation.endsWith('Webhook') ? '\n' : '';
	return missingParameter(lines.join('\n') + end);
}

/** A blank text counts as none. */
function isMissing({ rule }: SchemaIssue): boolean {
	return rule === 'required' || rule === 'minLength';
}
