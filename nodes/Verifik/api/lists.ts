import type { IDataObject } from 'n8n-workflow';

import type { ApiClient } from '../../common/http/client';
import { isPlainObject } from '../../common/values/convert';

/** One page of a Verifik list, whatever its envelope. */
export interface Page {
	records: IDataObject[];
	/** Number of pages; undefined when Verifik does not say. */
	pages?: number;
}

/**
 * Verifik's default is 20 or 10; no maximum is documented (docs/providers/verifik.md#list-validations), dashboards ask
 * for up to 100.
 */
const MOST_PER_PAGE = 100;

/**
 * Records and page count of a list in any of its envelopes: `data.docs`, `data` with `pagination`, `data` with the
 * counts beside it, a bare list, or nothing at all (docs/providers/verifik.md#reply-envelopes).
 */
export function pageOf(reply: IDataObject | IDataObject[]): Page {
	if (Array.isArray(reply)) return { records: recordsIn(reply) };
	const { data, pagination } = reply;
	if (isPlainObject(data)) return { records: recordsIn(data.docs), pages: countIn(data) };
	return { records: recordsIn(data), pages: countIn(isPlainObject(pagination) ? pagination : reply) };
}

function recordsIn(value: unknown): IDataObject[] {
	return (Array.isArray(value) ? value : []).filter(isPlainObject) as IDataObject[];
}

function countIn({ pages }: Record<string, unknown>): number | undefined {
	return typeof pages === 'number' ? pages : undefined;
}

/** How a list is read. */
interface Reading {
	/** Max number of records to return; undefined for all. */
	limit?: number;
	/** The list's name for the page size: validations and webhooks `perPage`, projects and flows `limit`. */
	sizeIs?: 'perPage' | 'limit';
}

/**
 * Reads a list page by page until it has `limit` different records or the list ends. Records that move to the next page
 * while others are being created are not returned twice.
 */
export async function readList(
	api: ApiClient,
	path: string,
	query: IDataObject,
	{ limit, sizeIs = 'perPage' }: Reading = {},
): Promise<IDataObject[]> {
	const size = Math.min(limit ?? MOST_PER_PAGE, MOST_PER_PAGE);
	const found = new Map<unknown, IDataObject>();
	let firstSize: number | undefined;
	for (let page = 1; ; page++) {
		const reply = await api.request<IDataObject | IDataObject[]>({
			method: 'GET',
			path,
			query: { ...query, page, [sizeIs]: size },
		});
		const { records, pages } = pageOf(reply);
		const before = found.size;
		for (const record of records) found.set(record._id ?? record.id ?? JSON.stringify(record), record);
		firstSize ??= records.length;
		const isLast = pages !== undefined ? page >= pages : records.length < firstSize;
		if (isLast || found.size === before || (limit !== undefined && found.size >= limit)) break;
	}
	return [...found.values()].slice(0, limit);
}
