import { join } from 'node:path';

import { PackageDirectoryLoader } from 'n8n-core';
import type {
	ICredentialType,
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
	INodeTypes,
} from 'n8n-workflow';
import { NodeHelpers } from 'n8n-workflow';

import { Agent, asTool } from './agent.mts';

/** Where a clone holds the package that n8n loads: `package.json` and `dist`. */
const PACKAGE_ROOT = join(import.meta.dirname, '../../..');

/** The package as n8n's own loader loads it from `dist`. */
export interface LoadedPackage {
	/** `n8n-nodes-auco-verifik`, the prefix of every node type. */
	name: string;
	nodeTypes: INodeTypes;
	/** @throws Error when the package has no such credential */
	credentialType(name: string): ICredentialType;
	/** Description of a node by its short name, e.g. `aucoFace`. */
	description(node: string): INodeTypeDescription;
}

/** A node that gives its input on unchanged; stands for whatever comes before or after in a workflow. */
class PassOn implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Pass On',
		name: 'passOn',
		group: ['transform'],
		version: 1,
		description: 'Gives the input on',
		defaults: { name: 'Pass On' },
		inputs: ['main'],
		outputs: ['main'],
		properties: [],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return [this.getInputData()];
	}
}

/** A node that works out an expression for every item, as any node behind ours in a workflow does. */
class Evaluate implements INodeType {
	description: INodeTypeDescription = {
		...new PassOn().description,
		displayName: 'Evaluate',
		name: 'evaluate',
		defaults: { name: 'Evaluate' },
		properties: [{ displayName: 'Value', name: 'value', type: 'string', default: '' }],
	};

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		const evaluated = this.getInputData().map((_, item) => ({
			json: { value: this.getNodeParameter('value', item) as string },
			pairedItem: { item },
		}));
		return [evaluated];
	}
}

const HELPERS: Record<string, INodeType> = {
	'test.passOn': new PassOn(),
	'test.evaluate': new Evaluate(),
	'test.agent': new Agent(),
};

/** Loads the built package once per test file. Run `npm run build` before, or the nodes of the last build are tested. */
export async function loadPackage(): Promise<LoadedPackage> {
	const loader = new PackageDirectoryLoader(PACKAGE_ROOT);
	await loader.loadAll();
	const versioned = (type: string): INodeType => {
		const helper = HELPERS[type];
		if (helper) return helper;
		if (type.endsWith('Tool')) return asTool(versioned(type.replace(/Tool$/, '')));
		return NodeHelpers.getVersionedNodeType(loader.getNode(type.replace(`${loader.packageName}.`, '')).type);
	};
	return {
		name: loader.packageName,
		nodeTypes: {
			getByName: versioned,
			getByNameAndVersion: versioned,
			getKnownTypes: () => ({}),
		},
		credentialType: (name) => loader.getCredential(name).type,
		description: (node) => versioned(`${loader.packageName}.${node}`).description,
	};
}
