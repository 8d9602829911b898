/** One event starts the workflow once, whatever its deliveries look like (docs/architecture.md#the-life-of-a-delivery). */
import type { IDataObject } from 'n8n-workflow';

import { useScene } from '../../support/engine/scene.mts';
import type { TriggerWorkflow } from '../../support/engine/triggerWorkflow.mts';

const scene = useScene();

const DAY = 24 * 60 * 60_000;

async function auco(parameters: object = {}): Promise<TriggerWorkflow> {
	const workflow = await scene.auco({ events: ['aucoFace.*', 'document.*', 'other'], ...parameters });
	await workflow.publish();
	return workflow;
}

async function verifik(parameters: object = {}): Promise<TriggerWorkflow> {
	const events = ['biometric_validation_*', 'email_validation_resend', 'other'];
	const workflow = await scene.verifik({ events, ...parameters });
	await workflow.publish();
	return workflow;
}

/** The event of a process that Auco shows in this status. */
async function processWith(status: string): Promise<IDataObject> {
	const code = await scene.process();
	scene.sandbox.auco.patch(code, { status });
	return { code, type: 'veriface', status, finish: true };
}

async function checkThatIsReady(): Promise<IDataObject> {
	const code = await scene.check();
	scene.sandbox.auco.patch(code, { ready: true });
	return { code };
}

/** The event of a validation that Verifik shows as validated. */
async function validated(): Promise<{ type: string; object: IDataObject }> {
	const _id = await scene.validation();
	scene.sandbox.verifik.finishValidation(_id, 'validated');
	return { type: 'login_biometric_validation_validated', object: { _id, status: 'validated' } };
}

test.each([' ', '\n', '\u200b', '?', 'x'.repeat(100)])('a code with %j behind it is none', async (more) => {
	const workflow = await auco();
	const body = await processWith('APPROVED');
	const asked = scene.sandbox.auco.requests.length;
	const changed = { ...body, code: `${String(body.code)}${more}` };
	const { status } = await scene.clock.passing(scene.toAuco(workflow, changed));
	expect(status).toBe(200);
	expect(scene.sandbox.auco.requests).toHaveLength(asked);
	expect(workflow.starts).toHaveLength(0);
});

const FIFTY = Array.from({ length: 50 }, (_, index) => index);

describe.each([
	['with the secret', {}, {}],
	['without a secret', { options: { allowUnauthenticated: true } }, { secret: null }],
])('Fifty variants of one true event %s start the workflow once', (_, parameters, special) => {
	test.each([
		['the signer', (index: number) => ({ signer: { id: `signer-${index}` } })],
		['fields that nobody knows', (index: number) => ({ [`field${index}`]: index, updatedAt: String(index) })],
		['finish and data', (index: number) => ({ finish: index % 2 === 0, data: { name: `N${index}` } })],
		['the code beside the profile', (index: number) => ({ profile: { code: `CODE${index}` } })],
	])('of AucoFace in %s', async (_field, vary) => {
		const workflow = await auco(parameters);
		const body = await processWith('APPROVED');
		await Promise.all(FIFTY.map((index) => scene.toAuco(workflow, { ...body, ...vary(index) }, special)));
		for (const index of FIFTY) await scene.toAuco(workflow, { ...body, ...vary(index) }, special);
		expect(workflow.starts).toHaveLength(1);
	});

	test('of a background check in any field', async () => {
		const workflow = await auco(parameters);
		const body = await checkThatIsReady();
		for (const index of FIFTY) {
			await scene.toAuco(workflow, { ...body, status: `S${index}`, custom: { index } }, special);
		}
		expect(workflow.items).toMatchObject([{ confirmed: true, status: null }]);
	});

	test('of a validation in the flow, the time and the rest', async () => {
		const workflow = await verifik(parameters);
		const { type, object } = await validated();
		for (const index of FIFTY) {
			const prefix = ['', 'login_', 'onboarding_', 'smartlink_'][index % 4]!;
			const body = {
				type: type.replace('login_', prefix),
				object: { ...object, updatedAt: `2026-01-01T00:00:${index}Z`, status: `s${index}` },
				ipAddress: `10.0.0.${index}`,
			};
			await scene.toVerifik(workflow, body, special);
		}
		expect(workflow.starts).toHaveLength(1);
	});
});

test("a later change of what is not confirmed starts again, as the body's time says", async () => {
	const workflow = await verifik({ confirm: false });
	const object = { _id: '674d', updatedAt: '2026-01-01T00:00:00Z' };
	const resend = { type: 'login_email_validation_resend', object };
	const later = { ...resend, object: { ...object, updatedAt: '2026-01-01T00:05:00Z' } };
	for (const body of [resend, later, resend, later]) await scene.toVerifik(workflow, body);
	expect(workflow.starts).toHaveLength(2);
});

test('BLOCKED, unlocked and BLOCKED again a day later starts twice, within a day once', async () => {
	const workflow = await auco();
	scene.clock.standStill();
	const body = await processWith('BLOCKED');
	for (const [milliseconds, starts] of [
		[0, 1],
		[DAY - 1, 1],
		[1, 2],
		[DAY - 1, 2],
	] as const) {
		jest.setSystemTime(Date.now() + milliseconds);
		await scene.toAuco(workflow, body);
		expect(workflow.starts).toHaveLength(starts);
	}
});

describe('What has started the workflow is remembered', () => {
	const unconfirmed = (index: number) => ({
		code: `CODE${index}`,
		type: 'veriface',
		status: 'APPROVED',
		finish: true,
	});

	async function restarted(workflow: TriggerWorkflow): Promise<TriggerWorkflow> {
		const again = await auco({ confirm: false });
		again.stored = workflow.stored;
		return again;
	}

	test.each([550, 1_000])(
		'after %d events one after the other, of the last 400 after a restart',
		async (count) => {
			const workflow = await auco({ confirm: false });
			for (let index = 0; index < count; index++) await scene.toAuco(workflow, unconfirmed(index));
			const again = await restarted(workflow);
			for (let index = count - 400; index < count; index++) await scene.toAuco(again, unconfirmed(index));
			expect(again.starts).toHaveLength(0);
			await scene.toAuco(again, unconfirmed(0));
			expect(again.starts).toHaveLength(1);
		},
		60_000,
	);

	test('by memory when the static data is lost: event 1 of 200 is a duplicate', async () => {
		const workflow = await auco({ confirm: false });
		for (let index = 0; index < 200; index++) await scene.toAuco(workflow, unconfirmed(index));
		workflow.stored = {};
		expect((await scene.toAuco(workflow, unconfirmed(0))).body).toEqual({ duplicate: true });
	});

	test('in a flood of 2,100 unconfirmed ones, and after a restart too', async () => {
		const workflow = await auco();
		const body = await processWith('APPROVED');
		await scene.toAuco(workflow, body);
		for (let round = 0; round < 21; round++) {
			const hundred = Array.from({ length: 100 }, (_, index) => ({
				name: 'Contrato',
				status: `X${round * 100 + index}`,
			}));
			await Promise.all(hundred.map((one) => scene.toAuco(workflow, one)));
		}
		expect(workflow.starts).toHaveLength(2_101);
		expect((await scene.toAuco(workflow, body)).body).toEqual({ duplicate: true });
		const again = await auco();
		again.stored = workflow.stored;
		expect((await scene.toAuco(again, body)).body).toEqual({ duplicate: true });
		expect(JSON.stringify(workflow.stored).length).toBeLessThan(40_000);
	}, 60_000);

	test('in a flood of 2,100 variants without Confirm', async () => {
		const workflow = await auco({ confirm: false });
		await scene.toAuco(workflow, unconfirmed(0));
		for (let round = 1; round <= 21; round++) {
			const hundred = Array.from({ length: 100 }, (_, index) => unconfirmed(round * 100 + index));
			await Promise.all(hundred.map((one) => scene.toAuco(workflow, one)));
		}
		expect((await scene.toAuco(workflow, unconfirmed(0))).body).toEqual({ duplicate: true });
	}, 60_000);
});

test('confirming does not depend on de-duplicating', async () => {
	const workflow = await auco({ options: { deduplicate: false } });
	const body = await processWith('BLOCKED');
	expect((await scene.toAuco(workflow, { ...body, status: 'APPROVED' })).body).toEqual({
		ignored: 'contradicted',
	});
	await scene.toAuco(workflow, body);
	await scene.toAuco(workflow, body);
	expect(workflow.starts).toHaveLength(2);
});
