import type { AucoWebhook } from '../../../sandbox/types.mts';
import { useScene } from '../../support/engine/scene.mts';
import type { TriggerWorkflow } from '../../support/engine/triggerWorkflow.mts';

const scene = useScene();

const DEFAULT: AucoWebhook = { id: 'default', url: 'https://example.com/default' };

/** Makes the credential one of another account, or of the first one again. */
type Account = 'first' | 'other';

interface Side {
	provider: string;
	publish(): Promise<TriggerWorkflow>;
	become(account: Account): void;
	/** IDs of what is registered with the account of the moment. */
	registered(): unknown[];
	/** Status of the reply when the provider is asked whose the credential is. */
	refuse(status: number, times?: number): void;
}

/** What each account of Auco and Verifik has. */
let lists: Record<Account, unknown[]>;

let current: Account;

const auco: Side = {
	provider: 'Auco',
	async publish() {
		const workflow = await scene.auco({
			events: ['aucoFace.approved'],
			registration: 'automatic',
			webhookId: 'n8n',
		});
		await workflow.publish();
		return workflow;
	},
	become(account) {
		lists[current] = [...scene.sandbox.auco.webhooks];
		current = account;
		const name = account === 'first' ? 'Primera S.A.S.' : 'Otra S.A.S.';
		scene.sandbox.auco.belongTo(`${account}-id`, name, lists[account] as AucoWebhook[]);
	},
	registered: () => scene.sandbox.auco.webhooks.map(({ id }) => id),
	refuse: (status, times = 1) =>
		scene.sandbox.auco.fail({ method: 'GET', path: '/company', times, fault: fault(status) }),
};

const verifik: Side = {
	provider: 'Verifik',
	async publish() {
		const workflow = await scene.verifik({
			events: ['biometric_validation_validated'],
			registration: 'automatic',
			projectFlows: ['flow_123456789'],
		});
		await workflow.publish();
		return workflow;
	},
	become(account) {
		lists[current] = scene.sandbox.verifik.webhooks;
		current = account;
		const name = account === 'first' ? 'Primera S.A.S.' : 'Otra S.A.S.';
		scene.sandbox.verifik.client = { _id: `${account}-id`, name };
		scene.sandbox.verifik.webhooks = lists[account] as Array<Record<string, unknown>>;
	},
	registered: () => scene.sandbox.verifik.webhooks.map(({ name }) => name),
	refuse: (status, times = 1) =>
		scene.sandbox.verifik.fail({ method: 'GET', path: '/v2/clients/me', times, fault: fault(status) }),
};

function fault(status: number) {
	return { kind: 'status', when: 'before', status, body: { message: 'NOT_NOW' } } as const;
}

describe.each([auco, verifik])('The account at $provider', (side) => {
	beforeEach(() => {
		scene.sandbox.auco.webhooks = [DEFAULT];
		scene.sandbox.verifik.webhooks = [];
		current = 'first';
		lists = { first: [], other: side === auco ? [DEFAULT] : [] };
		side.become('first');
	});

	test('is named when the credential belongs to another one at unpublishing', async () => {
		const workflow = await side.publish();
		const published = side.registered();
		side.become('other');
		await expect(workflow.unpublish()).rejects.toThrow(
			/registered with the \w+ account 'Primera S\.A\.S\.' \(first-id\), but .* belongs to 'Otra S\.A\.S\.' \(other-id\).*select a credential of 'Primera/,
		);
		side.become('first');
		expect(side.registered()).toEqual(published);
		await workflow.unpublish();
		expect(side.registered()).toHaveLength(published.length - 1);
	});

	test('is remembered without its keys', async () => {
		const workflow = await side.publish();
		expect(JSON.stringify(workflow.stored)).toContain('first-id');
		const { accessToken, privateKey, publicKey } = {
			...scene.sandbox.auco.credential,
			...scene.sandbox.verifik.credential,
		};
		for (const key of [accessToken, privateKey, publicKey]) {
			expect(JSON.stringify(workflow.stored)).not.toContain(key);
		}
	});

	test('of a registration that does not remember it yet is noted at the next publishing', async () => {
		const workflow = await side.publish();
		forgetAccount(workflow);
		await workflow.publish();
		side.become('other');
		await expect(workflow.unpublish()).rejects.toThrow(/registered with/);
	});

	test('does not matter to a registration that does not remember it', async () => {
		const workflow = await side.publish();
		forgetAccount(workflow);
		await workflow.unpublish();
		expect(side.registered()).toHaveLength(side === auco ? 1 : 0);
	});

	test('may change with publishing', async () => {
		const workflow = await side.publish();
		const published = side.registered();
		side.become('other');
		await workflow.publish();
		expect(side.registered()).toEqual(published);
		await workflow.unpublish();
		expect(side.registered()).toHaveLength(published.length - 1);
		side.become('first');
		expect(side.registered()).toEqual(published);
	});

	test('that cannot be asked for a moment leaves everything for the next try', async () => {
		const workflow = await side.publish();
		const published = side.registered();
		side.refuse(500);
		await expect(workflow.unpublish()).rejects.toThrow(/500/);
		expect(side.registered()).toEqual(published);
		await workflow.unpublish();
		expect(side.registered()).toHaveLength(published.length - 1);
	});
});

/** As a version before this one has stored it. */
function forgetAccount(workflow: TriggerWorkflow): void {
	const stored = JSON.parse(JSON.stringify(workflow.stored), (key, value) =>
		key === 'account' ? undefined : value,
	);
	workflow.stored = stored;
}

describe('Verifik', () => {
	beforeEach(() => {
		current = 'first';
		lists = { first: [], other: [] };
	});

	test('may have renewed the token of the account', async () => {
		const workflow = await verifik.publish();
		const { credential } = scene.sandbox.verifik;
		workflow.additionalData.credentialsHelper = await scene.instance.credentials({
			verifikApi: { ...credential, accessToken: 'NO_CREDITS_TOKEN' },
		});
		await workflow.unpublish();
		expect(scene.sandbox.verifik.webhooks.filter(({ name }) => String(name).startsWith('n8n'))).toEqual([]);
	});

	test('may refuse to show the webhook of another account', async () => {
		const workflow = await verifik.publish();
		verifik.become('other');
		const body = { code: 'Forbidden', message: 'access_denied' };
		const denied = { kind: 'status', when: 'before', status: 403, body } as const;
		scene.sandbox.verifik.fail({ method: 'GET', path: /\/v2\/webhooks\/./, fault: denied });
		await workflow.publish();
		expect(verifik.registered()).toHaveLength(1);
	});

	test.each([
		['refuses to say', () => verifik.refuse(403, 2)],
		['names no ID', () => (scene.sandbox.verifik.client = { name: 'Example Client' })],
	])('may be published where it %s whose the token is', async (_, prepare) => {
		prepare();
		const workflow = await verifik.publish();
		expect(JSON.stringify(workflow.stored)).not.toContain('account');
		await workflow.unpublish();
	});
});
