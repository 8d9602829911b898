import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { describeResources } from '../../common/action/description';
import { runItems } from '../../common/action/runItems';
import { getWebhooks } from '../editor/dropdowns';
import { auco } from '../api/provider';
import { company } from './company';
import { person } from './person';

const resources = [person, company];

/** Background checks of people and companies with Auco. */
export class AucoBackground implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Auco Background',
		name: 'aucoBackground',
		icon: { light: 'file:../auco.svg', dark: 'file:../auco.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Run background checks on people and companies with Auco',
		defaults: { name: 'Auco Background' },
		usableAsTool: true,
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'aucoApi', required: true }],
		properties: describeResources(resources),
	};

	methods = { loadOptions: { getWebhooks } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runItems(this, auco, resources);
	}
}
