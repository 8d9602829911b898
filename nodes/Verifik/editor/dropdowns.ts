import type {
	IDataObject,
	ILoadOptionsFunctions,
	INodeListSearchItems,
	INodeListSearchResult,
	INodePropertyOptions,
} from 'n8n-workflow';

import { createEditorClient } from '../../common/http/client';
import { isPlainObject, locatedValue } from '../../common/values/convert';
import { pageOf, readList } from '../api/lists';
import { verifik } from '../api/provider';
import { simplified, VALIDATIONS, validationOf } from '../api/validations';

/** Path of project flows (docs/providers/verifik.md#projects-and-flows). */
const FLOWS = '/v2/project-flows';

/** The account's projects by name (`GET /v2/projects`). */
export async function searchProjects(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	return await searchList(this, '/v2/projects', {}, { filter, paginationToken }, (projects) =>
		projects.map(projectItem),
	);
}

/**
 * The flows of the chosen project (`GET /v2/project-flows`). That the list can be filtered by project is not documented
 * for certain, so the filter is both sent and applied here. Flows have no name.
 */
export async function searchProjectFlows(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	const { query, itemsOf } = flowsOfChosenProject(this);
	return await searchList(this, FLOWS, query, { filter, paginationToken }, itemsOf);
}

/** The latest validations first, by the key that they were created with. */
export async function searchValidations(
	this: ILoadOptionsFunctions,
	filter?: string,
	paginationToken?: string,
): Promise<INodeListSearchResult> {
	// Some lists have the key in the session only.
	const query = { sort: '-createdAt', populates: ['livenessSession'] };
	const page = { filter, paginationToken, sizeIs: 'perPage' as const };
	return await searchList(this, VALIDATIONS, query, page, (validations) => validations.map(validationItem));
}

/** All flows of the chosen project, for choosing several. */
export async function getProjectFlows(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
	const { query, itemsOf } = flowsOfChosenProject(this);
	return itemsOf(await readList(createEditorClient(this, verifik), FLOWS, query, { sizeIs: 'limit' }));
}

function flowsOfChosenProject(context: ILoadOptionsFunctions): {
	query: IDataObject;
	itemsOf(flows: IDataObject[]): INodeListSearchItems[];
} {
	const project = chosenProject(context);
	// The editor cannot always evaluate an expression; then the flows of all projects are offered.
	if (project === '' || project.startsWith('='))
		return { query: {}, itemsOf: (flows) => flows.map(flowItem) };
	return {
		query: { where_project: project },
		itemsOf: (flows) => flows.filter((flow) => belongsTo(flow, project)).map(flowItem),
	};
}

/** Of a list the project is one of its filters. */
function chosenProject(context: ILoadOptionsFunctions): string {
	const isList = context.getCurrentNodeParameter('operation') === 'getAll';
	return String(locatedValue(context.getCurrentNodeParameter(isList ? 'filters.project' : 'project')) ?? '');
}

/** What the person looks for, and where the list goes on. */
interface Search {
	filter?: string;
	paginationToken?: string;
	/** What the list calls the size of a page. */
	sizeIs?: 'perPage' | 'limit';
}

/**
 * Loads page by page while the person scrolls; a search reads all pages, or it would only find what is on the first.
 */
async function searchList(
	context: ILoadOptionsFunctions,
	path: string,
	query: IDataObject,
	{ filter = '', paginationToken, sizeIs = 'limit' }: Search,
	itemsOf: (entries: IDataObject[]) => INodeListSearchItems[],
): Promise<INodeListSearchResult> {
	const api = createEditorClient(context, verifik);
	if (filter.trim() !== '') {
		return { results: matching(filter, itemsOf(await readList(api, path, query, { sizeIs }))) };
	}
	const page = Number(paginationToken ?? 1);
	const paging = page > 1 ? { page } : {};
	const reply = await api.request<IDataObject | IDataObject[]>({
		method: 'GET',
		path,
		query: { ...query, ...paging },
	});
	const { records, pages } = pageOf(reply);
	const hasMore = pages !== undefined && page < pages;
	return { results: itemsOf(records), ...(hasMore && { paginationToken: String(page + 1) }) };
}

function validationItem(record: IDataObject): INodeListSearchItems {
	const validation = validationOf(record);
	const { identifier, type, createdAt, status } = simplified(validation);
	const day = String(createdAt ?? '').slice(0, 10);
	const name = [identifier ?? type ?? validation.id, day].filter(Boolean).join(' · ');
	return { name: status === undefined ? name : `${name} (${String(status)})`, value: String(validation.id) };
}

function projectItem({ _id, name, status }: IDataObject): INodeListSearchItems {
	return { name: labelled(name ?? _id, status), value: String(_id) };
}

function flowItem({ _id, name, type, status }: IDataObject): INodeListSearchItems {
	// Flows of one type differ only by their ID.
	const label = name ?? (type === undefined ? _id : `${String(type)} …${String(_id).slice(-6)}`);
	return { name: labelled(label, status), value: String(_id) };
}

/** People expect active ones, so only other states are shown. */
function labelled(name: unknown, status: unknown): string {
	return status === undefined || status === 'active' ? String(name) : `${String(name)} (${String(status)})`;
}

function matching(filter: string, items: INodeListSearchItems[]): INodeListSearchItems[] {
	const wanted = filter.trim().toLowerCase();
	return items.filter(({ name, value }) => `${name} ${value}`.toLowerCase().includes(wanted));
}

/** A flow's `project` is its ID, or the project itself when it was populated. */
function belongsTo(flow: IDataObject, project: string): boolean {
	const owner = isPlainObject(flow.project) ? flow.project._id : flow.project;
	return owner === undefined || owner === project;
}
