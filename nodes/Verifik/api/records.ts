import type { IDataObject } from 'n8n-workflow';

import type { ApiClient } from '../../common/http/client';
import { failureOfOtherReply, RequestFailure } from '../../common/http/failure';
import { isPlainObject } from '../../common/values/convert';

/** A kind of object that is read by its ID (docs/providers/verifik.md#confirming-events). */
export interface Resource {
	path: string;
	/** The key below `data` that some replies have the object under, beside what goes with it. */
	name: string;
	/** Verifik's code for an ID that it does not know. */
	notFound: string;
}

/** One-time codes, which replies about emails and phones hold in clear. Whoever has one is that person. */
const CODES = ['otp', 'verificationCode'];

/**
 * One shape for the nested and the flat reply of create and get: the object's own fields at top level with `id`, and
 * beside them what came with it, such as a token. One-time codes are left out.
 */
export function recordOf(reply: IDataObject, { name }: Pick<Resource, 'name'>): IDataObject {
	const data = isPlainObject(reply.data) ? (reply.data as IDataObject) : reply;
	const { [name]: inner, ...beside } = data;
	const record = isPlainObject(inner) ? { ...(inner as IDataObject), ...beside } : data;
	const open = Object.entries(record).filter(([key]) => !CODES.includes(key));
	return { id: record._id ?? record.id, ...Object.fromEntries(open) };
}

/**
 * `GET {path}/{id}` in the one shape. Verifik answers an unknown ID with 404 or with 204 and empty data; both are the
 * same error. Another empty response may come from anything on the way.
 *
 * @param populates references to be given as whole objects, e.g. `project`
 * @throws RequestFailure also when the reply holds no object; whether it is the one that was asked for is seen by its `id`
 */
export async function readRecord(
	api: ApiClient,
	resource: Resource,
	id: string,
	populates?: string[],
): Promise<IDataObject> {
	const reply = await api.request({
		method: 'GET',
		path: `${resource.path}/${encodeURIComponent(id)}`,
		query: { populates },
	});
	const record = recordOf(reply, resource);
	if (record.id !== undefined && record.id !== null) return record;
	if (reply.data !== null) throw failureOfOtherReply(reply);
	throw new RequestFailure('the response is empty', {
		outcome: 'refused',
		response: { statusCode: 204, headers: {}, body: '' },
		providerCode: resource.notFound,
	});
}
