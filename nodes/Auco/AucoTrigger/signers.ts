import type { IDataObject } from 'n8n-workflow';

import type { ApiClient } from '../../common/http/client';
import { RequestFailure } from '../../common/http/failure';
import { rethrow } from '../../common/util/rethrow';
import { isPlainObject, nonEmptyText } from '../../common/values/convert';
import { readAuditTrail, signersOf, type Signer, type TrailEntry } from '../api/signedDocuments';

/** Whom an event is about, as far as the delivery names somebody. */
export interface NamedSigner {
	/** Email and phone in small letters, the email first. */
	contacts: string[];
	id?: string;
}

/** The signer that a delivery names. */
export function signerIn({ signer }: IDataObject): NamedSigner {
	if (!isPlainObject(signer)) return { contacts: [] };
	const { email, phone, id } = signer;
	const contacts = [email, phone].flatMap((contact) => nonEmptyText(contact) ?? []).map(lower);
	return { contacts, id: nonEmptyText(id) };
}

/**
 * The signers with one of the contacts, the first that somebody has; all when there is none. Not by ID: that the one of an
 * event is the API's is not documented, and the audit trail has IDs of its own.
 */
export function signersWith(object: IDataObject, { contacts }: NamedSigner): Signer[] {
	const signers = signersOf(object);
	if (contacts.length === 0) return signers;
	const found = contacts.map((contact) =>
		signers.filter(({ email, phone }) => [email, phone].some((own) => own && lower(own) === contact)),
	);
	return found.find(({ length }) => length > 0) ?? [];
}

/**
 * The signers in this status that the event may be about, by what is known of them. Where the delivery names nobody by
 * contact these are all of them, unless its ID happens to be that of one.
 */
export function signersInStatus(object: IDataObject, status: string, signer: NamedSigner): string[] {
	const inStatus = signersWith(object, signer).filter((one) => one.status === status);
	const withId = inStatus.filter(({ id }) => isAboutId(signer) && id === signer.id);
	return namesOf(withId.length > 0 ? withId : inStatus);
}

/** Everybody in this status. */
export function allInStatus(object: IDataObject, status: string): string[] {
	return namesOf(signersOf(object).filter((one) => one.status === status));
}

/** Whether nothing but an ID, which no signer has, tells whom the event is about. */
export function isStranger(object: IDataObject, signer: NamedSigner): boolean {
	return isAboutId(signer) && signersOf(object).every(({ id }) => id !== signer.id);
}

function isAboutId({ contacts, id }: NamedSigner): boolean {
	return contacts.length === 0 && id !== undefined;
}

function namesOf(signers: Signer[]): string[] {
	return [...new Set(signers.map(({ email, phone, id }) => lower(email ?? phone ?? id ?? '')))].sort();
}

/** Who of the named has done one of these actions, by the audit trail. */
export async function findInTrail(
	api: ApiClient,
	code: string,
	actions: readonly string[],
	{ contacts }: NamedSigner,
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

function lower(text: string): string {
	return text.toLowerCase();
}
