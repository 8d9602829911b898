import type { Process } from './types.mts';
import { personOf } from './person.mts';

/**
 * The event for the status of a process (docs/providers/auco.md#aucoface-events); undefined when Auco does not report
 * the status.
 */
export function eventOf(
	{ code, status, input }: Process,
	carriesCustom: boolean,
): Record<string, unknown> | undefined {
	const { type, identification, custom, tags } = input;
	const read = { name: personOf(input).name, documentName: `${String(type)} ${String(identification)}` };
	const unread = { name: null, documentName: '' };
	const details: Record<string, object> = {
		// `similarity` is between 0 and 1 in events, and between 0 and 100 in the API.
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
