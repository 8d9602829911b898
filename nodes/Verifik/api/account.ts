import type { ApiClient } from '../../common/http/client';
import type { Account } from '../../common/trigger/contract';
import { isPlainObject, nonEmptyText } from '../../common/values/convert';

/**
 * The account of the token (docs/providers/verifik.md#credential-test). The reply contains secrets, so nothing else of it
 * is kept.
 */
export async function readAccount(api: ApiClient): Promise<Account | undefined> {
	const { data } = await api.request({ method: 'GET', path: '/v2/clients/me' });
	if (!isPlainObject(data)) return undefined;
	const id = nonEmptyText(data._id);
	return id === undefined ? undefined : { id, name: nonEmptyText(data.name) };
}
