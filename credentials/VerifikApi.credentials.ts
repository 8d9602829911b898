import type {
	Icon,
	ICredentialDataDecryptedObject,
	ICredentialTestRequest,
	ICredentialType,
	IHttpRequestOptions,
	INodeProperties,
} from 'n8n-workflow';

import { DEFAULT_BASE_URL, IN_SANDBOX_TOKENS, parseCredential } from '../nodes/Verifik/api/credential';

const EXPIRED = 'The token has expired: copy a new one from Settings > API Key in your Verifik account';
const REFUSED =
	'Verifik did not accept the token: copy it again from Settings > API Key in your Verifik account';

const NO_ACCOUNT = 'The response contains no Verifik account';

/** n8n accepts rules of different types in one list; only its type declaration does not. */
const TEST_RULES = [
	{ type: 'responseCode', properties: { value: 401, message: `${REFUSED}. It may also have expired` } },
	{ type: 'responseCode', properties: { value: 409, message: REFUSED } },
	{ type: 'responseCode', properties: { value: 404, message: `There is no Verifik API at this base URL` } },
	{ type: 'responseSuccessBody', properties: { key: 'success', value: false, message: REFUSED } },
	{ type: 'responseSuccessBody', properties: { key: 'message', value: 'invalid_token', message: REFUSED } },
	{ type: 'responseSuccessBody', properties: { key: 'message', value: 'expired_token', message: EXPIRED } },
	{ type: 'responseSuccessBody', properties: { key: 'message', value: 'token_expired', message: EXPIRED } },
	{
		type: 'responseSuccessBody',
		properties: {
			key: 'message',
			value: 'insufficient_credits',
			message: 'The token is valid, but the Verifik account has no credits left',
		},
	},
	{
		type: 'responseSuccessBody',
		properties: {
			key: 'message',
			value: 'access_denied',
			message: 'Verifik recognizes the token, but its account has no access',
		},
	},
	{ type: 'responseSuccessBody', properties: { key: 'data', value: undefined, message: NO_ACCOUNT } },
	{ type: 'responseSuccessBody', properties: { key: 'data', value: null, message: NO_ACCOUNT } },
] as ICredentialTestRequest['rules'];

/** Verifik's access token, sent as a bearer token. */
export class VerifikApi implements ICredentialType {
	name = 'verifikApi';

	displayName = 'Verifik API';

	icon: Icon = { light: 'file:../nodes/Verifik/verifik.svg', dark: 'file:../nodes/Verifik/verifik.dark.svg' };

	documentationUrl = 'https://docs.verifik.co/authentication/api-key-access-via-email';

	properties: INodeProperties[] = [
		{
			displayName: 'Access Token',
			name: 'accessToken',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			required: true,
			description:
				'Copy it from Settings > API Key in your Verifik account. It expires after 30 days by default; paste a new one then.',
		},
		// Here, because n8n shows no words of a test that succeeds (docs/n8n-engine.md#credential-test).
		{
			displayName:
				'This token belongs to a Verifik account in sandbox mode: it works, but all results are simulated and nobody is verified',
			name: 'sandboxNotice',
			type: 'notice',
			default: '',
			// No pattern: n8n gives one a time limit, which may pass on a busy machine whenever the credential is read.
			displayOptions: {
				show: { accessToken: IN_SANDBOX_TOKENS.map((includes) => ({ _cnd: { includes } })) },
			},
		},
		{
			displayName: 'Base URL',
			name: 'baseUrl',
			type: 'string',
			default: DEFAULT_BASE_URL,
			description: 'URL of the API. Change it only for a proxy or a sandbox.',
		},
		{
			displayName: 'Webhook Secret',
			name: 'webhookSecret',
			type: 'string',
			typeOptions: { password: true },
			default: '',
			description:
				'Only for a Verifik Trigger with manual registration: value of "?secret=" at the end of its URL. Deliveries without it are rejected.',
		},
	];

	/**
	 * A function instead of a template: it halves n8n's overhead per request
	 * (docs/n8n-engine.md#a-function-for-authenticate-is-faster).
	 */
	async authenticate(
		credential: ICredentialDataDecryptedObject,
		request: IHttpRequestOptions,
	): Promise<IHttpRequestOptions> {
		const verifik = parseCredential(credential);
		if (verifik.issue !== undefined) throw new Error(verifik.issue);
		return {
			...request,
			baseURL: verifik.baseUrl,
			headers: { ...request.headers, Authorization: `Bearer ${verifik.accessToken}` },
		};
	}

	/**
	 * A free documented read (docs/providers/verifik.md#credential-test). Verifik responds with 403 to an expired token
	 * as well as to missing credits or access, so that status is let through and the message decides; a body without
	 * `data` is a failure.
	 */
	test: ICredentialTestRequest = {
		request: {
			method: 'GET',
			url: '/v2/clients/me',
			ignoreHttpStatusErrors: { ignore: true, except: [400, 401, 402, 404, 409, 429, 500, 502, 503, 504] },
		},
		rules: TEST_RULES,
	};
}
