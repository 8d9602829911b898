import type { IDataObject } from 'n8n-workflow';

import type { ApiClient } from '../../common/http/client';
import { isPlainObject } from '../../common/values/convert';
import { readRecord, type Resource } from './records';

/** Statuses after which nothing more happens; after a manual verification a decision follows. */
const FINISHED = ['COMPLETED', 'COMPLETED_WITHOUT_KYC', 'FAILED', 'EXPIRED'];

/** The statuses of an app registration, a hosted onboarding (docs/providers/verifik.md#app-registrations). */
export const STATUSES = ['STARTED', 'ONGOING', 'NEEDS_MANUAL_VERIFICATION', ...FINISHED];

const REGISTRATION: Resource = {
	path: '/v2/app-registrations',
	name: 'appRegistration',
	notFound: 'AppRegistration_not_found',
};

/** How alike the person and the document's photo are. */
export interface FaceComparison {
	score?: number;
	passed?: boolean;
	/** ISO date and time. */
	comparedAt?: string;
}

/**
 * `GET /v2/app-registrations/{id}`: an app registration as Verifik gives it, with `id`.
 *
 * @param populates references to be given as whole objects, e.g. `person`, `compareFaceVerification`
 * @throws RequestFailure also when the reply holds none
 */
export async function readRegistration(
	api: ApiClient,
	id: string,
	populates?: string[],
): Promise<IDataObject> {
	return await readRecord(api, REGISTRATION, id, populates);
}

/** Whether Verifik has come to an end with the registration. Unknown statuses count as unfinished. */
export function isFinished({ status }: IDataObject): boolean {
	return FINISHED.includes(String(status).toUpperCase());
}

/**
 * The comparison of a registration that was read with `compareFaceVerification`; undefined when there is none, which
 * is also so 90 days later.
 */
export function comparisonOf({ compareFaceVerification }: IDataObject): FaceComparison | undefined {
	if (!isPlainObject(compareFaceVerification)) return undefined;
	const { result, comparedAt } = compareFaceVerification;
	if (!isPlainObject(result)) return undefined;
	const { score, passed } = result as FaceComparison;
	return { score, passed, ...(typeof comparedAt === 'string' && { comparedAt }) };
}
