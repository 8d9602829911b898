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
import { searchProjectFlows, searchProjects, searchValidations } from '../editor/dropdowns';
import { verifik } from '../api/provider';
import { biometricValidation } from './biometricValidation';
import { awaitableValidation } from './biometricValidation/waitForResult';

const resources = [biometricValidation];

/** Liveness and face validations of people with Verifik. */
export class VerifikBiometric implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Verifik Biometric',
		name: 'verifikBiometric',
		icon: { light: 'file:../verifik.svg', dark: 'file:../verifik.dark.svg' },
		group: ['transform'],
		version: 1,
		subtitle: '={{ $parameter["operation"] + ": " + $parameter["resource"] }}',
		description: 'Validate the identity of people by liveness and face with Verifik',
		defaults: { name: 'Verifik Biometric' },
		usableAsTool: true,
		builderHint: {
			searchHint:
				'Liveness and face validation of a person by a link (prueba de vida, rostro, biometría, KYC). Create may be billed and returns the link at once; the result follows later: read it with Get, wait with Wait for Result, or start another workflow with Verifik Trigger.',
			relatedNodes: [
				{
					nodeType: 'n8n-nodes-auco-verifik.verifikTrigger',
					relationHint: 'Starts a workflow when a validation is finished',
				},
			],
		},
		inputs: [NodeConnectionTypes.Main],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'verifikApi', required: true }],
		sensitiveOutputFields: ['token', 'biometricData.faceImage', 'biometricData.template'],
		webhooks: resumeWebhooks,
		waitingNodeTooltip,
		properties: describeResources(resources),
	};

	methods = { listSearch: { searchProjects, searchProjectFlows, searchValidations } };

	async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
		return await runItems(this, verifik, resources);
	}

	/** Called while an execution is suspended in Wait for Result. */
	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await answerCallback(this, awaitableValidation);
	}
}
