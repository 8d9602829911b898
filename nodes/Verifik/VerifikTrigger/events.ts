import type { IDataObject } from 'n8n-workflow';

import { isPlainObject, nonEmptyText } from '../../common/values/convert';
import type { Confirmation, Standing, TriggerEvent, WebhookEvent } from '../../common/trigger/contract';
import { isFinished, isValidated, readValidation, simplified } from '../api/validations';

interface VerifikEvent extends TriggerEvent {
	/** Biometric events only: whether a validation confirms the event. */
	standing?: (validation: IDataObject) => Standing;
}

/** Parts of Verifik's event names that need a spelling of their own. */
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

/** For an end: another end contradicts it; without any end yet the API is behind. */
function ended(isSo: (validation: IDataObject) => boolean): (validation: IDataObject) => Standing {
	return (validation) => {
		if (isSo(validation)) return 'confirmed';
		return isFinished(validation) ? 'contradicted' : 'notYet';
	};
}

/** For something before the end: it does not happen to a new validation, and rules out some of the ends. */
function onTheWay(isImpossible: (validation: IDataObject) => boolean): (validation: IDataObject) => Standing {
	return (validation) => {
		if (validation.status === 'new') return 'notYet';
		return isImpossible(validation) ? 'contradicted' : 'confirmed';
	};
}

const isFailed = ({ status }: IDataObject): boolean => status === 'failed';
const isWithoutPerson = ({ status }: IDataObject): boolean => status === 'failed' || status === 'expired';
const isThere = (): Standing => 'confirmed';

/** The same for email and phone; the last is an older name. */
const ONE_TIME_CODE = ['created', 'resend', 'validated', 'failed', 'otp_incorect', 'expired', 'otp_resend'];

/**
 * The events of Verifik's webhook pages (docs/providers/verifik.md#events), without the flow type that may precede
 * them. A new validation may already be in any state when the API is asked. A failed attempt may be followed by another
 * one, so only an unfinished or failed validation has one; and a failed validation has created no person.
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

/** Types of a project's flows, which precede the event's name in newer deliveries. */
const FLOW = /^(login|onboarding|smartlink)_/;

/** Reads a delivery: `{"type":"<flow>_<event>","object":{…}}` (docs/providers/verifik.md#deliveries). */
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
		// Without `updatedAt` two different events may look the same (a code sent again).
		dedupeKey: id !== undefined && updatedAt !== undefined ? [type, id, updatedAt] : ['body', body],
		confirmation: known?.standing && validationConfirmation(id, known.value, known.standing),
	};
}

/** The page of one event shows the validation beside its flow, possibly within the object. */
function idIn(object: IDataObject): string | undefined {
	const inner = isPlainObject(object.biometricValidation) ? object.biometricValidation : {};
	return nonEmptyText(object._id) ?? nonEmptyText(object.id) ?? nonEmptyText(inner._id);
}

/** The ID becomes part of a URL, so it must not contain anything else. */
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
