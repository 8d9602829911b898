import type {
	IDataObject,
	IExecuteFunctions,
	INodeProperties,
	IWebhookDescription,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { NodeOperationError, sleep } from 'n8n-workflow';

import { requesterFor, type Call, type Requester } from '../http/client';
import { isPlainObject, toBoolean, toChoice, toText, Unfit } from '../values/convert';
import type { ItemFields } from '../action/itemFields';
import { linkedItems } from '../action/output';
import type { Resource } from '../action/operation';
import type { Provider } from '../http/provider';
import { callResumeUrl, isOfSameN8n, ownResumeUrl } from './resumeUrl';

/** Something at a provider that a person finishes sooner or later. */
export interface Awaited {
	provider: Provider;
	/** Word for it in messages, e.g. `process`. */
	what: string;
	/** The parameter that holds its code or ID. */
	parameter: string;
	/** The value of `resumeOn` with which the execution is suspended. */
	resumeOn: string;
	/** The code or ID that a callback is about; undefined when it names none. */
	namedIn(body: IDataObject): unknown;
	/** The resume URL that it was created with; undefined when the provider does not tell. */
	resumeUrlIn(state: IDataObject): unknown;
	read(api: Requester, id: string): Promise<IDataObject>;
	isFinished(state: IDataObject): boolean;
	simplified(state: IDataObject): IDataObject;
}

/** Where n8n receives the callback of a suspended node. A path of its own would not be the execution's resume URL. */
export const resumeWebhooks: IWebhookDescription[] = [
	{
		name: 'default',
		httpMethod: 'POST',
		responseMode: 'onReceived',
		// Without it n8n answers with the name of its own default (engine-facts F6b).
		responseData: '',
		path: '',
		restartWebhook: true,
	},
];

/** What the editor shows on the node meanwhile. */
export const waitingNodeTooltip = 'Waiting until the provider reports the result';

/** The option of a creating operation with which what it makes calls back into this execution. */
export const resumeThisExecution: INodeProperties = {
	displayName: 'Resume This Execution',
	name: 'resumeThisExecution',
	type: 'boolean',
	default: false,
	description:
		"Whether the result wakes this execution while it is suspended in a later 'Wait for Result' of this node",
};

/** The resume URL to create with when the person wants that; noted as a problem where n8n has none to give. */
export function readResumeUrl(fields: ItemFields): string | undefined {
	if (!fields.option(resumeThisExecution.name, toBoolean)) return undefined;
	if (fields.resumeUrl === undefined) {
		fields.problem(
			resumeThisExecution.name,
			'cannot be used here: this execution has no address to resume it at',
		);
	}
	return fields.resumeUrl;
}

const UNITS = { minutes: 60_000, hours: 3_600_000, days: 86_400_000 };
const MOST_DAYS = 365;

/** How long to stay suspended. When the time is up n8n passes the node's input on, whatever the node would like. */
export const suspensionProperties: INodeProperties[] = [
	{
		displayName: 'Max Wait',
		name: 'maxWait',
		type: 'number',
		typeOptions: { minValue: 0 },
		default: 7,
		description:
			'How long to wait at most. When the time is up the node gives its input items on unchanged; read the state with Get then.',
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
export function readSuspension(fields: ItemFields): number {
	const unit = fields.optional('maxWaitUnit', (value) =>
		toChoice(value, Object.keys(UNITS) as Array<keyof typeof UNITS>),
	);
	return fields.required('maxWait', (value) => {
		const milliseconds = Number(value) * UNITS[unit ?? 'days'];
		if (milliseconds > 0 && milliseconds <= MOST_DAYS * UNITS.days) return milliseconds;
		throw new Unfit(`must be more than 0 and at most ${MOST_DAYS} days`);
	});
}

/**
 * Asks the provider and, unless it is finished, suspends the execution: no worker is held until the callback comes or
 * the time is up.
 *
 * A callback that arrives between the question and the moment n8n has stored the execution is refused by n8n (409,
 * engine-facts F2). So a few seconds later the provider is asked once more, and what finished meanwhile is called in.
 *
 * @returns the state, which n8n drops when the execution is suspended
 * @throws NodeOperationError for several items, and where no callback could arrive
 */
export async function suspendUntilFinished(
	call: Call,
	awaited: Awaited,
	id: string,
	milliseconds: number,
): Promise<IDataObject> {
	const { context } = call;
	const until = new Date(Date.now() + milliseconds);
	refuseSeveralItems(call);
	const state = await awaited.read(call, id);
	if (awaited.isFinished(state)) return state;

	const resumeUrl = ownResumeUrl(context);
	if (resumeUrl === undefined) throw refusal(call, 'This execution cannot be resumed', NOT_RESUMABLE);
	const theirs = awaited.resumeUrlIn(state);
	if (theirs !== resumeUrl && isOfSameN8n(resumeUrl, theirs)) {
		const message = `The ${awaited.what} ${id} reports to another execution, so this one would wait in vain`;
		throw refusal(call, message, CREATED_ELSEWHERE);
	}
	await context.putExecutionToWait(until);
	void callInWhatFinishedMeanwhile(context, awaited, id, resumeUrl);
	return state;
}

const NOT_RESUMABLE = "Set 'Resume On' to Polling.";

const CREATED_ELSEWHERE =
	"It was created in another execution, for example before a retry. Set 'Resume On' to Polling, or read it with 'Get' later.";

/** Execution is suspended as a whole, for one callback. */
function refuseSeveralItems(call: Call): void {
	const count = call.context.getInputData().length;
	if (count === 1) return;
	throw refusal(
		call,
		`An execution can be suspended for one item at a time, but there are ${count}`,
		"Put a 'Loop Over Items' node with a batch size of 1 in front, or set 'Resume On' to Polling.",
	);
}

function refusal({ context, itemIndex }: Call, message: string, description: string): NodeOperationError {
	return new NodeOperationError(context.getNode(), `${message} [Item ${itemIndex}]`, {
		itemIndex,
		description,
	});
}

/** By then n8n has stored the execution. */
const STORED_AFTER = 3_000;

async function callInWhatFinishedMeanwhile(
	context: IExecuteFunctions,
	awaited: Awaited,
	id: string,
	resumeUrl: string,
): Promise<void> {
	try {
		const api = requesterFor(context, awaited.provider, { tries: 1 });
		for (let tries = 0; tries < 3; tries++) {
			await sleep(STORED_AFTER, context.getExecutionCancelSignal());
			if (!awaited.isFinished(await awaited.read(api, id))) return;
			if ((await callResumeUrl(context, resumeUrl, { finished: true })) === 'resumed') return;
		}
	} catch (error) {
		// The callback, or the end of the time, wakes the execution all the same.
		context.logger.debug(`${awaited.what} ${id} was not asked for again: ${(error as Error).message}`);
	}
}

/** Patience with the provider while the sender of a callback waits for the answer. */
const CALLBACK_PATIENCE = { timeout: 5_000, tries: 1 };

/**
 * Answers a callback to a suspended execution. It is only a hint, anybody may have sent it: the result is read from
 * the provider. Foreign and unfinished ones are acknowledged, and the execution waits on.
 *
 * Never rejects: n8n would end the execution. When the provider cannot be asked the sender gets 503, to deliver again.
 */
export async function answerCallback(
	context: IWebhookFunctions,
	resources: readonly Resource[],
): Promise<IWebhookResponseData> {
	try {
		const awaited = awaitedBy(context, resources);
		if (!awaited) return { webhookResponse: { ignored: true } };
		// The execution's item is still there, so expressions such as `{{ $json.id }}` give what they gave before.
		const id = toText(context.getNodeParameter(awaited.parameter));
		const body: unknown = context.getBodyData();
		const named = isPlainObject(body) ? awaited.namedIn(body as IDataObject) : undefined;
		if (named !== undefined && named !== id) return { webhookResponse: { ignored: true } };

		const state = await awaited.read(requesterFor(context, awaited.provider, CALLBACK_PATIENCE), id);
		if (!awaited.isFinished(state)) return { webhookResponse: { waiting: true } };
		const json = context.getNodeParameter('simplify', true) === false ? state : awaited.simplified(state);
		return {
			workflowData: [linkedItems(json, 0)],
			webhookResponse: { resumed: true },
		};
	} catch (error) {
		context.logger.warn(`A callback could not be checked: ${(error as Error).message}`);
		context.getResponseObject().status(503).json({ waiting: true });
		return { noWebhookResponse: true };
	}
}

function awaitedBy(context: IWebhookFunctions, resources: readonly Resource[]): Awaited | undefined {
	const resource = context.getNodeParameter('resource');
	const operation = context.getNodeParameter('operation');
	return resources
		.find(({ value }) => value === resource)
		?.operations.find(({ value }) => value === operation)?.awaits;
}
