import type { INodePropertyOptions } from 'n8n-workflow';

import { loadPackage } from '../../support/engine/packageNodes.mts';
import { useScene } from '../../support/engine/scene.mts';
import { ANSWER_OF, cellsOf } from '../../support/providers/matrix.mts';

const scene = useScene();
let all: string[];

beforeAll(async () => {
	const { properties } = (await loadPackage()).description('verifikTrigger');
	const { options } = properties.find(({ name }) => name === 'events')!;
	all = (options as INodePropertyOptions[]).map(({ value }) => String(value));
});

async function published(parameters: object = {}, credential: Record<string, string> = {}) {
	const workflow = await scene.verifik({ events: all, ...parameters }, { credential });
	await workflow.publish();
	return workflow;
}

const biometric = (suffix: string, _id: string) => ({
	type: `login_biometric_validation_${suffix}`,
	object: { _id, status: suffix, updatedAt: '2024-12-02T17:15:35.000Z' },
});

/** The body that Verifik's page shows (docs/providers/verifik.md#deliveries). */
const EXAMPLE = {
	type: 'login_email_validation_created',
	object: {
		client: '...',
		project: '...',
		projectFlow: '...',
		status: 'sent',
		validationMethod: 'verificationCode',
		email: '...',
		expiresAt: '...',
		type: 'login',
		redirectUrl: '...',
		requires2FA: false,
		ipAddress: '...',
		_id: '...',
	},
	ipAddress: '::ffff:127.0.0.1',
};

describe('A delivery', () => {
	test('arrives as the documentation shows it', async () => {
		const workflow = await published({ confirm: false });
		await scene.toVerifik(workflow, EXAMPLE);
		expect(workflow.items).toEqual([
			{
				eventId: expect.stringMatching(/^[0-9a-f]{64}$/),
				event: 'email_validation_created',
				id: '...',
				status: 'sent',
				finished: false,
				confirmed: false,
				receivedAt: expect.any(String),
				validation: null,
				payload: EXAMPLE,
			},
		]);
	});

	test('of every documented name arrives under it, with and without the type of the flow', async () => {
		const workflow = await published({ confirm: false });
		const names = all.filter((event) => event !== 'other');
		expect(names.length).toBeGreaterThan(45);
		for (const name of names) {
			for (const prefix of ['', 'login_', 'onboarding_', 'smartlink_']) {
				const object = { _id: `${prefix}x`, updatedAt: 'y' };
				await scene.toVerifik(workflow, { type: prefix + name, object });
				expect(workflow.items.at(-1)).toMatchObject({ event: name, payload: { type: prefix + name } });
			}
		}
	});

	test.each([
		'app_registration_completed_without',
		'app_registration_complete',
		'logout_app_registration_completed',
		'login_login_app_registration_completed',
		'APP_REGISTRATION_COMPLETED',
		'verification.completed',
		'',
	])('of the name "%s" is another event: names are compared exactly', async (type) => {
		const workflow = await published({ confirm: false });
		await scene.toVerifik(workflow, { type, object: {} });
		expect(workflow.items).toMatchObject([{ event: 'other', payload: { type } }]);
	});

	test('tells the two endings of a registration apart', async () => {
		const workflow = await published({ events: ['app_registration_completed'], confirm: false });
		const object = { _id: 'x', updatedAt: 'y' };
		await scene.toVerifik(workflow, { type: 'onboarding_app_registration_completed_without_kyc', object });
		expect(workflow.starts).toHaveLength(0);
		await scene.toVerifik(workflow, { type: 'onboarding_app_registration_completed', object });
		expect(workflow.starts).toHaveLength(1);
	});

	test('of a code that was sent again starts again, unless it is the same delivery', async () => {
		const workflow = await published({ confirm: false });
		const resend = { ...EXAMPLE, type: 'login_email_validation_resend' };
		const later = { ...resend, object: { ...resend.object, expiresAt: 'later' } };
		for (const body of [resend, later, resend, later]) await scene.toVerifik(workflow, body);
		expect(workflow.starts).toHaveLength(2);
	});
});

describe('Confirmation', () => {
	test.each(['nested', 'flat', 'top'] as const)(
		'gives the validation as Verifik has it, in the shape %s',
		async (shape) => {
			const workflow = await published();
			const id = await scene.validation();
			scene.sandbox.verifik.shape = shape;
			scene.sandbox.verifik.finishValidation(id, 'validated');
			await scene.toVerifik(workflow, biometric('validated', id));
			expect(workflow.items).toMatchObject([
				{
					event: 'biometric_validation_validated',
					id,
					status: shape === 'flat' ? 'completed' : 'validated',
					finished: true,
					confirmed: true,
					validation: { id },
				},
			]);
		},
	);

	test.each([
		['validated', 'failed'],
		['failed', 'validated'],
		['liveness_failed', 'validated'],
	])('lets %s start nothing when Verifik says %s', async (claimed, real) => {
		const workflow = await published();
		const id = await scene.validation();
		scene.sandbox.verifik.patch(id, { status: real });
		const answer = await scene.toVerifik(workflow, biometric(claimed, id));
		expect(answer).toMatchObject({ status: 200, body: { ignored: 'contradicted' } });
		expect(workflow.starts).toHaveLength(0);
	});

	const STATES = ['new', 'pending', 'sent', 'validated', 'completed', 'failed', 'expired', 'unheard_of'];
	const MATRIX = {
		biometric_validation_new: 'yyyyyyyy',
		biometric_validation_validated: 'lllyy--l',
		biometric_validation_failed: 'lll--y-l',
		biometric_validation_created_person: 'lyyyy--y',
		biometric_validation_liveness_failed: 'lyy--yyy',
		biometrics_liveness_score_not_acceptable: 'lyy--yyy',
	};
	test.each(cellsOf(STATES, MATRIX))('of %s by "%s" is "%s"', async (event, status, expected) => {
		const workflow = await published();
		const id = await scene.validation();
		scene.sandbox.verifik.patch(id, { status });
		const delivered = scene.toVerifik(workflow, { type: `login_${event}`, object: { _id: id } });
		const answer = await scene.clock.passing(delivered);
		expect(answer).toMatchObject(ANSWER_OF[expected]);
		expect(workflow.starts).toHaveLength(expected === 'y' ? 1 : 0);
	});

	test('takes a new validation in whatever state it is by then', async () => {
		const workflow = await published();
		const id = await scene.validation();
		scene.sandbox.verifik.patch(id, { status: 'validated' });
		await scene.toVerifik(workflow, biometric('new', id));
		expect(workflow.items).toMatchObject([{ event: 'biometric_validation_new', status: 'validated' }]);
	});

	test.each([
		['674dc8f1b2c3d4e5f6a7b8a8', [503, 200]],
		['biometric_validation_204', [503, 200]],
		['..', [200, 200]],
		['../webhooks', [200, 200]],
		['x?y=z', [200, 200]],
		['x'.repeat(5_000), [200, 200]],
	])('lets the unknown ID %.30s start nothing', async (id, statuses) => {
		const workflow = await published();
		for (const status of statuses) {
			const answer = await scene.clock.passing(scene.toVerifik(workflow, biometric('validated', id)));
			expect(answer.status).toBe(status);
		}
		expect(workflow.starts).toHaveLength(0);
		for (const { path } of scene.sandbox.verifik.requests) {
			expect(path).toMatch(/^\/v2\/biometric-validations\/[\w-]+$/);
		}
	});

	test('lets an event without an object start nothing', async () => {
		const workflow = await published();
		for (const object of [undefined, null, [], 'x', { _id: { $ne: null } }, { _id: ['x'] }]) {
			const answer = await scene.toVerifik(workflow, {
				type: 'login_biometric_validation_validated',
				object,
			});
			expect(answer.body).toEqual({ ignored: 'missing' });
		}
		expect(workflow.starts).toHaveLength(0);
	});

	test("takes somebody else's validation for none, and an expired token for a moment's trouble", async () => {
		const accessDenied = { code: 'Forbidden', message: 'access_denied' };
		const expired = { code: 'Forbidden', message: 'expired_token' };
		const workflow = await published();
		const id = await scene.validation();
		scene.sandbox.verifik.finishValidation(id, 'validated');
		const deliver = async () =>
			await scene.clock.passing(scene.toVerifik(workflow, biometric('validated', id)));
		for (const [body, statuses] of [
			[expired, [503, 503]],
			[accessDenied, [503, 200]],
		] as const) {
			scene.sandbox.verifik.reset();
			const fault = { kind: 'status', when: 'before', status: 403, body } as const;
			scene.sandbox.verifik.fail({ method: 'GET', fault });
			for (const status of statuses) expect((await deliver()).status).toBe(status);
			expect(workflow.starts).toHaveLength(0);
		}
	});
});

describe('The secret', () => {
	test.each([
		['none', ''],
		['an empty one', 'secret='],
		['a wrong one', 'secret=wrong'],
		['a very long one', `secret=${'x'.repeat(10_000)}`],
	])('with %s nothing starts and nothing is asked', async (_, query) => {
		const workflow = await published();
		const answer = await scene.toVerifik(workflow, EXAMPLE, { query });
		expect(answer).toMatchObject({ status: 401, body: { unauthorised: true } });
		expect(workflow.starts).toHaveLength(0);
		expect(scene.sandbox.verifik.requests).toHaveLength(0);
	});

	test('a stranger who learns an address without one starts nothing that Verifik does not confirm', async () => {
		const events = all.filter((event) => !event.startsWith('fleet_alert_') && event !== 'other');
		const workflow = await published({ events }, { webhookSecret: '' });
		const id = await scene.validation();
		await scene.toVerifik(workflow, EXAMPLE, { secret: null });
		await scene.toVerifik(workflow, { type: 'onboarding_app_registration_completed' }, { secret: null });
		await scene.toVerifik(workflow, { type: 'anything' }, { secret: null });
		await scene.toVerifik(workflow, biometric('validated', id), { secret: null });
		expect(workflow.starts).toHaveLength(0);

		scene.sandbox.verifik.finishValidation(id, 'validated');
		await scene.toVerifik(workflow, biometric('validated', id), { secret: null });
		expect(workflow.items).toMatchObject([{ id, confirmed: true }]);
	});
});
