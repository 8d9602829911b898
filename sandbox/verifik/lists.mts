import type { ProviderResponse } from '../server/types.mts';
import type { Fields, Shape } from './types.mts';

/**
 * How a list is paged; where the documentation disagrees, as the list's own page says
 * (docs/providers/verifik.md#reply-envelopes).
 */
export interface Paging {
	/** Parameter for the page size. */
	size: 'perPage' | 'limit';
	/** Default page size. */
	byDefault: number;
	/** [A] documents this list as `data` alone, with everything on one page. */
	bareWhenNested: boolean;
}

interface Page {
	records: Fields[];
	page: number;
	size: number;
	total: number;
	pages: number;
}

/**
 * One page of a list, in the envelope of the shape.
 *
 * @param shown turns a record into its reply; called only for those on the page
 */
export function listAnswer(
	shape: Shape,
	paging: Paging,
	records: Fields[],
	query: Fields,
	shown: (record: Fields) => Fields,
): ProviderResponse {
	const bare = shape === 'nested' && paging.bareWhenNested;
	const page = pageOf(records, query, paging, bare);
	const found = { ...page, records: page.records.map(shown) };
	return bare ? { status: 200, body: { data: found.records } } : ENVELOPES[shape](found, paging);
}

const ENVELOPES: Record<Shape, (page: Page, paging: Paging) => ProviderResponse> = {
	nested: ({ records, page, size, total, pages }) => ({
		status: 200,
		body: { data: { docs: records, total, limit: size, page, pages } },
	}),
	flat: ({ records, page, size, total, pages }, paging) => ({
		status: 200,
		body: { success: true, data: records, pagination: { page, [paging.size]: size, total, pages } },
	}),
	// Any list may answer 204 when it is empty; this shape does.
	top: ({ records, page, size, total, pages }) =>
		records.length === 0
			? { status: 204 }
			: { status: 200, body: { data: records, total, limit: size, page, pages } },
};

function pageOf(records: Fields[], query: Fields, paging: Paging, bare: boolean): Page {
	const total = records.length;
	const size = Number(query[paging.size] ?? (bare ? Math.max(total, 1) : paging.byDefault));
	const page = Number(query.page ?? 1);
	const from = Number(query.offset ?? (page - 1) * size);
	return {
		records: records.slice(from, from + size),
		page,
		size,
		total,
		pages: Math.max(1, Math.ceil(total / size)),
	};
}
