import { readFileSync } from 'node:fs';

import Ajv from 'ajv';
import { parse } from 'yaml';

import type { RecordKind } from '../../../sandbox/types.mts';
import { useVerifik } from './client.mts';

const { verifik, api } = useVerifik();

const PATHS: Record<RecordKind, string> = {
	appRegistration: '/v2/app-registrations',
	emailValidation: '/v2/email-validations',
	phoneValidation: '/v2/phone-validations',
	documentValidation: '/v2/document-validations',
	informationValidation: '/v2/information-validations',
};

/** Which word an unknown ID is answered with. */
const NOT_FOUND: Record<RecordKind, object> = {
	appRegistration: { code: 'NotFound', message: 'AppRegistration_not_found' },
	emailValidation: { success: false, code: 'EMAIL_VALIDATION_NOT_FOUND' },
	phoneValidation: { success: false, code: 'PHONE_VALIDATION_NOT_FOUND' },
	documentValidation: { message: 'DOCUMENT_VALIDATION_NOT_FOUND' },
	informationValidation: { code: 'NotFound' },
};

const kinds = Object.keys(PATHS) as RecordKind[];

async function read(kind: RecordKind, id: string, query = ''): Promise<Record<string, any>> {
	return (await api.get(`${PATHS[kind]}/${id}${query}`)).body.data;
}

const { flowEvent } = parse(readFileSync('sandbox/verifik/openapi.yaml', 'utf8')).webhooks;
const isEvent = new Ajv({ strict: false }).compile(
	flowEvent.post.requestBody.content['application/json'].schema,
);

/** What was reported to the flow of the sample project, as the page describes it. */
function events(): Array<Record<string, any>> {
	const bodies = verifik.deliveries.map(({ body }) => body as Record<string, any>);
	for (const body of bodies) expect([isEvent(body), isEvent.errors]).toEqual([true, null]);
	return bodies;
}

/** A webhook for the sample flow, which has none from the beginning. */
function listen(): void {
	const url = `${verifik.address}/_sandbox/inbox`;
	verifik.webhooks.push({ _id: 'hook', url, isActive: true, projectFlow: ['flow_123456789'] });
}

test.each(kinds)('gives a %s by its ID, in both generations', async (kind) => {
	verifik.advances = false;
	const id = verifik.addRecord(kind, { note: 'mine' });
	for (const shape of ['nested', 'flat'] as const) {
		verifik.shape = shape;
		expect(await read(kind, id)).toMatchObject({ _id: id, note: 'mine', projectFlow: 'flow_123456789' });
	}
	const { status, body } = await api.get(`${PATHS[kind]}/674de8df21c72be3ffffffff`);
	expect([status, body]).toMatchObject([404, NOT_FOUND[kind]]);
});

test('knows an ID as what it is only', async () => {
	const id = verifik.addRecord('emailValidation');
	expect((await api.get(`${PATHS.phoneValidation}/${id}`)).status).toBe(404);
});

test('gives references as IDs, and whole when they are named', async () => {
	verifik.advances = false;
	const information = verifik.addRecord('informationValidation');
	const id = verifik.addRecord('appRegistration', {
		informationValidation: information,
		compareFaceVerification: { _id: 'compare', result: { score: 0.93, passed: true } },
	});
	expect(await read('appRegistration', id)).toMatchObject({
		project: 'project_123456789',
		informationValidation: information,
		compareFaceVerification: 'compare',
	});
	const whole = ['project', 'informationValidation', 'compareFaceVerification'];
	const query = `?${whole.map((name) => `populates[]=${name}`).join('&')}`;
	expect(await read('appRegistration', id, query)).toMatchObject({
		project: { _id: 'project_123456789' },
		informationValidation: { _id: information },
		compareFaceVerification: { result: { score: 0.93, passed: true } },
	});
});

test('reports changes to the webhook of the flow, without the one-time code', async () => {
	verifik.advances = false;
	listen();
	const id = verifik.addRecord('emailValidation');
	verifik.changeRecord(id, { status: 'failed' }, 'email_validation_failed', { hint: 'beside' });
	await verifik.settled();
	expect(events()).toMatchObject([
		{ type: 'login_email_validation_created', object: { _id: id, status: 'sent' } },
		{ type: 'login_email_validation_failed', object: { _id: id, status: 'failed', hint: 'beside' } },
	]);
	expect(await read('emailValidation', id)).toHaveProperty('verificationCode', '123456');
});

test.each([
	['appRegistration', {}, 'COMPLETED', 'app_registration_completed'],
	['appRegistration', { email: 'failed@example.com' }, 'FAILED', 'app_registration_failed'],
	[
		'appRegistration',
		{ email: 'manual@example.com' },
		'NEEDS_MANUAL_VERIFICATION',
		'app_registration_needs_manual_verification',
	],
	[
		'appRegistration',
		{ email: 'without-kyc@example.com' },
		'COMPLETED_WITHOUT_KYC',
		'app_registration_completed_without_kyc',
	],
	['appRegistration', { email: 'expired@example.com' }, 'EXPIRED', 'app_registration_sync_sign_up_form'],
	['appRegistration', { email: 'never@example.com' }, 'STARTED', 'app_registration_created'],
	['emailValidation', {}, 'validated', 'email_validation_validated'],
	['emailValidation', { email: 'failed@example.com' }, 'failed', 'email_validation_failed'],
	['emailValidation', { email: 'expired@example.com' }, 'expired', 'email_validation_expired'],
	['emailValidation', { email: 'never@example.com' }, 'sent', 'email_validation_created'],
	['phoneValidation', { phone: '9000000901' }, 'failed', 'phone_validation_failed'],
	['phoneValidation', { phone: '9000000902' }, 'expired', 'phone_validation_expired'],
	['phoneValidation', { phone: '9000000903' }, 'sent', 'phone_validation_created'],
	['documentValidation', {}, 'ACTIVE', 'document_validation_source_lookup'],
	[
		'documentValidation',
		{ documentNumber: '9000000911' },
		'NEEDS_MANUAL_VERIFICATION',
		'document_validation_manual_verification_required',
	],
	[
		'documentValidation',
		{ documentNumber: '9000000912' },
		'ACTIVE_BUT_UNVERIFIED',
		'document_validation_data_source_error',
	],
	['documentValidation', { documentNumber: '9000000913' }, 'ASSESSING', 'document_validation_created'],
	['informationValidation', {}, undefined, 'information_validation_background_check'],
] as const)('by itself: %s %j', async (kind, fields, status, last) => {
	listen();
	const id = verifik.addRecord(kind, fields);
	await verifik.settled();
	expect((await read(kind, id)).status).toBe(status);
	expect(events().at(-1)!.type).toBe(`login_${last}`);
});

test('shows the state before an event as long as it lags', async () => {
	verifik.advances = false;
	verifik.lag = 1500;
	const id = verifik.addRecord('appRegistration');
	verifik.changeRecord(id, { status: 'COMPLETED' }, 'app_registration_completed');
	expect((await read('appRegistration', id)).status).toBe('STARTED');
	jest.advanceTimersByTime(1500);
	expect((await read('appRegistration', id)).status).toBe('COMPLETED');
});

test('can be controlled from elsewhere', async () => {
	const control = async (name: string, body: unknown) => {
		const answer = await fetch(`${verifik.address}/_sandbox/${name}`, {
			method: 'POST',
			body: JSON.stringify(body),
		});
		return { status: answer.status, body: (await answer.json()) as Record<string, any> };
	};
	await control('advances', { advances: false });
	const { id } = (await control('addRecord', { kind: 'appRegistration', fields: { email: 'a@example.com' } }))
		.body;
	await control('changeRecord', { id, fields: { status: 'FAILED' }, event: 'app_registration_failed' });
	await control('patch', { id, fields: { currentStep: 'end' } });
	expect(await read('appRegistration', id)).toMatchObject({ status: 'FAILED', currentStep: 'end' });
	expect((await control('addRecord', { kind: 'unknown' })).status).toBe(400);
	expect((await control('changeRecord', { id: 'unknown' })).status).toBe(400);
	await control('reset', {});
	expect((await api.get(`${PATHS.appRegistration}/${id}`)).status).toBe(404);
});
