/**
 * Repetitions of an event whose object has changed since, or that does not say whose it is
 * (docs/architecture.md#the-life-of-a-delivery).
 */
import { useScene } from '../../support/engine/scene.mts';
import type { TriggerWorkflow } from '../../support/engine/triggerWorkflow.mts';

const scene = useScene();

const FIFTY = Array.from({ length: 50 }, (_, index) => index);

const WITH_SECRET = [{}, {}] as const;
const WITHOUT_SECRET = [{ options: { allowUnauthenticated: true } }, { secret: null }] as const;

const moment = (minute: number): string => new Date(Date.UTC(2026, 0, 1, 0, minute)).toISOString();

describe.each([
	['app_registration_sync_document', 'appRegistration', { status: 'ONGOING' }],
	['email_validation_resend', 'emailValidation', {}],
	['phone_validation_otp_incorect', 'phoneValidation', {}],
	['document_validation_source_lookup', 'documentValidation', {}],
	['information_validation_updated', 'informationValidation', {}],
] as const)('%s at Verifik', (event, kind, fields) => {
	let workflow: TriggerWorkflow;
	let id: string;

	beforeEach(async () => {
		workflow = await scene.verifik({ events: [event] });
		await workflow.publish();
		id = scene.sandbox.verifik.addRecord(kind, fields);
		changed(1);
	});

	/** The event as it was when the object was changed in that minute. */
	async function deliver(minute: number | undefined, flow = 'login'): Promise<number> {
		const object = { _id: id, ...(minute !== undefined && { updatedAt: moment(minute) }) };
		await scene.toVerifik(workflow, { type: `${flow}_${event}`, object });
		return workflow.starts.length;
	}

	const changed = (minute: number): void => scene.sandbox.verifik.patch(id, { updatedAt: moment(minute) });

	test('starts once, also when it is repeated after the object has changed again', async () => {
		expect(await deliver(1)).toBe(1);
		changed(2);
		expect(await deliver(1)).toBe(1);
		expect(await deliver(1, 'onboarding')).toBe(1);
	});

	test('starts again when it has happened again', async () => {
		expect(await deliver(1)).toBe(1);
		changed(2);
		expect(await deliver(1)).toBe(1);
		expect(await deliver(2)).toBe(2);
		changed(3);
		for (const minute of [1, 2]) expect(await deliver(minute)).toBe(2);
		expect(await deliver(3)).toBe(3);
	});

	test('that arrives before Verifik shows it starts once', async () => {
		expect(await deliver(2)).toBe(1);
		changed(2);
		expect(await deliver(2)).toBe(1);
	});

	test('starts once with fifty invented moments after the true one', async () => {
		expect(await deliver(1)).toBe(1);
		for (const index of FIFTY) await deliver(10 + index);
		expect(workflow.starts).toHaveLength(1);
	});

	test('starts once with fifty invented moments around the true one', async () => {
		for (const index of FIFTY) await deliver(10 + index);
		expect(await deliver(1)).toBe(1);
		changed(2);
		expect(await deliver(1)).toBe(1);
	});

	test('without a moment of its own starts once as long as nothing changes', async () => {
		for (let times = 0; times < 3; times++) expect(await deliver(undefined)).toBe(1);
	});

	test('without a moment of its own, repeated after the object has changed', async () => {
		expect(await deliver(undefined)).toBe(1);
		changed(2);
		// A step is taken once as a rule. Nothing tells the rest from the next time that it happens.
		expect(await deliver(undefined)).toBe(event.includes('sync') ? 1 : 2);
	});
});

const JUAN = 'juan@example.com';
const ANA = 'ana@example.com';

describe.each([
	['with the secret', WITH_SECRET],
	['without a secret', WITHOUT_SECRET],
])('A signature at Auco by somebody whom Auco does not know, %s', (_, [parameters, special]) => {
	let workflow: TriggerWorkflow;
	let code: string;

	beforeEach(async () => {
		workflow = await scene.auco({ events: ['document.notification', 'package.blocked'], ...parameters });
		await workflow.publish();
		scene.sandbox.auco.advances = false;
		code = scene.sandbox.auco.addDocument({ signers: [{ email: JUAN }, { email: ANA }] });
	});

	async function deliver(signer?: object): Promise<number> {
		await scene.toAuco(workflow, { code, name: 'Contrato', status: 'NOTIFICATION', signer }, special);
		return workflow.starts.length;
	}

	const signs = (email: string): void => scene.sandbox.auco.actAsSigner(code, email, 'FINISH');

	test('starts once, also when it is repeated after somebody else has signed', async () => {
		signs(JUAN);
		expect(await deliver({ id: 'one' })).toBe(1);
		expect(await deliver({ id: 'one' })).toBe(1);
		signs(ANA);
		expect(await deliver({ id: 'one' })).toBe(1);
		expect(await deliver({ id: 'two' })).toBe(2);
		for (const id of ['one', 'two']) expect(await deliver({ id })).toBe(2);
	});

	test('starts for each of two who have both signed before the first event arrives', async () => {
		for (const email of [JUAN, ANA]) signs(email);
		expect(await deliver({ id: 'one' })).toBe(1);
		expect(await deliver({ id: 'two' })).toBe(2);
	});

	test('starts no more often than there are signatures, whatever the events say', async () => {
		for (const email of [JUAN, ANA]) signs(email);
		for (const index of FIFTY) await deliver({ id: `invented-${index}` });
		for (const email of [JUAN, ANA]) await deliver({ email });
		expect(await deliver()).toBe(2);
	});

	test('that names nobody stands for whoever has signed and started nothing', async () => {
		signs(JUAN);
		expect(await deliver()).toBe(1);
		expect(await deliver()).toBe(1);
		expect(await deliver({ email: JUAN })).toBe(1);
		signs(ANA);
		expect(await deliver()).toBe(2);
		expect(await deliver({ email: ANA })).toBe(2);
	});

	test('does not stand in the way of one who is named', async () => {
		signs(JUAN);
		expect(await deliver({ id: 'one' })).toBe(1);
		signs(ANA);
		expect(await deliver({ id: 'one', email: ANA })).toBe(2);
	});
});

test('a package of which two signers are blocked starts once for each, also when nobody is named', async () => {
	const workflow = await scene.auco({ events: ['package.blocked'] });
	await workflow.publish();
	const { auco } = scene.sandbox;
	auco.advances = false;
	const code = auco.addPackage({ signers: [{ email: JUAN }, { email: ANA }] });
	const deliver = async (signer?: object): Promise<number> => {
		await scene.toAuco(workflow, { package: code, status: 'BLOCKED', signer });
		return workflow.starts.length;
	};
	auco.actAsSigner(code, JUAN, 'BLOCK');
	expect(await deliver({ email: JUAN })).toBe(1);
	expect(await deliver()).toBe(1);
	auco.actAsSigner(code, ANA, 'BLOCK');
	expect(await deliver({ id: 'one' })).toBe(2);
	for (const signer of [undefined, { email: JUAN }, { email: ANA }]) expect(await deliver(signer)).toBe(2);
});
