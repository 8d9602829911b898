import type { INodeProperties } from 'n8n-workflow';

import {
	confirmProperty,
	eventsProperty,
	notice,
	optionsProperty,
	registrationProperty,
	simplifyEvent,
} from '../../common/trigger/properties';
import { project } from '../editor/properties';
import { events } from './events';

const MANUAL_STEPS =
	'To register this node at Verifik:<ol>' +
	"<li>In the Verifik credential, enter a long random 'Webhook Secret' of letters and digits.</li>" +
	'<li>Copy the Production URL above and put ?secret= and that secret at its end.</li>' +
	'<li>In your Verifik account, create a webhook with this address and link it to the flows of your project.</li>' +
	'<li>Publish this workflow.</li></ol>' +
	'Without a secret only biometric events can start this workflow, because Verifik can be asked whether they are true.';

const AUTOMATIC_NOTE =
	'Publishing this workflow creates a webhook at Verifik, with a secret in its address, and links it to the chosen flows; unpublishing removes it. ' +
	'A flow has only one webhook: while this workflow is published, you can listen for a test event only with a flow that has none.';

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
		'Flows whose events are wanted. Choose from the list, or specify IDs using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
};

const replaceExisting: INodeProperties = {
	displayName: 'Replace Existing',
	name: 'replaceExisting',
	type: 'boolean',
	default: false,
	displayOptions: whenAutomatic,
	description:
		'Whether to take the place of a webhook that a chosen flow already has. Whoever receives it gets no events while this workflow is published; unpublishing puts it back. Listening for a test event never replaces one.',
};

export const properties: INodeProperties[] = [
	registrationProperty({
		manual: 'You enter the address of this node in your Verifik account',
		automatic: 'This node creates its webhook at Verifik, with a secret of its own',
	}),
	notice('manualNotice', 'manual', MANUAL_STEPS),
	notice('automaticNotice', 'automatic', AUTOMATIC_NOTE),
	{ ...project, displayOptions: whenAutomatic, description: 'The project whose flows are offered below' },
	projectFlows,
	replaceExisting,
	eventsProperty('Verifik', events),
	confirmProperty(
		'Whether to read the biometric validation that an event is about from Verifik before starting: events that Verifik does not bear out, or that name no validation, start nothing. All other events start unconfirmed.',
	),
	simplifyEvent,
	optionsProperty(
		'Whether to accept deliveries without the secret of the credential. They start the workflow only when Verifik confirms them, so Confirm must be on.',
	),
];
