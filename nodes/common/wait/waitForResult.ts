import type { IDataObject, INodeProperties } from 'n8n-workflow';

import type { ItemContext } from '../action/itemContext';
import type { ItemFields, Valid } from '../action/itemFields';
import { defineOperation, type Operation } from '../action/operation';
import { notice, simplify } from '../editor/properties';
import { toBoolean, toChoice, toIdentifier } from '../values/convert';
import { isOver, outputOf, WAIT_FOR_RESULT, type Awaitable, type Wanted } from './awaitable';
import { pollUntilFinished, readWaitLimits, simplifiedWait, waitLimitProperties } from './polling';
import { askBeforeSuspending, suspend } from './suspension';
import { readSuspension, suspensionProperties } from './suspensionTime';

/** The texts for waiting for one kind of awaitable. */
interface Texts {
	/** Sentence shown in the node panel, without articles. */
	action: string;
	description: string;
	/** The property that contains the code or ID. */
	id: INodeProperties;
	/** Label and description of the choice that suspends the execution, and the notice that names its conditions. */
	suspend: { name: string; description: string; notice: string };
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
			notice('suspendNotice', { resumeOn: [awaitable.resumeOn] }, texts.suspend.notice),
			...waitLimitProperties.map(shownFor('polling')),
			...suspensionProperties.map(shownFor(awaitable.resumeOn)),
			...(awaitable.undecided ? [awaitable.undecided.property] : []),
			simplify,
		],

		read: (fields) => ({
			id: fields.required(awaitable.parameter, toIdentifier),
			simplify: fields.simplify(),
			awaitsDecision: readDecision(fields, awaitable),
			limits: readLimits(fields, awaitable),
		}),

		/** Both ways ask the provider first; a finished result is returned at once. */
		send: async (item, input) => await waitFor(item, awaitable, input),

		conclude: async (context, outputs) => await suspend(context, awaitable, outputs),
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
		? ({ kind: 'suspend', longest: readSuspension(fields) } as const)
		: ({ kind: 'poll', ...readWaitLimits(fields) } as const);
}

function readDecision(fields: ItemFields, { undecided }: Awaitable): boolean {
	return (undecided && fields.optional(undecided.property.name, toBoolean)) ?? false;
}

type Input = Wanted & { id: string; limits: Valid<ReturnType<typeof readLimits>> };

async function waitFor(
	item: ItemContext,
	awaitable: Awaitable,
	{ id, limits, ...wanted }: Input,
): Promise<IDataObject> {
	if (limits.kind === 'suspend') {
		const input = { id, ...wanted, longest: limits.longest };
		return outputOf(awaitable, wanted, await askBeforeSuspending(item, awaitable, input));
	}
	const readState = async () => await awaitable.read(item, id);
	const isFinished = (state: IDataObject) => isOver(awaitable, wanted, state);
	const state = await pollUntilFinished(item, `${awaitable.what} ${id}`, limits, readState, isFinished);
	if (!wanted.simplify) return awaitable.raw(state);
	// A state that the person does not count as finished may be called so by itself.
	const unfinished = state.timedOut === true && { finished: false };
	return simplifiedWait(state, (one) => ({ ...awaitable.simplified(one), ...unfinished }));
}
