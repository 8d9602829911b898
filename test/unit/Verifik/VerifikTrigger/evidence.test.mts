/** Which state at Verifik confirms which event (docs/providers/verifik.md#confirming-events). */
import type { IDataObject } from 'n8n-workflow';

import { events, parseDelivery } from '../../../../nodes/Verifik/VerifikTrigger/events.ts';
import { outcomeOf } from '../../../support/providers/confirming.mts';
import { stubApi } from '../../../support/providers/stubApi.mts';

const ID = '674de8df21c72be3cc42b8a7';
const REGISTRATION = '674de8df21c72be3cc42b8aa';

const PATHS: Record<string, string> = {
	app_registration: `/v2/app-registrations/${ID}`,
	face_verification: `/v2/app-registrations/${ID}`,
	email_validation: `/v2/email-validations/${ID}`,
	phone_validation: `/v2/phone-validations/${ID}`,
	document_validation: `/v2/document-validations/${ID}`,
	information_validation: `/v2/information-validations/${ID}`,
	biometric_validation: `/v2/biometric-validations/${ID}`,
	biometrics: `/v2/biometric-validations/${ID}`,
};

const pathOf = (event: string): string =>
	PATHS[Object.keys(PATHS).find((group) => event.startsWith(`${group}_`))!]!;

/** What comes of a delivery, when Verifik has this record, and others. */
async function standingOf(
	event: string,
	record: object | undefined,
	reported: object = {},
	others: Record<string, unknown> = {},
	beside: object = {},
) {
	const body = { type: `login_${event}`, object: { _id: ID, ...reported }, ...beside };
	const { confirmation } = parseDelivery(body as unknown as IDataObject);
	const known = record === undefined ? {} : { [pathOf(event)]: { data: { _id: ID, ...record } } };
	return await outcomeOf(confirmation!, { ...known, ...others });
}

const WORDS: Record<string, string> = { y: 'confirmed', l: 'notYet', '-': 'contradicted' };

/** One row for every event: y confirms, l is asked again, - contradicts. */
interface Matrix {
	group: string;
	states: string[];
	rows: Record<string, string>;
}

const MATRICES: Matrix[] = [
	{
		group: 'app_registration',
		states: [
			'STARTED',
			'ONGOING',
			'NEEDS_MANUAL_VERIFICATION',
			'COMPLETED',
			'COMPLETED_WITHOUT_KYC',
			'FAILED',
			'EXPIRED',
			'UNHEARD_OF',
			'completed',
		],
		rows: {
			created: 'yyyyyyyyy',
			person_already_set: 'yyyyyyyyy',
			sync_sign_up_form: 'lyyyyyyyy',
			sync_instructions: 'lyyyyyyyy',
			sync_document: 'lyyyyyyyy',
			sync_liveness: 'lyyyyyyyy',
			sync_skip_kyc: 'lyyyyyyyy',
			sync_basic_information: 'lyyyyyyyy',
			sync_form: 'lyyyyyyyy',
			ongoing: 'lyyyyyyyy',
			started: 'yll----l-',
			needs_manual_verification: 'llyy-y-ly',
			completed: 'llly---ly',
			completed_without_kyc: 'lll-y--l-',
			failed: 'lll--y-l-',
			expired: 'lll---yl-',
		},
	},
	...['email_validation', 'phone_validation'].map((group) => ({
		group,
		states: ['sent', 'validated', 'failed', 'expired', 'unheard_of'],
		rows: {
			created: 'yyyyy',
			resend: 'yyyyy',
			otp_resend: 'yyyyy',
			otp_incorect: 'yyyyy',
			validated: 'lyl-l',
			failed: 'lyy-l',
			expired: 'l-lyl',
		},
	})),
	{
		group: 'document_validation',
		states: [
			'ASSESSING',
			'ACTIVE',
			'FAILED',
			'NEEDS_MANUAL_VERIFICATION',
			'NOT_FOUND',
			'EXPIRED',
			'ACTIVE_BUT_UNVERIFIED',
		],
		rows: {
			created: 'yyyyyyy',
			source_lookup: 'yyyyyyy',
			data_source_error: 'yyyyyyy',
			manual_verification_required: 'l--yl-l',
		},
	},
	{
		group: 'biometric_validation',
		states: ['new', 'sent', 'pending', 'validated', 'completed', 'failed', 'expired'],
		rows: {
			new: 'yyyyyyy',
			validated: 'lllyy--',
			failed: 'lll--y-',
			created_person: 'lyyyy--',
			liveness_failed: 'lyy--yy',
		},
	},
];

describe.each(MATRICES)('$group', ({ group, states, rows }) => {
	const cells = Object.entries(rows).flatMap(([event, row]) =>
		states.map((state, index) => [event, state, WORDS[row[index]!]!] as const),
	);
	test.each(cells)('%s, while it is %s, is %s', async (event, status, expected) => {
		expect((await standingOf(`${group}_${event}`, { status })).standing).toBe(expected);
	});

	test('every event of the group is in this table', () => {
		const values = events.map(({ value }) => value).filter((value) => value.startsWith(`${group}_`));
		expect(values.sort()).toEqual(
			Object.keys(rows)
				.map((event) => `${group}_${event}`)
				.sort(),
		);
	});
});

test('every documented event can be confirmed, but for the alerts of the fleet', () => {
	const unconfirmable = events.filter(({ isConfirmable }) => !isConfirmable).map(({ value }) => value);
	expect(unconfirmable.filter((value) => !value.startsWith('fleet_alert_'))).toEqual(['other']);
	expect(unconfirmable).toHaveLength(11);
	for (const type of [...unconfirmable, 'app_registration_unheard_of']) {
		expect(parseDelivery({ type, object: { _id: ID } }).confirmation).toBeUndefined();
	}
});

describe('A comparison of faces', () => {
	const compared = (result: object, more: object = {}) => ({
		status: 'ONGOING',
		compareFaceVerification: { _id: 'c', result: { compare_min_score: 0.85, ...result }, ...more },
	});
	const RESULT = { score: 0.93, passed: true };

	test.each([
		['the same result', RESULT, 'confirmed'],
		['the same result one level down', { result: RESULT }, 'confirmed'],
		['the same score alone', { score: 0.93 }, 'confirmed'],
		['another score', { score: 0.99, passed: true }, 'contradicted'],
		['another outcome', { score: 0.93, passed: false }, 'contradicted'],
		['no result', undefined, 'confirmed'],
		['a result that is none', 'passed', 'confirmed'],
	])('with %s', async (_, compareResult, expected) => {
		const inside = await standingOf('face_verification_compare', compared(RESULT), { compareResult });
		const beside = await standingOf('face_verification_compare', compared(RESULT), {}, {}, { compareResult });
		expect([inside.standing, beside.standing]).toEqual([expected, expected]);
	});

	test.each([
		['none', { status: 'ONGOING' }],
		['a reference', { status: 'ONGOING', compareFaceVerification: 'c' }],
		['null', { status: 'ONGOING', compareFaceVerification: null }],
		['one without a result', { status: 'ONGOING', compareFaceVerification: { _id: 'c' } }],
	])('that Verifik shows as %s is asked for again', async (_, record) => {
		const { standing } = await standingOf('face_verification_compare', record, { compareResult: RESULT });
		expect(standing).toBe('notYet');
	});

	test('is another event when it is made again', async () => {
		const at = async (comparedAt: string) =>
			(await standingOf('face_verification_compare', compared(RESULT, { comparedAt }))).identity;
		expect(await at('2024-01-01')).toBe(await at('2024-01-01'));
		expect(await at('2024-01-01')).not.toBe(await at('2024-01-02'));
	});
});

describe('A document that a person has to look at', () => {
	const deliver = async (status: string, registration?: unknown) =>
		await standingOf(
			'document_validation_manual_verification_required',
			{ status, appRegistration: REGISTRATION },
			{},
			registration === undefined ? {} : { [`/v2/app-registrations/${REGISTRATION}`]: registration },
		);

	test.each([
		['NEEDS_MANUAL_VERIFICATION', 'confirmed'],
		['ONGOING', 'notYet'],
		['COMPLETED', 'contradicted'],
	])('may only show in its registration: %s is %s', async (status, expected) => {
		const { standing, asked } = await deliver('ACTIVE_BUT_UNVERIFIED', {
			data: { _id: REGISTRATION, status },
		});
		expect(standing).toBe(expected);
		expect(asked).toHaveLength(2);
	});

	test('needs no registration when it shows it by itself', async () => {
		expect((await deliver('NEEDS_MANUAL_VERIFICATION')).asked).toHaveLength(1);
	});

	test('is not shown by the registration of somebody else', async () => {
		const another = { data: { _id: 'another', status: 'NEEDS_MANUAL_VERIFICATION' } };
		expect((await deliver('ASSESSING', another)).standing).toBe('notYet');
	});

	test('is not lost because its registration is', async () => {
		expect((await deliver('ASSESSING')).standing).toBe('notYet');
	});

	test('names its registration in Verifik, not in the delivery', async () => {
		const { asked } = await standingOf(
			'document_validation_manual_verification_required',
			{ status: 'ASSESSING' },
			{ appRegistration: REGISTRATION },
		);
		expect(asked).toEqual([PATHS.document_validation]);
	});
});

describe('Information about a person', () => {
	const registration = (informationValidation: unknown) => ({
		[`/v2/app-registrations/${REGISTRATION}`]: { data: { _id: REGISTRATION, informationValidation } },
	});
	const deliver = async (reported: object, others: Record<string, unknown>) =>
		await standingOf('information_validation_updated', undefined, reported, others);

	test('is read by its ID', async () => {
		const { standing, asked } = await standingOf('information_validation_updated', { fullName: 'MATEO' });
		expect([standing, asked]).toEqual(['confirmed', [PATHS.information_validation]]);
	});

	test.each([REGISTRATION, { _id: REGISTRATION }])(
		'else through the registration %j',
		async (appRegistration) => {
			const { standing, object } = await deliver(
				{ appRegistration },
				registration({ _id: ID, fullName: 'MATEO' }),
			);
			expect(standing).toBe('confirmed');
			expect(object).toMatchObject({ id: ID, fullName: 'MATEO' });
		},
	);

	test.each([{ _id: 'another' }, 'another', undefined])('but not when that has %j', async (other) => {
		await expect(deliver({ appRegistration: REGISTRATION }, registration(other))).rejects.toThrow(
			'not found',
		);
		await expect(deliver({}, registration({ _id: ID }))).rejects.toThrow('not found');
	});
});

describe('The identity of a confirmed event', () => {
	const variants = [
		{},
		{ status: 'anything' },
		{ updatedAt: '2030-01-01T00:00:00.000Z' },
		{ email: 'another@example.com', project: 'x', extra: { any: 'thing' } },
	];
	const group = (event: string) => MATRICES.find((one) => event.startsWith(`${one.group}_`))!;

	test.each(
		MATRICES.flatMap(({ group: name, rows }) => Object.keys(rows).map((event) => `${name}_${event}`)),
	)('%s is the same in all variants', async (event) => {
		const { states, rows, group: name } = group(event);
		const row = rows[event.slice(name.length + 1)]!;
		const record = { status: states[row.indexOf('y')]!, updatedAt: '2024-01-01T00:00:00.000Z' };
		const all = await Promise.all(
			variants.map(async (reported) => await standingOf(event, record, reported)),
		);
		expect(new Set(all.map(({ standing }) => standing))).toEqual(new Set(['confirmed']));
		expect(new Set(all.map(({ identity }) => identity)).size).toBe(1);
	});

	test('has no flow in it', () => {
		const identities = ['', 'login_', 'onboarding_', 'smartlink_'].map((flow) =>
			parseDelivery({ type: `${flow}app_registration_completed`, object: { _id: ID } }),
		);
		const all = identities.map(({ confirmation, dedupeKey }) => [
			confirmation!.identities({ id: ID }),
			dedupeKey[0],
		]);
		expect(new Set(all.map(([identity]) => JSON.stringify(identity))).size).toBe(1);
	});

	test.each([
		['email_validation_resend', true],
		['phone_validation_otp_incorect', true],
		// Only when the delivery is of that moment, too.
		['app_registration_sync_document', false],
		['information_validation_updated', true],
		['email_validation_created', false],
		['app_registration_completed', false],
		['app_registration_ongoing', false],
	])('%s can happen again to what has changed since: %s', async (event, expected) => {
		const at = async (updatedAt: string) =>
			(await standingOf(event, { status: event.includes('registration') ? 'COMPLETED' : 'sent', updatedAt }))
				.identity;
		expect((await at('2024-01-01')) !== (await at('2024-01-02'))).toBe(expected);
	});
});

describe('What is read', () => {
	test.each([
		['email_validation_created', { verificationCode: '123456', otp: '123456', email: 'user@example.com' }],
		['phone_validation_created', { verificationCode: '123456', otp: '123456', phone: '1234567890' }],
	])('has no one-time code in it: %s', async (event, record) => {
		const { object } = await standingOf(event, { status: 'sent', ...record });
		expect(JSON.stringify(object)).not.toContain('123456"');
		expect(object).toHaveProperty('id', ID);
	});

	test.each(['app_registration_created', 'email_validation_created', 'document_validation_created'])(
		'may stand below a name of its own: %s',
		async (event) => {
			const name = {
				app: 'appRegistration',
				email: 'emailValidation',
				document: 'documentValidation',
			}[event.split('_')[0]!]!;
			const body = { type: `login_${event}`, object: { [name]: { _id: ID }, projectFlow: { _id: 'flow' } } };
			const delivery = parseDelivery(body as unknown as IDataObject);
			expect(delivery.id).toBe(ID);
			const api = stubApi({ [pathOf(event)]: { data: { [name]: { _id: ID, status: 'x' }, token: 't' } } });
			expect(await delivery.confirmation!.read(api)).toMatchObject({ id: ID, status: 'x' });
		},
	);

	test.each(Object.keys(PATHS).filter((name) => name !== 'biometrics' && name !== 'face_verification'))(
		'is refused when it is another one: %s',
		async (group) => {
			const event = events.find(({ value }) => value.startsWith(`${group}_`))!.value;
			const { confirmation } = parseDelivery({ type: event, object: { _id: ID } });
			const another = stubApi({ [pathOf(event)]: { data: { _id: 'another', status: 'x' } } });
			expect(confirmation!.isObject((await confirmation!.read(another))!)).toBe(false);
			await expect(
				standingOf(event, undefined, {}, { [pathOf(event)]: { message: 'Service under maintenance' } }),
			).rejects.toMatchObject({ status: 200 });
			await expect(standingOf(event, undefined, {}, { [pathOf(event)]: {} })).rejects.toMatchObject({
				status: 200,
			});
			await expect(
				standingOf(event, undefined, {}, { [pathOf(event)]: { data: null } }),
			).rejects.toMatchObject({ status: 204 });
		},
	);

	test.each(['..', 'a/b', 'x?y=z', '', 'x'.repeat(101)])(
		'is not asked for by an ID like "%s"',
		async (_id) => {
			const { standing, asked } = await standingOf('app_registration_created', undefined, { _id });
			expect([standing, asked]).toEqual(['unnamed', []]);
		},
	);
});

test.each([
	['app_registration_created', { email: 'a@example.com', phone: '1', currentStep: 'end' }],
	['email_validation_created', { email: 'a@example.com', type: 'login' }],
	['phone_validation_created', { countryCode: '+1', phone: '1', type: 'login' }],
	['document_validation_created', { documentType: 'CC', documentNumber: '123' }],
	['information_validation_updated', { fullName: 'MATEO' }],
])('the simplified form of %s', async (event, fields) => {
	const { confirmation, object } = await standingOf(event, { status: 'x', note: 'y', ...fields });
	expect(confirmation!.summary(object!)).toEqual(fields);
});

test.each([
	['app_registration_created', 'registration'],
	['app_registration_person_already_set', 'registration'],
	['face_verification_compare', 'registration'],
	['email_validation_created', 'validation'],
	['phone_validation_created', 'validation'],
	['document_validation_created', 'validation'],
	['information_validation_updated', 'validation'],
	['biometric_validation_new', 'validation'],
])('%s comes out as %s', (type, field) => {
	expect(parseDelivery({ type, object: { _id: ID } }).confirmation!.field).toBe(field);
});
