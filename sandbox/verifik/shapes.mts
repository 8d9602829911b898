import type { Fields, Shape } from './types.mts';
import type { Validation } from './validations.mts';

/** Keys of a new validation in [A] (verifik.md 2.1). `identifier` and `expiresAt` are the session's there. */
const NEW_IN_A = [
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

/** Keys of a validation that was read in [A] (verifik.md 2.2). */
const READ_IN_A = [...NEW_IN_A, 'livenessScore', 'response'];

/** Keys of a validation in [B], those without a value left out (verifik.md 2.1). */
const IN_B = [
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

/** States by the words of [B] (verifik.md 2.5). */
const STATUS_IN_B: Fields = { sent: 'pending', validated: 'completed' };

/** The reply to creating (verifik.md 2.1). Only [A] and [C] have a link, a token and the session. */
export function creationReply(shape: Shape, { fields, session }: Validation): Fields {
	if (shape === 'flat') return { success: true, data: picked(fields, IN_B) };
	return {
		data: {
			livenessSession: session,
			biometricValidation: picked(fields, NEW_IN_A),
			token: sessionToken(session),
		},
	};
}

/** The validation as reading by ID gives it (verifik.md 2.2), in [B] with its own words and results. */
export function readFields(shape: Shape, { fields, patch }: Validation): Fields {
	if (shape !== 'flat') return { ...picked(fields, READ_IN_A), ...patch };
	const status = STATUS_IN_B[String(fields.status)] ?? fields.status;
	return { ...picked(fields, IN_B), status, ...resultInB(fields), ...patch };
}

/** The validation as a list gives it; lists of [B] name states as [A] does (verifik.md 2.5). */
export function listedFields(shape: Shape, { fields, patch }: Validation): Fields {
	return { ...picked(fields, shape === 'flat' ? IN_B : READ_IN_A), ...patch };
}

function picked(fields: Fields, keys: string[]): Fields {
	const inB = keys === IN_B;
	return Object.fromEntries(
		keys.filter((key) => key in fields && !(inB && fields[key] === null)).map((key) => [key, fields[key]]),
	);
}

/** The result of a finished validation in [B], where it holds the face itself (verifik.md 2.2). */
function resultInB({ status, livenessScore, updatedAt }: Fields): Fields {
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

/** A secret of the form of a JWT that opens nothing. */
function sessionToken({ _id, expiresAt }: Fields): string {
	const parts = [{ alg: 'none', typ: 'JWT' }, { livenessSession: _id, expiresAt }, { sandbox: true }];
	return parts.map((part) => Buffer.from(JSON.stringify(part)).toString('base64url')).join('.');
}
