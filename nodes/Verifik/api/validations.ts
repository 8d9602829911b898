import type { IDataObject } from 'n8n-workflow';

import type { ApiClient } from '../../common/http/client';
import { isPlainObject } from '../../common/values/convert';
import { VALIDATION_NOT_FOUND } from './errors';
import { readRecord, recordOf, type Resource } from './records';

/** Where biometric validations live (verifik.md 2). */
export const VALIDATIONS = '/v2/biometric-validations';

const VALIDATION: Resource = {
	path: VALIDATIONS,
	name: 'biometricValidation',
	notFound: VALIDATION_NOT_FOUND,
};

/** Statuses after which nothing more happens; `completed` is the newer documentation's `validated` (verifik.md 2.5). */
const FINISHED = ['validated', 'completed', 'failed', 'expired'];

/** The statuses of both generations of the documentation. */
export const STATUSES = ['new', 'pending', 'sent', ...FINISHED];

/** Kinds of validation; four in the parameter's text, of which the list below it describes three (verifik.md 2.1). */
export const TYPES = ['validation', 'login', 'onboarding', 'oneTimeLink'] as const;

/** Whether Verifik has come to an end with the validation. Unknown statuses count as unfinished. */
export function isFinished(validation: IDataObject): boolean {
	return FINISHED.includes(String(validation.status));
}

/** Whether the validation has ended well; both generations of the documentation have a word for it (verifik.md 2.5). */
export function isValidated({ status }: IDataObject): boolean {
	return status === 'validated' || status === 'completed';
}

/** The ID of what a create made, in whichever of its two shapes the reply came (verifik.md 2.1). */
export function idOf(reply: IDataObject): string | undefined {
	const { id } = validationOf(reply);
	return typeof id === 'string' || Number.isSafeInteger(id) ? String(id) : undefined;
}

/**
 * One shape for the nested and the flat reply of create and get (verifik.md 2.1, 2.2): the validation's own fields at
 * top level with `id`, and beside them `token` and `livenessSession` when they were given.
 */
export function validationOf(reply: IDataObject): IDataObject {
	return recordOf(reply, VALIDATION);
}

/** Ten flat fields of a validation; `url` is only there when Verifik gave it. */
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

/** Each generation of the documentation has another place for it (verifik.md 2.2). */
function livenessScoreOf({ livenessScore, biometricData, response }: IDataObject): IDataObject[string] {
	const newer = isPlainObject(biometricData) ? biometricData.livenessScore : undefined;
	const liveness = isPlainObject(response) && isPlainObject(response.liveness) ? response.liveness : {};
	return (livenessScore ?? newer ?? liveness.score ?? null) as IDataObject[string];
}

/** References are IDs, or whole objects when they were asked to be populated. */
function referenceId(reference: unknown): IDataObject[string] {
	if (!isPlainObject(reference)) return (reference ?? null) as IDataObject[string];
	return (reference._id ?? reference.name ?? null) as IDataObject[string];
}

/**
 * `GET /v2/biometric-validations/{id}` in the one shape.
 *
 * @param populates references to be given as whole objects, e.g. `project`
 * @throws RequestFailure also when the reply is not this validation
 */
export async function readValidation(api: ApiClient, id: string, populates?: string[]): Promise<IDataObject> {
	return await readRecord(api, VALIDATION, id, populates);
}
