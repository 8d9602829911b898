import type { INodeProperties } from 'n8n-workflow';

import type { ItemFields } from '../action/itemFields';
import { InvalidValueError, toChoice } from '../values/convert';

const UNITS = { minutes: 60_000, hours: 3_600_000, days: 86_400_000 };
const MOST_DAYS = 365;

/** Milliseconds for which something is still waited for after it has expired: the provider may report it late. */
const MARGIN = 10 * UNITS.minutes;

/**
 * How long to stay suspended. When the time is up n8n passes the node's input on, without asking the node
 * (docs/n8n-engine.md#a-timer-passes-the-input-on).
 */
export const suspensionProperties: INodeProperties[] = [
	{
		displayName: 'Max Wait',
		name: 'maxWait',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 7,
		description:
			'Maximum time to wait, and never longer than what is waited for can still be finished. When the time is up, the node passes its input items on unchanged; read the state with Get then.',
	},
	{
		displayName: 'Max Wait Unit',
		name: 'maxWaitUnit',
		type: 'options',
		default: 'days',
		options: [
			{ name: 'Days', value: 'days' },
			{ name: 'Hours', value: 'hours' },
			{ name: 'Minutes', value: 'minutes' },
		],
		description: 'Unit of Max Wait',
	},
];

/** Reads how long one item may wait, in milliseconds. */
export function readSuspension(fields: ItemFields) {
	const unit = fields.optional('maxWaitUnit', (value) =>
		toChoice(value, Object.keys(UNITS) as Array<keyof typeof UNITS>),
	);
	return fields.required('maxWait', (value) => {
		const milliseconds = Number(value) * UNITS[unit ?? 'days'];
		if (milliseconds > 0 && milliseconds <= MOST_DAYS * UNITS.days) return milliseconds;
		throw new InvalidValueError(`must be more than 0 and at most ${MOST_DAYS} days`);
	});
}

/**
 * Until when to wait, in milliseconds since the epoch.
 *
 * @param longest milliseconds that the person allows
 * @param expiry when what is waited for expires, if that is known
 */
export function endOfWait(longest: number, expiry: number | undefined, now = Date.now()): number {
	const end = now + longest;
	return expiry === undefined ? end : Math.min(end, Math.max(expiry, now) + MARGIN);
}
