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
import { project } from '../editor/properties';
import { events } from './events';

const MANUAL_STEPS = listed(
	'To register this node at Verifik:',
	[
		"In the Verifik credential, enter a long random 'Webhook Secret' of letters and digits.",
		'Copy the Production URL above and append ?secret= and that secret.',
		'In your Verifik account, create a webhook with this URL and link it to the flows of your project.',
		'Publish this workflow.',
	],
	'Without a secret, only events that Verifik confirms can start this workflow: all but fleet alerts and other events. ' +
		AUTOMATIC_AVAILABLE,
);

const AUTOMATIC_NOTE =
	'Publishing this workflow creates a webhook at Verifik, with a secret in its URL, and links it to the selected flows; unpublishing removes it. ' +
	'A flow can have only one webhook: while this workflow is published, you can listen for a test event only with a flow that has none.';

/** The final results of a biometric validation. */
const RESULTS = ['biometric_validation_validated', 'biometric_validation_failed'];

const whenAutomatic = { show: { registration: ['automatic'] } };

const projectFlows: INodeProperties = {
	displayName: 'Project Flow Names or IDs',
	name: 'projectFlows',
	type: 'multiOptions',
	required: true,
	default: [],
	typeOptions: { loadOptionsMethod: 'getProjectFlows', loadOptionsDependsOn: ['project.value'] },
	displayOptions: whenAutomatic,
	description:
		'Flows to receive events from. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
};

const replaceExisting: INodeProperties = {
	displayName: 'Replace Existing',
	name: 'replaceExisting',
	type: 'boolean',
	default: false,
	displayOptions: whenAutomatic,
	description:
		'Whether to replace a webhook that a selected flow already has. Its receiver gets no events while this workflow is published; unpublishing restores it. Listening for a test event never replaces one.',
};

export const properties: INodeProperties[] = [
	registrationProperty({
		manual: 'You enter the URL of this node in your Verifik account',
		automatic: 'This node creates its webhook at Verifik, with its own secret',
	}),
	notice('manualNotice', { registration: ['manual'] }, MANUAL_STEPS),
	notice('automaticNotice', { registration: ['automatic'] }, AUTOMATIC_NOTE),
	{ ...project, displayOptions: whenAutomatic, description: 'The project whose flows are offered below' },
	projectFlows,
	replaceExisting,
	eventsProperty('Verifik', events, ({ value }) => RESULTS.includes(value)),
	confirmProperty(
		"Whether to check each event against Verifik's API before starting the workflow. Events that Verifik does not confirm, or that name nothing at Verifik, start nothing. Biometric, email, phone, document and information validations, app registrations and face comparisons can be confirmed; fleet alerts and other events start the workflow unconfirmed.",
	),
	simplifyEvent,
	optionsProperty(
		'Whether to accept deliveries without the secret of the credential. They start the workflow only when Verifik confirms them, so Confirm must be on.',
	),
];
