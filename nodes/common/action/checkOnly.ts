import type { IDataObject, INodeExecutionData } from 'n8n-workflow';

import type { ApiRequest } from '../http/request';
import { rethrow } from '../util/rethrow';
import { withoutResumeTokens } from '../values/urls';
import type { ItemContext } from './itemContext';
import type { Operation } from './operation';
import { linkedItems } from './output';

/** Longer texts, such as images, are cut in the output of a check. */
const LONGEST_TEXT = 1_000;
const SHOWN_OF_LONGER = 100;

/** Ends the work on an item just before its request would leave. */
class RequestNotSent extends Error {
	readonly request: ApiRequest;

	constructor(request: ApiRequest) {
		super('nothing is sent');
		this.request = request;
	}
}

/**
 * Does everything for an item but sending, and gives the request that would have left as `{ request }`: method, URL,
 * query and body, without any key.
 *
 * @throws whatever stands in the way of sending
 */
export async function checkItem(
	item: ItemContext,
	operation: Operation,
	input: unknown,
): Promise<INodeExecutionData[]> {
	const withoutSending: ItemContext = {
		...item,
		request: async (request) => await Promise.reject(new RequestNotSent(request)),
	};
	try {
		return linkedItems(await operation.send(withoutSending, input), item.itemIndex);
	} catch (error) {
		if (!(error instanceof RequestNotSent)) throw rethrow(error);
		const { method, path, query, body } = error.request;
		const request = {
			method,
			url: `${item.providerUrl}${path}`,
			...(query && { query }),
			...(body && { body }),
		};
		return linkedItems({ request: presentable(request) }, item.itemIndex);
	}
}

function presentable(request: IDataObject): IDataObject {
	const text = JSON.stringify(request, (_key, value: unknown) => {
		if (typeof value !== 'string') return value;
		return value.length > LONGEST_TEXT
			? `${value.slice(0, SHOWN_OF_LONGER)}… (${value.length} characters)`
			: withoutResumeTokens(value);
	});
	return JSON.parse(text) as IDataObject;
}
