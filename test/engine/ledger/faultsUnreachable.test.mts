import { createServer, type AddressInfo } from 'node:net';

import type { INode } from 'n8n-workflow';

import { useClock } from '../../support/clock.mts';
import type { CredentialData } from '../../support/engine/credentials.mts';
import { Engine } from '../../support/engine/engine.mts';
import { MODES, type Mode } from './faultRun.mts';
import { CREATING, READING, type OperationCase } from './operations.mts';

/** Enough for every operation. */
const ITEM = {
	code: 'JPJD42IDWP3Z6RXA',
	id: '674dc8f1b2c3d4e5f6000001',
	number: '1001001010',
	company: '900123456',
	identifier: 'user@example.com',
};

const SETTINGS: Record<Mode, Partial<INode>> = {
	...MODES,
	'Retry On Fail': { ...MODES['Retry On Fail'], maxTries: 2 },
};

/** Longer than a name may be, so that the machine itself knows that there is none and asks nobody. */
const UNKNOWN_HOST = `http://${'nobody'.repeat(11)}.invalid`;

/** Both faults of the first operation of each kind at each provider; one of the others, which send in the same way. */
const CELLS = [CREATING, READING].flatMap((operations) =>
	operations.flatMap((operation, index) => {
		const isFirst = operations.findIndex(({ provider }) => provider === operation.provider) === index;
		const hosts = isFirst ? ['refused connection', 'unknown host'] : ['refused connection'];
		return hosts.flatMap((host) =>
			Object.keys(MODES).map((mode) => [operation.name, host, mode as Mode, operation] as const),
		);
	}),
);

let engine: Engine;
let closed: string;

beforeAll(async () => {
	engine = await Engine.start();
	closed = await closedAddress();
});

useClock();

test.each(CELLS)('%s, %s, %s: tells it and keeps nothing of it', async (_, host, mode, operation) => {
	const { status, items, error, run } = await engine.run({
		node: operation.node,
		parameters: operation.parameters,
		items: [1, 2].map(() => ({ json: ITEM })),
		credentials: credentialOf(operation, host === 'unknown host' ? UNKNOWN_HOST : closed),
		nodeSettings: SETTINGS[mode],
	});
	const continues = mode === 'continue on fail';
	expect(status).toBe(continues ? 'success' : 'error');
	const messages = continues ? items.map(({ json }) => json.error) : [error?.message];
	expect(messages).toHaveLength(continues ? 2 : 1);
	const words = host === 'unknown host' ? /\((ENOTFOUND|EAI_AGAIN)\)/ : /\(ECONNREFUSED\)/;
	for (const message of messages) {
		expect(message).toMatch(/could not be reached/);
		expect(message).toMatch(words);
	}
	if (error) {
		expect(error.context.outcome).toBe('refused');
		expect(error.context.created).toBeUndefined();
	}
	// So a later try sends everything.
	expect(run.data.executionData!.contextData['node:Under Test']).toMatchObject({ ledger: { records: {} } });
});

/** An address on this machine at which nobody listens. */
async function closedAddress(): Promise<string> {
	const server = createServer();
	await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
	const { port } = server.address() as AddressInfo;
	await new Promise((resolve) => server.close(resolve));
	return `http://127.0.0.1:${port}`;
}

function credentialOf({ provider }: OperationCase, baseUrl: string): CredentialData {
	return provider === 'auco'
		? { aucoApi: { environment: 'custom', privateKey: 'prk_xxx', publicKey: 'puk_xxx', baseUrl } }
		: { verifikApi: { accessToken: 'eyJ.xxx.xxx', baseUrl } };
}
