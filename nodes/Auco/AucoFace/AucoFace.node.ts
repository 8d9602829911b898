import type {
	IExecuteFunctions,
	INodeExecutionData,
	INodeType,
	INodeTypeDescription,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import { describeResources } from '../../common/action/description';
import { runItems } from '../../common/action/runItems';
import { answerCallback, resumeWebhooks, waitingNodeTooltip } from '../../common/wait/callback';
import { getDocumentTypes, getWebhooks } from '../editor/dropdowns';
import { auco } from '../api/provider';
import { document } from './document';
import { face } from './face';
import { process } from './process';
import { awaitableProcess } from './process/waitForResult';

const resources = [process, document, face];

/** Document and face validations of people with Auco. */
export class AucoFace implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'AucoFace',
		name: 'aucoFace',
		icon: { light: 'file:../auco.svg', dark: 'file:../auco.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Validate the identity of people by document and face with Auco',
		defaults: { name: 'AucoFace' },
		usableAsTool: true,
		builderHint: {
			searchHint:
				'KYC in Latin America: verifies a person by identity document and face (identidad, cédula, rostro, prueba de vida). Create is billed and, on WhatsApp, writes to a real person. It returns a code at once; the result follows minutes or days later: read it with Get, wait with Wait for Result, or start another workflow with Auco Trigger.',
			relatedNodes: [
				{
					nodeType: 'n8n-nodes-auco-verifik.aucoTrigger',
					relationHint: 'Starts a workflow when a process is finished, or resumes one that waits',
				},
				{
					nodeType: 'n8n-nodes-auco-verifik.aucoBackground',
					relationHint: 'Checks the background of the person once the identity is certain',
				},
			],
		},
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'aucoApi', required: true }],
		sensitiveOutputFields: [
			'attempts[*].photo',
			'attempts[*].identificationCardFront',
			'attempts[*].identificationCardBack',
		],
		webhooks: resumeWebhooks,
		waitingNodeTooltip,
		properties: describeResources(resources),
	};

	methods = { loadOptions: { getDocumentTypes, getWebhooks } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runItems(this, auco, resources);
	}

	/** Called while an execution is suspended in Wait for Result. */
	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await answerCallback(this, awaitableProcess);
	}
}
