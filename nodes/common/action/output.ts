import type { IBinaryKeyData, IDataObject, INodeExecutionData, NodeOperationError } from 'n8n-workflow';

import { isPlainObject } from '../values/convert';

/** What an operation gives for one item: JSON, a list of it, or JSON with files. */
export type Output = IDataObject | IDataObject[] | FileItem;

/** What an operation gave for an item, as items that n8n can link to it. */
export function linkedItems(output: Output, itemIndex: number): INodeExecutionData[] {
	const outputs = Array.isArray(output) ? output : [output];
	return outputs.map((one) => {
		const item: INodeExecutionData = one instanceof FileItem ? { ...one } : { json: objectOf(one) };
		return { ...item, json: withoutErrorKey(item.json), pairedItem: { item: itemIndex } };
	});
}

/** An output with files beside its JSON. A class, because a provider's response may have any field names. */
export class FileItem {
	readonly json: IDataObject;

	readonly binary: IBinaryKeyData;

	constructor(json: IDataObject, binary: IBinaryKeyData) {
		this.json = json;
		this.binary = binary;
	}
}

/** Every item of n8n is an object; an entry of a list that is none, which no page shows, comes as its `value`. */
function objectOf(output: IDataObject): IDataObject {
	return isPlainObject(output) ? output : { value: output ?? null };
}

/**
 * A top-level `error` makes n8n take an item for a failed one (engineering notes 4.2), so the provider's field of that
 * name (auco.md 2.3, 2.4) comes out as `providerError`.
 */
function withoutErrorKey(json: IDataObject): IDataObject {
	if (!('error' in json)) return json;
	return Object.fromEntries(
		Object.entries(json).map(([key, value]) => [key === 'error' ? 'providerError' : key, value]),
	) as IDataObject;
}

/**
 * The item that stands for one that failed, where the person chose *On Error: Continue*. n8n knows it by its keys `error`
 * and `details`; if it held the error itself as well, n8n would leave nothing of it but the message.
 */
export function errorItem(error: unknown, itemIndex: number): INodeExecutionData {
	const { message, description, httpCode, context } = error as Partial<NodeOperationError> & {
		httpCode?: string;
	};
	const details: IDataObject = {};
	if (description) details.description = description;
	if (httpCode) details.httpCode = httpCode;
	if (context?.providerCode) details.code = context.providerCode as string;
	return { json: { error: message ?? String(error), details }, pairedItem: { item: itemIndex } };
}
