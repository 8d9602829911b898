import { startSandbox } from '../../../sandbox/sandbox.mts';
import type { Sandbox } from '../../../sandbox/types.mts';
import { CREATE, REFUSED, RESEND, UNKNOWN, useCreates } from './creates.mts';

/** Another environment of the provider: another host, where the same key is valid. */
let elsewhere: Sandbox;

const creates = useCreates();

beforeAll(async () => (elsewhere = await startSandbox()));
beforeEach(() => elsewhere.verifik.reset());
afterAll(async () => await elsewhere.stop());

const hostOf = (url: string): string => new URL(url).host;

/** An execution of four items of which the third goes wrong. */
async function failed(fault = REFUSED) {
	creates.fail(fault, 3);
	const stored = await creates.execution();
	await stored.run();
	return stored;
}

describe('A retry in another environment', () => {
	test('names what was created in the earlier one, and sends nothing for it', async () => {
		const stored = await failed();
		const { error } = await stored.retry({ credentials: { verifikApi: elsewhere.verifik.credential } });
		const place = `with verifikApi (${hostOf(creates.verifik.baseUrl)})`;
		expect(error?.message).toContain(`An earlier attempt created ${creates.ids[0]} at Verifik for this item`);
		expect(error?.message).toContain(place);
		expect(error?.message).toContain(`${creates.ids[1]} ${place} [Item 1]`);
		expect(error?.context.created).toMatchObject(creates.ids.map((id) => ({ id })));
		expect(JSON.stringify([error?.message, error?.description, error?.context])).not.toContain(
			creates.verifik.credential.accessToken,
		);
		expect(elsewhere.verifik.requests).toHaveLength(0);
	});

	test('gives it again when the earlier one is chosen again', async () => {
		const stored = await failed();
		await stored.retry({ credentials: { verifikApi: elsewhere.verifik.credential } });
		const { json } = await stored.retry({ credentials: { verifikApi: creates.verifik.credential } });
		expect(json.map(({ id }) => id)).toEqual(creates.ids);
		expect(creates.ids).toHaveLength(4);
	});

	test('creates all of it there when a person wants that', async () => {
		const stored = await failed();
		const credentials = { verifikApi: elsewhere.verifik.credential };
		const { json } = await stored.retry({ credentials, parameters: RESEND });
		expect(json.map(({ id }) => id)).toEqual(elsewhere.verifik.creations.map(({ id }) => id));
		expect(json).toHaveLength(4);
	});

	test('says where the outcome of an item is not known', async () => {
		creates.fail(UNKNOWN, 1);
		const stored = await creates.execution();
		await stored.run();
		const { error } = await stored.retry({ credentials: { verifikApi: elsewhere.verifik.credential } });
		expect(error?.message).toContain(
			`sent this item, with verifikApi (${hostOf(creates.verifik.baseUrl)}), but it is not known`,
		);
	});
});

test('A retry with another key of the same environment names what was created, and sends nothing for it', async () => {
	const stored = await failed();
	const before = creates.verifik.requests.length;
	const credentials = { verifikApi: { ...creates.verifik.credential, accessToken: 'another-token' } };
	const { error } = await stored.retry({ credentials, parameters: CREATE });
	expect(error?.message).toContain(`An earlier attempt created ${creates.ids[0]}`);
	expect(error?.message).toContain('with another key or in another environment');
	expect(error?.message).not.toContain('another-token');
	// Two items had created nothing.
	expect(creates.verifik.requests.length - before).toBeLessThanOrEqual(2);
	expect(creates.ids).toHaveLength(2);
});

test('A sub-workflow that is called again in another environment names what was created', async () => {
	const stored = await creates.execution();
	await stored.run(1, '201');
	const { error } = await stored.again('201', {
		credentials: { verifikApi: elsewhere.verifik.credential },
	});
	expect(error?.message).toContain(`An earlier attempt created ${creates.ids[0]}`);
	expect(elsewhere.verifik.requests).toHaveLength(0);
});
