import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';

import { ItemFields } from '../../../nodes/common/action/itemFields.ts';

/** Labels as an operation's properties give them. */
const LABELS = new Map([
	['phone', 'Phone'],
	['customFields', 'Custom Fields'],
	['tags', 'Tags'],
	['image', 'Image'],
]);

/**
 * The fields of one item with its parameters already worked out, for tests of what is made of them.
 *
 * @param parameters by name; a function stands for an expression and is called when the parameter is read
 */
export function itemFields(
	parameters: Record<string, unknown>,
	item: Partial<INodeExecutionData> = {},
	timezone = 'America/Bogota',
): ItemFields {
	const context = {
		getTimezone: () => timezone,
		getInputData: () => [{ json: {}, ...item }],
		// n8n-core throws for a parameter without value when the fallback is undefined too.
		getNodeParameter(name: string, _item: number, fallback: unknown) {
			const value = parameters[name] ?? fallback;
			if (value === undefined) throw new Error(`Could not get parameter "${name}"`);
			return typeof value === 'function' ? (value as () => unknown)() : value;
		},
	};
	return new ItemFields(context as unknown as IExecuteFunctions, 'https://api.example.com', 0, LABELS);
}
