import { fileURLToPath } from 'node:url';

import type { LiveCall, LiveProvider } from './types.mts';

const WEBHOOK = by('VERIFIK_WEBHOOK_ID');

/** Linked to no flow and not active, so that it takes nobody's place (docs/providers/verifik.md#one-webhook-per-flow). */
const UNUSED_WEBHOOK = { url: 'https://example.com/check-live', name: 'check:live', isActive: false };

const CREATING_FIRST: LiveCall[] = [
	{
		operation: 'createBiometricValidation',
		gives: 'VERIFIK_VALIDATION_ID',
		creates: {
			effect: 'starts a validation: it may be billed, and writes to a person when the body says so',
			body: { variable: 'VERIFIK_VALIDATION_BODY' },
		},
	},
	{
		operation: 'createWebhook',
		gives: WEBHOOK.variable,
		creates: {
			effect: 'registers a webhook, by default one that is linked to no flow and not active',
			body: { variable: 'VERIFIK_WEBHOOK_BODY', byDefault: UNUSED_WEBHOOK },
		},
	},
];

const READING: LiveCall[] = [
	{ operation: 'getClient' },
	{ operation: 'listProjects' },
	{ operation: 'listProjectFlows', gives: 'VERIFIK_PROJECT_FLOW_ID' },
	{ operation: 'getProjectFlow', id: by('VERIFIK_PROJECT_FLOW_ID') },
	{ operation: 'listWebhooks', gives: WEBHOOK.variable },
	{ operation: 'getWebhook', id: WEBHOOK },
	{ operation: 'listBiometricValidations', gives: 'VERIFIK_VALIDATION_ID' },
	{ operation: 'getBiometricValidation', id: by('VERIFIK_VALIDATION_ID') },
	{ operation: 'getAppRegistration', id: by('VERIFIK_APP_REGISTRATION_ID') },
	{ operation: 'getEmailValidation', id: by('VERIFIK_EMAIL_VALIDATION_ID') },
	{ operation: 'getPhoneValidation', id: by('VERIFIK_PHONE_VALIDATION_ID') },
	{ operation: 'getDocumentValidation', id: by('VERIFIK_DOCUMENT_VALIDATION_ID') },
	{ operation: 'getInformationValidation', id: by('VERIFIK_INFORMATION_VALIDATION_ID') },
];

/** Only ever the webhook that this run has made. */
const CREATING_LAST: LiveCall[] = [
	{
		operation: 'updateWebhook',
		id: WEBHOOK,
		creates: {
			effect: 'renames the webhook that this run has registered',
			body: { variable: 'VERIFIK_WEBHOOK_CHANGE', byDefault: { name: 'check:live, changed' } },
			ownOnly: true,
		},
	},
	{
		operation: 'deleteWebhook',
		id: WEBHOOK,
		creates: { effect: 'deletes the webhook that this run has registered', ownOnly: true },
	},
];

export const LIVE_VERIFIK: LiveProvider = {
	name: 'Verifik',
	document: fileURLToPath(new URL('../verifik/openapi.yaml', import.meta.url)),
	baseUrl: 'VERIFIK_BASE_URL',
	key: 'VERIFIK_ACCESS_TOKEN',
	secrets: ['VERIFIK_ACCESS_TOKEN'],
	/** A scheme that was pasted with the token is taken off (docs/providers/verifik.md#authentication). */
	authorization: (_method, { VERIFIK_ACCESS_TOKEN }) =>
		VERIFIK_ACCESS_TOKEN && `Bearer ${VERIFIK_ACCESS_TOKEN.trim().replace(/^(bearer|jwt)\s+/i, '')}`,
	calls: [...CREATING_FIRST, ...READING, ...CREATING_LAST],
};

function by(variable: string) {
	return { parameter: 'id', in: 'path', variable } as const;
}
