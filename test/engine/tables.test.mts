import { itemsOf, useProviders } from '../support/engine/bench.mts';
import { TABLES } from '../support/providers/tables.mts';

/** What tables of real life hold, row by row: what leaves is right, and what is not right does not leave. */
const bench = useProviders();

const SETTINGS = { timezone: 'America/Bogota' };

/** What the parameters give by themselves, whatever the row. */
const CONSTANT: Record<string, object> = {
	'aucoFace/process/create': { email: 'prueba@auco.ai', platform: 'whatsapp' },
	'aucoBackground/person/generate': { email: 'prueba@auco.ai' },
	'verifikBiometric/biometricValidation/create': {
		project: 'project_123456789',
		projectFlow: 'flow_123456789',
		type: 'validation',
	},
};

describe.each(TABLES)('$name', ({ operation, parameters, rows }) => {
	test.each(rows)('%j', async (row, right) => {
		const { requests } = bench.providerOf(operation);
		const { error } = await bench.run(operation, parameters, { items: itemsOf([row]), settings: SETTINGS });
		if ('sent' in right) {
			expect(error).toBeUndefined();
			expect(requests.map(({ body }) => body)).toEqual([{ ...CONSTANT[operation], ...right.sent }]);
			return;
		}
		expect(error?.context.wrongValues).toEqual(right.refused.map((sentence) => ({ sentence, items: '0' })));
		expect(requests).toEqual([]);
	});

	test('all rows at once: the right ones leave, the others become error items', async () => {
		const { json } = await bench.run(operation, parameters, {
			items: itemsOf(rows.map(([row]) => row)),
			settings: SETTINGS,
			nodeSettings: { onError: 'continueRegularOutput' },
		});
		expect(json.map((one) => 'error' in one)).toEqual(rows.map(([, right]) => 'refused' in right));
		const left = rows.filter(([, right]) => 'sent' in right);
		expect(bench.providerOf(operation).requests).toHaveLength(left.length);
	});
});
