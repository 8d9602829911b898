import type { Confirmation } from '../../../nodes/common/trigger/contract.ts';
import { stubApi } from './stubApi.mts';

/** What comes of an event when its provider has these replies (see `stubApi`). */
export async function outcomeOf(confirmation: Confirmation, replies: Record<string, unknown>) {
	const api = stubApi(replies);
	const object = await confirmation.read(api);
	if (object === undefined) return { standing: 'unnamed', asked: api.asked };
	expect(confirmation.isObject(object)).toBe(true);
	const standing = await confirmation.standing(object, api);
	const identity = JSON.stringify(confirmation.identities(object)[0]);
	return { standing, identity, asked: api.asked, object, confirmation };
}
