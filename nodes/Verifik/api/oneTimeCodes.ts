import type { IDataObject } from 'n8n-workflow';

import type { ApiClient } from '../../common/http/client';
import { readRecord, type Resource } from './records';

/** Statuses after which nothing more happens; after a failed try another one may follow. */
const FINISHED = ['validated', 'expired'];

const EMAIL: Resource = {
	path: '/v2/email-validations',
	name: 'emailValidation',
	notFound: 'EMAIL_VALIDATION_NOT_FOUND',
};

const PHONE: Resource = {
	path: '/v2/phone-validations',
	name: 'phoneValidation',
	notFound: 'phone_validation_not_found',
};

/**
 * `GET /v2/email-validations/{id}`: the validation of an email address by a one-time code, with `id` and without the
 * code (docs/providers/verifik.md#email-validations).
 *
 * @throws RequestFailure also when the reply holds none
 */
export async function readEmailValidation(api: ApiClient, id: string): Promise<IDataObject> {
	return await readRecord(api, EMAIL, id);
}

/**
 * `GET /v2/phone-validations/{id}`: the validation of a phone number by a one-time code, with `id` and without the
 * code (docs/providers/verifik.md#phone-validations).
 *
 * @throws RequestFailure also when the reply holds none
 */
export async function readPhoneValidation(api: ApiClient, id: string): Promise<IDataObject> {
	return await readRecord(api, PHONE, id);
}

/** Whether Verifik has come to an end with the validation. Unknown statuses count as unfinished. */
export function isFinished({ status }: IDataObject): boolean {
	return FINISHED.includes(String(status));
}
