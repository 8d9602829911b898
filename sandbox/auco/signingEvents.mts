import type { SignedDocument, Signer, SigningPackage } from './types.mts';

/** What is reported. */
interface Said {
	status: string;
	signer?: Signer;
	message?: string;
}

/** The samples of these have no `code`, although the page lists it as a field. */
const WITHOUT_CODE = ['BLOCKED', 'REJECTED'];

/** Reported with the address of the document. */
const WITH_ADDRESS = ['CREATE', 'FINISH', 'REJECT', 'EXPIRED'];

/** Reported without the documents. */
const WITHOUT_DOCUMENTS = ['NOTIFICATION', 'REJECTED', 'BLOCKED'];

/** What a package's event says of a document. */
const IN_PACKAGE: Record<string, string> = { CREATED: 'CREATE', REJECTED: 'REJECT' };

/** An event of a document (docs/providers/auco.md#document-events). */
export function documentEvent(
	{ code, name, tags, custom }: SignedDocument,
	{ status, signer, message }: Said,
	url: string,
	carriesCode: boolean,
): Record<string, unknown> {
	return {
		...((carriesCode || !WITHOUT_CODE.includes(status)) && { code }),
		name,
		...(signer && { signer: personOf(signer) }),
		status,
		...(message !== undefined && { message }),
		...(WITH_ADDRESS.includes(status) && { url }),
		...(tags && { tags }),
		...(custom !== undefined && { custom }),
	};
}

/** An event of a package (docs/providers/auco.md#package-events). */
export function packageEvent(
	{ code, name, documents, tags }: SigningPackage,
	{ status, signer, message }: Said,
	url: string,
): Record<string, unknown> {
	const named = documents.map((document) => ({
		code: document.code,
		name: document.name,
		status: IN_PACKAGE[document.status] ?? document.status,
		url,
	}));
	return {
		package: code,
		name,
		status,
		...(signer && { signer: personOf(signer) }),
		...(message !== undefined && { message }),
		...(!WITHOUT_DOCUMENTS.includes(status) && { documents: named }),
		...(tags && { tags }),
	};
}

function personOf({ id, name, email, phone }: Signer): Record<string, string> {
	return { id, name, email, phone };
}
