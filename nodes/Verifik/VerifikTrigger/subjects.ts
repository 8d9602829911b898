import type { IDataObject } from 'n8n-workflow';

import type { ApiClient } from '../../common/http/client';
import * as documents from '../api/documentValidations';
import * as codes from '../api/oneTimeCodes';
import * as registrations from '../api/registrations';
import * as biometrics from '../api/validations';
import { idOf } from '../api/webhooks';

/** What Verifik reports about, and how it is asked for it (docs/providers/verifik.md#confirming-events). */
export interface Subject {
	/** Output field of the confirmed object. */
	field: 'validation' | 'registration';
	/** Key of the delivery's `object` under which it may stand instead of being that object. */
	name: string;
	/** @param reported `object` of the delivery, for IDs that lead to it */
	read(api: ApiClient, id: string, reported: IDataObject): Promise<IDataObject>;
	/** Whether it has come to an end; undefined when Verifik does not say. */
	isFinished(record: IDataObject): boolean | undefined;
	/** Names of at most three fields of its simplified form. */
	summary(record: IDataObject): IDataObject;
}

export const BIOMETRIC: Subject = {
	field: 'validation',
	name: 'biometricValidation',
	read: async (api, id) => await biometrics.readValidation(api, id),
	isFinished: biometrics.isFinished,
	summary: (validation) => picked(biometrics.simplified(validation), 'identifier', 'type', 'livenessScore'),
};

export const EMAIL: Subject = {
	field: 'validation',
	name: 'emailValidation',
	read: codes.readEmailValidation,
	isFinished: codes.isFinished,
	summary: (validation) => picked(validation, 'email', 'type'),
};

export const PHONE: Subject = {
	field: 'validation',
	name: 'phoneValidation',
	read: codes.readPhoneValidation,
	isFinished: codes.isFinished,
	summary: (validation) => picked(validation, 'countryCode', 'phone', 'type'),
};

export const DOCUMENT: Subject = {
	field: 'validation',
	name: 'documentValidation',
	read: documents.readDocumentValidation,
	isFinished: documents.isFinished,
	summary: (validation) => picked(validation, 'documentType', 'documentNumber'),
};

export const INFORMATION: Subject = {
	field: 'validation',
	name: 'informationValidation',
	read: async (api, id, { appRegistration }) =>
		await documents.readInformationValidation(api, id, idOf(appRegistration)),
	isFinished: () => undefined,
	summary: (validation) => picked(validation, 'fullName'),
};

export const REGISTRATION: Subject = registration([], (record) =>
	picked(record, 'email', 'phone', 'currentStep'),
);

export const REGISTRATION_WITH_PERSON: Subject = registration(['person'], REGISTRATION.summary);

export const REGISTRATION_WITH_COMPARISON: Subject = registration(['compareFaceVerification'], (record) =>
	picked({ email: record.email, ...registrations.comparisonOf(record) }, 'email', 'score', 'passed'),
);

function registration(populates: string[], summary: Subject['summary']): Subject {
	return {
		field: 'registration',
		name: 'appRegistration',
		read: async (api, id) => await registrations.readRegistration(api, id, populates),
		isFinished: registrations.isFinished,
		summary,
	};
}

function picked(record: IDataObject, ...names: string[]): IDataObject {
	return Object.fromEntries(names.map((name) => [name, record[name] ?? null]));
}
