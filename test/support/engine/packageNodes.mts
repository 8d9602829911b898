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

import { separatePackages, wholePackage } from '../packages.mts';
import { Agent, asTool } from './agent.mts';

/** What the tests run: the whole package, or those of one provider each (jest.packages.config.cjs). */
const TESTED = process.env.SEPARATE_PACKAGES ? separatePackages : [wholePackage];

/** The package, or those of one provider each, as n8n's own loader loads them from `dist`. */
export interface LoadedPackage {
	/** Full type of a node, with its package as prefix, e.g. `n8n-nodes-auco-verifik.aucoFace`. */
	typeOf(node: string): string;
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
	const loaders = TESTED.map(({ folder }) => new PackageDirectoryLoader(folder));
	for (const loader of loaders) await loader.loadAll();
	const typeOf = (node: string): string => {
		const holds = ({ known }: PackageDirectoryLoader) => node.replace(/Tool$/, '') in known.nodes;
		return `${loaders.find(holds)?.packageName}.${node}`;
	};
	const versioned = (type: string): INodeType => {
		const helper = HELPERS[type];
		if (helper) return helper;
		if (type.endsWith('Tool')) return asTool(versioned(type.replace(/Tool$/, '')));
		const [packageName, node] = type.split('.');
		const loader = loaders.find((one) => one.packageName === packageName)!;
		return NodeHelpers.getVersionedNodeType(loader.getNode(node).type);
	};
	return {
		typeOf,
		nodeTypes: {
			getByName: versioned,
			getByNameAndVersion: versioned,
			getKnownTypes: () => ({}),
		},
		credentialType: (name) =>
			loaders.find(({ known }) => name in known.credentials)!.getCredential(name).type,
		description: (node) => versioned(typeOf(node)).description,
	};
}
