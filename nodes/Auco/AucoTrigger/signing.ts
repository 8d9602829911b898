import type { IDataObject } from 'n8n-workflow';

import type { ApiClient } from '../../common/http/client';
import type { Confirmation, Standing, TriggerEvent } from '../../common/trigger/contract';
import { isPlainObject } from '../../common/values/convert';
import { codesOf, isFinished, readDocument, readPackage } from '../api/signedDocuments';
import {
	allInStatus,
	findInTrail,
	isStranger,
	signerIn,
	signersInStatus,
	signersWith,
	type NamedSigner,
} from './signers';

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
	const signer = signerIn(body);
	/** Who has signed, when only the audit trail knows of it. */
	let inTrail: string | undefined;

	return {
		field: 'document',
		read: async (api) => (isNamed ? await readIt(api, id) : undefined),
		// The readers take nothing else.
		isObject: () => true,
		async standing(object, api) {
			if (rejected) return await standingOfDocuments(api, object, rejected);
			if (isConfirmed(object, expected, signer)) return 'confirmed';
			if (expected.trail) inTrail = await findInTrail(api, id!, expected.trail, signer);
			if (inTrail !== undefined) return 'confirmed';
			return isOvertaken(object, expected, signer) ? 'contradicted' : 'notYet';
		},
		isFinished,
		identities(object) {
			const facts = rejected ? [rejected] : factsIn(object, expected, signer, inTrail);
			return facts.map((fact) => [value, id, ...fact]);
		},
		/** The state of a signer whom nobody knows is borne out by anybody's, also by that of the next one. */
		aliases: (object) =>
			isOfSigner(expected) && isStranger(object, signer) ? [[value, id, { signer: signer.id }]] : [],
		summary({ name, url, codes }) {
			const of = subject === 'document' ? { url: url ?? null } : { codes: codesOf({ codes }).join(', ') };
			return { name: name ?? null, ...of };
		},
	};
}

function isConfirmed(object: IDataObject, expected: ExpectedState, named: NamedSigner): boolean {
	const { status, signer } = expected;
	if (status === undefined && signer === undefined) return true;
	const state = object.signFinish === true ? 'FINISH' : object.status;
	if (status !== undefined && state === status) return true;
	return signer !== undefined && signersWith(object, named).some((one) => one.status === signer);
}

/** Whether the document or package has ended in another way, or the signer has got further. */
function isOvertaken(object: IDataObject, { status }: ExpectedState, named: NamedSigner): boolean {
	if (isFinished(object) || status !== undefined) return isFinished(object);
	const signers = signersWith(object, named);
	return signers.length > 0 && signers.every((signer) => ['FINISH', 'REJECT'].includes(signer.status ?? ''));
}

/** Whether an event is about one signer. A rejection ends the whole document. */
function isOfSigner({ status, signer }: ExpectedState): boolean {
	return signer !== undefined && status === undefined;
}

/**
 * What the event may report, each as what tells it from other events with the same name: the signer. A rejection is one of
 * all who have rejected, whomever the event names.
 */
function factsIn(
	object: IDataObject,
	expected: ExpectedState,
	named: NamedSigner,
	inTrail: string | undefined,
): string[][] {
	if (inTrail !== undefined) return [[inTrail]];
	if (expected.signer === undefined) return [[]];
	if (!isOfSigner(expected)) return [allInStatus(object, expected.signer)];
	return signersInStatus(object, expected.signer, named).map((who) => [who]);
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
