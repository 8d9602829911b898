import { LoadOptionsContext } from 'n8n-core';
import type { INodeListSearchResult, INodeParameters, INodePropertyOptions } from 'n8n-workflow';

import type { Bench, RunSettings } from './bench.mts';

/** Which list the editor asks a node for. */
interface ListRequest {
	/** Node, resource and operation whose field is opened. */
	operation: string;
	method: string;
	/** What the fields hold so far. */
	parameters?: INodeParameters;
	filter?: string;
	paginationToken?: string;
	credentials?: RunSettings['credentials'];
}

/** The entries of a dropdown, as the editor gets them. */
export async function options(bench: Bench, request: ListRequest): Promise<INodePropertyOptions[]> {
	const { context, methods } = await opened(bench, request);
	return await methods.loadOptions![request.method].call(context);
}

/** A page of a resource locator's list, as the editor gets it. */
export async function search(bench: Bench, request: ListRequest): Promise<INodeListSearchResult> {
	const { context, methods } = await opened(bench, request);
	return await methods.listSearch![request.method].call(context, request.filter, request.paginationToken);
}

async function opened(bench: Bench, { operation, parameters = {}, credentials }: ListRequest) {
	const settings = credentials ? { credentials } : {};
	const request = bench.request(operation, parameters, settings);
	const { workflow, additionalData } = await bench.engine.prepare(request);
	additionalData.currentNodeParameters = request.parameters;
	const node = workflow.getNode('Under Test')!;
	const { methods } = workflow.nodeTypes.getByNameAndVersion(node.type, node.typeVersion);
	return { context: new LoadOptionsContext(workflow, node, additionalData, ''), methods: methods! };
}
