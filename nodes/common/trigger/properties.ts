import type {
	INodeProperties,
	INodePropertyOptions,
	IWebhookDescription,
	TriggerPanelDefinition,
} from 'n8n-workflow';

import { collection, simplifyOff } from '../editor/properties';
import type { TriggerEvent } from './contract';

/**
 * The trigger's webhook. With n8n's default of `responseData` it would not respond with what the node returns
 * (docs/n8n-engine.md#what-the-sender-reads).
 */
export const webhook: IWebhookDescription = {
	name: 'default',
	httpMethod: 'POST',
	responseMode: 'onReceived',
	responseData: '',
	path: 'webhook',
	ndvHideUrl: '={{ $parameter["registration"] === "automatic" }}',
	ndvHideMethod: true,
};

/**
 * What the editor shows beside the node. It cannot know the registration, so it describes both.
 *
 * @param manual what to do at the provider for a test event with manual registration, as a sentence without its end
 * @param automatic what listening registers, and which event reaches it
 */
export function triggerPanel(
	provider: string,
	{ manual, automatic }: { manual: string; automatic: string },
): TriggerPanelDefinition {
	const test =
		'click "Listen for test event". The event shows up here.<ul>' +
		`<li><b>Registration: Manual</b>. ${manual}</li><li><b>Registration: Automatic</b>. ${automatic}</li></ul>`;
	return {
		header: `Pull in events from ${provider}`,
		executionsHelp: {
			inactive: `<b>While you build the workflow</b>, ${test}<b>When it is ready</b>, publish it: every event then starts it, and its executions appear in the executions list.`,
			active: `<b>While you change the workflow</b>, ${test}<b>The published workflow</b> is started by every event; its executions appear in the <a data-key="executions">executions list</a>.`,
		},
		activationHint: `Once the workflow is ready, publish it: every event that ${provider} reports then starts it.`,
	};
}

/**
 * The parameter `events`: what starts the workflow, in alphabetical order. Not `required`, because an Auco Trigger may
 * only resume executions; publishing refuses an empty list otherwise.
 */
export function eventsProperty(
	provider: string,
	events: readonly TriggerEvent[],
	preselected: (event: TriggerEvent) => boolean,
): INodeProperties {
	const options: INodePropertyOptions[] = events.map(({ value, name, description }) => ({
		value,
		name,
		...(description && { description }),
	}));
	const property: INodeProperties = {
		displayName: 'Events',
		name: 'events',
		type: 'multiOptions',
		default: [],
		options: options.sort((one, other) => one.name.localeCompare(other.name)),
		description: `The events of ${provider} that start this workflow. All others are acknowledged and ignored.`,
	};
	return { ...property, default: events.filter(preselected).map(({ value }) => value) };
}

/** For the notice of manual registration. The editor cannot tell a public address from another one, but a person can. */
export const AUTOMATIC_AVAILABLE =
	"If the Production URL above starts with https:// and can be reached from the internet, set 'Registration' to Automatic instead: the node then does all this itself.";

/**
 * The parameter `registration`.
 *
 * @param texts what each option means at this provider
 */
export function registrationProperty(texts: { manual: string; automatic: string }): INodeProperties {
	return {
		displayName: 'Registration',
		name: 'registration',
		type: 'options',
		default: 'manual',
		options: [
			{ name: 'Automatic', value: 'automatic', description: texts.automatic },
			{ name: 'Manual', value: 'manual', description: texts.manual },
		],
		description: 'How the provider learns the webhook URL of this workflow',
	};
}

/** The parameter `confirm`. What can be confirmed differs, so each provider has its own description. */
export function confirmProperty(description: string): INodeProperties {
	return { displayName: 'Confirm', name: 'confirm', type: 'boolean', default: true, description };
}

/** The parameter `simplify` of the triggers. */
export const simplifyEvent: INodeProperties = {
	...simplifyOff,
	description: 'Whether to return a simplified version of the event instead of all that is known of it',
};

const deduplicate: INodeProperties = {
	displayName: 'Deduplicate',
	name: 'deduplicate',
	type: 'boolean',
	default: true,
	description:
		'Whether to ignore an event that is delivered again. If several n8n processes receive it at the same moment, it may still start the workflow twice; compare eventId where that matters.',
};

/**
 * The collection `options`.
 *
 * @param allowUnauthenticated its description at this provider
 * @param own options of one trigger
 */
export function optionsProperty(allowUnauthenticated: string, ...own: INodeProperties[]): INodeProperties {
	const unauthenticated: INodeProperties = {
		displayName: 'Allow Unauthenticated',
		name: 'allowUnauthenticated',
		type: 'boolean',
		default: false,
		displayOptions: { show: { '/registration': ['manual'] } },
		description: allowUnauthenticated,
	};
	return collection('Options', 'options', 'Add Option', [deduplicate, unauthenticated, ...own]);
}
