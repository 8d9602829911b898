import type { Process } from './types.mts';
import { personOf } from './person.mts';

/** The notification of a process's state (auco.md 5.3); undefined for states that Auco does not report. */
export function eventOf(
	{ code, status, input }: Process,
	carriesCustom: boolean,
): Record<string, unknown> | undefined {
	const { type, identification, custom, tags } = input;
	const read = { name: personOf(input).name, documentName: `${String(type)} ${String(identification)}` };
	const unread = { name: null, documentName: '' };
	const details: Record<string, object> = {
		// Between 0 and 1 here, between 0 and 100 in the query.
		APPROVED: { data: read, similarity: 0.92 },
		BLOCKED: { message: 'ERROR_IDENTIFICATION_NOT_DOCUMENT', data: unread },
		VALIDATED: { data: read },
		INVALIDATED: { data: unread },
	};
	if (!(status in details)) return undefined;
	return {
		code,
		type: 'veriface',
		finish: true,
		status,
		...details[status],
		...(carriesCustom && custom !== undefined && { custom }),
		...(carriesCustom && tags !== undefined && { tags }),
	};
}
