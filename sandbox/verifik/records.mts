import type { ProviderResponse, OperationRequest } from '../server/types.mts';
import type { RecordKind } from '../types.mts';
import { listOf } from './query.mts';
import { NOT_FOUND } from './refusals.mts';
import { CLIENT, objectId } from './seed.mts';
import type { Fields, Shape } from './types.mts';

/** A registration, or a validation of another kind than biometric. */
export interface StoredRecord {
	kind: RecordKind;
	fields: Fields;
	/** What reads still show, until a moment in milliseconds since the epoch. */
	before?: { fields: Fields; until: number };
	/** Fields that a test has set over those of the record. */
	patch: Fields;
}

/** What is particular about a kind. */
interface KindOfRecord {
	/** Beginning of its IDs. */
	id: string;
	/** Fields of a new one that a test does not give. */
	initial: Fields;
	/** How an unknown ID is answered. */
	notFound: ProviderResponse;
}

const FLOW = { project: 'project_123456789', projectFlow: 'flow_123456789' };

const ONE_TIME_CODE = {
	...FLOW,
	status: 'sent',
	type: 'validation',
	validationMethod: 'verificationCode',
	verificationCode: '123456',
	attempts: 0,
	maxAttempts: 3,
};

/** Those that are read by their ID alone, with the fields of the documented samples. */
const KINDS: Record<RecordKind, KindOfRecord> = {
	appRegistration: {
		id: '674de8df21c72be3cc',
		initial: {
			...FLOW,
			status: 'STARTED',
			email: 'user@example.com',
			phone: '1234567890',
			countryCode: '+1',
			currentStep: '1',
			language: 'en',
		},
		notFound: notFound({ message: 'AppRegistration_not_found', code: 'NotFound' }),
	},
	emailValidation: {
		id: '674de8df21c72be3cd',
		initial: { ...ONE_TIME_CODE, email: 'user@example.com' },
		notFound: notFound({
			success: false,
			error: 'Email validation not found',
			code: 'EMAIL_VALIDATION_NOT_FOUND',
		}),
	},
	phoneValidation: {
		id: '674de8df21c72be3ce',
		initial: { ...ONE_TIME_CODE, countryCode: '+1', phone: '1234567890', phoneGateway: 'sms' },
		notFound: notFound({
			success: false,
			error: 'Phone validation not found',
			code: 'PHONE_VALIDATION_NOT_FOUND',
		}),
	},
	documentValidation: {
		id: '674de8df21c72be3cf',
		initial: {
			...FLOW,
			status: 'ASSESSING',
			type: 'validation',
			documentType: 'CC',
			documentNumber: '123456789',
			validationMethod: 'SCAN_PROMPT',
			inputMethod: 'FILE_UPLOAD',
		},
		notFound: notFound({
			error: 'Document validation not found',
			message: 'DOCUMENT_VALIDATION_NOT_FOUND',
		}),
	},
	informationValidation: {
		id: '674de8df21c72be3d0',
		initial: { ...FLOW, fullName: 'MATEO VERIFIK', firstName: 'MATEO', lastName: 'VERIFIK' },
		notFound: NOT_FOUND,
	},
};

/** The account's records, of all kinds. */
export class Records {
	private readonly byId = new Map<string, StoredRecord>();

	find(id: string): StoredRecord | undefined {
		return this.byId.get(id);
	}

	/** Stores a new record and returns it. */
	add(kind: RecordKind, given: Fields): StoredRecord {
		const now = new Date().toISOString();
		const { id, initial } = KINDS[kind];
		const fields = {
			_id: objectId(id, this.byId.size + 1),
			client: CLIENT._id,
			...initial,
			...given,
			createdAt: now,
			updatedAt: now,
		};
		const record: StoredRecord = { kind, fields, patch: {} };
		this.byId.set(fields._id, record);
		return record;
	}

	clear(): void {
		this.byId.clear();
	}

	/** `GET {path}/{id}`. */
	read(kind: RecordKind, shape: Shape, { params, query }: OperationRequest, found: Lookup): ProviderResponse {
		const record = this.byId.get(params.id!);
		if (record?.kind !== kind) return KINDS[kind].notFound;
		const whole = listOf(query['populates[]']);
		const data = withReferences({ ...shown(record), ...record.patch }, whole, found);
		return { status: 200, body: { ...(shape === 'flat' && { success: true }), data } };
	}
}

/** As reads show it, which may lag behind its event. */
function shown({ fields, before }: StoredRecord): Fields {
	return before && Date.now() < before.until ? before.fields : fields;
}

/** Finds the object that a reference names. */
type Lookup = (field: string, id: unknown) => Fields | undefined;

/** The record as events report it: one-time codes are taken out, references are IDs. */
export function reportedFields({ fields }: StoredRecord): Fields {
	const { verificationCode: _code, otp: _otp, ...reported } = fields;
	return withReferences(reported, [], () => undefined);
}

/** References as whole objects where they are named, and as IDs elsewhere. */
function withReferences(fields: Fields, whole: string[], found: Lookup): Fields {
	return Object.fromEntries(
		Object.entries(fields).map(([field, value]) => {
			const { _id } = (value ?? {}) as { _id?: string };
			if (whole.includes(field)) return [field, _id === undefined ? (found(field, value) ?? value) : value];
			return [field, _id ?? value];
		}),
	);
}

function notFound(body: Fields): ProviderResponse {
	return { status: 404, body };
}
