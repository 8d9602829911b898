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
		builderHint: {
			searchHint:
				'Background checks of people and companies in Latin America: criminal records, sanction lists, PEP (antecedentes, listas restrictivas, SARLAFT, KYB). Generate is billed and returns a code; the result is ready after about a minute: turn on Wait for Result, or read it with Get.',
			relatedNodes: [
				{
					nodeType: 'n8n-nodes-auco-verifik.aucoFace',
					relationHint: 'Verifies that the person is who the document says',
				},
				{ nodeType: 'n8n-nodes-base.if', relationHint: 'Routes by the flags of the simplified result' },
			],
		},
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
