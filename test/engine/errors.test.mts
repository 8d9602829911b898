import type { ICredentialDataDecryptedObject } from 'n8n-workflow';

import { answerWith, itemsOf, useProviders } from '../support/engine/bench.mts';
import { REFUSALS } from '../support/providers/refusals.mts';
import { leastOf } from '../support/providers/samples.mts';
import { until } from '../support/until.mts';
import { expectNoSecrets } from '../support/engine/secrets.mts';

const bench = useProviders();

const FACE = 'aucoFace/process/create';
const GET_FACE = 'aucoFace/process/get';
const CREATE = 'verifikBiometric/biometricValidation/create';

/** Keys that look like real ones, so that they would be found anywhere. */
const SECRET_KEYS = {
	privateKey: 'prk_SecretOfTheTestsPrivate000000000',
	publicKey: 'puk_SecretOfTheTestsPublic0000000000',
	accessToken: 'SecretOfTheTestsToken',
	webhookSecret: 'SecretOfTheTestsWebhook',
};

function secretCredentials(): Record<string, ICredentialDataDecryptedObject> {
	return {
		aucoApi: { ...bench.auco.credential, ...SECRET_KEYS },
		verifikApi: { ...bench.verifik.credential, ...SECRET_KEYS },
	};
}

test.each(
	REFUSALS.map(
		(refusal) => [`${refusal.operation} ${refusal.status} ${JSON.stringify(refusal.body)}`, refusal] as const,
	),
)('%s becomes one readable error', async (_, { operation, status, body, message, description, code }) => {
	const provider = bench.providerOf(operation);
	answerWith(provider, status, body);
	const credentials = secretCredentials();
	const result = await bench.run(operation, leastOf(operation), { credentials });
	const { error } = result;
	expect(error?.name).toBe('NodeApiError');
	expect(error?.message).toMatch(message);
	expect(error?.message).toMatch(/ \[Item 0\]$/);
	expect(error?.message).not.toMatch(/check your parameters|undefined|\[object/i);
	expect(error?.description).toMatch(description);
	expect(error?.httpCode).toBe(String(status));
	expect(error?.context).toMatchObject({
		itemIndex: 0,
		// A clear no may be sent again by a retry of the workflow; what may have been carried out may not.
		outcome: status >= 500 ? 'unknown' : 'refused',
		...(code && { providerCode: code }),
	});
	expect(provider.requests.length).toBe(1);
	expectNoSecrets(result, credentials);
});

describe('the same as error items', () => {
	test('say it in their JSON, with the status and the code', async () => {
		answerWith(bench.auco, 400, { message: 'EXPIRED_DATE_INVALID' });
		const nodeSettings = { onError: 'continueRegularOutput' as const };
		const credentials = secretCredentials();
		const result = await bench.run(FACE, leastOf(FACE), { nodeSettings, credentials });
		expect(result.json).toEqual([
			{
				error: expect.stringMatching(/^Auco .* \(EXPIRED_DATE_INVALID\) \[Item 0\]$/),
				details: {
					description: expect.stringMatching(/^It must be more than 3 days .*\.$/),
					httpCode: '400',
					code: 'EXPIRED_DATE_INVALID',
				},
			},
		]);
		expectNoSecrets(result, credentials);
	});
});

test('an error names the item that it is about', async () => {
	const rows = [{ code: 'JPJD42IDWP3Z6RX1' }, { code: 'JPJD42IDWP3Z6RX2' }, { code: 'JPJD42IDWP3Z6RX3' }];
	answerWith(bench.auco, 200, { status: 'APPROVED' }, { at: [1, 3] });
	const { error } = await bench.run(
		GET_FACE,
		{ code: '={{ $json.code }}', options: { maxConcurrency: 1 } },
		{ items: itemsOf(rows) },
	);
	expect(error?.message).toMatch(/\[Item 1\]$/);
	expect(error?.context.itemIndex).toBe(1);
});

/** What the network does, and the expected message about it. */
const faults: Array<[string, Parameters<typeof bench.auco.fail>[0]['fault'], RegExp]> = [
	['breaks the connection', { kind: 'reset', when: 'after' }, /did not give a clear response \(E\w+\)/],
	['answers with half of its JSON', { kind: 'brokenJson' }, /cannot be read/],
	['answers with a page', { kind: 'html' }, /cannot be read/],
];
test.each(faults)('a provider that %s: not known what became of it', async (_, fault, message) => {
	for (const operation of [FACE, CREATE]) {
		const provider = bench.providerOf(operation);
		provider.fail({ fault });
		const credentials = {
			aucoApi: bench.auco.credential,
			verifikApi: bench.verifik.credential,
		} as Record<string, ICredentialDataDecryptedObject>;
		const result = await bench.run(operation, leastOf(operation), { credentials });
		expect(result.error?.message).toMatch(message);
		expect(result.error?.description).toMatch(/it is not known whether it was processed/);
		expect(result.error?.context).toMatchObject({ itemIndex: 0, outcome: 'unknown' });
		expect(provider.requests.length).toBe(1);
		expect(JSON.stringify(result.error)).not.toContain(String(bench.auco.credential.privateKey));
	}
});

test('a provider that does not answer in time: not known what became of it', async () => {
	bench.auco.fail({ fault: { kind: 'stall', when: 'after' } });
	const running = await bench.begin(FACE, leastOf(FACE, { options: { timeout: 300 } }));
	await until('the request', () => bench.auco.requests.length === 1);
	bench.clock.advance(300);
	const { error } = await running.result;
	expect(error?.message).toMatch(/did not respond in time/);
	expect(error?.context.outcome).toBe('unknown');
	expect(bench.auco.requests.length).toBe(1);
});

test('an answer without the code of what was made is not taken for a good one', async () => {
	answerWith(bench.auco, 200, { ok: true });
	const { error } = await bench.run(FACE, leastOf(FACE));
	expect(error?.message).toMatch(/cannot be read/);
	expect(error?.context.outcome).toBe('unknown');
	answerWith(bench.verifik, 200, { success: true, data: {} });
	expect((await bench.run(CREATE, leastOf(CREATE))).error?.context.outcome).toBe('unknown');
});

test('a failing run names what it has made', async () => {
	bench.auco.fail({
		fault: { kind: 'status', when: 'before', status: 400, body: { message: 'NO' } },
		at: [3],
	});
	const parameters = leastOf(FACE, { options: { maxConcurrency: 1 } });
	const { error } = await bench.run(FACE, parameters, { items: itemsOf([{}, {}, {}, {}]) });
	const [first, second] = bench.auco.creations;
	expect(bench.auco.creations.length).toBe(2);
	expect(error?.message).toMatch(/NO \[Item 2\]\. Already created: /);
	expect(error?.message).toContain(`${first.id} [Item 0], ${second.id} [Item 1]`);
});

describe('the word by which n8n recognizes a stopped execution', () => {
	const WORDS = 'Your subscription was canceled';
	/** What a person reads. */
	const seen = (text: unknown) => String(text).replace(/\p{Cf}/gu, '');

	test.each([
		[FACE, { message: WORDS }],
		[CREATE, { success: false, message: WORDS }],
	])('in the words of a provider stops nothing: %s', async (operation, body) => {
		answerWith(bench.providerOf(operation), 402, body);
		const { status, error } = await bench.run(operation, leastOf(operation));
		expect(status).toBe('error');
		expect(seen(error?.message)).toContain(WORDS);
	});

	test('in a cell stops nothing', async () => {
		const { status, error } = await bench.run(FACE, leastOf(FACE, { platform: 'canceled' }));
		expect(status).toBe('error');
		expect(seen(error?.message)).toContain("'canceled'");
	});

	test('stays as it is in error items', async () => {
		answerWith(bench.auco, 402, { message: WORDS });
		const { json } = await bench.run(FACE, leastOf(FACE), {
			nodeSettings: { onError: 'continueRegularOutput' },
		});
		expect(json[0].error).toContain(WORDS);
	});
});

test.each([400, '400', 422])('a message with the status as its code (%p) is a no of Auco', async (code) => {
	answerWith(bench.auco, 200, { message: 'EXPIRED_DATE_INVALID', code });
	const { error } = await bench.run(FACE, leastOf(FACE));
	expect(error?.message).toContain('EXPIRED_DATE_INVALID');
	expect(error?.context.outcome).toBe('refused');
});

test.each([
	[202, { message: 'Your request is being processed' }],
	[200, { message: 'Internal error', code: 500 }],
	[200, { message: 'TIME_OUT', statusCode: 504 }],
])('a message with %p that is no clear no (%j): not known what became of it', async (status, body) => {
	answerWith(bench.auco, status, body);
	const { error } = await bench.run(FACE, leastOf(FACE), {
		nodeSettings: { retryOnFail: true, maxTries: 2, waitBetweenTries: 1 },
	});
	expect(bench.auco.requests).toHaveLength(1);
	expect(error?.context.outcome).toBe('unknown');
});

test('a message that is no clear no is shown', async () => {
	answerWith(bench.auco, 202, { message: 'Your request is being processed' });
	const { error } = await bench.run(FACE, leastOf(FACE));
	expect(error?.message).toContain('responded with HTTP status 202: Your request is being processed');
	expect(error?.description).toContain('it is not known whether it was processed');
});

test('a validation with an empty ID is unknown', async () => {
	answerWith(bench.verifik, 201, { data: { _id: '' } });
	const { error } = await bench.run(CREATE, leastOf(CREATE));
	expect(error?.context.outcome).toBe('unknown');
});

test('a message beside a code is what Auco has made', async () => {
	answerWith(bench.auco, 200, { message: 'OK', code: 'JPJD42IDWP3Z6RXA' });
	expect((await bench.run(FACE, leastOf(FACE))).error).toBeUndefined();
});
