import type { INodeProperties } from 'n8n-workflow';

import type { ItemFields } from '../../common/action/itemFields';
import { toDocumentNumber } from '../../common/values/numbers';
import { countryOptions, toCountry, toDocumentType } from '../api/documents';

/** The user of the company in whose name Auco does the work (docs/providers/auco.md#creator-email). */
export const creatorEmail: INodeProperties = {
	displayName: 'Creator Email',
	name: 'email',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. name@example.com',
	description: 'Email of the creator. It must belong to a user of your company at Auco.',
};

/** Code of an existing process or check. */
export const code: INodeProperties = {
	displayName: 'Code',
	name: 'code',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. JPJD42IDWP3Z6RXA',
	description: 'Code returned by the operation that created it',
};

const country: INodeProperties = {
	displayName: 'Country',
	name: 'country',
	type: 'options',
	required: true,
	default: 'CO',
	options: countryOptions,
	description:
		'Country that issued the document. An expression may give its two letters, its three letters or its name.',
};

/** Depends on the country; filled from the table of documents, without a request. */
const documentType: INodeProperties = {
	displayName: 'Document Type Name or ID',
	name: 'type',
	type: 'options',
	required: true,
	default: '',
	typeOptions: { loadOptionsMethod: 'getDocumentTypes', loadOptionsDependsOn: ['country'] },
	description:
		'Type of the document. Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
};

export const identification: INodeProperties = {
	displayName: 'Identification',
	name: 'identification',
	type: 'string',
	required: true,
	default: '',
	placeholder: 'e.g. 1001001010',
	description: 'Number of the document. Thousands separators and blanks are removed.',
};

/** The document of a person, as every AucoFace operation that needs one asks for it. */
export const documentProperties = [country, documentType, identification];

/** Reads `documentProperties`, in the order in which Auco documents them (docs/providers/auco.md#create). */
export function readDocument(fields: ItemFields) {
	const country = fields.required('country', toCountry);
	return {
		country,
		type: fields.required('type', (value) =>
			toDocumentType(value, typeof country === 'string' ? country : undefined),
		),
		identification: fields.required('identification', toDocumentNumber),
	};
}

/** Optional fields that every creating operation of Auco knows. */
export const targetWebhooks: INodeProperties = {
	displayName: 'Target Webhook Names or IDs',
	name: 'targetWebhooks',
	type: 'multiOptions',
	default: [],
	typeOptions: { loadOptionsMethod: 'getWebhooks' },
	description:
		'Webhooks of your company to notify; without any, Auco notifies the one with the ID "default". Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
};

export const tags: INodeProperties = {
	displayName: 'Tags',
	name: 'tags',
	type: 'string',
	typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Tag' },
	default: [],
	placeholder: 'e.g. onboarding',
	description: 'Tags that Auco sends along when it notifies the webhooks',
};

export const custom: INodeProperties = {
	displayName: 'Custom (JSON)',
	name: 'custom',
	type: 'json',
	default: '',
	placeholder: 'e.g. {"reference":"RF-XXXXXXX"}',
	description: 'Object that Auco stores with the process and forwards to the webhooks',
};

export const customFields: INodeProperties = {
	displayName: 'Custom Fields',
	name: 'customFields',
	type: 'assignmentCollection',
	default: {},
	description: 'Typed fields to add to Custom (JSON); they override fields of the same name there',
};
