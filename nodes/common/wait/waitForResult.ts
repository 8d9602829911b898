import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { ItemContext } from '../action/itemContext';
import type { ItemFields, Valid } from '../action/itemFields';
import { defineOperation, type Operation } from '../action/operation';
import { simplify } from '../editor/properties';
import { toChoice, toIdentifier } from '../values/convert';
import { WAIT_FOR_RESULT, type Awaitable } from './awaitable';
import { pollUntilFinished, readWaitLimits, simplifiedWait, waitLimitProperties } from './polling';
import { readSuspension, suspendUntilFinished, suspensionProperties } from './suspension';

/** The texts for waiting for one kind of awaitable. */
interface Texts {
	/** Sentence shown in the node panel, without articles. */
	action: string;
	description: string;
	/** The property that contains the code or ID. */
	id: INodeProperties;
	/** Label and description of the choice that suspends the execution. */
	suspend: { name: string; description: string };
	/** Description of the choice that polls. */
	polling: string;
}

/**
 * The operation "Wait for Result": by polling, or by suspending the execution until a callback comes
 * (docs/architecture.md#the-life-of-a-wait).
 */
export function waitForResultOperation(awaitable: Awaitable, texts: Texts): Operation {
	return defineOperation({
		value: WAIT_FOR_RESULT,
		name: 'Wait for Result',
		action: texts.action,
		description: texts.description,
		sends: 'reads',
		hiddenFromTools: true,

		properties: [
			texts.id,
			resumeOnProperty(awaitable, texts),
			...waitLimitProperties.map(shownFor('polling')),
			...suspensionProperties.map(shownFor(awaitable.resumeOn)),
			simplify,
		],

		read: (fields) => ({
			id: fields.required(awaitable.parameter, toIdentifier),
			simplify: fields.simplify(),
			limits: readLimits(fields, awaitable),
		}),

		/** Both ways ask the provider first; a finished result is returned at once. */
		async send(item, input) {
			const state = await waitFor(item, awaitable, input);
			return input.simplify ? simplifiedWait(state, awaitable.simplified) : state;
		},
	});
}

function resumeOnProperty({ resumeOn }: Awaitable, { suspend, polling }: Texts): INodeProperties {
	const options = [
		{ name: 'Polling', value: 'polling', description: polling },
		{ name: suspend.name, value: resumeOn, description: suspend.description },
	];
	return {
		displayName: 'Resume On',
		name: 'resumeOn',
		type: 'options',
		default: 'polling',
		options: options.sort((one, other) => one.name.localeCompare(other.name)),
		description: 'How the node learns about the result',
	};
}

function shownFor(resumeOn: string): (property: INodeProperties) => INodeProperties {
	return (property) => ({ ...property, displayOptions: { show: { resumeOn: [resumeOn] } } });
}

function readLimits(fields: ItemFields, { resumeOn }: Awaitable) {
	const chosen = fields.required('resumeOn', (value) => toChoice(value, ['polling', resumeOn]));
	return chosen === resumeOn
		? ({ kind: 'suspend', milliseconds: readSuspension(fields) } as const)
		: ({ kind: 'poll', ...readWaitLimits(fields) } as const);
}

async function waitFor(
	item: ItemContext,
	awaitable: Awaitable,
	{ id, limits }: { id: string; limits: Valid<ReturnType<typeof readLimits>> },
): Promise<IDataObject> {
	if (limits.kind === 'suspend') return await suspendUntilFinished(item, awaitable, id, limits.milliseconds);
	const readState = async () => await awaitable.read(item, id);
	return await pollUntilFinished(item, `${awaitable.what} ${id}`, limits, readState, awaitable.isFinished);
}
