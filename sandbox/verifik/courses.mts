import type { RecordKind } from '../types.mts';
import type { Fields } from './types.mts';

/** One change of a record by itself, and the event that reports it. */
interface Step {
	/** Milliseconds after the record was made. */
	after: number;
	fields: Fields;
	/** Without the type of the flow; undefined where none is documented. */
	event?: string;
}

/** Times are the sandbox's own choice. */
const SECOND = 1000;
const BEGUN = 10 * SECOND;
const DONE = 30 * SECOND;

/** The event with which a record of this kind is made; undefined where none is documented. */
export const CREATED: Record<RecordKind, string | undefined> = {
	appRegistration: 'app_registration_created',
	emailValidation: 'email_validation_created',
	phoneValidation: 'phone_validation_created',
	documentValidation: 'document_validation_created',
	informationValidation: undefined,
};

/** Emails of registrations that choose another end than `COMPLETED`. */
const REGISTRATIONS: Record<string, string | undefined> = {
	'failed@example.com': 'FAILED',
	'manual@example.com': 'NEEDS_MANUAL_VERIFICATION',
	'without-kyc@example.com': 'COMPLETED_WITHOUT_KYC',
	'expired@example.com': 'EXPIRED',
	'never@example.com': undefined,
};

/** Emails and phones that choose another end than `validated`. */
const ONE_TIME_CODES: Record<string, string | undefined> = {
	'failed@example.com': 'failed',
	'expired@example.com': 'expired',
	'never@example.com': undefined,
	'9000000901': 'failed',
	'9000000902': 'expired',
	'9000000903': undefined,
};

/** Document numbers that choose another end than `ACTIVE`. */
const DOCUMENTS: Record<string, Omit<Step, 'after'> | undefined> = {
	'9000000911': {
		fields: { status: 'NEEDS_MANUAL_VERIFICATION' },
		event: 'document_validation_manual_verification_required',
	},
	'9000000912': {
		fields: { status: 'ACTIVE_BUT_UNVERIFIED' },
		event: 'document_validation_data_source_error',
	},
	'9000000913': undefined,
};

/** What becomes of a record by itself. */
export function courseOf(kind: RecordKind, { email, phone, documentNumber }: Fields): Step[] {
	switch (kind) {
		case 'appRegistration':
			return courseOfRegistration(chosen(REGISTRATIONS, email, 'COMPLETED'));
		case 'emailValidation':
			return courseOfCode('email', chosen(ONE_TIME_CODES, email, 'validated'));
		case 'phoneValidation':
			return courseOfCode('phone', chosen(ONE_TIME_CODES, phone, 'validated'));
		case 'documentValidation': {
			const found = { fields: { status: 'ACTIVE' }, event: 'document_validation_source_lookup' };
			const end = chosen(DOCUMENTS, documentNumber, found);
			return end ? [{ after: DONE, ...end }] : [];
		}
		default:
			return [{ after: DONE, fields: {}, event: 'information_validation_background_check' }];
	}
}

function courseOfRegistration(status: string | undefined): Step[] {
	if (status === undefined) return [];
	const begun = { status: 'ONGOING', currentStep: 'basicInformation' };
	const event = status === 'EXPIRED' ? undefined : `app_registration_${status.toLowerCase()}`;
	return [
		{ after: BEGUN, fields: begun, event: 'app_registration_sync_sign_up_form' },
		{ after: DONE, fields: { status, currentStep: 'end' }, event },
	];
}

function courseOfCode(group: string, status: string | undefined): Step[] {
	if (status === undefined) return [];
	const tried = status === 'expired' ? {} : { attempts: 1 };
	return [{ after: DONE, fields: { status, ...tried }, event: `${group}_validation_${status}` }];
}

function chosen<End>(ends: Record<string, End>, by: unknown, otherwise: End): End {
	const key = String(by);
	return key in ends ? ends[key]! : otherwise;
}
