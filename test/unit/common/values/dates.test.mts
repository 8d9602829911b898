import fc from '../../../support/property.mts';
import { DateTime } from 'luxon';

import { InvalidValueError } from '../../../../nodes/common/values/convert.ts';
import { days, toCalendarDate, toIsoUtc } from '../../../../nodes/common/values/dates.ts';

/** The three zones of the issue, and those where days begin oddly: far east and west, half hours, no midnight on some days. */
const ZONES = [
	'America/Bogota',
	'UTC',
	'Asia/Tokyo',
	'Pacific/Kiritimati',
	'Pacific/Pago_Pago',
	'Asia/Kathmandu',
	'America/St_Johns',
	'America/Sao_Paulo',
	'America/New_York',
];

const zone = fc.constantFrom(...ZONES);
/** Days on which documents may have been issued. */
const day = fc
	.integer({ min: 0, max: 365 * 100 })
	.map((offset) => DateTime.fromISO('1950-01-01', { zone: 'utc' }).plus({ days: offset }));
const timeOfDay = fc
	.integer({ min: 0, max: 24 * 60 * 60 - 1 })
	.map((seconds) => new Date(seconds * 1000).toISOString().slice(11, 19));

const dayNumber = (date: DateTime): number =>
	date.diff(DateTime.fromISO('1899-12-30', { zone: 'utc' }), 'days').days;
const fractionOf = (time: string): number =>
	DateTime.fromISO(`1970-01-01T${time}Z`, { zone: 'utc' }).toMillis() / 86_400_000;

describe('a picked calendar day never shifts, whatever the zone of the workflow', () => {
	test.each<[string, (date: DateTime, time: string) => string]>([
		['ISO day', (date) => date.toFormat('yyyy-MM-dd')],
		['DD/MM/YYYY', (date) => date.toFormat('dd/MM/yyyy')],
		['D/M/YYYY', (date) => date.toFormat('d/M/yyyy')],
		['DD-MM-YYYY', (date) => date.toFormat('dd-MM-yyyy')],
		['DD.MM.YYYY', (date) => date.toFormat('dd.MM.yyyy')],
		['the midnight that a spreadsheet adds', (date) => date.toFormat("dd/MM/yyyy '0:00:00'")],
		['midnight on a clock of twelve hours', (date) => date.toFormat("d/M/yyyy '12:00:00 a. m.'")],
		['day first with a time of day', (date, time) => `${date.toFormat('dd/MM/yyyy')} ${time}`],
		["a spreadsheet's day number", (date) => String(dayNumber(date))],
		["a spreadsheet's day number with decimals", (date) => `${dayNumber(date)}.0`],
		[
			'the same with a time of day, in a column of a Spanish spreadsheet',
			(date, time) => String(dayNumber(date) + fractionOf(time)).replace('.', ','),
		],
		["the editor's date picker", (date, time) => `${date.toFormat('yyyy-MM-dd')}T${time}`],
		['day and time of a database', (date, time) => `${date.toFormat('yyyy-MM-dd')} ${time}`],
		['midnight UTC of a spreadsheet', (date) => `${date.toFormat('yyyy-MM-dd')}T00:00:00.000Z`],
		['midnight with an offset', (date) => `${date.toFormat('yyyy-MM-dd')}T00:00:00+05:30`],
	])('%s', (_name, write) => {
		fc.assert(
			fc.property(day, timeOfDay, zone, (date, time, zoneName) => {
				expect(toCalendarDate(write(date, time), zoneName)).toBe(date.toFormat('dd/MM/yyyy'));
			}),
		);
	});

	test('the beginning of the day in the zone, as a moment in UTC', () => {
		fc.assert(
			fc.property(day, zone, (date, zoneName) => {
				const start = DateTime.fromISO(date.toISODate()!, { zone: zoneName }).startOf('day');
				expect(toCalendarDate(start.toUTC().toISO(), zoneName)).toBe(date.toFormat('dd/MM/yyyy'));
				expect(toCalendarDate(start, zoneName)).toBe(date.toFormat('dd/MM/yyyy'));
				expect(toCalendarDate(start.toJSDate(), zoneName)).toBe(date.toFormat('dd/MM/yyyy'));
			}),
		);
	});

	test('a moment that is not midnight is the day it is in the zone', () => {
		expect(toCalendarDate('1995-01-01T03:30:00Z', 'America/Bogota')).toBe('31/12/1994');
		expect(toCalendarDate('1995-01-01T03:30:00Z', 'UTC')).toBe('01/01/1995');
		expect(toCalendarDate('1995-01-01T15:30:00Z', 'Asia/Tokyo')).toBe('02/01/1995');
	});
});

describe('toIsoUtc', () => {
	test.each([
		['2026-01-15T11:30:00', 'America/Bogota', '2026-01-15T16:30:00.000Z'],
		['2026-01-15T11:30:00', 'UTC', '2026-01-15T11:30:00.000Z'],
		['2026-01-15T11:30:00', 'Asia/Tokyo', '2026-01-15T02:30:00.000Z'],
		['15/01/2026', 'America/Bogota', '2026-01-15T05:00:00.000Z'],
		['15/01/2026 18:30', 'America/Bogota', '2026-01-15T23:30:00.000Z'],
		['15/01/2026, 6:30 p. m.', 'America/Bogota', '2026-01-15T23:30:00.000Z'],
		['15/01/2026 12:30:15 PM', 'UTC', '2026-01-15T12:30:15.000Z'],
		['2026-01-15 8:00', 'UTC', '2026-01-15T08:00:00.000Z'],
		[46037, 'America/Bogota', '2026-01-15T05:00:00.000Z'],
		[46037.75, 'UTC', '2026-01-15T18:00:00.000Z'],
		['46037.604166666664', 'UTC', '2026-01-15T14:30:00.000Z'],
		['\u200e15/\u200e01/\u200e2026', 'UTC', '2026-01-15T00:00:00.000Z'],
		// The clocks of New York change on 8 March and 1 November 2026.
		['2026-03-08T01:59:59', 'America/New_York', '2026-03-08T06:59:59.000Z'],
		['2026-03-08T02:30:00', 'America/New_York', '2026-03-08T07:30:00.000Z'],
		['2026-03-08T03:00:00', 'America/New_York', '2026-03-08T07:00:00.000Z'],
		['08/03/2026', 'America/New_York', '2026-03-08T05:00:00.000Z'],
		['09/03/2026', 'America/New_York', '2026-03-09T04:00:00.000Z'],
		['2026-11-01T00:59:59', 'America/New_York', '2026-11-01T04:59:59.000Z'],
		['2026-11-01T01:30:00', 'America/New_York', '2026-11-01T05:30:00.000Z'],
		['2026-11-01T02:00:00', 'America/New_York', '2026-11-01T07:00:00.000Z'],
		['01/11/2026', 'America/New_York', '2026-11-01T04:00:00.000Z'],
		['02/11/2026', 'America/New_York', '2026-11-02T05:00:00.000Z'],
		// A day without a midnight begins at one.
		['04/11/2018', 'America/Sao_Paulo', '2018-11-04T03:00:00.000Z'],
		['2025-05-29T14:53:04.074Z', 'Asia/Tokyo', '2025-05-29T14:53:04.074Z'],
		['2025-05-29T14:53:04.0749999-05:00', 'UTC', '2025-05-29T19:53:04.074Z'],
		['2025-05-29T14:53-0500', 'UTC', '2025-05-29T19:53:00.000Z'],
	])('%s in %s is %s', (value, zoneName, moment) => {
		expect(toIsoUtc(value, zoneName)).toBe(moment);
	});

	test('a time written without an offset is that time in the zone, wherever it exists there', () => {
		fc.assert(
			fc.property(day, timeOfDay, zone, (date, time, zoneName) => {
				const written = `${date.toFormat('yyyy-MM-dd')}T${time}`;
				const wall = DateTime.fromISO(written, { zone: zoneName }).toFormat("yyyy-MM-dd'T'HH:mm:ss");
				fc.pre(wall === written);
				const back = DateTime.fromISO(toIsoUtc(written, zoneName), { zone: zoneName });
				expect(back.toFormat("yyyy-MM-dd'T'HH:mm:ss")).toBe(written);
			}),
		);
	});

	test('every moment survives, as a Date and as the Luxon value of an expression', () => {
		fc.assert(
			fc.property(day, timeOfDay, zone, (date, time, zoneName) => {
				const moment = new Date(`${date.toFormat('yyyy-MM-dd')}T${time}.123Z`);
				expect(toIsoUtc(moment, 'UTC')).toBe(moment.toJSON());
				expect(toIsoUtc(DateTime.fromJSDate(moment, { zone: zoneName }), 'UTC')).toBe(moment.toJSON());
			}),
		);
	});
});

describe('what is no date', () => {
	test.each([
		['31/02/2020', /must be a day that exists/],
		['2020-02-30', /must be a day that exists/],
		['01/13/1995', /must be a day that exists/],
		['2020-01-01T25:00:00', /time of day/],
		['0001-01-01T00:00:00', /must be a day that exists/],
		['30/12/1899', /must be a day that exists/],
		['00/00/0000', /must be a day that exists/],
		['tomorrow', /must be a date/],
		['1995', /must be a date/],
		['1/1/95', /must be a date/],
		['31-12-95', /must be a date/],
		['12/31/2023', /must be a day that exists/],
		['31/12/1995 13:00 p. m.', /time of day/],
		['31/12/1995 24:00', /time of day/],
		['undefined', /missing value/],
		[1995, /must be a date/],
		[1735689600000, /must be a date/],
		[-45291, /must be a date/],
		[true, InvalidValueError],
	])('%p is refused', (value, reason) => {
		expect(() => toCalendarDate(value, 'UTC')).toThrow(reason);
		expect(() => toIsoUtc(value, 'UTC')).toThrow(InvalidValueError);
	});

	test('no text at all makes it throw anything but InvalidValueError', () => {
		fc.assert(
			fc.property(fc.string(), zone, (text, zoneName) => {
				try {
					expect(toCalendarDate(text, zoneName)).toMatch(/^\d{2}\/\d{2}\/\d{4}$/);
				} catch (error) {
					expect(error).toBeInstanceOf(InvalidValueError);
				}
			}),
		);
	});
});

test('days are counted in milliseconds', () => {
	expect(days(3)).toBe(3 * 24 * 60 * 60 * 1000);
});

test('a format is made once for a zone, however many dates there are', () => {
	const make = jest.spyOn(Intl, 'DateTimeFormat');
	for (let hour = 0; hour < 24; hour++)
		toIsoUtc(`2026-11-01T${String(hour).padStart(2, '0')}:30`, 'Asia/Dubai');
	expect(make.mock.calls.length).toBeLessThanOrEqual(1);
	make.mockRestore();
});
