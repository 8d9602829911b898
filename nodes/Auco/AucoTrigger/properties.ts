import type { INodeProperties } from 'n8n-workflow';

import { listed, notice } from '../../common/editor/properties';
import {
	AUTOMATIC_AVAILABLE,
	confirmProperty,
	eventsProperty,
	optionsProperty,
	registrationProperty,
	simplifyEvent,
} from '../../common/trigger/properties';
import { events } from './events';

const MANUAL_STEPS = listed(
	'To register this node at Auco:',
	[
		"In the Auco credential, enter a 'Webhook Header Name' such as X-Webhook-Secret, and a long random 'Webhook Secret'.",
		'Copy the Production URL above.',
		'In your Auco account, open your profile, then the developer options, and enter the URL as the webhook, with that header and secret.',
		'Publish this workflow.',
	],
	'Auco notifies this webhook (its ID is "default") of everything that is created without Target Webhook Names or IDs. ' +
		AUTOMATIC_AVAILABLE,
);

const AUTOMATIC_NOTE =
	"Publishing this workflow adds a webhook to your company's list at Auco, and unpublishing removes it; no other entry is changed. " +
	"Auco only notifies it of what is created with its Webhook ID in 'Target Webhook Names or IDs'. " +
	'While you listen for a test event, there is a separate entry, whose ID ends with "-test".';

const webhookId: INodeProperties = {
	displayName: 'Webhook ID',
	name: 'webhookId',
	type: 'string',
	required: true,
	default: 'n8n',
	placeholder: 'e.g. n8n',
	displayOptions: { show: { registration: ['automatic'] } },
	description:
		'ID of the webhook at Auco. Every workflow needs one of its own; "default" cannot be used, because Auco never removes it.',
};

const resumeWaitingExecutions: INodeProperties = {
	displayName: 'Resume Waiting Executions',
	name: 'resumeWaitingExecutions',
	type: 'boolean',
	default: false,
	description:
		"Whether every AucoFace event, selected above or not, also resumes the execution that waits for it, provided that its process was created with the option 'Resume This Execution'. The process is read from Auco for this.",
};

export const properties: INodeProperties[] = [
	registrationProperty({
		manual:
			'You enter the URL of this node in your Auco account, or through its API if you need several webhooks',
		automatic: 'This node adds itself to the webhooks of your company, with its own secret',
	}),
	notice('manualNotice', { registration: ['manual'] }, MANUAL_STEPS),
	notice('automaticNotice', { registration: ['automatic'] }, AUTOMATIC_NOTE),
	webhookId,
	eventsProperty('Auco', events, ({ value }) => value.startsWith('aucoFace.')),
	confirmProperty(
		"Whether to check each event against Auco's API before starting the workflow. Events that Auco does not confirm, or that name nothing at Auco, start nothing. AucoFace processes, documents, packages and background checks can be confirmed; a document event without a code, and other unknown ones, start the workflow unconfirmed.",
	),
	simplifyEvent,
	optionsProperty(
		'Whether to accept deliveries without the secret. They start the workflow only when Auco confirms them, so Confirm must be on.',
		resumeWaitingExecutions,
	),
];
