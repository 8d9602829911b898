import type { IDataObject } from 'n8n-workflow';

import type { ApiClient } from '../../common/http/client';
import { RequestFailure } from '../../common/http/failure';
import { isPlainObject } from '../../common/values/convert';

/** One page of a Verifik list, whatever its envelope. */
export interface Page {
	records: IDataObject[];
	/** Number of pages; undefined when Verifik does not say. */
	pages?: number;
	/** Number of records on all pages; undefined when Verifik does not say. */
	total?: number;
}

/**
 * Verifik's default is 20 or 10; no maximum is documented (docs/providers/verifik.md#list-validations), dashboards ask
 * for up to 100.
 */
const MOST_PER_PAGE = 100;

/** So often a list is read at most from which records are deleted meanwhile. */
const MOST_ROUNDS = 3;

/** A list that grows while it is read may have so many pages beyond twice those that it had at first. */
const SPARE_PAGES = 10;

/**
 * Records and counts of a list in any of its envelopes: `data.docs`, `data` with `pagination`, `data` with the counts
 * beside it, a bare list, or nothing at all (docs/providers/verifik.md#reply-envelopes).
 */
export function pageOf(reply: IDataObject | IDataObject[]): Page {
	if (Array.isArray(reply)) return { records: recordsIn(reply) };
	const { data, pagination } = reply;
	if (isPlainObject(data)) return { records: recordsIn(data.docs), ...countsIn(data) };
	return { records: recordsIn(data), ...countsIn(isPlainObject(pagination) ? pagination : reply) };
}

function recordsIn(value: unknown): IDataObject[] {
	return (Array.isArray(value) ? value : []).filter(isPlainObject) as IDataObject[];
}

function countsIn({ pages, total }: Record<string, unknown>): Pick<Page, 'pages' | 'total'> {
	return { pages: countOf(pages), total: countOf(total) };
}

/** A count, also as text. None at all beside records would be nonsense, so it counts as not told. */
function countOf(value: unknown): number | undefined {
	const count = typeof value === 'string' ? Number(value) : value;
	return typeof count === 'number' && Number.isInteger(count) && count > 0 ? count : undefined;
}

/** How a list is read. */
interface Reading {
	/** Max number of records to return; undefined for all. */
	limit?: number;
	/** The list's name for the page size: validations and webhooks `perPage`, projects and flows `limit`. */
	sizeIs?: 'perPage' | 'limit';
}

/**
 * Reads a list page by page until it has `limit` different records or the list ends. Records that move to later pages
 * because others are created meanwhile are returned once. Records that are deleted meanwhile move others to earlier
 * pages, which have been read: then the list is read again.
 *
 * @throws RequestFailure when the list grows faster than it can be read
 */
export async function readList(
	api: ApiClient,
	path: string,
	query: IDataObject,
	{ limit, sizeIs = 'perPage' }: Reading = {},
): Promise<IDataObject[]> {
	const size = Math.min(limit ?? MOST_PER_PAGE, MOST_PER_PAGE);
	const readPage = async (page: number): Promise<Page> =>
		pageOf(await api.request({ method: 'GET', path, query: { ...query, page, [sizeIs]: size } }));

	const found = new Map<unknown, IDataObject>();
	for (let round = 1; round <= MOST_ROUNDS; round++) {
		const { hasShrunk } = await readPages(readPage, found, limit);
		if (!hasShrunk) break;
	}
	return [...found.values()].slice(0, limit);
}

/** Reads all pages once, into what has been found so far. */
async function readPages(
	readPage: (page: number) => Promise<Page>,
	found: Map<unknown, IDataObject>,
	limit = Infinity,
): Promise<{ hasShrunk: boolean }> {
	const first = await readPage(1);
	const mostPages = (first.pages ?? Infinity) * 2 + SPARE_PAGES;
	let hasShrunk = false;
	for (let number = 1, page = first, before: Page | undefined; ; number++) {
		if (number > mostPages) throw growsTooFast();
		const known = found.size;
		for (const record of page.records) found.set(keyOf(record), record);
		hasShrunk ||= (page.total ?? 0) < (before?.total ?? 0);
		const isLast =
			page.pages === undefined
				? page.records.length < first.records.length || found.size === known
				: number >= page.pages || page.records.length === 0 || isSamePage(page, before);
		if (isLast || found.size >= limit) return { hasShrunk };
		before = page;
		page = await readPage(number + 1);
	}
}

function growsTooFast(): RequestFailure {
	return new RequestFailure('the list grows faster than it can be read', {
		outcome: 'refused',
		advice: {
			message: 'The list at Verifik grows faster than it can be read',
			description: "Narrow it down with 'Filters', or turn off 'Return All'.",
		},
	});
}

/** Whether a page is the one before once more, and not because just as many records were created in front of it. */
function isSamePage(page: Page, before: Page | undefined): boolean {
	if (before === undefined) return false;
	const keysOf = ({ records }: Page): string => JSON.stringify(records.map(keyOf));
	return page.total === before.total && page.pages === before.pages && keysOf(page) === keysOf(before);
}

function keyOf(record: IDataObject): unknown {
	return record._id ?? record.id ?? JSON.stringify(record);
}
