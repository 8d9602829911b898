import type {
	ICredentialDataDecryptedObject,
	IDataObject,
	IExecuteFunctions,
	INodeExecutionData,
	INodeProperties,
} from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { callFor, DEFAULT_TIMEOUT, type Run, type SendSettings } from '../http/client';
import { mapBounded } from '../util/concurrency';
import { toBoolean, toWholeNumber } from '../values/convert';
import { cancelled, inputError, tellingWhatWasMade } from '../http/errors';
import { ItemFields } from './itemFields';
import { errorItem, linkedItems } from './output';
import { Ledger } from './ledger';
import type { Operation, Resource, Sends } from './operation';
import { DEFAULT_CONCURRENCY, optionsOf } from '../editor/properties';
import type { Provider } from '../http/provider';
import { Gate } from '../http/pacer';
import { unchanged } from '../util/rethrow';

/** An item that may be sent. */
interface Ready {
	input: unknown;
	settings: SendSettings;
}

/** An item that is left out because of wrong values, as the error that stands for it. */
interface LeftOut {
	error: NodeOperationError;
}

/**
 * The one item loop of all action nodes: looks at every item before sending the first, sends with bounded
 * concurrency in order, links each output to its input, and turns failures into error items where the person chose
 * *On Error: Continue*.
 *
 * @throws NodeOperationError for wrong values or credentials, with nothing sent; NodeApiError for the provider's no
 */
export async function runItems(
	context: IExecuteFunctions,
	provider: Provider,
	resources: readonly Resource[],
): Promise<INodeExecutionData[][]> {
	let plan: Plan;
	try {
		plan = await planOf(context, provider, resources);
	} catch (error) {
		// n8n would give the input on as if all had gone well.
		if (!context.continueOnFail()) throw unchanged(error);
		return [context.getInputData().map((_, itemIndex) => errorItem(error, itemIndex))];
	}
	const { operation, prepared, limit } = plan;
	const run: Run = {
		context,
		provider,
		sends: operation.sends,
		gate: new Gate(),
		signal: context.getExecutionCancelSignal(),
		ledger: new Ledger(context),
	};
	try {
		const outputs = await mapBounded(
			prepared.length,
			limit,
			async (itemIndex) => await sendItem(run, operation, prepared[itemIndex], itemIndex),
			run.signal,
		);
		const items = outputs.flat();
		// A cancelled run, or one with error items that n8n may try again as a whole, has not come to its end.
		if (!run.signal?.aborted && !items.some(({ json }) => 'error' in json)) run.ledger.clear();
		return [items];
	} catch (error) {
		const reason = run.signal?.aborted ? cancelled(context.getNode()) : error;
		throw tellingWhatWasMade(reason, run.ledger.made());
	} finally {
		if (run.signal?.aborted) logWhatWasMade(run);
	}
}

/** n8n stores a stopped execution without what the running node has made (seen with 2.40.7), so its log has to hold it. */
function logWhatWasMade({ context, provider, ledger }: Run): void {
	const made = ledger.made().map(({ itemIndex, id }) => `${id} [Item ${itemIndex}]`);
	const unknown = ledger.unknown().map((itemIndex) => `[Item ${itemIndex}]`);
	if (made.length + unknown.length === 0) return;
	context.logger.warn(
		`Execution ${context.getExecutionId()} was stopped in node '${context.getNode().name}'. ` +
			`Created at ${provider.name}: ${made.join(', ') || 'nothing'}. Not known: ${unknown.join(', ') || 'none'}.`,
	);
}

/** What is to be done, once nothing speaks against beginning. */
interface Plan {
	operation: Operation;
	prepared: Array<Ready | LeftOut>;
	/** How many items are sent at the same time. */
	limit: number;
}

async function planOf(
	context: IExecuteFunctions,
	provider: Provider,
	resources: readonly Resource[],
): Promise<Plan> {
	const operation = chosenOperation(context, resources);
	const credential = await checkedCredential(context, provider);
	const prepared = lookBeforeSending(context, provider.baseUrlOf(credential), operation);
	return { operation, prepared, limit: concurrency(context, operation.sends) };
}

function chosenOperation(context: IExecuteFunctions, resources: readonly Resource[]): Operation {
	const resourceValue = context.getNodeParameter('resource', 0) as string;
	const operationValue = context.getNodeParameter('operation', 0) as string;
	const operation = resources
		.find((resource) => resource.value === resourceValue)
		?.operations.find((candidate) => candidate.value === operationValue);
	if (operation) return operation;
	throw new NodeOperationError(
		context.getNode(),
		`This node has no operation '${operationValue}' for the resource '${resourceValue}'`,
		{ description: "Choose the 'Resource' and 'Operation' from their lists." },
	);
}

/** The credential, with nothing wrong about it that can be seen. */
async function checkedCredential(
	context: IExecuteFunctions,
	provider: Provider,
): Promise<ICredentialDataDecryptedObject> {
	const credential = await context.getCredentials(provider.credentialType);
	const problem = provider.credentialProblem(credential);
	if (problem === undefined) return credential;
	throw new NodeOperationError(context.getNode(), problem, {
		description: `Nothing was sent. Correct the ${provider.name} credential and run the node again.`,
	});
}

function lookBeforeSending(
	context: IExecuteFunctions,
	providerUrl: string,
	operation: Operation,
): Array<Ready | LeftOut> {
	const labels = labelsOf([...operation.properties, optionsOf(operation)]);
	const all = context.getInputData().map((_, itemIndex) => {
		const fields = new ItemFields(context, providerUrl, itemIndex, labels);
		const input = operation.read(fields);
		const settings = {
			timeout: fields.option('timeout', toWholeNumber) ?? DEFAULT_TIMEOUT,
			resendUnknown: fields.option('resendUnknown', toBoolean) ?? false,
		};
		return { itemIndex, input, settings, problems: fields.problems };
	});
	const lines = all.flatMap(({ itemIndex, problems }) =>
		problems.map(({ sentence }) => ({ itemIndex, text: sentence })),
	);
	if (lines.length > 0 && !context.continueOnFail()) throw inputError(context.getNode(), lines);
	return all.map(({ itemIndex, input, settings, problems }) => {
		if (problems.length === 0) return { input, settings };
		const own = lines.filter((line) => line.itemIndex === itemIndex);
		return { error: inputError(context.getNode(), own) };
	});
}

/** Labels by parameter name, those inside collections included, for messages in the editor's words. */
function labelsOf(properties: readonly INodeProperties[]): Map<string, string> {
	const labels = new Map<string, string>();
	for (const property of properties) {
		labels.set(property.name, property.displayName);
		if (property.type !== 'collection') continue;
		for (const entry of property.options ?? [])
			labels.set(entry.name, 'displayName' in entry ? entry.displayName : entry.name);
	}
	return labels;
}

function concurrency(context: IExecuteFunctions, sends: Sends): number {
	const { maxConcurrency } = context.getNodeParameter('options', 0, {}) as IDataObject;
	if (maxConcurrency === undefined || maxConcurrency === '') return DEFAULT_CONCURRENCY[sends];
	const number = Number(maxConcurrency);
	if (Number.isInteger(number) && number >= 1) return number;
	throw inputError(context.getNode(), [
		{ itemIndex: 0, text: "'Max Concurrency' must be a whole number from 1" },
	]);
}

async function sendItem(
	run: Run,
	operation: Operation,
	prepared: Ready | LeftOut,
	itemIndex: number,
): Promise<INodeExecutionData[]> {
	if ('error' in prepared) return [errorItem(prepared.error, itemIndex)];
	try {
		const output = await operation.send(callFor(run, itemIndex, prepared.settings), prepared.input);
		return linkedItems(output, itemIndex);
	} catch (error) {
		if (!run.context.continueOnFail() || run.signal?.aborted) throw unchanged(error);
		const made = run.ledger.made().filter((one) => one.itemIndex === itemIndex);
		return [errorItem(tellingWhatWasMade(error, made), itemIndex)];
	}
}
