import { createHash } from 'node:crypto';

import type { ProviderResponse, OperationRequest } from '../server/types.mts';
import { newCode, ok, badRequest, refuseUnknownUser } from './responses.mts';
import { eventOf } from './events.mts';
import { statusSequence, type ProcessStatus } from './outcomes.mts';
import { personOf, ocrDataOf } from './person.mts';
import { MINUTE, type FileName, type AucoEnvironment } from './environment.mts';
import type { Process } from './types.mts';
import { conversationOf } from './whatsapp.mts';

/** Lifetime of the images' addresses. */
const IMAGE_TIME = 5 * MINUTE;

/** `expiredDate` must be further ahead than this (docs/providers/auco.md#create). */
const EXPIRY_MINIMUM = 3 * 24 * 60 * MINUTE;

const IMAGES: Record<string, FileName> = {
	identificationCardFront: 'card.jpg',
	identificationCardBack: 'card.jpg',
	photo: 'photo.png',
};

/** The organisation's AucoFace processes. */
export class Processes {
	private readonly processes = new Map<string, Process>();

	private readonly environment: AucoEnvironment;

	constructor(environment: AucoEnvironment) {
		this.environment = environment;
	}

	clear(): void {
		this.processes.clear();
	}

	/** undefined when there is no such process. */
	find(code: string): Process | undefined {
		return this.processes.get(code);
	}

	/** `POST /veriface`. */
	create({ body, created }: OperationRequest): ProviderResponse {
		const unknownUser = refuseUnknownUser(body.email);
		if (unknownUser) return unknownUser;
		if (
			body.expiredDate !== undefined &&
			Date.parse(String(body.expiredDate)) <= Date.now() + EXPIRY_MINIMUM
		) {
			return badRequest('EXPIRED_DATE_INVALID');
		}
		const code = newCode(16);
		const process: Process = { code, input: body, status: 'INPROGRESS', createdAt: new Date(), patch: {} };
		this.processes.set(code, process);
		created(code);
		this.follow(process, statusSequence(String(body.identification)));
		return ok({ code });
	}

	/** `GET /veriface`. Auco does not document the answer for an unknown code; this is the one of WhatsApp records. */
	read({ query }: OperationRequest): ProviderResponse {
		const process = this.find(String(query.code));
		return process ? ok({ ...this.view(shown(process)), ...process.patch }) : badRequest('PROCESS_NOT_FOUND');
	}

	/**
	 * `GET /whatsapp/records`; a web process has none. Auco tells codes apart by their length: those of documents and
	 * packages need a signer, those of AucoFace must not have one (docs/providers/auco.md#codes).
	 */
	records({ query }: OperationRequest): ProviderResponse {
		const isOfProcess = String(query.code).length === 16;
		if (isOfProcess && query.userId !== undefined) return badRequest('USER_ID_NOT_ALLOWED');
		if (!isOfProcess && query.userId === undefined) return badRequest('USER_ID_REQUIRED');
		const process = this.find(String(query.code));
		if (process?.input.platform !== 'whatsapp') return badRequest('PROCESS_NOT_FOUND');
		return ok(conversationOf(process));
	}

	/** Sets the status of a process and delivers its event; Auco has none for `EXPIRED`. */
	finish(process: Process, status: ProcessStatus): void {
		process.before = { status: process.status, until: Date.now() + this.environment.lag };
		process.status = status;
		if (status !== 'EXPIRED') process.attemptedAt ??= new Date();
		const event = eventOf(process, this.environment.eventsCarryCustom);
		if (event) this.environment.deliver(event, process.input.targetWebhooks as string[] | undefined);
	}

	/** Lets a process go through its statuses, until something else changes its status. */
	private follow(process: Process, [next, ...later]: ProcessStatus[]): void {
		if (next === undefined) return;
		const before = process.status;
		this.environment.advance(MINUTE, () => {
			if (process.status !== before) return;
			this.finish(process, next);
			this.follow(process, later);
		});
	}

	private view(process: Process): Record<string, unknown> {
		const { input, status } = process;
		const isDone = status !== 'INPROGRESS' && status !== 'EXPIRED';
		const isWeb = input.platform === 'web';
		return {
			email: input.email,
			createdAt: process.createdAt.toJSON(),
			platform: input.platform,
			status,
			// The documented example of a BLOCKED process has it even though nobody has decided yet.
			...(['BLOCKED', 'VALIDATED', 'INVALIDATED'].includes(status) && { emailValidated: input.email }),
			name: input.name,
			...pick(input, 'userEmail', 'phone'),
			country: input.country,
			identificationType: input.type,
			identificationNumber: input.identification,
			...(isDone && status !== 'BLOCKED' && { hash: hashOf(process.code) }),
			attempts: isDone ? [this.attempt(process)] : [],
			...(isDone && status !== 'BLOCKED' && { ocrData: ocrDataOf(input) }),
			...pick(input, 'custom'),
			...(isWeb && pick(input, 'validationTypes')),
		};
	}

	private attempt({ input, status, attemptedAt }: Process): Record<string, unknown> {
		const successful = status === 'APPROVED' || status === 'VALIDATED';
		const images = Object.entries(IMAGES).map(([name, file]) => [
			name,
			this.environment.sign(file, IMAGE_TIME),
		]);
		const { documentNumber, fullName, givenNames, surname, name } = personOf(input);
		return {
			...Object.fromEntries(images),
			similarity: successful ? 91.31532287597656 : 49.4231344,
			...(successful && {
				identificationCardData: {
					documentNumber,
					fullName,
					givenNames,
					issuingStateName: 'Colombia',
					surname,
					documentType: 'Id Card',
					name,
				},
			}),
			date: attemptedAt?.toJSON(),
			successful,
			...(!successful && {
				errorMessages: [{ key: 'ID_BACK', error: 'error_identification_not_document' }],
			}),
		};
	}
}

/** The process as reads show it, which may lag behind its event. */
function shown(process: Process): Process {
	const { before } = process;
	return before && Date.now() < before.until ? { ...process, status: before.status } : process;
}

/** Those of the named fields that were sent. */
function pick(input: Record<string, unknown>, ...names: string[]): Record<string, unknown> {
	return Object.fromEntries(names.filter((name) => name in input).map((name) => [name, input[name]]));
}

function hashOf(code: string): string {
	return createHash('sha256').update(code).digest('hex');
}
