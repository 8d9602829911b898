import type { IDataObject } from 'n8n-workflow';

import type { Confirmation, TriggerEvent, WebhookEvent } from '../../common/trigger/contract';
import { isPlainObject, nonEmptyText } from '../../common/values/convert';
import {
	COMPARED,
	EXISTS,
	HAPPENED,
	isIn,
	PERSON_CREATED,
	NEEDS_A_PERSON,
	ONGOING,
	STEP,
	ATTEMPT_FAILED,
	type Evidence,
} from './evidence';
import {
	BIOMETRIC,
	DOCUMENT,
	EMAIL,
	INFORMATION,
	PHONE,
	REGISTRATION,
	REGISTRATION_WITH_COMPARISON,
	REGISTRATION_WITH_PERSON,
	type Subject,
} from './subjects';

interface VerifikEvent extends TriggerEvent {
	/** How Verifik is asked; undefined where no way is documented. */
	confirmable?: { subject: Subject; evidence: Evidence };
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

/** Events about one kind of object: the end of each name, and what confirms it. */
function about(subject: Subject, group: string, evidences: Record<string, Evidence>): VerifikEvent[] {
	return Object.entries(evidences).map(([suffix, evidence]) => {
		const value = `${group}_${suffix}`;
		return { value, name: labelOf(value), isConfirmable: true, confirmable: { subject, evidence } };
	});
}

function unconfirmable(group: string, suffixes: readonly string[]): VerifikEvent[] {
	return suffixes.map((suffix) => {
		const value = `${group}_${suffix}`;
		return { value, name: labelOf(value), isConfirmable: false };
	});
}

/** The same for email and phone. A failed try can be followed by another one; the last name is an older one. */
function oneTimeCode(subject: Subject): Record<string, Evidence> {
	return {
		created: EXISTS,
		resend: HAPPENED,
		validated: isIn(subject, 'validated'),
		failed: isIn(subject, 'failed', 'validated'),
		otp_incorect: HAPPENED,
		expired: isIn(subject, 'expired'),
		otp_resend: HAPPENED,
	};
}

/**
 * The events of Verifik's webhook pages (docs/providers/verifik.md#events), without the flow's type that may stand before
 * them, and what confirms them (docs/providers/verifik.md#confirming-events). A manual verification may have been decided
 * by the time that Verifik is asked.
 */
const KNOWN: readonly VerifikEvent[] = [
	...about(BIOMETRIC, 'biometric_validation', {
		new: EXISTS,
		validated: isIn(BIOMETRIC, 'validated', 'completed'),
		failed: isIn(BIOMETRIC, 'failed'),
		created_person: PERSON_CREATED,
		liveness_failed: ATTEMPT_FAILED,
	}),
	...about(BIOMETRIC, 'biometrics', { liveness_score_not_acceptable: ATTEMPT_FAILED }),
	...about(REGISTRATION, 'app_registration', {
		created: EXISTS,
		sync_sign_up_form: STEP,
		sync_instructions: STEP,
		sync_document: STEP,
		sync_liveness: STEP,
		sync_skip_kyc: STEP,
		sync_basic_information: STEP,
		sync_form: STEP,
		started: isIn(REGISTRATION, 'started'),
		ongoing: ONGOING,
		completed: isIn(REGISTRATION, 'completed'),
		completed_without_kyc: isIn(REGISTRATION, 'completed_without_kyc'),
		failed: isIn(REGISTRATION, 'failed'),
		needs_manual_verification: isIn(REGISTRATION, 'needs_manual_verification', 'completed', 'failed'),
		expired: isIn(REGISTRATION, 'expired'),
	}),
	...about(REGISTRATION_WITH_PERSON, 'app_registration', { person_already_set: HAPPENED }),
	...about(EMAIL, 'email_validation', oneTimeCode(EMAIL)),
	...about(PHONE, 'phone_validation', oneTimeCode(PHONE)),
	...about(DOCUMENT, 'document_validation', {
		created: EXISTS,
		source_lookup: HAPPENED,
		data_source_error: HAPPENED,
		manual_verification_required: NEEDS_A_PERSON,
	}),
	...about(REGISTRATION_WITH_COMPARISON, 'face_verification', { compare: COMPARED }),
	...about(INFORMATION, 'information_validation', { background_check: HAPPENED, updated: HAPPENED }),
	...unconfirmable('fleet_alert', [
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
	const subject = known?.confirmable?.subject;
	const id = idIn(object, subject);
	const updatedAt = nonEmptyText(object.updatedAt);
	return {
		event: known?.value ?? OTHER,
		id,
		status: nonEmptyText(object.status),
		finished: subject?.isFinished(object),
		// Without the moment of its change an object may well be reported twice in the same way (a code sent again).
		dedupeKey:
			id !== undefined && updatedAt !== undefined ? [known?.value ?? type, id, updatedAt] : ['body', body],
		confirmation: known && confirmationOf(known, id, object, body),
	};
}

/** Some pages have what an event is about beside its flow or registration, which may mean within `object`. */
function idIn(object: IDataObject, subject: Subject | undefined): string | undefined {
	const inner = subject === undefined ? undefined : object[subject.name];
	const own = nonEmptyText(object._id) ?? nonEmptyText(object.id);
	return own ?? (isPlainObject(inner) ? nonEmptyText(inner._id) : undefined);
}

/** The ID becomes part of a URL, so it must not contain anything else. */
const ID = /^[\w-]{1,100}$/;

function confirmationOf(
	{ value, confirmable }: VerifikEvent,
	id: string | undefined,
	object: IDataObject,
	body: IDataObject,
): Confirmation | undefined {
	if (confirmable === undefined) return undefined;
	const { subject, evidence } = confirmable;
	const { field, isFinished, summary } = subject;
	return {
		field,
		read: async (api) => (id !== undefined && ID.test(id) ? await subject.read(api, id, object) : undefined),
		isObject: (record) => record.id === id,
		standing: async (record, api) => await evidence.standing(record, body, api),
		isFinished,
		...namesFor([value, id], evidence, nonEmptyText(object.updatedAt)),
		summary,
	};
}

/**
 * What an event is known by. By the time of a repetition the object may have changed again, so the moment that the delivery
 * names counts as well.
 *
 * @param event its name and ID
 * @param updatedAt when the object was last changed, as the delivery says
 */
function namesFor(
	event: readonly unknown[],
	{ occasion, isRarelyRepeated }: Evidence,
	updatedAt: string | undefined,
): Pick<Confirmation, 'identities' | 'aliases'> {
	if (occasion === undefined) return { identities: () => [event] };
	return {
		identities(record) {
			const again = [...event, occasion(record)];
			if (!isRarelyRepeated) return [again];
			return updatedAt === record.updatedAt ? [event, again] : [event];
		},
		aliases: (record) => [occasion(record), updatedAt ?? occasion(record)].map((one) => [...event, one]),
	};
}
