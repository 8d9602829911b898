import type { IBinaryData, IDataObject, INode, IConnections, IRun, ExecutionStatus } from 'n8n-workflow';

/** A credential as `POST /rest/credentials` takes it; `data` holds the plain values. */
export interface CredentialInput {
	name: string;
	type: string;
	data: IDataObject;
}

/** A workflow as it is exported, imported and created. */
export interface WorkflowInput {
	name: string;
	nodes: INode[];
	connections: IConnections;
	settings?: IDataObject;
}

/** What creating or saving a workflow returns, cut down to what is needed here. */
export interface StoredWorkflow {
	id: string;
	name: string;
	versionId: string;
}

/** n8n's verdict on a credential, as its credential dialog shows it. */
export interface CredentialVerdict {
	status: 'OK' | 'Error';
	message: string;
}

/** A stored execution with its data unfolded. */
export interface StoredExecution {
	id: string;
	status: ExecutionStatus;
	mode: string;
	retryOf?: string;
	startedAt: string;
	stoppedAt?: string;
	data: IRun['data'];
}

/** Where the publishing of a workflow's triggers stands (engine-facts.md F6). */
export interface PublicationStatus {
	status: 'in_progress' | 'published' | 'failed' | 'not_published';
	triggers: Array<{ nodeId: string; status: string; errorMessage?: string }>;
}

/** One item that left a node, with n8n's description of its binary data. */
export interface OutputItem {
	json: IDataObject;
	binary?: Record<string, IBinaryData>;
}
