import type { IDataObject } from 'n8n-workflow';

import type { Confirmation, Standing, TriggerEvent, WebhookEvent } from '../../common/trigger/contract';
import { isPlainObject, nonEmptyText } from '../../common/values/convert';
import { isReady, readCheck, simplified as simplifiedCheck } from '../api/checks';
import { isRefusedCode } from '../api/errors';
import { isDecidedByHand, isFinished, readProcess } from '../api/processes';
import { isCode, signingConfirmation, signingEvents, type SigningEvent } from './signing';

/** An event of an AucoFace process. */
interface FaceEvent extends TriggerEvent {
	subject: 'aucoFace';
	/** `status` of the delivery. */
	status: string;
	finished: true;
}

type AucoEvent = FaceEvent | SigningEvent;

/** What Auco's deliveries are about. */
type Subject = AucoEvent['subject'];

function aucoFace(status: string, name: string, description: string): FaceEvent {
	const value = `aucoFace.${name.toLowerCase()}`;
	const texts = { value, name: `AucoFace ${name}`, description };
	return { ...texts, isConfirmable: true, subject: 'aucoFace', status, finished: true };
}

/**
 * The events of Auco's webhook pages (docs/providers/auco.md#events).
 */
const KNOWN: readonly AucoEvent[] = [
	aucoFace('APPROVED', 'Approved', 'The person was validated automatically'),
	aucoFace('BLOCKED', 'Blocked', 'The person could not be validated automatically'),
	aucoFace('VALIDATED', 'Validated', 'The person was validated manually'),
	aucoFace('INVALIDATED', 'Invalidated', 'The person was rejected manually'),
	...signingEvents,
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
	const { status, id } = factsOf(body, subject);
	const known = subject && find(subject, status);
	return {
		event: known?.value ?? OTHER,
		id,
		status,
		finished: typeof body.finish === 'boolean' ? body.finish : known?.finished,
		dedupeKey: dedupeKeyOf(body, subject, known, id),
		confirmation: confirmationOf(body, subject, known, id, status),
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

function factsOf(body: IDataObject, subject: Subject | undefined): { status?: string; id?: string } {
	const inner = subject === 'aucoFace' && isPlainObject(body.profile) ? body.profile : {};
	const code = nonEmptyText(body.code) ?? nonEmptyText(inner.code);
	return {
		status: nonEmptyText(body.status) ?? nonEmptyText(inner.status),
		id: subject === 'package' ? nonEmptyText(body.package) : (code ?? nonEmptyText(body.package)),
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

/**
 * AucoFace events are confirmed by their process, events of signatures by their document or package, unknown ones with a
 * code by a background check with that code.
 */
function confirmationOf(
	body: IDataObject,
	subject: Subject | undefined,
	known: AucoEvent | undefined,
	code: string | undefined,
	status: string | undefined,
): Confirmation | undefined {
	if (subject === 'aucoFace') return processConfirmation(code, status);
	if (known && known.subject !== 'aucoFace') return signingConfirmation(known, body, code);
	return code === undefined ? undefined : checkConfirmation(code);
}

/** Without a code nothing can be read, and nothing confirms the delivery. */
function processConfirmation(code: string | undefined, claimed: string | undefined): Confirmation {
	return {
		field: PROCESS,
		// Auco does not echo the code, so one that it may read as another is not asked for.
		read: async (api) => (isCode(code) ? await readProcess(api, code) : undefined),
		isObject: (process) => process.code === code && nonEmptyText(process.status) !== undefined,
		standing: (process) => standingOf(process, claimed),
		isFinished,
		identities: () => [['aucoFace', code, claimed]],
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
		identities: () => [['background', code]],
		summary(check) {
			const { name, identification, nivel } = simplifiedCheck(check);
			return { name: name ?? null, identification: identification ?? null, nivel };
		},
	};
}
