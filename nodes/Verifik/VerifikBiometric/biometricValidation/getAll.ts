import type { IDataObject } from 'n8n-workflow';

import { toBoolean, toChoice, toIdentifier, toList, toPositiveInteger } from '../../../common/values/convert';
import type { ItemFields } from '../../../common/action/itemFields';
import { defineOperation } from '../../../common/action/operation';
import { collection, simplifyOff } from '../../../common/editor/properties';
import { readList } from '../../api/lists';
import { kinds, populates, projectFilters } from '../../editor/properties';
import {
	simplified,
	STATUSES,
	TYPES,
	VALIDATIONS,
	validationOf,
	withoutResumeUrl,
} from '../../api/validations';

const DEFAULT_LIMIT = 50;

/** `GET /v2/biometric-validations`: many validations, page by page (docs/providers/verifik.md#list-validations). */
export const getAll = defineOperation({
	value: 'getAll',
	name: 'Get Many',
	action: 'Get many biometric validations',
	description: 'List biometric validations, one item per validation. Nobody is contacted.',
	sends: 'reads',

	properties: [
		{
			displayName: 'Return All',
			name: 'returnAll',
			type: 'boolean',
			default: false,
			description: 'Whether to return all results or only up to a given limit',
		},
		{
			displayName: 'Limit',
			name: 'limit',
			type: 'number',
			typeOptions: { minValue: 1 },
			default: 50,
			displayOptions: { show: { returnAll: [false] } },
			description: 'Max number of results to return',
		},
		simplifyOff,
		collection('Filters', 'filters', 'Add Filter', [
			{
				displayName: 'Created After',
				name: 'createdAfter',
				type: 'dateTime',
				default: '',
				description: 'Only validations created after this time',
			},
			{
				displayName: 'Liveness Session',
				name: 'livenessSession',
				type: 'string',
				default: '',
				placeholder: 'e.g. 674dc8f1b2c3d4e5f6a7b8a7',
				description: 'Only the validation with this session ID',
			},
			...projectFilters,
			{
				displayName: 'Status',
				name: 'status',
				type: 'multiOptions',
				default: [],
				options: [...STATUSES].sort().map((value) => ({ name: capitalized(value), value })),
				description: 'Only validations with one of these statuses',
			},
			{
				displayName: 'Type',
				name: 'type',
				type: 'options',
				default: 'validation',
				options: kinds,
				description: 'Only validations of this kind',
			},
		]),
	],

	options: [
		populates,
		{
			displayName: 'Sort',
			name: 'sort',
			type: 'options',
			default: '-createdAt',
			options: [
				{ name: 'Newest First', value: '-createdAt' },
				{ name: 'Oldest First', value: 'createdAt' },
				{ name: 'Last Updated First', value: '-updatedAt' },
				{ name: 'Last Updated Last', value: 'updatedAt' },
			],
			description:
				'Order of the validations. An expression may return the name of another field; a minus sign in front sorts in descending order.',
		},
	],

	read(fields) {
		const returnAll = fields.optional('returnAll', toBoolean) ?? false;
		const limit = fields.optional('limit', toPositiveInteger) ?? DEFAULT_LIMIT;
		const query = {
			...statusFilter(fields),
			where_type: fields.entry('filters', 'type', (value) => toChoice(value, TYPES)),
			where_livenessSession: fields.entry('filters', 'livenessSession', toIdentifier),
			where_project: fields.entry('filters', 'project', toIdentifier),
			where_projectFlow: fields.entry('filters', 'projectFlow', toIdentifier),
			'where>_createdAt': fields.entry('filters', 'createdAfter', fields.shortIsoUtc),
			sort: fields.option('sort', toIdentifier),
			populates: fields.option('populates', toList),
		};
		return {
			query,
			limit: returnAll ? undefined : limit,
			simplify: fields.simplify(false),
		};
	},

	async send(item, { query, limit, simplify }) {
		const validations = (await readList(item, VALIDATIONS, query, { limit })).map(validationOf);
		return validations.map(simplify ? simplified : withoutResumeUrl);
	},
});

/** One status has its own parameter, several are a list. Unknown statuses are passed on. */
function statusFilter(fields: ItemFields): IDataObject {
	const statuses = fields.entry('filters', 'status', toList) ?? [];
	return statuses.length > 1 ? { in_status: statuses } : { where_status: statuses[0] };
}

function capitalized(value: string): string {
	return value.charAt(0).toUpperCase() + value.slice(1);
}
