import type { INodeParameters } from 'n8n-workflow';

/** Sample values of the providers' documents, filled into the fields of each operation. */
export interface Sample {
	/** Node, resource and operation. */
	operation: string;
	/** Name of the operation in the provider's OpenAPI document. */
	operationId: string;
	method: 'GET' | 'POST';
	/** Path below the provider's base URL. */
	path: string;
	/** What a person fills in at least. */
	least: Filled;
	/** All optional fields besides; several when some exclude each other. */
	most: Filled[];
	/** A documented reply. */
	reply: unknown;
}

/** Filled-in fields, and what has to leave because of them. */
export interface Filled {
	parameters: INodeParameters;
	/** The JSON body, to the letter. */
	text?: string;
	/** The query, decoded. */
	query?: string;
}
