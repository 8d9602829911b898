import type { IDataObject } from 'n8n-workflow';

import type { ApiClient } from '../../common/http/client';
import type { Seal } from '../../common/util/seal';
import { isPlainObject, nonEmptyText } from '../../common/values/convert';
import { SEALED_RESUME_URL, withoutResumeTokens } from '../../common/values/urls';

/** Statuses after which nothing more happens by itself (docs/providers/auco.md#reading-statuses). */
const FINISHED = ['APPROVED', 'BLOCKED', 'INVALIDATED', 'EXPIRED', 'VALIDATED'];

/**
 * `GET /veriface`: the process as Auco returns it, with its `code`, which Auco does not echo
 * (docs/providers/auco.md#read-a-process).
 */
export async function readProcess(api: ApiClient, code: string): Promise<IDataObject> {
	const process = await api.request({ method: 'GET', path: '/veriface', query: { code } });
	return { code, ...process };
}

/** Whether the process is finished. Unknown statuses count as unfinished. */
export function isFinished(process: IDataObject): boolean {
	return FINISHED.includes(String(process.status));
}

/** Whether Auco's people may still decide: too many attempts have failed. */
export function isBlocked({ status }: IDataObject): boolean {
	return status === 'BLOCKED';
}

/** Whether the process says who has decided about it manually. */
export function isDecidedByHand({ emailValidated }: IDataObject): boolean {
	return nonEmptyText(emailValidated) !== undefined;
}

/** Where earlier versions put the resume URL, in clear. */
const OLD_RESUME_URL = 'resumeUrl';

/**
 * The resume URL that a process was created with; undefined when it has none, or one that another credential has sealed.
 * Auco has no webhook per process, so the URL travels in `custom` and an Auco Trigger calls it. Everybody with the public
 * key can read it there; that is why it is sealed.
 */
export function resumeUrlOf({ custom }: IDataObject, seal: Seal): unknown {
	if (!isPlainObject(custom)) return undefined;
	return SEALED_RESUME_URL in custom ? seal.open(custom[SEALED_RESUME_URL]) : custom[OLD_RESUME_URL];
}

/** Whether it has a sealed one, whoever can open it. */
export function hasSealedResumeUrl({ custom }: IDataObject): boolean {
	return isPlainObject(custom) && SEALED_RESUME_URL in custom;
}

/** The process as an output. A resume URL of earlier versions would resume the execution. */
export function withoutResumeUrl(process: IDataObject): IDataObject {
	const { custom } = process;
	if (!isPlainObject(custom) || typeof custom[OLD_RESUME_URL] !== 'string') return process;
	return {
		...process,
		custom: { ...custom, [OLD_RESUME_URL]: withoutResumeTokens(custom[OLD_RESUME_URL]) } as IDataObject,
	};
}

/** The attempt that decided: the successful one, else the last (docs/providers/auco.md#reading-attempts). */
export function decidingAttempt(process: IDataObject): IDataObject {
	const attempts = (Array.isArray(process.attempts) ? process.attempts : []).filter(
		isPlainObject,
	) as IDataObject[];
	return attempts.find(({ successful }) => successful === true) ?? attempts.at(-1) ?? {};
}

/** Ten flat fields of a process; `similarity` and `errorMessages` are those of the deciding attempt. */
export function simplified(process: IDataObject): IDataObject {
	const { similarity, errorMessages } = decidingAttempt(process);
	return {
		code: process.code,
		status: process.status,
		finished: isFinished(process),
		name: process.name,
		country: process.country,
		identificationType: process.identificationType,
		identificationNumber: process.identificationNumber,
		similarity: similarity ?? null,
		errorMessages: errorText(errorMessages),
		createdAt: process.createdAt,
	};
}

/** `[{"key":"ID_BACK","error":"error_identification_not_document"}]` as one text. */
function errorText(errors: unknown): string {
	if (!Array.isArray(errors)) return '';
	return errors
		.filter(isPlainObject)
		.map(({ key, error }) => [key, error].filter(Boolean).join(': '))
		.join(', ');
}
