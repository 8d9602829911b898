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
import { properties } from './properties';
import { aucoTrigger } from './trigger';

/** Starts a workflow when Auco reports an event. */
export class AucoTrigger implements INodeType {
	description: INodeTypeDescription = {
		displayName: 'Auco Trigger',
		name: 'aucoTrigger',
		icon: { light: 'file:../auco.svg', dark: 'file:../auco.dark.svg' },
		group: ['trigger'],
		version: 1,
		subtitle: '={{ $parameter["events"].join(", ") }}',
		description: 'Starts the workflow when Auco reports an event',
		eventTriggerDescription:
			'Waiting for Auco to report an event: to the Test URL (Manual), or to the Webhook ID that ends with -test (Automatic)',
		activationMessage: 'Events that Auco reports now start this workflow.',
		defaults: { name: 'Auco Trigger' },
		builderHint: {
			searchHint:
				'Starts when Auco reports the result of an identity validation, or an event of a signature (firma electrónica). Each item has the code, the status and what Auco confirms of it.',
			relatedNodes: [
				{
					nodeType: 'n8n-nodes-auco-verifik.aucoFace',
					relationHint: 'Creates the processes whose results start this workflow',
				},
			],
		},
		inputs: [],
		outputs: [NodeConnectionTypes.Main],
		credentials: [{ name: 'aucoApi', required: true }],
		webhooks: [webhook],
		triggerPanel: triggerPanel('Auco', {
			manual:
				'Enter the Test URL instead of the Production URL in the developer options of your Auco account, with the header and the secret of the credential, and finish a validation. Enter the Production URL again afterwards.',
			automatic:
				"Listening adds a webhook to your company's list at Auco, under the Webhook ID with \"-test\" at its end, and removes it afterwards. Create a validation with that ID in 'Target Webhook Names or IDs', and finish it.",
		}),
		sensitiveOutputFields: [
			'process.attempts[*].photo',
			'process.attempts[*].identificationCardFront',
			'process.attempts[*].identificationCardBack',
			'document.url',
			'document.data.url',
			'payload.profile.identificationCardFront',
			'payload.profile.identificationCardBack',
		],
		properties,
	};

	webhookMethods = {
		default: {
			async checkExists(this: IHookFunctions): Promise<boolean> {
				return await activation.checkExists(this, aucoTrigger);
			},
			async create(this: IHookFunctions): Promise<boolean> {
				return await activation.create(this, aucoTrigger);
			},
			async delete(this: IHookFunctions): Promise<boolean> {
				return await activation.remove(this, aucoTrigger);
			},
		},
	};

	async webhook(this: IWebhookFunctions): Promise<IWebhookResponseData> {
		return await receive(this, aucoTrigger);
	}
}
