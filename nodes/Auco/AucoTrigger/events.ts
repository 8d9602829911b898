import type { IDataObject } from 'n8n-workflow';

import type { Confirmation, Standing, TriggerEvent, WebhookEvent } from '../../common/trigger/contract';
import { isPlainObject, nonEmptyText } from '../../common/values/convert';
import { isReady, readCheck, simplified as simplifiedCheck } from '../api/checks';
import { isRefusedCode } from '../api/errors';
import { isDecidedByHand, isFinished, readProcess } from '../api/processes';

/** What Auco's deliveries are about. */
type Subject = 'aucoFace' | 'document' | 'package';

interface AucoEvent extends TriggerEvent {
	subject: Subject;
	/** `status` of the delivery. */
	status: string;
	/** Whether that is final, as far as Auco documents it. */
	finished?: boolean;
}

function aucoFace(status: string, name: string, description: string): AucoEvent {
	const value = `aucoFace.${name.toLowerCase()}`;
	const texts = { value, name: `AucoFace ${name}`, description };
	return { ...texts, isConfirmable: true, subject: 'aucoFace', status, finished: true };
}

function signing(
	subject: 'document' | 'package',
	status: string,
	event: string,
	description: string,
	finished?: boolean,
): AucoEvent {
	const words = event.replace(/[A-Z]/g, ' $&').split(' ');
	const name = [subject, ...words].map((word) => word[0].toUpperCase() + word.slice(1)).join(' ');
	const texts = { value: `${subject}.${event}`, name, description };
	return { ...texts, isConfirmable: false, subject, status, finished };
}

/**
 * The events of Auco's webhook pages (docs/providers/auco.md#events).
 */
const KNOWN: readonly AucoEvent[] = [
	aucoFace('APPROVED', 'Approved', 'The person was validated automatically'),
	aucoFace('BLOCKED', 'Blocked', 'The person could not be validated automatically'),
	aucoFace('VALIDATED', 'Validated', 'The person was validated manually'),
	aucoFace('INVALIDATED', 'Invalidated', 'The person was rejected manually'),
	signing('document', 'CREATE', 'create', 'A document was created', false),
	signing('document', 'FINISH', 'finish', 'Everyone has signed a document', true),
	signing('document', 'NOTIFICATION', 'notification', 'A participant has signed a document', false),
	signing('document', 'REJECT', 'reject', 'A document was rejected', true),
	signing('document', 'REJECTED', 'rejected', 'Details of the rejection or cancellation of a document', true),
	signing('document', 'BLOCKED', 'blocked', 'A signer failed the identity check'),
	signing('document', 'EXPIRED', 'expired', 'A document has expired', true),
	signing('package', 'CREATE', 'create', 'A package of documents was created', false),
	signing('package', 'NOTIFICATION', 'notification', 'A participant has signed a package', false),
	signing('package', 'SIGNED_PACKAGE', 'signedPackage', 'Everyone has signed a package', true),
	signing('package', 'DOCUMENT_REJECT', 'documentReject', 'A document of a package was rejected'),
	signing('package', 'REJECTED', 'rejected', 'A package was rejected', true),
	signing('package', 'BLOCKED', 'blocked', 'A signer of a package failed the identity check'),
];

/** An older page shows another status for a completed package (docs/providers/auco.md#package-events). */
const OTHER_SPELLINGS: Record<Subject, ReadonlyMap<string, string>> = {
	aucoFace: new Map(),
	document: new Map(),
	package: new Map([['FINISH', 'SIGNED_PACKAGE']]),
};

/**
 * Events that Auco does not document: of background and company checks, and future ones
 * (docs/providers/auco.md#background-events).
 */
const OTHER = 'other';

export const events: readonly TriggerEvent[] = [
	...KNOWN,
	{
		value: OTHER,
		name: 'Other',
		description: 'Anything else, such as a finished background check',
		isConfirmable: true,
	},
];

/** Reads a delivery. `code` of a package is what Auco calls `package`. */
export function parseDelivery(body: IDataObject): WebhookEvent {
	const subject = subjectOf(body);
	const { status, id } = subject === 'aucoFace' ? factsOf(body, body.profile) : factsOf(body);
	const known = subject && find(subject, status);
	return {
		event: known?.value ?? OTHER,
		id,
		status,
		finished: typeof body.finish === 'boolean' ? body.finish : known?.finished,
		dedupeKey: dedupeKeyOf(body, subject, known, id),
		confirmation: confirmationOf(subject, known, id, status),
	};
}

/**
 * What a body is about. AucoFace has a `type`, and an older shape a `profile` instead
 * (docs/providers/auco.md#legacy-events); packages have a `package`; documents have neither, so they are recognized by
 * what all their examples contain.
 */
function subjectOf(body: IDataObject): Subject | undefined {
	if (body.type === 'veriface' || (body.type === undefined && isPlainObject(body.profile))) return 'aucoFace';
	if (body.type !== undefined) return undefined;
	if (nonEmptyText(body.package) !== undefined) return 'package';
	const isDocument = [body.name, body.url, body.signer].some((value) => value !== undefined);
	return isDocument ? 'document' : undefined;
}

function factsOf(body: IDataObject, profile?: unknown): { status?: string; id?: string } {
	const inner = isPlainObject(profile) ? profile : {};
	return {
		status: nonEmptyText(body.status) ?? nonEmptyText(inner.status),
		id: nonEmptyText(body.code) ?? nonEmptyText(inner.code) ?? nonEmptyText(body.package),
	};
}

function find(subject: Subject, status: string | undefined): AucoEvent | undefined {
	if (status === undefined) return undefined;
	const word = OTHER_SPELLINGS[subject].get(status) ?? status;
	return KNOWN.find((event) => event.subject === subject && event.status === word);
}

/** Each signer of a document or package is reported once under the same code and status (docs/providers/auco.md#delivery). */
function dedupeKeyOf(
	body: IDataObject,
	subject: Subject | undefined,
	known: AucoEvent | undefined,
	id: string | undefined,
): readonly unknown[] {
	if (known === undefined || id === undefined) return ['body', body];
	const key = [subject, id, known.status];
	return subject === 'aucoFace' ? key : [...key, signerOf(body)];
}

function signerOf({ signer }: IDataObject): unknown {
	return isPlainObject(signer) ? (nonEmptyText(signer.id) ?? signer) : null;
}

/** AucoFace events are confirmed by their process, unknown ones with a code by a background check with that code. */
function confirmationOf(
	subject: Subject | undefined,
	known: AucoEvent | undefined,
	code: string | undefined,
	status: string | undefined,
): Confirmation | undefined {
	if (subject === 'aucoFace') return processConfirmation(code, status);
	return known || code === undefined ? undefined : checkConfirmation(code);
}

/** Without a code nothing can be read, and nothing confirms the delivery. */
function processConfirmation(code: string | undefined, claimed: string | undefined): Confirmation {
	return {
		field: PROCESS,
		read: async (api) => (code === undefined ? undefined : await readProcess(api, code)),
		isObject: (process) => process.code === code && nonEmptyText(process.status) !== undefined,
		standing: (process) => standingOf(process, claimed),
		isFinished,
		identity: () => ['aucoFace', code, claimed],
		summary: ({ name, identificationType, identificationNumber }) => ({
			name: name ?? null,
			identificationType: identificationType ?? null,
			identificationNumber: identificationNumber ?? null,
		}),
	};
}

/** The output field of a confirmed AucoFace process, and of a background check. */
const PROCESS = 'process';

/** Whether the event is one of AucoFace, whose process may be waited for. */
export function isAboutProcess({ confirmation }: WebhookEvent): boolean {
	return confirmation?.field === PROCESS && !confirmation.isSpeculative;
}

/**
 * `VALIDATED` appears in webhooks only, and the status that the API has after a manual decision is not documented
 * (docs/providers/auco.md#reading-statuses). So both statuses of an approved process confirm it, and a blocked process
 * confirms both manual decisions once it says who has decided. Before that it is one step behind them.
 */
function standingOf(process: IDataObject, claimed: string | undefined): Standing {
	const { status } = process;
	const isByHand = claimed === 'VALIDATED' || claimed === 'INVALIDATED';
	if (status === claimed || (claimed === 'VALIDATED' && status === 'APPROVED')) return 'confirmed';
	if (isByHand && status === 'BLOCKED') return isDecidedByHand(process) ? 'confirmed' : 'notYet';
	return isFinished(process) ? 'contradicted' : 'notYet';
}

/** That the code belongs to a background check is a guess. All there is to report about one is that it is ready. */
function checkConfirmation(code: string): Confirmation {
	return {
		field: PROCESS,
		isSpeculative: true,
		read: async (api) => await readCheck(api, code),
		isObject: (check) => check.code === code && typeof check.ready === 'boolean',
		isMissing: isRefusedCode,
		standing: (check) => (isReady(check) ? 'confirmed' : 'notYet'),
		isFinished: isReady,
		identity: () => ['background', code],
		summary(check) {
			const { name, identification, nivel } = simplifiedCheck(check);
			return { name: name ?? null, identification: identification ?? null, nivel };
		},
	};
}
