import type { Fields } from './types.mts';

/** Filters of [B], which have no operator. */
const PLAIN_FILTERS = ['project', 'type', 'status'];

/** Statuses that [B] names differently (docs/providers/verifik.md#statuses). */
const SAME_STATUS: Record<string, string> = { completed: 'validated', pending: 'sent' };

/**
 * The records that match all filters of a query: `where_<field>`, `where>_<field>`, `in_<field>[]` and `like_<field>`
 * of Verifik's common query layer (docs/providers/verifik.md#query-parameters), and those without an operator.
 */
export function filtered(records: readonly Fields[], query: Fields): Fields[] {
	const filters = Object.entries(query).flatMap(([key, value]) => filterOf(key, value) ?? []);
	return records.filter((record) => filters.every((matches) => matches(record)));
}

function filterOf(key: string, value: unknown): ((record: Fields) => boolean) | undefined {
	if (PLAIN_FILTERS.includes(key)) return (record) => isSame(key, record[key], value);
	const [, operator, field] = /^(where>|where|in|like)_(\w+)/.exec(key) ?? [];
	if (field === undefined) return undefined;
	switch (operator) {
		case 'where>':
			return (record) => Date.parse(String(record[field])) > Date.parse(String(value));
		case 'in':
			return (record) => listOf(value).some((one) => isSame(field, record[field], one));
		case 'like':
			return (record) => String(record[field]).toLowerCase().includes(String(value).toLowerCase());
		default:
			return (record) => isSame(field, record[field], value);
	}
}

function isSame(field: string, one: unknown, other: unknown): boolean {
	const [left, right] = [one, other].map((value) => {
		const text = String(value);
		return field === 'status' ? (SAME_STATUS[text] ?? text) : text;
	});
	return left === right;
}

/** The values of an array parameter; Verifik's dashboard separates them by commas. */
export function listOf(value: unknown): string[] {
	const values = Array.isArray(value) ? value : value === undefined ? [] : [value];
	return values.flatMap((one) => String(one).split(',')).map((one) => one.trim());
}

/** Sorts by `sort`: field names separated by spaces, with a minus sign for descending order. */
export function sorted(records: Fields[], sort: unknown): Fields[] {
	const keys = String(sort ?? '')
		.split(/\s+/)
		.filter((key) => key !== '');
	if (keys.length === 0) return records;
	return [...records].sort((one, other) => {
		for (const key of keys) {
			const field = key.replace(/^[-+]/, '');
			const order = compare(one[field], other[field]);
			if (order !== 0) return key.startsWith('-') ? -order : order;
		}
		return 0;
	});
}

function compare(one: unknown, other: unknown): number {
	if (typeof one === 'number' && typeof other === 'number') return one - other;
	const [left, right] = [String(one ?? ''), String(other ?? '')];
	return left < right ? -1 : left > right ? 1 : 0;
}

/** The fields that `columns` (comma-separated) or `select` (space-separated) names, and `_id`; all by default. */
export function selected(record: Fields, query: Fields): Fields {
	const names = String(query.columns ?? query.select ?? '').split(/[\s,]+/);
	if (names.every((name) => name === '')) return record;
	return Object.fromEntries(
		Object.entries(record).filter(([name]) => name === '_id' || names.includes(name)),
	);
}

/** Replaces ids by whole objects, for the references that `populates[]` names and that can be looked up. */
export function populated(
	record: Fields,
	query: Fields,
	lookups: Record<string, (id: unknown) => Fields | undefined>,
): Fields {
	const whole = listOf(query['populates[]'])
		.filter((name) => name in lookups && name in record)
		.map((name) => [name, lookups[name]!(record[name]) ?? record[name]]);
	return { ...record, ...Object.fromEntries(whole) };
}
