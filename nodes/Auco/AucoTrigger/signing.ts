import type { IDataObject } from 'n8n-workflow';

import type { ApiClient } from '../../common/http/client';
import { RequestFailure } from '../../common/http/failure';
import type { Confirmation, Standing, TriggerEvent } from '../../common/trigger/contract';
import { rethrow } from '../../common/util/rethrow';
import { isPlainObject, nonEmptyText } from '../../common/values/convert';
import {
	codesOf,
	isFinished,
	readAuditTrail,
	readDocument,
	readPackage,
	signersOf,
	type Signer,
	type TrailEntry,
} from '../api/signedDocuments';

type Subject = 'document' | 'package';

/**
 * What confirms an event, any of it; nothing when it is enough that the document or package exists
 * (docs/providers/auco.md#confirming-events).
 */
interface ExpectedState {
	/** Status of the document or package. */
	status?: string;
	/** Status of the signer whom the event names, or of any when it names none. */
	signer?: string;
	/** What the audit trail says of the signer whom the event names. */
	trail?: readonly string[];
	/** Whether every document that the event reports as rejected is. */
	documents?: true;
}

/** An event of a document or a package. */
export interface SigningEvent extends TriggerEvent {
	subject: Subject;
	/** `status` of the delivery. */
	status: string;
	expected: ExpectedState;
	/** Whether that is the end, as far as Auco's pages say. */
	finished?: boolean;
}

const FINISHED: ExpectedState = { status: 'FINISH' };
const SIGNED: ExpectedState = { signer: 'FINISH' };
const BLOCKED: ExpectedState = { signer: 'BLOCK' };
const REJECTED: ExpectedState = { status: 'REJECTED', signer: 'REJECT' };
const SIGNED_IN_TRAIL: ExpectedState = { ...SIGNED, trail: ['PARTICIPANT_SIGN', 'PARTICIPANT_APPROVE'] };

/** The events of Auco's pages (docs/providers/auco.md#document-events). */
export const signingEvents: readonly SigningEvent[] = [
	event('document', 'CREATE', 'create', 'A document was created', {}, false),
	event('document', 'FINISH', 'finish', 'Everyone has signed a document', FINISHED, true),
	event(
		'document',
		'NOTIFICATION',
		'notification',
		'A participant has signed a document',
		SIGNED_IN_TRAIL,
		false,
	),
	event('document', 'REJECT', 'reject', 'A document was rejected', REJECTED, true),
	event(
		'document',
		'REJECTED',
		'rejected',
		'Details of the rejection or cancellation of a document',
		REJECTED,
		true,
	),
	event('document', 'BLOCKED', 'blocked', 'A signer failed the identity check', BLOCKED),
	event('document', 'EXPIRED', 'expired', 'A document has expired', { status: 'EXPIRED' }, true),
	event('package', 'CREATE', 'create', 'A package of documents was created', {}, false),
	event('package', 'NOTIFICATION', 'notification', 'A participant has signed a package', SIGNED, false),
	event('package', 'SIGNED_PACKAGE', 'signedPackage', 'Everyone has signed a package', FINISHED, true),
	event('package', 'DOCUMENT_REJECT', 'documentReject', 'A document of a package was rejected', {
		documents: true,
	}),
	event('package', 'REJECTED', 'rejected', 'A package was rejected', REJECTED, true),
	event('package', 'BLOCKED', 'blocked', 'A signer of a package failed the identity check', BLOCKED),
];

/** Auco's samples of these have no code, and then nobody knows which document to ask for. */
const MAY_LACK_CODE = ['document.blocked', 'document.rejected'];

/** Whether this can be a code or ID. It leaves in a query, where an empty one asks for something else. */
export function isCode(text: string | undefined): text is string {
	return text !== undefined && /^[\w-]{1,100}$/.test(text);
}

function event(
	subject: Subject,
	status: string,
	name: string,
	description: string,
	expected: ExpectedState,
	finished?: boolean,
): SigningEvent {
	const words = [subject, ...name.replace(/[A-Z]/g, ' $&').split(' ')];
	const label = words.map((word) => word[0].toUpperCase() + word.slice(1)).join(' ');
	const texts = { value: `${subject}.${name}`, name: label, description };
	return { ...texts, isConfirmable: true, subject, status, expected, finished };
}

/** How an event of a document or package is confirmed; undefined for one without a code that Auco documents that way. */
export function signingConfirmation(
	{ value, subject, expected }: SigningEvent,
	body: IDataObject,
	id: string | undefined,
): Confirmation | undefined {
	if (id === undefined && MAY_LACK_CODE.includes(value)) return undefined;
	const readIt = subject === 'document' ? readDocument : readPackage;
	const rejected = expected.documents && rejectedIn(body);
	const isNamed = isCode(id) && rejected?.length !== 0;
	const contacts = contactsIn(body);
	/** Who has signed, when only the audit trail knows of it. */
	let inTrail: string | undefined;

	return {
		field: 'document',
		read: async (api) => (isNamed ? await readIt(api, id) : undefined),
		// The readers take nothing else.
		isObject: () => true,
		async standing(object, api) {
			if (rejected) return await standingOfDocuments(api, object, rejected);
			if (isConfirmed(object, expected, contacts)) return 'confirmed';
			if (expected.trail) inTrail = await findInTrail(api, id!, expected.trail, contacts);
			if (inTrail !== undefined) return 'confirmed';
			return isOvertaken(object, expected, contacts) ? 'contradicted' : 'notYet';
		},
		isFinished,
		identity(object) {
			const signers = inTrail === undefined ? whoIn(object, expected, contacts) : [inTrail];
			return [value, id, ...(rejected ?? signers)];
		},
		summary({ name, url, codes }) {
			const of = subject === 'document' ? { url: url ?? null } : { codes: codesOf({ codes }).join(', ') };
			return { name: name ?? null, ...of };
		},
	};
}

function isConfirmed(object: IDataObject, { status, signer }: ExpectedState, contacts: string[]): boolean {
	if (status === undefined && signer === undefined) return true;
	const state = object.signFinish === true ? 'FINISH' : object.status;
	if (status !== undefined && state === status) return true;
	return signer !== undefined && named(object, contacts).some((one) => one.status === signer);
}

/** Whether the document or package has ended in another way, or the signer has got further. */
function isOvertaken(object: IDataObject, { status }: ExpectedState, contacts: string[]): boolean {
	if (isFinished(object) || status !== undefined) return isFinished(object);
	const signers = named(object, contacts);
	return signers.length > 0 && signers.every((signer) => ['FINISH', 'REJECT'].includes(signer.status ?? ''));
}

/**
 * The signers that the event is about, as Auco knows them. A rejection ends the whole document, so there it is all who
 * have rejected, whomever the event names.
 */
function whoIn(
	object: IDataObject,
	{ status, signer: claimed }: ExpectedState,
	contacts: string[],
): string[] {
	if (claimed === undefined) return [];
	const signers = status === undefined ? named(object, contacts) : signersOf(object);
	return signers
		.filter((signer) => signer.status === claimed)
		.map(({ email, phone, id }) => lower(email ?? phone ?? id ?? ''))
		.sort();
}

/** The signers with one of these contacts, the first that somebody has; all when there is none. */
function named(object: IDataObject, contacts: string[]): Signer[] {
	const signers = signersOf(object);
	if (contacts.length === 0) return signers;
	const found = contacts.map((contact) =>
		signers.filter(({ email, phone }) => [email, phone].some((own) => own && lower(own) === contact)),
	);
	return found.find(({ length }) => length > 0) ?? [];
}

/**
 * By email, then by phone: that an event's ID of a signer is the API's is not documented, and the audit trail has IDs of
 * its own.
 */
function contactsIn({ signer }: IDataObject): string[] {
	const { email, phone } = isPlainObject(signer) ? signer : {};
	return [email, phone].flatMap((contact) => nonEmptyText(contact) ?? []).map(lower);
}

async function findInTrail(
	api: ApiClient,
	code: string,
	actions: readonly string[],
	contacts: string[],
): Promise<string | undefined> {
	const steps = (await readTrail(api, code)).filter(({ action }) => actions.includes(action));
	const found = contacts.map((contact) => steps.find((step) => step.contacts.map(lower).includes(contact)));
	const who = found.find((step) => step !== undefined)?.contacts[0];
	return who && lower(who);
}

/** Auco keeps audit trails for codes with 9 or 10 characters only, and refuses others. */
async function readTrail(api: ApiClient, code: string): Promise<TrailEntry[]> {
	try {
		return await readAuditTrail(api, code);
	} catch (error) {
		if (error instanceof RequestFailure && error.isClientError) return [];
		throw rethrow(error);
	}
}

/** The codes of the documents that a package's event reports as rejected. */
function rejectedIn({ documents }: IDataObject): string[] {
	const listed = Array.isArray(documents) ? documents.filter(isPlainObject) : [];
	const codes = listed.filter(({ status }) => status === 'REJECT').map(({ code }) => String(code));
	return [...new Set(codes)].sort();
}

/** A package does not tell the state of its documents, so each is asked for. */
async function standingOfDocuments(api: ApiClient, object: IDataObject, codes: string[]): Promise<Standing> {
	const own = codesOf(object);
	if (!codes.every((code) => own.includes(code))) return 'contradicted';
	const documents = await Promise.all(codes.map(async (code) => await readDocument(api, code)));
	if (documents.every(({ status }) => status === 'REJECTED')) return 'confirmed';
	const isOther = documents.some((one) => isFinished(one) && one.status !== 'REJECTED');
	return isOther ? 'contradicted' : 'notYet';
}

function lower(text: string): string {
	return text.toLowerCase();
}
