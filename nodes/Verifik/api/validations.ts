import type { IDataObject } from 'n8n-workflow';

import type { ApiClient } from '../../common/http/client';
import { isPlainObject } from '../../common/values/convert';
import { withoutResumeTokens } from '../../common/values/urls';
import { VALIDATION_NOT_FOUND } from './errors';
import { readRecord, recordOf, type Resource } from './records';

/** Path of biometric validations (docs/providers/verifik.md#biometric-validations). */
export const VALIDATIONS = '/v2/biometric-validations';

const VALIDATION: Resource = {
	path: VALIDATIONS,
	name: 'biometricValidation',
	notFound: VALIDATION_NOT_FOUND,
};

/**
 * Statuses after which nothing more happens; `completed` is the newer documentation's `validated`
 * (docs/providers/verifik.md#statuses).
 */
const FINISHED = ['validated', 'completed', 'failed', 'expired'];

/** The statuses of both generations of the documentation. */
export const STATUSES = ['new', 'pending', 'sent', ...FINISHED];

/**
 * Kinds of validation. The parameter's text names four, of which its list describes three
 * (docs/providers/verifik.md#create).
 */
export const TYPES = ['validation', 'login', 'onboarding', 'oneTimeLink'] as const;

/** Whether the validation is finished. Unknown statuses count as unfinished. */
export function isFinished(validation: IDataObject): boolean {
	return FINISHED.includes(String(validation.status));
}

/** Each version of the documentation has its own status for a success (docs/providers/verifik.md#statuses). */
export function isValidated({ status }: IDataObject): boolean {
	return status === 'validated' || status === 'completed';
}

/** The ID of a new validation, from either shape of the reply (docs/providers/verifik.md#reply-to-create). */
export function idOf(reply: IDataObject): string | undefined {
	const { id } = validationOf(reply);
	return (typeof id === 'string' && id !== '') || Number.isSafeInteger(id) ? String(id) : undefined;
}

/**
 * One shape for the nested and the flat reply of create and get (docs/providers/verifik.md#read-a-validation): the
 * validation's own fields at top level with `id`, plus `token` and `livenessSession` when the reply contains them.
 */
export function validationOf(reply: IDataObject): IDataObject {
	return recordOf(reply, VALIDATION);
}

/** When its session ends, in milliseconds since the epoch; undefined when the reply does not show it. */
export function expiryOf({ expiresAt, livenessSession }: IDataObject): number | undefined {
	const session = isPlainObject(livenessSession) ? livenessSession.expiresAt : undefined;
	return Date.parse(String(expiresAt ?? session)) || undefined;
}

/** The validation as an output: its `webhookUrl` may be what resumes an execution. */
export function withoutResumeUrl(validation: IDataObject): IDataObject {
	const { webhookUrl } = validation;
	if (typeof webhookUrl !== 'string') return validation;
	return { ...validation, webhookUrl: withoutResumeTokens(webhookUrl) };
}

/** Ten flat fields of a validation; `url` is null unless Verifik returned it. */
export function simplified(validation: IDataObject): IDataObject {
	const { livenessSession } = validation;
	const session = isPlainObject(livenessSession) ? (livenessSession as IDataObject) : {};
	return {
		id: validation.id,
		status: validation.status,
		finished: isFinished(validation),
		type: validation.type,
		identifier: validation.identifier ?? session.identifier ?? null,
		livenessScore: livenessScoreOf(validation),
		project: referenceId(validation.project),
		projectFlow: referenceId(validation.projectFlow),
		url: validation.url ?? null,
		createdAt: validation.createdAt,
	};
}

/** Each version of the documentation has it in another place. */
function livenessScoreOf({ livenessScore, biometricData, response }: IDataObject): IDataObject[string] {
	const newer = isPlainObject(biometricData) ? biometricData.livenessScore : undefined;
	const liveness = isPlainObject(response) && isPlainObject(response.liveness) ? response.liveness : {};
	return (livenessScore ?? newer ?? liveness.score ?? null) as IDataObject[string];
}

/** A reference is an ID, or the whole object when it was populated. */
function referenceId(reference: unknown): IDataObject[string] {
	if (!isPlainObject(reference)) return (reference ?? null) as IDataObject[string];
	return (reference._id ?? reference.name ?? null) as IDataObject[string];
}

/**
 * `GET /v2/biometric-validations/{id}` in the shape of `validationOf`.
 *
 * @param populates references to return as whole objects, e.g. `project`
 * @throws RequestFailure also when the reply holds none
 */
export async function readValidation(api: ApiClient, id: string, populates?: string[]): Promise<IDataObject> {
	return await readRecord(api, VALIDATION, id, populates);
}
