import type { IDataObject } from 'n8n-workflow';

import type { ApiClient } from '../../common/http/client';
import { RequestFailure } from '../../common/http/failure';
import { rethrow } from '../../common/util/rethrow';
import { isPlainObject } from '../../common/values/convert';
import { readRecord, type Resource } from './records';
import { readRegistration } from './registrations';

/** Whether a document validation has come to an end; the pages do not say what the other statuses mean. */
const IS_FINISHED: Readonly<Record<string, boolean>> = {
	ACTIVE: true,
	FAILED: true,
	EXPIRED: true,
	ASSESSING: false,
	NEEDS_MANUAL_VERIFICATION: false,
};

const DOCUMENT: Resource = {
	path: '/v2/document-validations',
	name: 'documentValidation',
	notFound: 'DOCUMENT_VALIDATION_NOT_FOUND',
};

/** No page shows its error; that of Verifik's other records is assumed. */
const INFORMATION: Resource = {
	path: '/v2/information-validations',
	name: 'informationValidation',
	notFound: 'NotFound',
};

/**
 * `GET /v2/document-validations/{id}`: the validation of an identity document, with `id`
 * (docs/providers/verifik.md#document-validations).
 *
 * @throws RequestFailure also when the reply holds none
 */
export async function readDocumentValidation(api: ApiClient, id: string): Promise<IDataObject> {
	return await readRecord(api, DOCUMENT, id);
}

/** Whether Verifik has come to an end with a document validation; undefined when the pages do not say. */
export function isFinished({ status }: IDataObject): boolean | undefined {
	return IS_FINISHED[String(status)];
}

/**
 * The validation of a person's data, with `id`: `GET /v2/information-validations/{id}`, which only the index of the
 * documentation names, and when that does not know it, the registration that it belongs to
 * (docs/providers/verifik.md#information-validations).
 *
 * @param registration ID of the app registration, where it is known
 * @throws RequestFailure also when neither reply holds this validation
 */
export async function readInformationValidation(
	api: ApiClient,
	id: string,
	registration?: string,
): Promise<IDataObject> {
	try {
		return await readRecord(api, INFORMATION, id);
	} catch (error) {
		const isUnknown = error instanceof RequestFailure && error.status === 404;
		if (!isUnknown || registration === undefined) throw rethrow(error);
		const { informationValidation } = await readRegistration(api, registration, ['informationValidation']);
		if (!isPlainObject(informationValidation) || informationValidation._id !== id) throw rethrow(error);
		return { id, ...(informationValidation as IDataObject) };
	}
}
