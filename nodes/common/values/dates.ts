import { InvalidValueError, quoted, toIdentifier } from './convert';

/** A calendar day without a time zone. */
interface CalendarDate {
	year: number;
	/** 1 to 12 */
	month: number;
	day: number;
}

/** A date as written: the day, and the time of day and the offset if there are any. */
interface WrittenDate extends CalendarDate {
	/** Milliseconds since midnight. */
	timeOfDay: number;
	/** The written zone's offset to UTC in milliseconds; undefined when none was written. */
	offset?: number;
}

const ISO =
	/^(\d{4})-(\d{2})-(\d{2})(?:[T ](\d{1,2}):(\d{2})(?::(\d{2})(?:[.,](\d{1,9}))?)?\s*(Z|[+-]\d{2}:?\d{2})?)?(?:\[[^\]]+\])?$/i;
const UTC = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{1,9})?Z$/;
/** With the time of day that spreadsheets add, in twelve hours as well: `31/12/1995 12:00:00 a. m.`. */
const DAY_FIRST =
	/^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})(?:,?\s+(\d{1,2}):(\d{2})(?::(\d{2}))?(?:\s*([ap])\.?\s*m\.?)?)?$/i;
/** Spreadsheets count days from 30 December 1899; the fraction is the time of day. Five digits are 1927 to 2173. */
const DAY_NUMBER = /^(\d{5})(?:[.,](\d{1,15}))?$/;
const DAY_ZERO = Date.UTC(1899, 11, 30);
const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/**
 * The calendar day as `DD/MM/YYYY` (docs/providers/auco.md#background-checks, `expeditionDate`).
 *
 * A day never shifts: what was written without a time, or at midnight, is that day whatever its offset; any other
 * moment is the day it is in the workflow's time zone.
 *
 * @param zone the workflow's IANA time zone
 * @throws InvalidValueError when the value is not a date
 */
export function toCalendarDate(value: unknown, zone: string): string {
	const written = parse(value);
	const day =
		written.timeOfDay === 0 || written.offset === undefined ? written : dayIn(zone, instant(written, zone));
	return [pad(day.day, 2), pad(day.month, 2), pad(day.year, 4)].join('/');
}

/**
 * The moment as ISO 8601 in UTC with milliseconds, JavaScript's `Date.toJSON()` (docs/providers/auco.md#create,
 * `expiredDate`). A value without an offset is in the workflow's time zone.
 *
 * @param zone the workflow's IANA time zone
 * @throws InvalidValueError when the value is not a date
 */
export function toIsoUtc(value: unknown, zone: string): string {
	return new Date(instant(parse(value), zone)).toISOString();
}

/**
 * The moment as ISO 8601 in UTC without needless digits (`2024-01-15T11:30:00Z`, docs/providers/verifik.md#create,
 * `expiresAt`). A value that is already in UTC is kept as written.
 *
 * @param zone the workflow's IANA time zone
 * @throws InvalidValueError when the value is not a date
 */
export function toShortIsoUtc(value: unknown, zone: string): string {
	const utc = toIsoUtc(value, zone);
	return typeof value === 'string' && UTC.test(value.trim()) ? value.trim() : utc.replace('.000Z', 'Z');
}

function parse(value: unknown): WrittenDate {
	const text = writtenText(value);
	const dayNumber = DAY_NUMBER.exec(text);
	if (dayNumber) return spreadsheetDate(Number(dayNumber[1]), Number(`0.${dayNumber[2] ?? 0}`));
	const dayFirst = DAY_FIRST.exec(text);
	if (dayFirst) {
		const [, day, month, year, hours = '0', minutes = '0', seconds = '0', half] = dayFirst;
		return existing({
			year: Number(year),
			month: Number(month),
			day: Number(day),
			timeOfDay: timeOfDay(hourOf(Number(hours), half), Number(minutes), Number(seconds), 0),
		});
	}
	const iso = ISO.exec(text);
	if (!iso) {
		throw new InvalidValueError(
			`must be a date (YYYY-MM-DD, DD/MM/YYYY or from the date picker), not ${quoted(text)}`,
		);
	}
	const [, year, month, day, hours = '0', minutes = '0', seconds = '0', fraction = '0', zone] = iso;
	return existing({
		year: Number(year),
		month: Number(month),
		day: Number(day),
		timeOfDay: timeOfDay(Number(hours), Number(minutes), Number(seconds), Number(`0.${fraction}`)),
		offset: offsetOf(zone),
	});
}

/** Dates arrive as text, as a number, as a JavaScript `Date`, or as the Luxon `DateTime` that n8n's expressions give. */
function writtenText(value: unknown): string {
	if (typeof value === 'object' && value !== null) {
		if ('toISO' in value && typeof value.toISO === 'function') return String(value.toISO());
		if ('toISOString' in value && typeof value.toISOString === 'function') return String(value.toISOString());
	}
	return toIdentifier(typeof value === 'number' ? String(value) : value);
}

/** The day and time of a spreadsheet's day number, on the clock of whoever wrote it. */
function spreadsheetDate(dayNumber: number, fraction: number): WrittenDate {
	const date = new Date(DAY_ZERO + days(dayNumber));
	return {
		year: date.getUTCFullYear(),
		month: date.getUTCMonth() + 1,
		day: date.getUTCDate(),
		timeOfDay: Math.min(Math.round(fraction * DAY), DAY - 1),
	};
}

/** The hour of 24; `half` is the `a` of a.m. or the `p` of p.m. where the clock has twelve. */
function hourOf(hours: number, half: string | undefined): number {
	if (half === undefined) return hours;
	if (hours < 1 || hours > 12) return NaN;
	return (hours % 12) + (half.toLowerCase() === 'p' ? 12 : 0);
}

function timeOfDay(hours: number, minutes: number, seconds: number, fraction: number): number {
	if (!(hours <= 23 && minutes <= 59 && seconds <= 59)) {
		throw new InvalidValueError('has a time of day that does not exist');
	}
	return (hours * 60 + minutes) * MINUTE + seconds * 1000 + Math.floor(fraction * 1000);
}

function offsetOf(zone: string | undefined): number | undefined {
	if (zone === undefined) return undefined;
	if (/^z$/i.test(zone)) return 0;
	const [, sign, hours, minutes] = /^([+-])(\d{2}):?(\d{2})$/.exec(zone) ?? [];
	return (sign === '-' ? -1 : 1) * (Number(hours) * 60 + Number(minutes)) * MINUTE;
}

/**
 * Refuses 31/02/2020, which `Date` would silently turn into another day, and what programs write for no date: 1/1/0001,
 * 30/12/1899.
 */
function existing(date: WrittenDate): WrittenDate {
	const probe = new Date(Date.UTC(date.year, date.month - 1, date.day));
	const isDay = probe.getUTCMonth() === date.month - 1 && probe.getUTCDate() === date.day;
	if (!isDay || date.year < 1900) {
		throw new InvalidValueError(
			`must be a day that exists, not ${date.day}/${date.month}/${date.year} (day first)`,
		);
	}
	return date;
}

function instant(date: WrittenDate, zone: string): number {
	const asUtc = Date.UTC(date.year, date.month - 1, date.day) + date.timeOfDay;
	if (date.offset !== undefined) return asUtc - date.offset;
	// The zone's offset depends on the moment itself; the second pass handles days on which it changes.
	const guess = asUtc - offsetAt(zone, asUtc);
	const offset = offsetAt(zone, guess);
	const moment = asUtc - offset;
	// A time that the clocks skip is as much later: 02:30 is 03:30.
	return offsetAt(zone, moment) === offset ? moment : Math.max(moment, guess);
}

/** The offset of an IANA zone to UTC at a moment, in milliseconds. */
function offsetAt(zone: string, moment: number): number {
	const wall = partsIn(zone, moment);
	const asUtc = Date.UTC(wall.year, wall.month - 1, wall.day) + wall.timeOfDay;
	return asUtc - (moment - (((moment % 1000) + 1000) % 1000));
}

function dayIn(zone: string, moment: number): CalendarDate {
	return partsIn(zone, moment);
}

function partsIn(zone: string, moment: number): CalendarDate & { timeOfDay: number } {
	const parts = Object.fromEntries(
		formatIn(zone)
			.formatToParts(moment)
			.map(({ type, value }) => [type, Number(value)]),
	);
	const seconds = (parts.hour * 60 + parts.minute) * 60 + parts.second;
	return { year: parts.year, month: parts.month, day: parts.day, timeOfDay: seconds * 1000 };
}

/** Making a format takes longer than using it; workflows use few zones. */
const formats = new Map<string, Intl.DateTimeFormat>();
const MOST_FORMATS = 20;

function formatIn(zone: string): Intl.DateTimeFormat {
	const known = formats.get(zone);
	if (known) return known;
	const format = new Intl.DateTimeFormat('en-US', {
		timeZone: zone,
		hourCycle: 'h23',
		year: 'numeric',
		month: 'numeric',
		day: 'numeric',
		hour: 'numeric',
		minute: 'numeric',
		second: 'numeric',
	});
	if (formats.size >= MOST_FORMATS) formats.clear();
	formats.set(zone, format);
	return format;
}

function pad(number: number, length: number): string {
	return String(number).padStart(length, '0');
}

/** Whole days in milliseconds, for rules such as "more than three days ahead". */
export function days(count: number): number {
	return count * DAY;
}
