import { version } from 'n8n-workflow/package.json';

import { startSandbox } from '../../../sandbox/sandbox.mts';
import type { Sandbox } from '../../../sandbox/types.mts';
import { useClock } from '../../support/clock.mts';
import { Engine } from '../../support/engine/engine.mts';
import { Middlebox, type Damage } from '../../support/providers/middlebox.mts';
import { leastOf } from '../../support/providers/samples.mts';

/** Before 2.36 n8n does not tell at which moment a connection was reset. */
const tellsCause = Number(version.split('.')[1]) >= 36;

/** TLS that breaks on the way, before and after the provider has acted. */
let engine: Engine;
let sandbox: Sandbox;
let middlebox: Middlebox;

beforeAll(async () => {
	[engine, sandbox] = await Promise.all([Engine.start(), startSandbox()]);
	middlebox = await new Middlebox(sandbox.auco.baseUrl).listen();
});

afterAll(async () => {
	await middlebox.close();
	await sandbox.stop();
});

useClock();

beforeEach(() => {
	sandbox.auco.reset();
	middlebox.damage = undefined;
	middlebox.requests = 0;
});

/** Creates a process; n8n tries the node three times. */
async function create() {
	const { pathname } = new URL(sandbox.auco.baseUrl);
	return await engine.run({
		node: 'aucoFace',
		parameters: { resource: 'process', operation: 'create', ...leastOf('aucoFace/process/create') },
		credentials: { aucoApi: { ...sandbox.auco.credential, baseUrl: middlebox.origin + pathname } },
		nodeSettings: { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 },
	});
}

test('without damage everything passes', async () => {
	const { json, error } = await create();
	expect(error).toBeUndefined();
	expect(json).toEqual([{ code: sandbox.auco.creations[0].id }]);
});

test.each<Damage>(['clear', 'badRecord', 'badType', 'closes', 'resets'])(
	'%s after the provider has acted: nobody knows, and nothing is sent again',
	async (kind) => {
		middlebox.damage = { kind, when: 'after' };
		const { error } = await create();
		expect(sandbox.auco.creations.length).toBe(1);
		expect(middlebox.requests).toBe(1);
		expect(error?.context.outcome).toBe('unknown');
	},
);

test.each<Damage>(['clear', 'badRecord', 'badType', 'closes', 'resets'])(
	'%s before TLS is agreed: nothing was sent, and that is known',
	async (kind) => {
		middlebox.damage = { kind, when: 'before' };
		const { error } = await create();
		expect(middlebox.requests).toBe(0);
		const isKnown = kind !== 'resets' || tellsCause;
		expect(error?.context.outcome).toBe(isKnown ? 'refused' : 'unknown');
		expect(error?.message).toMatch(isKnown ? /could not be reached/ : /not known whether/);
	},
);
