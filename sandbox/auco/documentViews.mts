import type { SignedDocument, SigningPackage, SigningProcess } from './types.mts';

/** A document as `GET /document` gives it (docs/providers/auco.md#read-a-document). */
export function documentView(document: SignedDocument, url: string): Record<string, unknown> {
	const { code, name, status, signers, custom, createdAt, updatedAt } = document;
	const fields = {
		url,
		name,
		code,
		status,
		...(custom !== undefined && { custom }),
	};
	return {
		...fields,
		data: {
			...fields,
			camera: false,
			otpCode: false,
			signFinish: status === 'FINISH',
			createdAt: createdAt.toJSON(),
			updatedAt: updatedAt.toJSON(),
		},
		signProfile: signers.map(({ id, name: person, email, status: step }) => ({
			id,
			name: person,
			email,
			status: step,
		})),
	};
}

/** A package as `GET /document` gives it (docs/providers/auco.md#read-a-package). */
export function packageView(process: SigningPackage): Record<string, unknown> {
	const { code, documents, name, signers, status, custom, createdAt, updatedAt } = process;
	return {
		_id: code,
		codes: documents.map((document) => document.code),
		name,
		signers: signers.map(({ id, email, name: person, phone, status: step }) => ({
			userId: id,
			email,
			name: person,
			phone,
			status: step,
		})),
		signFinish: status === 'FINISH',
		status,
		...(custom !== undefined && { custom }),
		createdAt: createdAt.toJSON(),
		updatedAt: updatedAt.toJSON(),
	};
}

/** What has happened to a document (docs/providers/auco.md#audit-trail). */
export function trailView(document: SignedDocument): Record<string, unknown> {
	const { name, code, createdAt, signers, activityLog } = document;
	return {
		name,
		documentCode: code,
		createdAt: createdAt.toJSON(),
		participants: signers.map(({ name: person, email, phone }, index) => ({
			id: participantId(index),
			name: person,
			role: 'SIGNER',
			email,
			phone,
		})),
		activityLog,
	};
}

/** Participants have other IDs than signers. */
export function participantId(index: number): string {
	return String(index + 1).padStart(2, '0');
}

/** As reads show it, which may lag behind its event. */
export function shown<Process extends SigningProcess>(process: Process): Process {
	const { before } = process;
	return before && Date.now() < before.until ? { ...process, ...before.state } : process;
}
