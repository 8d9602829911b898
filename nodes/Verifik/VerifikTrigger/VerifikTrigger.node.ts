import type {
	IHookFunctions,
	INodeType,
	INodeTypeDescription,
	IWebhookFunctions,
	IWebhookResponseData,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';

import * as activation from '../../common/trigger/lifecycle';
import { receive } from '../../common/trigger/delivery';
import { triggerPanel, webhook } from '../../common/trigger/properties';
import { getProjectFlows, searchProjects } from '../editor/dropdowns';
import { properties } from './properties';
import { verifikTrigger } from './trigger';

/** Starts a workflow when Verifik reports an event. */
export class VerifikTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Verifik Trigger',
		name: 'verifikTrigger',
		icon: { light: 'file:../verifik.svg', dark: 'file:../verifik.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter["events"].join(", ") }}',
		description: 'Starts the workflow when Verifik reports an event',
		eventTriggerDescription:
			'Waiting for Verifik to report an event: to the Test URL (Manual), or of the selected flows (Automatic)',
		activationMessage: 'Events that Verifik reports now start this workflow.',
		defaults: { name: 'Verifik Trigger' },
		builderHint: {
			searchHint:
				'Starts when Verifik reports the result of a biometric validation or an onboarding. Each item has the ID, the status and what Verifik confirms of it.',
			relatedNodes: [
				{
					nodeType: 'n8n-nodes-auco-verifik.verifikBiometric',
					relationHint: 'Creates the validations whose results start this workflow',
				},
			],
		},
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'verifikApi', required: true }],
		webhooks: [webhook],
		triggerPanel: triggerPanel('Verifik', {
			manual:
				'Create a webhook in your Verifik account with the Test URL, ?secret= and the secret of the credential, link it to a flow that has no other webhook, and finish a validation of this flow.',
			automatic:
				'Listening creates a webhook named "n8n test" for the selected flows, and removes it afterwards; flows that have a webhook, also that of the published workflow, are refused. Finish a validation of one of these flows.',
		}),
		sensitiveOutputFields: [
			'validation.token',
			'validation.images',
			'validation.url',
			'validation.frontUrl',
			'validation.backUrl',
			'registration.token',
			'validation.biometricData.faceImage',
			'validation.biometricData.template',
			'payload.object.token',
			'payload.object.biometricData.faceImage',
			'payload.object.biometricData.template',
		],
		properties,
	};

	methods = { listSearch: { searchProjects }, loadOptions: { getProjectFlows } };

	webhookMethods = {
		default: {
			async checkExists(this: IHookFunctions): Promise<boolean> {
				return await activation.checkExists(this, verifikTrigger);
			},
			async create(this: IHookFunctions): Promise<boolean> {
				return await activation.create(this, verifikTrigger);
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				return await activation.remove(this, verifikTrigger);
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receive(this, verifikTrigger);
	}
}
