import type { IDataObject } from 'n8n-workflow';

import type { ApiClient } from '../../common/http/client';
import { failureOfOtherReply } from '../../common/http/failure';
import { isPlainObject, nonEmptyText } from '../../common/values/convert';

/** Statuses of a document and of a package after which nothing more happens by itself. */
const FINISHED = ['FINISH', 'REJECTED', 'EXPIRED'];

/** A person who signs or approves, in the one shape of both replies. */
export interface Signer {
	/** `id` of a document's signer, `userId` of a package's: Auco's own. */
	id?: string;
	email?: string;
	/** In packages only. */
	phone?: string;
	/** `NOTIFICATION`, `PENDING`, `FINISH`, `REJECT` or `BLOCK`. */
	status?: string;
}

/** What somebody did, as the audit trail has it. */
export interface TrailEntry {
	/** For example `PARTICIPANT_SIGN`. */
	action: string;
	/** Emails and phones of who did it; none when it was nobody of the participants. */
	contacts: string[];
}

/**
 * `GET /document?code=`: a document that is sent for signature, as Auco gives it
 * (docs/providers/auco.md#read-a-document).
 *
 * @throws RequestFailure also when the reply is not this document: an empty code is answered with the list of templates
 */
export async function readDocument(api: ApiClient, code: string): Promise<IDataObject> {
	const document = await api.request({ method: 'GET', path: '/document', query: { code } });
	return its(document, document.code, code);
}

/**
 * `GET /document?package=`: a package of documents with one signing session, as Auco gives it
 * (docs/providers/auco.md#read-a-package).
 *
 * @throws RequestFailure also when the reply is not this package
 */
export async function readPackage(api: ApiClient, id: string): Promise<IDataObject> {
	const signingPackage = await api.request({ method: 'GET', path: '/document', query: { package: id } });
	return its(signingPackage, signingPackage._id, id);
}

/**
 * `GET /document/roadmap?code=`: what has happened to a document, oldest first (docs/providers/auco.md#audit-trail). Its
 * participants have other IDs than the document's signers, so entries name them by email and phone.
 *
 * @throws RequestFailure also when the reply is another document's
 */
export async function readAuditTrail(api: ApiClient, code: string): Promise<TrailEntry[]> {
	const reply = await api.request({ method: 'GET', path: '/document/roadmap', query: { code } });
	const { participants, activityLog } = its(reply, reply.documentCode, code);
	const people = new Map(objectsIn(participants).map((person) => [person.id, person]));
	return objectsIn(activityLog).map(({ action, participant, by }) => {
		const person = people.get(participant);
		const known = person ? [person.email, person.phone, by] : [];
		return { action: String(action), contacts: known.filter((one) => typeof one === 'string') };
	});
}

/** Whether a document or a package has come to an end. Unknown statuses count as unfinished. */
export function isFinished({ status, signFinish }: IDataObject): boolean {
	return FINISHED.includes(String(status)) || signFinish === true;
}

/** The signers of a document (`signProfile`) or of a package (`signers`). */
export function signersOf({ signProfile, signers }: IDataObject): Signer[] {
	return objectsIn(signProfile ?? signers).map(({ id, userId, email, phone, status }) => ({
		id: nonEmptyText(id ?? userId),
		email: nonEmptyText(email),
		phone: nonEmptyText(phone),
		status: nonEmptyText(status),
	}));
}

/** The codes of a package's documents. */
export function codesOf({ codes }: IDataObject): string[] {
	return (Array.isArray(codes) ? codes : []).filter((code) => typeof code === 'string');
}

function its(reply: IDataObject, own: unknown, asked: string): IDataObject {
	if (own === asked) return reply;
	throw failureOfOtherReply(reply);
}

function objectsIn(list: unknown): IDataObject[] {
	return (Array.isArray(list) ? list : []).filter(isPlainObject) as IDataObject[];
}
