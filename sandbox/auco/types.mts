import type { ProcessStatus } from './outcomes.mts';

/** An AucoFace process. */
export interface Process {
	code: string;
	/** The body that created it. */
	input: Record<string, unknown>;
	status: ProcessStatus;
	/** The status before, which reads show until then, in milliseconds since the epoch. */
	before?: { status: ProcessStatus; until: number };
	createdAt: Date;
	/** When the person tried; undefined before. */
	attemptedAt?: Date;
	/** Fields that a test has set over those of the process. */
	patch: Record<string, unknown>;
}

export type DocumentStatus = 'CREATED' | 'REJECTED' | 'EXPIRED' | 'FINISH';

export type SignerStatus = 'NOTIFICATION' | 'PENDING' | 'FINISH' | 'REJECT' | 'BLOCK';

/** A person who signs. */
export interface Signer {
	id: string;
	name: string;
	email: string;
	phone: string;
	status: SignerStatus;
}

/** What a document and a package have in common. */
interface Signable {
	/** Code of a document, ID of a package. */
	code: string;
	name: string;
	status: DocumentStatus;
	signers: Signer[];
	custom?: unknown;
	tags?: string[];
	targetWebhooks?: string[];
	createdAt: Date;
	updatedAt: Date;
	/** What reads still show, until a moment in milliseconds since the epoch. */
	before?: { state: object; until: number };
	/** Fields that a test has set over those of the process. */
	patch: Record<string, unknown>;
}

export interface SignedDocument extends Signable {
	/** The package that it belongs to. */
	package?: SigningPackage;
	activityLog: Array<Record<string, unknown>>;
}

export interface SigningPackage extends Signable {
	documents: SignedDocument[];
}

export type SigningProcess = SignedDocument | SigningPackage;
