import fc, { runs } from '../../support/property.mts';

import type { TriggerWorkflow } from '../../support/engine/triggerWorkflow.mts';
import { useScene, type Answer, type Special } from '../../support/engine/scene.mts';

const scene = useScene();
let auco: TriggerWorkflow;
let verifik: TriggerWorkflow;

beforeEach(async () => {
	auco = await scene.auco({ events: ['aucoFace.approved', 'document.finish', 'other'], confirm: false });
	verifik = await scene.verifik({ events: ['biometric_validation_validated', 'other'], confirm: false });
	await auco.publish();
	await verifik.publish();
});
afterEach(() => {
	expect(auco.failures).toEqual([]);
	expect(verifik.failures).toEqual([]);
});

async function toBoth(body: unknown, special: Special = {}): Promise<Answer[]> {
	return [await scene.toAuco(auco, body, special), await scene.toVerifik(verifik, body, special)];
}

/** Nested so deeply that whatever calls itself for every level runs out of stack. */
const DEEP = `${'{"a":'.repeat(50_000)}1${'}'.repeat(50_000)}`;

test.each([
	['a list', '[{"code":"XXXXXCODE"}]'],
	['a text', '"APPROVED"'],
	['a number', '1'],
	['null', 'null'],
	['an empty object', '{}'],
	['nothing', ''],
	['a deep object', DEEP],
	['a deep list in an object', `{"a":${'['.repeat(50_000)}${']'.repeat(50_000)}}`],
])('%s is no event', async (_, raw) => {
	const answers = await toBoth(undefined, { raw });
	expect(answers.map(({ status }) => status)).toEqual([400, 400]);
	expect([...auco.starts, ...verifik.starts]).toEqual([]);
});

test.each(['text/plain', 'application/octet-stream', 'application/vnd.api+json'])(
	'JSON is understood when it is announced as %s, because no page says how it is announced',
	async (contentType) => {
		const raw = JSON.stringify({ type: contentType, object: {} });
		await toBoth(undefined, { raw, headers: { 'content-type': contentType } });
		expect(auco.items).toMatchObject([{ event: 'other', payload: { type: contentType } }]);
		expect(verifik.items).toMatchObject([{ event: 'other', payload: { type: contentType } }]);
	},
);

test.each([
	['text/plain', 'status=APPROVED'],
	['application/x-www-form-urlencoded', 'code=XXXXXCODE&type=veriface&status=APPROVED'],
	['application/xml', '<code>XXXXXCODE</code>'],
	['image/png', '\u0089PNG'],
])('%s starts nothing', async (contentType, raw) => {
	const answers = await toBoth(undefined, { raw, headers: { 'content-type': contentType } });
	expect(answers.map(({ status }) => status)).toEqual([400, 400]);
	expect([...auco.starts, ...verifik.starts]).toEqual([]);
});

test('invalid JSON is refused by n8n itself', async () => {
	const answers = await toBoth(undefined, { raw: '{"code":' });
	expect(answers.map(({ status }) => status)).toEqual([422, 422]);
});

test('a body of ten megabytes is handled like any other', async () => {
	const body = { type: 'large', rows: Array.from({ length: 100_000 }, () => 'x'.repeat(100)) };
	const answers = await toBoth(body);
	expect(answers.map(({ status }) => status)).toEqual([200, 200]);
	expect(auco.items).toHaveLength(1);
	expect((await toBoth(body)).map(({ body: answer }) => answer)).toEqual([
		{ duplicate: true },
		{ duplicate: true },
	]);
	const refused = await toBoth(body, { secret: 'wrong' });
	expect(refused.map(({ status }) => status)).toEqual([401, 401]);
});

test('names of prototypes are names like any other', async () => {
	const raws = [
		'{"__proto__":{"polluted":true,"status":"APPROVED","type":"veriface"}}',
		'{"constructor":{"prototype":{"polluted":true}},"status":"__proto__"}',
		'{"type":"constructor","object":{"_id":"__proto__"},"code":"constructor"}',
		'{"type":"veriface","status":"toString","code":"valueOf"}',
		'{"package":"__proto__","status":"hasOwnProperty"}',
		'{"name":"x","status":"constructor"}',
	];
	for (const raw of raws) await toBoth(undefined, { raw });
	expect(new Set([...auco.items, ...verifik.items].map(({ event }) => event))).toEqual(new Set(['other']));
	expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
});

test('a secret given twice is a wrong one', async () => {
	const { status } = await scene.toVerifik(verifik, { type: 'x' }, { query: 'secret=a&secret=b' });
	expect(status).toBe(401);
	const nested = await scene.toVerifik(verifik, { type: 'x' }, { query: 'secret[]=a' });
	expect(nested.status).toBe(401);
	expect(verifik.starts).toHaveLength(0);
});

/** Bodies that look like events, and are not. */
const lookalike = fc.record(
	{
		type: fc.oneof(fc.constantFrom('veriface', 'login_biometric_validation_validated'), fc.anything()),
		status: fc.oneof(fc.constantFrom('APPROVED', 'FINISH', 'SIGNED_PACKAGE'), fc.anything()),
		code: fc.anything(),
		package: fc.anything(),
		signer: fc.anything(),
		profile: fc.anything(),
		object: fc.oneof(fc.record({ _id: fc.anything(), status: fc.anything() }), fc.anything()),
		finish: fc.anything(),
		name: fc.anything(),
	},
	{ requiredKeys: [] },
);

test('whatever is delivered, the sender gets an answer, and only the right secret starts anything', async () => {
	const bodies = fc.oneof(
		lookalike,
		fc.json().map((text) => JSON.parse(text) as unknown),
		fc.object(),
	);
	await fc.assert(
		fc.asyncProperty(bodies, async (body) => {
			const raw = serialised(body);
			const before = auco.starts.length + verifik.starts.length;
			const refused = await toBoth(undefined, { raw, secret: 'wrong' });
			expect(refused.map(({ status }) => status)).toEqual([401, 401]);
			expect(auco.starts.length + verifik.starts.length).toBe(before);

			for (const { status, body: answer } of await toBoth(undefined, { raw })) {
				expect([200, 400]).toContain(status);
				expect(Object.keys(answer)).not.toHaveLength(0);
			}
			for (const item of [...auco.items, ...verifik.items]) {
				expect(item).not.toHaveProperty('error');
				expect(item.eventId).toMatch(/^[0-9a-f]{64}$/);
			}
			auco.starts.length = verifik.starts.length = 0;
			const again = await toBoth(undefined, { raw });
			expect(again.every(({ body: answer }) => !answer.accepted)).toBe(true);
		}),
		{ numRuns: runs(150) },
	);
});

/** As JSON; what JSON cannot express becomes a word. */
function serialised(body: unknown): string {
	return JSON.stringify(body, (_, value) => (typeof value === 'bigint' ? String(value) : value)) ?? 'null';
}
