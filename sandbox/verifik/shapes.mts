import type { Fields, Shape } from './types.mts';
import type { Validation } from './validations.mts';

/**
 * Fields of a new validation in [A], where the session has `identifier` and `expiresAt`
 * (docs/providers/verifik.md#reply-to-create).
 */
const CREATED_NESTED = [
	'_id',
	'client',
	'project',
	'projectFlow',
	'status',
	'livenessSession',
	'type',
	'url',
	'assignedCollection',
	'collectionCode',
	'redirectUrl',
	'webhook',
	'requires2FA',
	'createdAt',
	'updatedAt',
];

/** Fields of a validation that is read in [A]. */
const READ_NESTED = [...CREATED_NESTED, 'livenessScore', 'response'];

/** Fields of a validation in [B], which omits those without a value. */
const FLAT = [
	'_id',
	'client',
	'project',
	'projectFlow',
	'status',
	'identifier',
	'type',
	'expiresAt',
	'redirectUrl',
	'webhookUrl',
	'requires2FA',
	'ipAddress',
	'sendViaEmail',
	'email',
	'language',
	'createdAt',
	'updatedAt',
];

/** Statuses that [B] names differently. */
const FLAT_STATUS: Fields = { sent: 'pending', validated: 'completed' };

/** The reply to create. Only [A] and [C] have a link, a token and the session. */
export function creationReply(shape: Shape, { fields, session }: Validation): Fields {
	if (shape === 'flat') return { success: true, data: pick(fields, FLAT) };
	return {
		data: {
			livenessSession: session,
			biometricValidation: pick(fields, CREATED_NESTED),
			token: sessionToken(session),
		},
	};
}

/** The validation as it is read by id; [B] has its own statuses and results. */
export function readFields(shape: Shape, { fields, patch }: Validation): Fields {
	if (shape !== 'flat') return { ...pick(fields, READ_NESTED), ...patch };
	const status = FLAT_STATUS[String(fields.status)] ?? fields.status;
	return { ...pick(fields, FLAT), status, ...flatResult(fields), ...patch };
}

/** The validation in a list, where [B] uses the statuses of [A]. */
export function listedFields(shape: Shape, { fields, patch }: Validation): Fields {
	return { ...pick(fields, shape === 'flat' ? FLAT : READ_NESTED), ...patch };
}

function pick(fields: Fields, keys: string[]): Fields {
	const omitNull = keys === FLAT;
	return Object.fromEntries(
		keys
			.filter((key) => key in fields && !(omitNull && fields[key] === null))
			.map((key) => [key, fields[key]]),
	);
}

/** The result of a finished validation in [B], which contains the face itself. */
function flatResult({ status, livenessScore, updatedAt }: Fields): Fields {
	if (status !== 'validated' && status !== 'failed') return {};
	const passed = status === 'validated';
	return {
		biometricData: { faceImage: 'ZmFjZQ==', template: 'dGVtcGxhdGU=', quality: 0.95, livenessScore },
		verificationResults: {
			livenessDetection: passed,
			identityMatch: passed,
			qualityScore: 0.95,
			antiSpoofing: passed,
		},
		riskScore: passed ? 0.1 : 0.9,
		completedAt: updatedAt,
	};
}

/** Looks like a JWT and gives access to nothing. */
function sessionToken({ _id, expiresAt }: Fields): string {
	const parts = [{ alg: 'none', typ: 'JWT' }, { livenessSession: _id, expiresAt }, { sandbox: true }];
	return parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
}
