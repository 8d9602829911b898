import type { IDataObject, IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';

import { DEFAULT_TIMEOUT } from '../http/client';
import type { Provider, ProviderCredential } from '../http/provider';
import type { Sends } from '../http/request';
import { toBoolean, toPositiveInteger } from '../values/convert';
import { DEFAULT_CONCURRENCY, optionsOf } from './description';
import { inputError } from './errors';
import type { SendSettings } from './itemContext';
import { ItemFields } from './itemFields';
import type { Operation, Resource } from './operation';

/** What a run is going to do, once everything is checked. */
export interface Plan {
	operation: Operation;
	items: PreparedItem[];
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
	const items = validateItems(context, credential.baseUrl, operation);
	return { operation, items, limit: concurrency(context, operation.sends) };
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

function validateItems(
	context: IExecuteFunctions,
	providerUrl: string,
	operation: Operation,
): PreparedItem[] {
	const labels = labelsOf([...operation.properties, optionsOf(operation)]);
	const all = context.getInputData().map((_, itemIndex) => {
		const fields = new ItemFields(context, providerUrl, itemIndex, labels);
		const input = operation.read(fields);
		const settings = {
			timeout: fields.option('timeout', toPositiveInteger) ?? DEFAULT_TIMEOUT,
			resendUnknown: fields.option('resendUnknown', toBoolean) ?? false,
		};
		return { input, settings, lines: fields.issues.map(({ sentence }) => ({ itemIndex, text: sentence })) };
	});
	const lines = all.flatMap((item) => item.lines);
	if (lines.length > 0 && !context.continueOnFail()) throw inputError(context.getNode(), lines);
	return all.map(({ input, settings, lines: own }) =>
		own.length === 0
			? { kind: 'ready', input, settings }
			: { kind: 'invalid', error: inputError(context.getNode(), own) },
	);
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

function concurrency(context: IExecuteFunctions, sends: Sends): number {
	const { maxConcurrency } = context.getNodeParameter('options', 0, {}) as IDataObject;
	if (maxConcurrency === undefined || maxConcurrency === '') return DEFAULT_CONCURRENCY[sends];
	const number = Number(maxConcurrency);
	if (Number.isInteger(number) && number >= 1) return number;
	throw inputError(context.getNode(), [
		{ itemIndex: 0, text: "'Max Concurrency' must be a whole number, 1 or greater" },
	]);
}
