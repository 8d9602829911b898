import type { INodeProperties } from 'n8n-workflow';

import {
	confirmProperty,
	eventsProperty,
	notice,
	optionsProperty,
	registrationProperty,
	simplifyEvent,
} from '../../common/trigger/properties';
import { events } from './events';

const MANUAL_STEPS =
	'To register this node at Auco:<ol>' +
	"<li>In the Auco credential, enter a 'Webhook Header Name' such as X-Webhook-Secret, and a long random 'Webhook Secret'.</li>" +
	'<li>Copy the Production URL above.</li>' +
	'<li>In your Auco account, open your profile, then the developer options, and enter the URL as webhook, with that header and secret.</li>' +
	'<li>Publish this workflow.</li></ol>' +
	'Auco notifies this webhook (its ID is "default") of everything that is created without Target Webhooks.';

const AUTOMATIC_NOTE =
	"Publishing this workflow adds a webhook to your company's list at Auco, and unpublishing removes it; no other entry is changed. " +
	"Auco only notifies it of what is created with its Webhook ID in 'Target Webhooks'. " +
	'While you listen for a test event, an entry of its own is there, with "-test" at the end of the ID.';

const webhookId: INodeProperties = {
	displayName: 'Webhook ID',
	name: 'webhookId',
	type: 'string',
	required: true,
	default: 'n8n',
	placeholder: 'e.g. n8n',
	displayOptions: { show: { registration: ['automatic'] } },
	description:
		'ID of the webhook at Auco. Every workflow needs one of its own; "default" cannot be used, because Auco does not let go of it again.',
};

const resumeWaitingExecutions: INodeProperties = {
	displayName: 'Resume Waiting Executions',
	name: 'resumeWaitingExecutions',
	type: 'boolean',
	default: false,
	description:
		"Whether every AucoFace event, chosen above or not, also resumes the execution that waits for it: one whose process was created with the option 'Resume This Execution'. The process is read from Auco for it.",
};

export const properties: INodeProperties[] = [
	registrationProperty({
		manual:
			'You enter the address of this node in your Auco account, or for several webhooks through its API',
		automatic: 'This node adds itself to the webhooks of your company, with a secret of its own',
	}),
	notice('manualNotice', 'manual', MANUAL_STEPS),
	notice('automaticNotice', 'automatic', AUTOMATIC_NOTE),
	webhookId,
	eventsProperty('Auco', events),
	confirmProperty(
		'Whether to read what an event is about from Auco before starting: events that Auco does not bear out, or that name no process, start nothing. Auco can be asked about AucoFace processes and background checks; document and package events start unconfirmed.',
	),
	simplifyEvent,
	optionsProperty(
		'Whether to accept deliveries without the secret. They start the workflow only when Auco confirms them, so Confirm must be on.',
		resumeWaitingExecutions,
	),
];
