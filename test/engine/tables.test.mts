import fc from '../support/property.mts';

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

/** Digits in groups, and between them whatever people and programs put there. */
const spelling = (prefixes: string[]) =>
	fc
		.tuple(
			fc.constantFrom(...prefixes),
			fc.array(
				fc.tuple(
					fc.stringMatching(/^\d{1,4}$/),
					fc.constantFrom(
						...Array<string>(40).fill(''),
						' ',
						'-',
						'–',
						'.',
						',',
						'(',
						')',
						'\u200b',
						'\u00a0',
						'\u2212',
						'E+',
						"'",
					),
				),
				{ minLength: 1, maxLength: 6 },
			),
			fc.constantFrom('', '', '.0', '.00', ',0'),
		)
		.map(([prefix, groups, end]) => prefix + groups.flat().join('') + end);

test('of any spelling, either its digits leave or nothing', async () => {
	const person = fc.record({
		phone: spelling(['+57', '+', '0057', '', '(+57) ', "'+57"]),
		identification: spelling(['', '', "'", 'V-', 'AB']),
	});
	const rows = fc.sample(person, { numRuns: 400, seed: 20261126 });
	const { parameters } = TABLES[1];
	const { json } = await bench.run(
		'aucoFace/process/create',
		{ ...parameters, name: 'Juan', country: 'CO', type: 'CC', options: { maxConcurrency: 1 } },
		{ items: itemsOf(rows), nodeSettings: { onError: 'continueRegularOutput' } },
	);
	const accepted = rows.filter((_, index) => !('error' in json[index]));
	expect(accepted.length).toBeGreaterThan(40);
	expect(accepted.length).toBeLessThan(360);
	const digits = (text: string): string => text.replace(/\D/g, '');
	const possible = (text: string): string[] => [digits(text), digits(text.replace(/[.,]0{1,2}$/, ''))];
	const left = bench.auco.requests.map(({ body }) => body as { phone: string; identification: string });
	expect(left).toHaveLength(accepted.length);
	left.forEach(({ phone, identification }, index) => {
		expect(possible(accepted[index].phone.replace(/^00/, ''))).toContain(digits(phone));
		expect(possible(accepted[index].identification)).toContain(digits(identification));
	});
});
