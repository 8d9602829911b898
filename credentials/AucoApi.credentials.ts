import type {
	Icon,
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

import { keyFor, parseCredential } from '../nodes/Auco/api/credential';

/**
 * Auco means the public key for browsers, but it can read personal data and webhook secrets
 * (docs/providers/auco.md#company), so it is hidden too.
 */
const hidden = { password: true };

/** n8n accepts rules of different types in one list; only its type declaration does not. */
const NOT_A_COMPANY = [
	{
		type: 'responseSuccessBody',
		properties: {
			key: 'id',
			value: undefined,
			message: "This response does not come from Auco's API: check the environment and the base URL",
		},
	},
] as unknown as Extract<ICredentialTestRequest['rules'], Array<{ type: 'responseCode' }>>;

/** Auco's key pair. A request carries one bare key, without a scheme; the method decides which. */
export class AucoApi implements ICredentialType {
	name = 'aucoApi';

	displayName = 'Auco API';

	icon: Icon = { light: 'file:../nodes/Auco/auco.svg', dark: 'file:../nodes/Auco/auco.dark.svg' };

	documentationUrl = 'https://docs.auco.ai/en/api/environment';

	properties: INodeProperties[] = [
		{
			displayName: 'Environment',
			name: 'environment',
			type: 'options',
			default: 'production',
			description: 'The Auco environment that the keys belong to',
			options: [
				{ name: 'Production', value: 'production', description: 'Validations cost credits (app.auco.ai)' },
				{ name: 'Stage', value: 'stage', description: 'For testing, free of charge (stage.auco.ai)' },
				{ name: 'Custom', value: 'custom', description: 'Another base URL, e.g. of a proxy or a sandbox' },
			],
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: '',
			required: true,
			placeholder: 'e.g. https://api.auco.ai/v1.5/ext',
			displayOptions: { show: { environment: ['custom'] } },
		},
		{
			displayName: 'Private Key',
			name: 'privateKey',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			placeholder: 'e.g. prk_xxx',
			description: 'Starts with prk_. Used by requests that create or change something.',
		},
		{
			displayName: 'Public Key',
			name: 'publicKey',
			type: 'string',
			typeOptions: hidden,
			default: '',
			required: true,
			placeholder: 'e.g. puk_xxx',
			description: 'Starts with puk_. Used by requests that only read.',
		},
		{
			displayName: 'Webhook Header Name',
			name: 'webhookHeaderName',
			type: 'string',
			default: '',
			placeholder: 'e.g. X-Webhook-Secret',
			description:
				'Only for an Auco Trigger with manual registration: name of the header that Auco sends with every delivery',
		},
		{
			displayName: 'Webhook Secret',
			name: 'webhookSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description:
				'Only for an Auco Trigger with manual registration: value of that header. Deliveries without it are rejected.',
		},
	];

	/**
	 * A function instead of a template: it halves n8n's overhead per request
	 * (docs/n8n-engine.md#a-function-for-authenticate-is-faster), and the key depends on the method.
	 */
	async authenticate(
		credential: ICredentialDataDecryptedObject,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		const auco = parseCredential(credential);
		if (auco.issue !== undefined) throw new Error(auco.issue);
		return {
			...request,
			baseURL: auco.baseUrl,
			headers: { ...request.headers, Authorization: keyFor(request.method, auco) },
		};
	}

	/**
	 * Documented, harmless and free; proves that the public key belongs to the environment
	 * (docs/providers/auco.md#credential-test).
	 */
	test: ICredentialTestRequest = {
		request: { method: 'GET', url: '/company' },
		rules: [
			{
				type: 'responseCode',
				properties: {
					value: 401,
					message: 'Auco did not accept the public key: it is mistyped or belongs to a different environment',
				},
			},
			{
				type: 'responseCode',
				properties: {
					value: 404,
					message: 'There is no Auco API at this base URL, which must end with /v1.5/ext',
				},
			},
			...NOT_A_COMPANY,
		],
	};
}
