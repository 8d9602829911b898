import type { ProviderResponse } from '../server/types.mts';
import type { Fields, Shape } from './types.mts';

/** How a list counts its pages; where pages disagree, as each list's own page has it (verifik.md 2.3, 4). */
export interface Paging {
	/** Name of the parameter for the size of a page. */
	size: 'perPage' | 'limit';
	/** Records on a page when the request does not say. */
	byDefault: number;
	/** [A] shows `data` alone and everything at once. */
	bareInA: boolean;
}

interface Page {
	records: Fields[];
	page: number;
	size: number;
	total: number;
	pages: number;
}

/**
 * One page of a list, in the envelope of the shape (verifik.md 2.3).
 *
 * @param shown a record as it is given, asked only for those on the page
 */
export function listAnswer(
	shape: Shape,
	paging: Paging,
	records: Fields[],
	query: Fields,
	shown: (record: Fields) => Fields,
): ProviderResponse {
	const bare = shape === 'nested' && paging.bareInA;
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
	// Nothing found is 204 in this shape: any list may answer so.
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
