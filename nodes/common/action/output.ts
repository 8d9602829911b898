import type {
	IBinaryKeyData,
	IDataObject,
	INode,
	INodeExecutionData,
	NodeOperationError,
} from 'n8n-workflow';

import { isFromMinor } from '../util/n8nVersion';
import { isPlainObject } from '../values/convert';

/** What an operation returns for one item: JSON, a list of it, or JSON with files. */
export type Output = IDataObject | IDataObject[] | FileItem;

/** An operation's output as n8n items that are linked to their input item. */
export function linkedItems(output: Output, itemIndex: number): INodeExecutionData[] {
	const outputs = Array.isArray(output) ? output : [output];
	return outputs.map((one) => {
		const item: INodeExecutionData = one instanceof FileItem ? { ...one } : { json: objectOf(one) };
		return { ...item, json: withoutErrorKey(item.json), pairedItem: { item: itemIndex } };
	});
}

/** JSON with files. A class, so that no provider's response can be mistaken for one. */
export class FileItem {
	readonly json: IDataObject;

	readonly binary: IBinaryKeyData;

	constructor(json: IDataObject, binary: IBinaryKeyData) {
		this.json = json;
		this.binary = binary;
	}
}

/** n8n items must be objects. A list entry that is not one, which is documented nowhere, becomes `{ value }`. */
function objectOf(output: IDataObject): IDataObject {
	return isPlainObject(output) ? output : { value: output ?? null };
}

/**
 * n8n treats an item with a top-level `error` as failed (docs/n8n-engine.md#an-error-key-marks-an-item-as-failed), so
 * the provider's field of that name (docs/providers/auco.md#document-check) becomes `providerError`.
 */
function withoutErrorKey(json: IDataObject): IDataObject {
	if (!('error' in json)) return json;
	return Object.fromEntries(
		Object.entries(json).map(([key, value]) => [key === 'error' ? 'providerError' : key, value]),
	) as IDataObject;
}

/**
 * Whether n8n still takes an item with `details` beside its `error` for a failed one. Before 2.36 it would leave through
 * the success output instead of the error output (docs/n8n-engine.md#an-error-key-marks-an-item-as-failed).
 */
const knowsDetails = isFromMinor(36);

/**
 * The output for a failed item with *On Error: Continue*. n8n recognizes it by its keys `error` and `details`; if it
 * contained the error object too, n8n would reduce it to the message.
 */
export function errorItem(node: INode, error: unknown, itemIndex: number): INodeExecutionData {
	const { message, description, httpCode, context } = error as Partial<NodeOperationError> & {
		httpCode?: string;
	};
	const json: IDataObject = { error: message ?? String(error) };
	if (knowsDetails || node.onError !== 'continueErrorOutput') {
		const details: IDataObject = {};
		if (description) details.description = description;
		if (httpCode) details.httpCode = httpCode;
		if (context?.providerCode) details.code = context.providerCode as string;
		json.details = details;
	}
	return { json, pairedItem: { item: itemIndex } };
}
