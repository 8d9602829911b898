/** The options that keep a run from sending: Check Only and Max Items. */
import { itemsOf, sent, useProviders } from '../support/engine/bench.mts';
import { leastOf } from '../support/providers/samples.mts';

const bench = useProviders();

const CREATING = [
	'aucoFace/process/create',
	'aucoFace/document/check',
	'aucoFace/face/match',
	'aucoBackground/person/generate',
	'aucoBackground/company/getRepresentatives',
	'verifikBiometric/biometricValidation/create',
];

describe.each(CREATING)('%s', (operation) => {
	test('Check Only sends nothing and gives the request that would leave', async () => {
		const provider = bench.providerOf(operation);
		const real = await bench.run(operation, leastOf(operation));
		expect(real.error).toBeUndefined();
		const [left] = sent(provider);
		const body = JSON.parse(left.text) as object;

		const { json, error, items } = await bench.run(
			operation,
			leastOf(operation, { options: { checkOnly: true } }),
		);
		expect(error).toBeUndefined();
		expect(provider.requests).toHaveLength(1);
		expect(provider.creations).toHaveLength(1);
		const path = left.path.replace('/v1.5/ext', '');
		expect(json).toEqual([{ request: { method: left.method, url: `${provider.baseUrl}${path}`, body } }]);
		expect(items[0].pairedItem).toEqual({ item: 0 });
		expect(JSON.stringify(json)).not.toMatch(/prk_|puk_|Bearer/);
	});

	test('Max Items lets nothing leave when there are more', async () => {
		const provider = bench.providerOf(operation);
		const parameters = leastOf(operation, { options: { maxItems: 2 } });
		const { error } = await bench.run(operation, parameters, { items: itemsOf([{}, {}, {}]) });
		expect(error?.message).toBe("There are 3 items, but 'Max Items' allows 2");
		expect(error?.description).toContain('Nothing was sent');
		expect(provider.requests).toEqual([]);
		expect((await bench.run(operation, parameters, { items: itemsOf([{}, {}]) })).error).toBeUndefined();
		expect(provider.creations).toHaveLength(2);
	});
});

describe('Check Only', () => {
	const FACE = 'aucoFace/process/create';

	test('finds what is wrong with each row, and gives the others on', async () => {
		const phones = [{ phone: '+573003003030' }, { phone: '3003003030' }];
		const parameters = leastOf(FACE, { phone: '={{ $json.phone }}', options: { checkOnly: true } });
		const { error } = await bench.run(FACE, parameters, { items: itemsOf(phones) });
		expect(error?.message).toMatch(/^'Phone' .* \[Item 1\]$/);
		const settings = { items: itemsOf(phones), nodeSettings: { onError: 'continueRegularOutput' as const } };
		const { json } = await bench.run(FACE, parameters, settings);
		expect(json).toEqual([
			{ request: expect.objectContaining({ method: 'POST' }) },
			{ error: expect.stringMatching(/^'Phone' .* \[Item 1\]$/), details: expect.anything() },
		]);
		expect(bench.auco.requests).toEqual([]);
	});

	test('cuts long texts such as images', async () => {
		const image = `/9j/${'A'.repeat(100_000)}`;
		const parameters = leastOf('aucoFace/document/check', {
			imageSource: 'base64',
			image,
			options: { checkOnly: true },
		});
		const { json } = await bench.run('aucoFace/document/check', parameters);
		expect(JSON.stringify(json).length).toBeLessThan(2_000);
		expect(JSON.stringify(json)).toContain('… (100004 characters)');
	});

	test('does not wait for a result', async () => {
		const parameters = leastOf('aucoBackground/person/generate', {
			waitForResult: true,
			options: { checkOnly: true },
		});
		const { json, error } = await bench.run('aucoBackground/person/generate', parameters);
		expect(error).toBeUndefined();
		expect(json[0]).toHaveProperty('request');
		expect(bench.auco.requests).toEqual([]);
	});
});
