import { itemsOf, useProviders } from '../support/engine/bench.mts';
import { leastOf } from '../support/providers/samples.mts';

const bench = useProviders();

const GENERATE = 'aucoBackground/person/generate';
const FACE = 'aucoFace/process/create';
const VALIDATION = 'verifikBiometric/biometricValidation/create';

const ZONES = ['America/Bogota', 'UTC', 'Asia/Tokyo', 'Pacific/Kiritimati', 'America/New_York'];

/** Ways in which a person or a table writes 25 February 2020. */
const SAME_DAY = [
	// The editor's date picker, with and without a time of day, in its old and new forms.
	'2020-02-25T00:00:00',
	'2020-02-25T14:30:00',
	'2020-02-25T23:59:59',
	'2020-02-25',
	'2020-02-25 00:00:00',
	// Midnight somewhere: a day, not a moment.
	'2020-02-25T00:00:00.000Z',
	'2020-02-25T00:00:00-05:00',
	'2020-02-25T00:00:00+09:00',
	'2020-02-25T00:00:00.000+14:00',
	'25/02/2020',
	'25-02-2020',
	'25.2.2020',
	' 25/02/2020 ',
	// Day first with the time that a spreadsheet adds, and the day number that it counts with.
	'25/02/2020 0:00:00',
	'25/02/2020 14:30',
	'43886',
	'={{ 43886 }}',
	'={{ 43886.75 }}',
	// Luxon, as n8n's expressions give it: midnight in the workflow's zone and elsewhere.
	'={{ DateTime.fromISO("2020-02-25") }}',
	'={{ DateTime.fromISO("2020-02-25T00:00:00", { zone: "Asia/Tokyo" }) }}',
	'={{ DateTime.fromObject({ year: 2020, month: 2, day: 25, hour: 23 }) }}',
	'={{ "2020-02-25".toDateTime() }}',
	'={{ DateTime.fromFormat("25/02/2020", "dd/MM/yyyy").toISO() }}',
	// JavaScript dates; a date alone is midnight UTC.
	'={{ new Date("2020-02-25") }}',
	'={{ new Date(Date.UTC(2020, 1, 25)) }}',
];

describe.each(ZONES)('in a workflow of %s', (timezone) => {
	test.each(SAME_DAY)('expeditionDate %p is 25 February', async (expeditionDate) => {
		const result = await bench.run(GENERATE, leastOf(GENERATE, { expeditionDate }), {
			settings: { timezone },
		});
		expect(result.error).toBeUndefined();
		expect(bench.auco.requests[0].body).toHaveProperty('expeditionDate', '25/02/2020');
	});

	test('the value of each item is its own', async () => {
		const rows = [{ date: '25/02/2020' }, { date: '2020-02-26' }, { date: '' }];
		const parameters = leastOf(GENERATE, { expeditionDate: '={{ $json.date }}' });
		await bench.run(GENERATE, parameters, { items: itemsOf(rows), settings: { timezone } });
		expect(
			bench.auco.requests.map(({ body }) => (body as { expeditionDate?: string }).expeditionDate),
		).toEqual(['25/02/2020', '26/02/2020', undefined]);
	});

	test('$now is today in the zone', async () => {
		const parts = Object.fromEntries(
			new Intl.DateTimeFormat('en-US', {
				timeZone: timezone,
				day: '2-digit',
				month: '2-digit',
				year: 'numeric',
			})
				.formatToParts(Date.now())
				.map(({ type, value }) => [type, value]),
		);
		await bench.run(GENERATE, leastOf(GENERATE, { expeditionDate: '={{ $now }}' }), {
			settings: { timezone },
		});
		expect(bench.auco.requests[0].body).toHaveProperty(
			'expeditionDate',
			`${parts.day}/${parts.month}/${parts.year}`,
		);
	});
});

/** Zone, what is entered, and the moment in UTC. */
const moments: Array<[string, string, string]> = [
	['America/Bogota', '2125-05-29T09:53:04', '2125-05-29T14:53:04.000Z'],
	['America/Bogota', '2125-05-29', '2125-05-29T05:00:00.000Z'],
	['Asia/Tokyo', '2125-05-29T09:00:00', '2125-05-29T00:00:00.000Z'],
	['Asia/Tokyo', '29/05/2125', '2125-05-28T15:00:00.000Z'],
	['UTC', '2125-05-29T14:53:04.074Z', '2125-05-29T14:53:04.074Z'],
	['Asia/Tokyo', '2125-05-29T14:53:04.074Z', '2125-05-29T14:53:04.074Z'],
	['UTC', '2125-05-29T09:53:04-05:00', '2125-05-29T14:53:04.000Z'],
	[
		'Asia/Tokyo',
		'={{ DateTime.fromISO("2125-05-29T09:53:04", { zone: "America/Bogota" }) }}',
		'2125-05-29T14:53:04.000Z',
	],
	['America/Bogota', '={{ DateTime.fromISO("2125-05-29T09:53:04") }}', '2125-05-29T14:53:04.000Z'],
	['Asia/Tokyo', '={{ new Date("2125-05-29T14:53:04.074Z") }}', '2125-05-29T14:53:04.074Z'],
	// Summer time in New York.
	['America/New_York', '2125-07-01T12:00:00', '2125-07-01T16:00:00.000Z'],
	['America/New_York', '2125-01-01T12:00:00', '2125-01-01T17:00:00.000Z'],
];

test.each(moments)('expiredDate in %s: %p is %p', async (timezone, expiredDate, moment) => {
	await bench.run(FACE, leastOf(FACE, { additionalFields: { expiredDate } }), { settings: { timezone } });
	expect(bench.auco.requests[0].body).toHaveProperty('expiredDate', moment);
});

test('an expired date four days from now, from an expression, is sent', async () => {
	const additionalFields = { expiredDate: '={{ $now.plus({ days: 4 }) }}' };
	const result = await bench.run(FACE, leastOf(FACE, { additionalFields }));
	expect(result.error).toBeUndefined();
	const { expiredDate } = bench.auco.requests[0].body as { expiredDate: string };
	expect(expiredDate).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/);
	expect(Date.parse(expiredDate) - Date.now()).toBe(4 * 86_400_000);
});

/** Zone, what is entered, and what leaves: the short form of the document's example. */
const ends: Array<[string, string, string]> = [
	['Asia/Tokyo', '2124-01-15T11:30:00Z', '2124-01-15T11:30:00Z'],
	['Asia/Tokyo', '2124-01-15T11:30:00.000Z', '2124-01-15T11:30:00.000Z'],
	['America/Bogota', '2124-01-15T06:30:00', '2124-01-15T11:30:00Z'],
	['UTC', '2124-01-15T06:30:00-05:00', '2124-01-15T11:30:00Z'],
	['America/Bogota', '={{ DateTime.fromISO("2124-01-15T06:30:00") }}', '2124-01-15T11:30:00Z'],
];

test.each(ends)('expiresAt in %s: %p is %p', async (timezone, expiresAt, moment) => {
	await bench.run(VALIDATION, leastOf(VALIDATION, { additionalFields: { expiresAt } }), {
		settings: { timezone },
	});
	expect(bench.verifik.requests[0].body).toHaveProperty('expiresAt', moment);
});

test.each([['2024-01-15T11:30:00Z'], ['={{ $now.minus({ minutes: 1 }) }}'], ['45291'], ['={{ 45291 }}']])(
	'an end at %p is in the past, and nothing is sent',
	async (expiresAt) => {
		const { error } = await bench.run(VALIDATION, leastOf(VALIDATION, { additionalFields: { expiresAt } }));
		expect(error?.message).toBe("'Expires At' must be in the future [Item 0]");
		expect(bench.verifik.requests).toEqual([]);
	},
);

test('an end a moment from now is sent', async () => {
	const additionalFields = { expiresAt: '={{ $now.plus({ minutes: 5 }) }}' };
	const { error } = await bench.run(VALIDATION, leastOf(VALIDATION, { additionalFields }));
	expect(error).toBeUndefined();
});

test('a filter of a moment is in UTC as well', async () => {
	const filters = { createdAfter: '2024-01-15T06:30:00' };
	await bench.run(
		'verifikBiometric/biometricValidation/getAll',
		{ filters },
		{
			settings: { timezone: 'America/Bogota' },
		},
	);
	const query = new URLSearchParams(bench.verifik.requests[0].query);
	expect(query.get('where>_createdAt')).toBe('2024-01-15T11:30:00Z');
});
