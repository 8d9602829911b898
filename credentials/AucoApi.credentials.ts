import type {
	Icon,
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

import { keyFor, parseCredential } from '../nodes/Auco/api/credential';

/** Auco's public key is meant for browsers, but it reads personal data and webhook secrets (auco.md 5.1): hidden too. */
const hidden = { password: true };

/** n8n applies each rule by its own type; only its type declaration asks for rules of one kind. */
const NOT_A_COMPANY = [
	{
		type: 'responseSuccessBody',
		properties: {
			key: 'id',
			value: undefined,
			message: "This is not the answer of Auco's API: check the environment and the base URL",
		},
	},
] as unknown as Extract<ICredentialTestRequest['rules'], Array<{ type: 'responseCode' }>>;

/** Auco's key pair. Requests carry the bare key, without a scheme; which of the two depends on the method. */
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
				{ name: 'Stage', value: 'stage', description: 'For trying out, without charges (stage.auco.ai)' },
				{ name: 'Custom', value: 'custom', description: 'Another address, e.g. a proxy or a sandbox' },
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
			description: 'Starts with prk_. Needed for everything that creates or changes something.',
		},
		{
			displayName: 'Public Key',
			name: 'publicKey',
			type: 'string',
			typeOptions: hidden,
			default: '',
			required: true,
			placeholder: 'e.g. puk_xxx',
			description: 'Starts with puk_. Needed for everything that reads.',
		},
		{
			displayName: 'Webhook Header Name',
			name: 'webhookHeaderName',
			type: 'string',
			default: '',
			placeholder: 'e.g. X-Webhook-Secret',
			description:
				'Only for an Auco Trigger whose address was registered by hand: the name of the header that Auco was told to send',
		},
		{
			displayName: 'Webhook Secret',
			name: 'webhookSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description:
				'Only for an Auco Trigger whose address was registered by hand: the value of that header. Deliveries without it are turned away.',
		},
	];

	/** A function, not a template: it halves n8n's own cost of a request, and the key depends on the method. */
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

	/** Documented, harmless and free; it proves the public key and the environment (auco.md 1). */
	test: ICredentialTestRequest = {
		request: { method: 'GET', url: '/company' },
		rules: [
			{
				type: 'responseCode',
				properties: {
					value: 401,
					message:
						'Auco did not accept the public key: it is mistyped, or belongs to another environment than the chosen one',
				},
			},
			{
				type: 'responseCode',
				properties: { value: 404, message: 'There is no Auco API at this base URL; it ends with /v1.5/ext' },
			},
			...NOT_A_COMPANY,
		],
	};
}
