/** A no of a provider, and what a person has to read of it. */
export interface Refusal {
	operation: string;
	status: number;
	body: unknown;
	message: RegExp;
	description: RegExp;
	/** The provider's own code or words. */
	code?: string;
}

const FACE = 'aucoFace/process/create';
const GET_FACE = 'aucoFace/process/get';
const HISTORY = 'aucoFace/process/getWhatsappHistory';
const GET_CHECK = 'aucoBackground/person/get';
const CREATE = 'verifikBiometric/biometricValidation/create';
const GET = 'verifikBiometric/biometricValidation/get';
const LIST = 'verifikBiometric/biometricValidation/getAll';

/** The refusals that the providers document or their own clients handle (docs/providers/auco.md#errors,
 * docs/providers/verifik.md#errors), and unknown ones. */
export const REFUSALS: Refusal[] = [
	{
		operation: FACE,
		status: 400,
		body: { message: 'EXPIRED_DATE_INVALID' },
		message: /Expiration Date.*EXPIRED_DATE_INVALID/,
		description: /more than 3 days/,
		code: 'EXPIRED_DATE_INVALID',
	},
	{
		operation: FACE,
		status: 200,
		body: { message: 'EXPIRED_DATE_INVALID' },
		message: /Expiration Date.*EXPIRED_DATE_INVALID/,
		description: /more than 3 days/,
		code: 'EXPIRED_DATE_INVALID',
	},
	{
		operation: FACE,
		status: 400,
		body: { message: 'USER_NOTFOUND' },
		message: /'Creator Email'.*USER_NOTFOUND/,
		description: /user of your company/,
		code: 'USER_NOTFOUND',
	},
	{
		operation: FACE,
		status: 401,
		body: { message: 'UNAUTHORIZED' },
		message: /did not accept the key.*UNAUTHORIZED/,
		description: /environment/,
		code: 'UNAUTHORIZED',
	},
	{
		operation: FACE,
		status: 401,
		body: undefined,
		message: /did not accept the key/,
		description: /environment/,
	},
	{
		operation: FACE,
		status: 403,
		body: { message: 'NO_PLAN' },
		message: /plan.*NO_PLAN/,
		description: /part of your plan/,
		code: 'NO_PLAN',
	},
	{
		operation: FACE,
		status: 400,
		body: { message: 'SOMETHING_NEW_AND_STRANGE' },
		message: /refused.*SOMETHING_NEW_AND_STRANGE/,
		description: /Auco's message/,
		code: 'SOMETHING_NEW_AND_STRANGE',
	},
	{
		operation: FACE,
		status: 200,
		body: { message: 'SOMETHING_NEW_AND_STRANGE' },
		message: /SOMETHING_NEW_AND_STRANGE/,
		description: /./,
		code: 'SOMETHING_NEW_AND_STRANGE',
	},
	{
		operation: FACE,
		status: 400,
		body: '<html>Bad</html>',
		message: /refused the request/,
		description: /./,
	},
	{
		operation: FACE,
		status: 404,
		body: { message: 'NOT_FOUND' },
		message: /NOT_FOUND/,
		description: /base URL/,
		code: 'NOT_FOUND',
	},
	{
		operation: FACE,
		status: 500,
		body: { message: 'INTERNAL' },
		message: /HTTP status 500.*INTERNAL/,
		description: /it is not known whether it was processed/,
		code: 'INTERNAL',
	},
	{
		operation: GET_CHECK,
		status: 400,
		body: { message: 'VALIDATION_NOT_FOUND' },
		message: /no check with this code.*VALIDATION_NOT_FOUND/,
		description: /Generate/,
		code: 'VALIDATION_NOT_FOUND',
	},
	{
		operation: GET_FACE,
		status: 400,
		body: { message: 'CODE_REQUIRED' },
		message: /'Code'.*CODE_REQUIRED/,
		description: /./,
		code: 'CODE_REQUIRED',
	},
	{
		operation: HISTORY,
		status: 400,
		body: { message: 'CODE_NOT_VALID' },
		message: /'Code'.*CODE_NOT_VALID/,
		description: /16 characters/,
		code: 'CODE_NOT_VALID',
	},
	{
		operation: HISTORY,
		status: 400,
		body: { message: 'PROCESS_NOT_FOUND' },
		message: /no such process.*PROCESS_NOT_FOUND/,
		description: /platform/,
		code: 'PROCESS_NOT_FOUND',
	},
	{
		operation: HISTORY,
		status: 400,
		body: { message: 'USER_ID_NOT_ALLOWED' },
		message: /USER_ID_NOT_ALLOWED/,
		description: /Remove the 'User ID'/,
		code: 'USER_ID_NOT_ALLOWED',
	},
	{
		operation: HISTORY,
		status: 400,
		body: { message: 'USER_ID_REQUIRED' },
		message: /needs the user ID of a signer.*USER_ID_REQUIRED/,
		description: /'User ID' under Additional Fields/,
		code: 'USER_ID_REQUIRED',
	},

	// The page shows this body without a status.
	...[200, 400, 409].map((status) => ({
		operation: CREATE,
		status,
		body: { success: false, error: 'Invalid project flow', code: 'INVALID_PROJECT_FLOW' },
		message: /'Project Flow': Invalid project flow/,
		description: /belong to the chosen 'Project'/,
		code: 'INVALID_PROJECT_FLOW',
	})),
	{
		operation: CREATE,
		status: 409,
		body: { code: 'MissingParameter', message: 'missing project' },
		message: /refused the values: missing project/,
		description: /./,
		code: 'MissingParameter',
	},
	{
		operation: CREATE,
		status: 404,
		body: {
			code: 'Project_not_found_or_featured_disabled',
			message: '404:Project_not_found_or_featured_disabled',
		},
		message: /liveness is switched off.*: Project_not_found_or_featured_disabled/,
		description: /liveness/,
		code: 'Project_not_found_or_featured_disabled',
	},
	{
		operation: CREATE,
		status: 403,
		body: { message: 'insufficient_credits', code: 'Forbidden' },
		message: /no credits left/,
		description: /The token is valid/,
		code: 'Forbidden',
	},
	{
		operation: CREATE,
		status: 402,
		body: { code: 'PaymentRequired' },
		message: /no credits left/,
		description: /The token is valid/,
		code: 'PaymentRequired',
	},
	{
		operation: GET,
		status: 403,
		body: { code: 'Forbidden', message: 'access_denied' },
		message: /no access/,
		description: /account of the credential/,
		code: 'Forbidden',
	},
	{
		operation: GET,
		status: 403,
		body: { code: 'Forbidden', message: 'expired_token' },
		message: /has expired/,
		description: /copy a new token/,
		code: 'Forbidden',
	},
	{
		operation: GET,
		status: 403,
		body: { message: 'token_expired', code: 'FORBIDDEN' },
		message: /has expired/,
		description: /copy a new token/,
		code: 'FORBIDDEN',
	},
	{
		operation: GET,
		status: 401,
		body: { message: 'jwt expired' },
		message: /has expired/,
		description: /copy a new token/,
		code: 'jwt expired',
	},
	{
		operation: GET,
		status: 401,
		body: { code: 'Unauthorized', message: 'Invalid or expired token.' },
		message: /has expired|did not accept/,
		description: /copy a new token/,
		code: 'Unauthorized',
	},
	{
		operation: GET,
		status: 401,
		body: { message: 'Authentication required', code: 'UNAUTHORIZED' },
		message: /did not accept the Access Token/,
		description: /copy a new token/,
		code: 'UNAUTHORIZED',
	},
	{
		operation: GET,
		status: 401,
		body: { error: 'Unauthorized' },
		message: /did not accept the Access Token/,
		description: /copy a new token/,
		code: 'Unauthorized',
	},
	...['404:biometric_validation_not_found', 'BIOMETRIC_VALIDATION_NOT_FOUND'].map((words) => ({
		operation: GET,
		status: 404,
		body: { code: words.replace('404:', ''), message: words },
		message: /no biometric validation with this ID/,
		description: /'id'/,
		code: words.replace('404:', ''),
	})),
	{
		operation: LIST,
		status: 400,
		body: { success: false, error: 'Invalid parameters', code: 'INVALID_PARAMETERS' },
		message: /Invalid parameters/,
		description: /./,
		code: 'INVALID_PARAMETERS',
	},
	{
		operation: CREATE,
		status: 412,
		body: { code: 'PreconditionFailed', message: 'collection_not_set' },
		message: /no collection/,
		description: /Assign/,
		code: 'PreconditionFailed',
	},
	{
		operation: CREATE,
		status: 409,
		body: { data: { message: 'own_words', code: 'Conflict' } },
		message: /own_words/,
		description: /./,
		code: 'Conflict',
	},
	{
		operation: CREATE,
		status: 500,
		body: { code: 'ERROR', message: 'internal_error' },
		message: /HTTP status 500.*internal_error/,
		description: /it is not known whether it was processed/,
		code: 'ERROR',
	},
];
