import { inspect } from 'node:util';

import { engineLogger } from '../../support/engine/encryption.mts';
import { useScene } from '../../support/engine/scene.mts';
import type { TriggerWorkflow } from '../../support/engine/triggerWorkflow.mts';

const scene = useScene();

const FOREIGN_URL =
	'https://hook-user:hook-password@hooks.example.com/services/path-token-1?token=query%2Dtoken-1';
const FOREIGN_HEADER = 'Bearer foreign-header-token-1';
const FOREIGN = /hook-user|hook-password|path-token-1|query(-|%2D)token-1|foreign-header-token-1/;

const AUCO = { events: ['aucoFace.approved'], registration: 'automatic', webhookId: 'n8n' };
const VERIFIK = {
	events: ['biometric_validation_validated'],
	registration: 'automatic',
	projectFlows: ['flow_123456789'],
};

/** Everything that can be seen of what a hook throws: n8n's log prints it, and the editor shows parts of it. */
async function shownOf(attempt: Promise<unknown>): Promise<{ message: string; all: string }> {
	const error: Error = await attempt.then(
		() => new Error('it went well'),
		(reason: Error) => reason,
	);
	const all = `${inspect(error, { depth: null, showHidden: true })}${JSON.stringify(error)}`;
	return { message: error.message, all };
}

const refusing = (body: object) => ({ kind: 'status', when: 'before', status: 400, body }) as const;

describe('The error of a publication at Auco', () => {
	beforeEach(() => {
		scene.sandbox.auco.webhooks = [
			{ id: 'default', url: FOREIGN_URL, header: { key: 'Authorization', value: FOREIGN_HEADER } },
		];
	});

	test.each([
		['header value', FOREIGN_HEADER],
		['token of a header', 'foreign-header-token-1'],
		['address', FOREIGN_URL],
		['part of an address', '/services/path-token-1?token=query%2Dtoken-1'],
		['decoded token of an address', 'query-token-1'],
		['password of an address', 'hook-password'],
		['token in the path of an address', 'path-token-1'],
	])('does not show the %s of another webhook', async (_, secret) => {
		scene.sandbox.auco.fail({ method: 'PUT', fault: refusing({ message: `Bad entry: ${secret}` }) });
		const { message, all } = await shownOf((await scene.auco(AUCO)).publish());
		expect(message).toMatch(/Bad entry: .*\*\*\*/);
		expect(all).not.toMatch(FOREIGN);
	});

	test('shows none of the own secrets', async () => {
		const workflow = await scene.auco(AUCO);
		await workflow.publish();
		const { value } = scene.sandbox.auco.webhooks[1]!.header!;
		await workflow.unpublish();
		const { privateKey, publicKey } = scene.sandbox.auco.credential;
		const words = `${value} ${privateKey} ${publicKey} correct-horse-battery-staple`;
		scene.sandbox.auco.fail({ method: 'PUT', fault: refusing({ message: words }) });
		const { message, all } = await shownOf(workflow.publish());
		expect(message).toContain('*** *** *** ***');
		for (const secret of words.split(' ')) expect(all).not.toContain(secret);
	});

	test('holds none in its other fields either', async () => {
		const body = { message: 'REFUSED', error: FOREIGN_HEADER, detail: FOREIGN_URL };
		scene.sandbox.auco.fail({ method: 'PUT', fault: refusing(body) });
		expect((await shownOf((await scene.auco(AUCO)).publish())).all).not.toMatch(FOREIGN);
	});
});

const ENTRY = { id: 'default', url: FOREIGN_URL, header: { key: 'Authorization', value: FOREIGN_HEADER } };

describe.each(['auco', 'verifik'] as const)('A refused question of %s', (side) => {
	test.each([
		['with the list beside its words', { message: 'REFUSED', error: FOREIGN_HEADER, webhooks: [ENTRY] }],
		['with the list in its words', { message: `REFUSED: ${JSON.stringify([ENTRY])}` }],
		['with an address in its words', { message: `REFUSED: ${FOREIGN_URL} is down` }],
	])('shows nothing of what it quotes (%s)', async (_, body) => {
		const workflow = await (side === 'auco' ? scene.auco(AUCO) : scene.verifik(VERIFIK));
		scene.sandbox[side].fail({ method: 'GET', fault: refusing(body) });
		const { message, all } = await shownOf(workflow.publish());
		expect(message).toContain('REFUSED');
		expect(all).not.toMatch(FOREIGN);
	});
});

describe('The error of a publication at Verifik', () => {
	beforeEach(() => {
		scene.sandbox.verifik.webhooks[0]!.url = FOREIGN_URL;
	});

	test.each([FOREIGN_URL, 'query-token-1', 'hook-password'])('does not show %s', async (secret) => {
		scene.sandbox.verifik.fail({ method: 'POST', fault: refusing({ message: `Bad: ${secret}` }) });
		const { message, all } = await shownOf((await scene.verifik(VERIFIK)).publish());
		expect(message).toMatch(/Bad: .*\*\*\*/);
		expect(all).not.toMatch(FOREIGN);
	});

	test('does not show the secret in the own address', async () => {
		const workflow = await scene.verifik(VERIFIK);
		await workflow.publish();
		const secret = secretOf(workflow);
		await workflow.unpublish();
		const message = `${workflow.url}?secret=${secret} is not accepted`;
		scene.sandbox.verifik.fail({ method: 'POST', fault: refusing({ message }) });
		const shown = await shownOf(workflow.publish());
		expect(shown.message).toContain('is not accepted');
		expect(shown.all).not.toContain(secret);
	});
});

describe('The log', () => {
	test('does not show what was seen when leftovers could not be removed', async () => {
		const warn = jest.spyOn(engineLogger(), 'warn').mockImplementation(() => undefined);
		const workflow = await scene.auco({ ...AUCO, webhookId: 'other' });
		await workflow.publish();
		// Its data is lost, so removing is a try that may fail.
		workflow.stored = {};
		scene.sandbox.auco.webhooks[0]!.header = { key: 'Authorization', value: FOREIGN_HEADER };
		scene.sandbox.auco.fail({ method: 'PUT', fault: refusing({ message: FOREIGN_HEADER }) });
		await workflow.unpublish();
		const lines = JSON.stringify(warn.mock.calls);
		warn.mockRestore();
		expect(lines).toContain('Could not look for leftover webhooks');
		expect(lines).not.toMatch(FOREIGN);
	});
});

function secretOf(workflow: TriggerWorkflow): string {
	return /"secret":"(\w+)"/.exec(JSON.stringify(workflow.stored))![1]!;
}
