import { Credentials } from 'n8n-core';
import type {
	ICredentialDataDecryptedObject,
	IExecuteData,
	IHttpRequestOptions,
	INodeCredentialsDetails,
	INodeProperties,
	IRequestOptionsSimplified,
	IWorkflowExecuteAdditionalData,
	WorkflowExecuteMode,
} from 'n8n-workflow';
import { ICredentialsHelper, NodeHelpers } from 'n8n-workflow';

import type { LoadedPackage } from './packageNodes.mts';

/** Credential data by credential type, in clear, as a person enters it. */
export type CredentialData = Record<string, ICredentialDataDecryptedObject>;

/**
 * Gives nodes their credentials as the server does: stored encrypted, decrypted for every request, completed with the
 * defaults of the type's properties, and put into requests by the type's own `authenticate`.
 */
export class StoredCredentials extends ICredentialsHelper {
	private readonly stored = new Map<string, Credentials>();

	private readonly loaded: LoadedPackage;

	constructor(loaded: LoadedPackage) {
		super();
		this.loaded = loaded;
	}

	/** Encrypts and keeps the data under the name of its type. */
	async store(data: CredentialData): Promise<void> {
		for (const [type, values] of Object.entries(data)) {
			const credentials = new Credentials({ id: type, name: type }, type);
			await credentials.setData(values);
			this.stored.set(type, credentials);
		}
	}

	async getCredentials(_node: INodeCredentialsDetails, type: string): Promise<Credentials> {
		const credentials = this.stored.get(type);
		if (!credentials) throw new Error(`No credential of type ${type} is stored`);
		return credentials;
	}

	async getDecrypted(
		_additionalData: IWorkflowExecuteAdditionalData,
		node: INodeCredentialsDetails,
		type: string,
		_mode: WorkflowExecuteMode,
		_executeData?: IExecuteData,
		raw?: boolean,
	): Promise<ICredentialDataDecryptedObject> {
		const data = await (await this.getCredentials(node, type)).getData();
		return raw ? data : this.withDefaults(type, data);
	}

	/** Data with the defaults of the properties that it leaves out. */
	withDefaults(type: string, data: ICredentialDataDecryptedObject): ICredentialDataDecryptedObject {
		const properties = this.getCredentialsProperties(type);
		return NodeHelpers.getNodeParameters(
			properties,
			data as never,
			true,
			false,
			null,
			null,
		) as ICredentialDataDecryptedObject;
	}

	async authenticate(
		data: ICredentialDataDecryptedObject,
		type: string,
		request: IHttpRequestOptions | IRequestOptionsSimplified,
	): Promise<IHttpRequestOptions> {
		const { authenticate } = this.loaded.credentialType(type);
		if (typeof authenticate !== 'function') throw new Error(`${type} has no authenticate function`);
		return await authenticate(data, request as IHttpRequestOptions);
	}

	getCredentialsProperties(type: string): INodeProperties[] {
		return this.loaded.credentialType(type).properties;
	}

	getParentTypes(): string[] {
		return [];
	}

	isCredentialUsableByNode(): boolean {
		return true;
	}

	async preAuthentication(): Promise<undefined> {}

	async runPreAuthentication(): Promise<undefined> {}

	async updateCredentials(): Promise<void> {}

	async updateCredentialsOauthTokenData(): Promise<void> {}
}
