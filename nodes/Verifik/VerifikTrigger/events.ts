import type { IDataObject } from 'n8n-workflow';

import { isPlainObject, nonEmptyText } from '../../common/values/convert';
import type { Confirmation, Standing, TriggerEvent, WebhookEvent } from '../../common/trigger/contract';
import { isFinished, isValidated, readValidation, simplified } from '../api/validations';

interface VerifikEvent extends TriggerEvent {
	/** Biometric events only: how a validation stands to the event. */
	standing?: (validation: IDataObject) => Standing;
}

/** Words that are no plain English in Verifik's names. */
const SPELLINGS: Record<string, string> = {
	otp: 'OTP',
	incorect: 'Incorrect',
	kyc: 'KYC',
	soat: 'SOAT',
	rtm: 'RTM',
};

/** `email_validation_otp_incorect` becomes "Email Validation OTP Incorrect". */
function labelOf(value: string): string {
	const words = value.split('_').map((word) => SPELLINGS[word] ?? word[0].toUpperCase() + word.slice(1));
	return words.join(' ');
}

function plain(group: string, suffixes: readonly string[]): VerifikEvent[] {
	return suffixes.map((suffix) => {
		const value = `${group}_${suffix}`;
		return { value, name: labelOf(value), isConfirmable: false };
	});
}

function biometric(value: string, standing: (validation: IDataObject) => Standing): VerifikEvent {
	return { value, name: labelOf(value), isConfirmable: true, standing };
}

/** A final state other than the event's contradicts it; before that the API lags behind. */
function ended(isSo: (validation: IDataObject) => boolean): (validation: IDataObject) => Standing {
	return (validation) => {
		if (isSo(validation)) return 'confirmed';
		return isFinished(validation) ? 'contradicted' : 'notYet';
	};
}

/** Something that happens on the way: not before the person has come, and not where it ends in the other way. */
function onTheWay(isImpossible: (validation: IDataObject) => boolean): (validation: IDataObject) => Standing {
	return (validation) => {
		if (validation.status === 'new') return 'notYet';
		return isImpossible(validation) ? 'contradicted' : 'confirmed';
	};
}

const isFailed = ({ status }: IDataObject): boolean => status === 'failed';
const isWithoutPerson = ({ status }: IDataObject): boolean => status === 'failed' || status === 'expired';
const isThere = (): Standing => 'confirmed';

/** The same for email and phone; the last is an older name (verifik.md 5.5). */
const ONE_TIME_CODE = ['created', 'resend', 'validated', 'failed', 'otp_incorect', 'expired', 'otp_resend'];

/**
 * The events of Verifik's webhook pages (verifik.md 5.5), without the flow's type that may stand before them. A new
 * validation may already be in any state when the API is asked. A failed try can be followed by another one, so only
 * success contradicts it; a person is only made of a try that was good.
 */
const KNOWN: readonly VerifikEvent[] = [
	biometric('biometric_validation_new', isThere),
	biometric('biometric_validation_validated', ended(isValidated)),
	biometric('biometric_validation_failed', ended(isFailed)),
	biometric('biometric_validation_created_person', onTheWay(isWithoutPerson)),
	biometric('biometric_validation_liveness_failed', onTheWay(isValidated)),
	biometric('biometrics_liveness_score_not_acceptable', onTheWay(isValidated)),
	...plain('app_registration', [
		'created',
		'sync_sign_up_form',
		'sync_instructions',
		'sync_document',
		'sync_liveness',
		'sync_skip_kyc',
		'sync_basic_information',
		'sync_form',
		'completed',
		'needs_manual_verification',
		'completed_without_kyc',
		'failed',
		'ongoing',
		'person_already_set',
	]),
	...plain('email_validation', ONE_TIME_CODE),
	...plain('phone_validation', ONE_TIME_CODE),
	...plain('document_validation', [
		'created',
		'source_lookup',
		'data_source_error',
		'manual_verification_required',
	]),
	...plain('face_verification', ['compare']),
	...plain('information_validation', ['background_check', 'updated']),
	...plain('fleet_alert', [
		'soat_expiring',
		'soat_expired',
		'rtm_expiring',
		'rtm_expired',
		'new_comparendo',
		'fine_amount_changed',
		'ownership_changed',
		'new_claim',
		'check_failed',
		'custom',
	]),
];

const OTHER = 'other';

export const events: readonly TriggerEvent[] = [
	...KNOWN,
	{
		value: OTHER,
		name: 'Other',
		description: 'Anything else that Verifik reports',
		isConfirmable: false,
	},
];

const BY_VALUE: ReadonlyMap<string, VerifikEvent> = new Map(KNOWN.map((event) => [event.value, event]));

/** Types of a project's flows, which stand before an event's name in the newer deliveries (verifik.md 5.5). */
const FLOW = /^(login|onboarding|smartlink)_/;

/** Reads a delivery: `{"type":"<flow>_<event>","object":{…}}` (verifik.md 5.3). */
export function parseDelivery(body: IDataObject): WebhookEvent {
	const type = nonEmptyText(body.type) ?? '';
	const known = BY_VALUE.get(type) ?? BY_VALUE.get(type.replace(FLOW, ''));
	const object = (isPlainObject(body.object) ? body.object : {}) as IDataObject;
	const id = idIn(object);
	const updatedAt = nonEmptyText(object.updatedAt);
	return {
		event: known?.value ?? OTHER,
		id,
		status: nonEmptyText(object.status),
		finished: known?.standing && isFinished(object),
		// Without the moment of its change an object may well be reported twice in the same way (a code sent again).
		dedupeKey: id !== undefined && updatedAt !== undefined ? [type, id, updatedAt] : ['body', body],
		confirmation: known?.standing && validationConfirmation(id, known.value, known.standing),
	};
}

/** One event's page has the validation beside its flow, which may mean within the object (verifik.md 5.5). */
function idIn(object: IDataObject): string | undefined {
	const inner = isPlainObject(object.biometricValidation) ? object.biometricValidation : {};
	return nonEmptyText(object._id) ?? nonEmptyText(object.id) ?? nonEmptyText(inner._id);
}

/** An ID becomes part of an address, so nothing else may come along with it. */
const ID = /^[\w-]{1,100}$/;

function validationConfirmation(
	id: string | undefined,
	event: string,
	standing: (validation: IDataObject) => Standing,
): Confirmation {
	return {
		field: 'validation',
		read: async (api) => (id !== undefined && ID.test(id) ? await readValidation(api, id) : undefined),
		isObject: (validation) => validation.id === id,
		standing,
		isFinished,
		identity: () => [event, id],
		summary(validation) {
			const { identifier, type, livenessScore } = simplified(validation);
			return { identifier, type: type ?? null, livenessScore };
		},
	};
}
