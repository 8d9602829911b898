import type { ProviderResponse, OperationRequest } from '../server/types.mts';
import type { NewDocument, NewPackage } from '../types.mts';
import { MINUTE, type AucoEnvironment } from './environment.mts';
import { documentView, packageView, participantId, shown, trailView } from './documentViews.mts';
import { documentEvent, packageEvent } from './signingEvents.mts';
import { MAGIC_SIGNERS } from './outcomes.mts';
import { badRequest, newCode, ok } from './responses.mts';
import type {
	DocumentStatus,
	SignedDocument,
	SigningPackage,
	SigningProcess,
	Signer,
	SignerStatus,
} from './types.mts';

/** How long the addresses of the documents live; Auco does not say. */
const ADDRESS_TIME = 5 * MINUTE;

/** The signer of Auco's example. */
const SIGNER = { name: 'Firmante de prueba', email: 'example@auco.ai', phone: '+573003003030' };

/** What `GET /document` answers without a code: the organisation's templates. */
const TEMPLATES = [
	{
		id: '65f0c2a1d3e4f5a6b7c8d901',
		name: 'Contrato de prueba',
		status: 'active',
		created_at: '2025-01-02T16:54:00.297Z',
		updated_at: '2025-01-02T16:54:00.297Z',
	},
];

/** What a signer's step is called in the audit trail. */
const ACTIONS: Partial<Record<SignerStatus, string>> = {
	FINISH: 'PARTICIPANT_SIGN',
	REJECT: 'PARTICIPANT_REJECT',
};

/** Documents and packages that are sent for signature (docs/providers/auco.md#documents-and-packages). */
export class Documents {
	private readonly documents = new Map<string, SignedDocument>();

	private readonly packages = new Map<string, SigningPackage>();

	private readonly environment: AucoEnvironment;

	constructor(environment: AucoEnvironment) {
		this.environment = environment;
	}

	clear(): void {
		this.documents.clear();
		this.packages.clear();
	}

	/** The document or package; undefined when there is none. */
	find(code: string): SigningProcess | undefined {
		return this.documents.get(code) ?? this.packages.get(code);
	}

	/** Makes a document, reports `CREATE` and lets it run its course. */
	add(input: NewDocument): string {
		const document = this.newDocument(input);
		this.report(document, 'CREATE');
		this.follow(document);
		return document.code;
	}

	/** Makes a package of documents with the same signers, reports `CREATE` and lets it run its course. */
	addPackage({ documents = ['Documento 1', 'Documento 2'], ...input }: NewPackage): string {
		const made: SigningPackage = {
			...newProcess(input, newCode(24).toLowerCase()),
			documents: documents.map((name) => this.newDocument({ ...input, name })),
		};
		made.documents.forEach((document) => {
			document.package = made;
		});
		this.packages.set(made.code, made);
		this.report(made, 'CREATE');
		this.follow(made);
		return made.code;
	}

	/** `GET /document`. Without a code and a package it is another question. */
	read({ query }: OperationRequest): ProviderResponse {
		const { code = '', package: id } = query as Record<string, string | undefined>;
		if (id) {
			const found = this.packages.get(id);
			return found ? ok({ ...packageView(shown(found)), ...found.patch }) : badRequest('DOCUMENT_NOT_FOUND');
		}
		if (code === '') return ok({ data: TEMPLATES });
		const found = this.documents.get(code);
		return found
			? ok({ ...documentView(shown(found), this.address()), ...found.patch })
			: badRequest('DOCUMENT_NOT_FOUND');
	}

	/** `GET /document/roadmap`. */
	trail({ query }: OperationRequest): ProviderResponse {
		const document = this.documents.get(String(query.code));
		return document ? ok(trailView(shown(document))) : badRequest('DOCUMENT_NOT_FOUND');
	}

	/** A signer signs, rejects, is blocked, or is notified again after an unlock; reports what Auco reports of it. */
	act(process: SigningProcess, email: string, status: SignerStatus, message?: string): void {
		const signer = process.signers.find((one) => one.email === email);
		if (!signer) throw new Error(`${process.code} has no signer ${email}`);
		holdBack(process, this.environment.lag);
		change(process, signer, status, message);
		if (status === 'FINISH') this.report(process, 'NOTIFICATION', signer);
		if (status === 'BLOCK') this.report(process, 'BLOCKED', signer, message ?? 'OTP_CODE_INVALID');
		if (status === 'REJECT') this.end(process, 'REJECTED', signer, message);
		if (process.signers.every((one) => one.status === 'FINISH')) this.end(process, 'FINISH');
	}

	/** Ends a document or a package; without a signer `REJECTED` is a cancellation. */
	end(process: SigningProcess, status: DocumentStatus, signer?: Signer, message?: string): void {
		holdBack(process, this.environment.lag);
		settle(process, status);
		if ('documents' in process) {
			if (status === 'FINISH') this.report(process, 'SIGNED_PACKAGE');
			if (status === 'REJECTED') this.report(process, 'REJECTED', signer, message);
			return;
		}
		if (status === 'REJECTED' && !signer) log(process, 'CANCEL_SIGN', undefined, message);
		if (process.package) {
			if (status === 'REJECTED') this.report(process.package, 'DOCUMENT_REJECT');
			return;
		}
		if (status === 'REJECTED' && signer) this.report(process, 'REJECT');
		this.report(process, status, signer, message);
	}

	private newDocument(input: NewDocument): SignedDocument {
		const document = { ...newProcess(input, newCode(10)), activityLog: [] };
		document.signers.forEach((signer) => log(document, 'NOTIFICATION_SIGN', signer));
		this.documents.set(document.code, document);
		return document;
	}

	private report(process: SigningProcess, status: string, signer?: Signer, message?: string): void {
		const { eventsCarryCode } = this.environment;
		const said = { status, signer, message };
		const event =
			'documents' in process
				? packageEvent(process, said, this.address())
				: documentEvent(process, said, this.address(), eventsCarryCode);
		this.environment.deliver(event, process.targetWebhooks);
	}

	/** A minute later everybody has done what the address says; see `MAGIC_SIGNERS`. */
	private follow(process: SigningProcess): void {
		const emails = process.signers.map(({ email }) => email);
		this.environment.advance(MINUTE, () => {
			if (process.status !== 'CREATED') return;
			if (emails.includes(MAGIC_SIGNERS.expires)) {
				this.end(process, 'EXPIRED');
				return;
			}
			for (const email of emails) {
				const status = stepOf(email);
				if (status && process.status === 'CREATED') this.act(process, email, status);
			}
		});
	}

	private address(): string {
		return this.environment.sign('report.pdf', ADDRESS_TIME);
	}
}

function newProcess({ name, signers = [SIGNER], ...input }: NewDocument, code: string) {
	const now = new Date();
	return {
		...input,
		code,
		name: name ?? 'Contrato de prueba del API',
		status: 'CREATED' as DocumentStatus,
		signers: signers.map(
			(signer): Signer => ({ ...SIGNER, ...signer, id: newCode(2), status: 'NOTIFICATION' }),
		),
		createdAt: now,
		updatedAt: now,
		patch: {},
	};
}

/** Lets reads show the state of now for so many milliseconds more. */
function holdBack(process: SigningProcess, lag: number): void {
	if (process.before && Date.now() < process.before.until) return;
	const { status, updatedAt } = process;
	const state = { status, updatedAt, signers: structuredClone(process.signers) };
	const log = 'activityLog' in process && { activityLog: [...process.activityLog] };
	process.before = { state: { ...state, ...log }, until: Date.now() + lag };
	if ('documents' in process) process.documents.forEach((document) => holdBack(document, lag));
}

/** A signer's state, in a package that of all its documents. */
function change(process: SigningProcess, signer: Signer, status: SignerStatus, message?: string): void {
	signer.status = status;
	process.updatedAt = new Date();
	if ('documents' in process) {
		for (const document of process.documents) {
			const same = document.signers.find(({ email }) => email === signer.email)!;
			change(document, same, status, message);
		}
		return;
	}
	const action = ACTIONS[status];
	if (action) log(process, action, signer, message);
}

function settle(process: SigningProcess, status: DocumentStatus): void {
	process.status = status;
	process.updatedAt = new Date();
	if ('documents' in process) process.documents.forEach((document) => settle(document, status));
}

/** @param signer whose step it was; undefined for one of the organisation */
function log(
	{ activityLog, signers }: SignedDocument,
	action: string,
	signer: Signer | undefined,
	message?: string,
): void {
	activityLog.push({
		action,
		platform: signer ? 'EMAIL' : 'ARCHIVE',
		participant: signer ? participantId(signers.indexOf(signer)) : 'ARCHIVE',
		timestamp: new Date().toJSON(),
		by: signer?.email ?? 'prueba@auco.ai',
		...(message !== undefined && { message }),
	});
}

/** What a signer does by itself; undefined for nothing. */
function stepOf(email: string): SignerStatus | undefined {
	if (email === MAGIC_SIGNERS.rejects) return 'REJECT';
	if (email === MAGIC_SIGNERS.blocked) return 'BLOCK';
	return email === MAGIC_SIGNERS.never ? undefined : 'FINISH';
}
