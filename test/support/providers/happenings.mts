/** Lets every event of both triggers happen at the sandbox, with the sample values of the providers' documentation. */
import type { IDataObject } from 'n8n-workflow';

import type { RecordKind, Sandbox } from '../../../sandbox/types.mts';

const PERSON = { name: 'JUAN PEREZ GONZALEZ', documentName: 'DNI 12345678' };

/** AucoFace events of Auco's page (docs/providers/auco.md#aucoface-events). */
const FACE: Record<string, object> = {
	approved: { data: PERSON, similarity: 0.92 },
	blocked: { message: 'ERROR_IDENTIFICATION_NOT_DOCUMENT', data: { name: null, documentName: '' } },
	validated: { data: PERSON },
	invalidated: { data: { name: null, documentName: '' } },
};

/** Whoever signs the documents of Auco's samples. */
const SIGNER = 'email@example.com';

/** What has to happen to a document or package, by the end of the event's name. */
const SIGNING: Record<string, (auco: Sandbox['auco'], code: string) => void> = {
	create: () => undefined,
	notification: (auco, code) => auco.actAsSigner(code, SIGNER, 'FINISH'),
	finish: (auco, code) => auco.actAsSigner(code, SIGNER, 'FINISH'),
	signedPackage: (auco, code) => auco.actAsSigner(code, SIGNER, 'FINISH'),
	reject: (auco, code) => auco.actAsSigner(code, SIGNER, 'REJECT'),
	documentReject(auco, code) {
		const { documents } = auco.deliveries
			.map(({ body }) => body as IDataObject)
			.find((body) => body.package === code)!;
		auco.endDocument((documents as Array<{ code: string }>)[0]!.code, 'REJECTED');
	},
	rejected: (auco, code) => auco.actAsSigner(code, SIGNER, 'REJECT'),
	blocked: (auco, code) => auco.actAsSigner(code, SIGNER, 'BLOCK'),
	expired: (auco, code) => auco.endDocument(code, 'EXPIRED'),
};

/** What creates an AucoFace process and a background check, which no control of the sandbox does. */
interface Creations {
	process(): Promise<string>;
	check(): Promise<string>;
	validation(): Promise<string>;
}

/** @returns the body that Auco delivers for the event */
export async function happenAtAuco(
	{ auco }: Sandbox,
	event: string,
	{ process, check }: Creations,
): Promise<IDataObject> {
	auco.advances = false;
	const [subject, name] = event.split('.') as [string, string | undefined];
	if (name === undefined) {
		const code = await check();
		auco.patch(code, { ready: true });
		return { code };
	}
	if (subject === 'aucoFace') {
		const [code, status] = [await process(), name.toUpperCase()];
		auco.finishProcess(code, status as 'APPROVED');
		return { code, type: 'veriface', status, finish: true, ...FACE[name] } as IDataObject;
	}
	const signers = [{ email: SIGNER }, ...(name === 'notification' ? [{ email: 'two@example.com' }] : [])];
	const code = subject === 'document' ? auco.addDocument({ signers }) : auco.addPackage({ signers });
	SIGNING[name]!(auco, code);
	const status = name.replace(/[A-Z]/g, '_$&').toUpperCase();
	const bodies = auco.deliveries.map(({ body }) => body as IDataObject);
	return bodies.findLast((body) => body.status === status)!;
}

/** Statuses that bear an event out, by the end of its name; all others are about something that exists. */
const STATUSES: Record<string, string> = {
	completed: 'COMPLETED',
	completed_without_kyc: 'COMPLETED_WITHOUT_KYC',
	needs_manual_verification: 'NEEDS_MANUAL_VERIFICATION',
	manual_verification_required: 'NEEDS_MANUAL_VERIFICATION',
	started: 'STARTED',
	ongoing: 'ONGOING',
	validated: 'validated',
	failed: 'failed',
	expired: 'expired',
};

/** Beginnings of the events about each kind of record. */
const RECORDS: Record<string, RecordKind> = {
	app_registration: 'appRegistration',
	face_verification: 'appRegistration',
	email_validation: 'emailValidation',
	phone_validation: 'phoneValidation',
	document_validation: 'documentValidation',
	information_validation: 'informationValidation',
};

/** The fields of an alert; Verifik's page shows no values (docs/providers/verifik.md#events). */
const ALERT = {
	alertId: '...',
	severity: '...',
	title: '...',
	detectedAt: '...',
	payload: {},
	asset: { id: '...', plate: '...', vin: '...', nickname: '...', group: '...', country: '...' },
};

const COMPARISON = { result: { score: 0.93, passed: true, compare_min_score: 0.85 } };

/** @returns the body that Verifik delivers for the event */
export async function happenAtVerifik(
	{ verifik }: Sandbox,
	event: string,
	{ validation }: Creations,
): Promise<IDataObject> {
	verifik.advances = false;
	const group = Object.keys(RECORDS).find((one) => event.startsWith(`${one}_`));
	if (group !== undefined)
		return happenToRecord(verifik, event, RECORDS[group]!, event.slice(group.length + 1));
	if (event.startsWith('fleet_alert_')) return { type: event, object: { ...ALERT, type: event.slice(12) } };
	if (!event.startsWith('biometric')) return { type: event, object: {} };
	const _id = await validation();
	const ending = event.replace(/^biometric_validation_/, '');
	const status = { validated: 'validated', new: 'new' }[ending] ?? 'failed';
	verifik.patch(_id, { status: ending === 'created_person' ? 'validated' : status });
	return {
		type: `login_${event}`,
		object: { _id, status, type: 'validation', identifier: 'user@example.com' },
	};
}

function happenToRecord(
	verifik: Sandbox['verifik'],
	event: string,
	kind: RecordKind,
	ending: string,
): IDataObject {
	const url = `${verifik.baseUrl}/_sandbox/inbox`;
	verifik.webhooks.push({ _id: 'inbox', url, isActive: true, projectFlow: ['flow_123456789'] });
	const isRegistration = kind === 'appRegistration';
	const id = verifik.addRecord(kind, isRegistration ? { status: 'ONGOING' } : {});
	const status = STATUSES[ending];
	const comparison = ending === 'compare' ? { compareFaceVerification: COMPARISON } : {};
	const fields = { ...(status && { status: isRegistration ? status.toUpperCase() : status }), ...comparison };
	verifik.changeRecord(id, fields, event, ending === 'compare' ? { compareResult: COMPARISON.result } : {});
	const bodies = verifik.deliveries.map(({ body }) => body as IDataObject);
	return bodies.findLast(({ type }) => type === `login_${event}`)!;
}
