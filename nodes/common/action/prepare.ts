import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { DEFAULT_TIMEOUT } from '../http/client';
import type { Provider, ProviderCredential } from '../http/provider';
import { mapConcurrently } from '../util/concurrency';
import { mapInTurns } from '../util/turns';
import { toBoolean, toMilliseconds } from '../values/convert';
import { DEFAULT_CONCURRENCY, optionsOf } from './description';
import { inputError } from './errors';
import type { SendSettings } from './itemContext';
import { ItemFields } from './itemFields';
import type { Operation, Resource } from './operation';

/** What a run is going to do, once everything is checked. */
export interface Plan {
	operation: Operation;
	items: PreparedItem[];
	credential: ProviderCredential;
	/** How many items are sent at the same time. */
	limit: number;
}

/** An item that may be sent, or the error of one that is left out because of invalid values. */
export type PreparedItem =
	| { kind: 'ready'; input: unknown; settings: SendSettings }
	| { kind: 'invalid'; error: NodeOperationError };

/**
 * Checks everything before the first request is sent: the operation, the credential, the values of every item.
 *
 * @throws NodeOperationError for whatever is wrong; for values of single items only without *On Error: Continue*
 */
export async function planRun(
	context: IExecuteFunctions,
	provider: Provider,
	resources: readonly Resource[],
): Promise<Plan> {
	const operation = chosenOperation(context, resources);
	const credential = await checkedCredential(context, provider);
	refuseTooManyItems(context);
	const items = await validateItems(context, credential.baseUrl, operation);
	const limit =
		positiveOption(context, 'maxConcurrency', 'Max Concurrency') ?? DEFAULT_CONCURRENCY[operation.sends];
	return { operation, items, credential, limit };
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
		{ description: "Choose 'Resource' and 'Operation' from the lists." },
	);
}

/** The credential, if nothing is obviously wrong with it. */
async function checkedCredential(
	context: IExecuteFunctions,
	provider: Provider,
): Promise<ProviderCredential> {
	const credential = provider.parseCredential(await context.getCredentials(provider.credentialType));
	if (credential.issue === undefined) return credential;
	throw new NodeOperationError(context.getNode(), credential.issue, {
		description: `Nothing was sent. Correct the ${provider.name} credential and run the node again.`,
	});
}

/** So many files are opened at the same time. */
const CHECKS_AT_ONCE = 10;

async function validateItems(
	context: IExecuteFunctions,
	providerUrl: string,
	operation: Operation,
): Promise<PreparedItem[]> {
	const labels = labelsOf([...operation.properties, optionsOf(operation)]);
	const all = await mapInTurns(context.getInputData(), (_, itemIndex) => {
		const fields = new ItemFields(context, providerUrl, itemIndex, labels);
		const input = operation.read(fields);
		const settings = {
			timeout: fields.option('timeout', toMilliseconds) ?? DEFAULT_TIMEOUT,
			resendUnknown: fields.option('resendUnknown', toBoolean) ?? false,
			checkOnly: fields.option('checkOnly', toBoolean) ?? false,
		};
		return { input, settings, fields };
	});
	const checks = all.flatMap(({ fields }) => fields.checks);
	const look = async (index: number): Promise<void> => await checks[index]();
	await mapConcurrently(checks.length, CHECKS_AT_ONCE, look, context.getExecutionCancelSignal());

	const lines = all.flatMap(({ fields }) => linesOf(fields));
	if (lines.length > 0 && !context.continueOnFail()) throw inputError(context.getNode(), lines);
	return await mapInTurns(all, ({ input, settings, fields }) =>
		fields.issues.length === 0
			? { kind: 'ready', input, settings }
			: { kind: 'invalid', error: inputError(context.getNode(), linesOf(fields)) },
	);
}

function linesOf({ issues, itemIndex }: ItemFields): Array<{ itemIndex: number; text: string }> {
	return issues.map(({ sentence }) => ({ itemIndex, text: sentence }));
}

/** Labels by parameter name, including those inside collections, for messages that use the editor's labels. */
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

/** A guard against tables that are longer than they should be. */
function refuseTooManyItems(context: IExecuteFunctions): void {
	const maxItems = positiveOption(context, 'maxItems', 'Max Items');
	const count = context.getInputData().length;
	if (maxItems === undefined || count <= maxItems) return;
	throw new NodeOperationError(
		context.getNode(),
		`There are ${count} items, but 'Max Items' allows ${maxItems}`,
		{ description: "Nothing was sent. Check where the items come from, or raise 'Max Items'." },
	);
}

/** An option of the whole run; undefined when it is not set. */
function positiveOption(context: IExecuteFunctions, name: string, label: string): number | undefined {
	const value = runOptions(context)[name];
	if (value === undefined || value === '') return undefined;
	const number = Number(value);
	if (Number.isInteger(number) && number >= 1) return number;
	throw inputError(context.getNode(), [
		{ itemIndex: 0, text: `'${label}' must be a whole number, 1 or greater` },
	]);
}

/** The options of the first item whose expressions can be evaluated; what is wrong with the others is theirs to tell. */
function runOptions(context: IExecuteFunctions): IDataObject {
	for (let itemIndex = 0; itemIndex < context.getInputData().length; itemIndex++) {
		try {
			return context.getNodeParameter('options', itemIndex, {}) as IDataObject;
		} catch {
			continue;
		}
	}
	return {};
}
