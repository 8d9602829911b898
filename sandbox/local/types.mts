import type {
	ExecutionStatus,
	IBinaryData,
	IConnections,
	IDataObject,
	INode,
	INodeCredentials,
	INodeParameters,
	IPairedItemData,
	IRun,
} from 'n8n-workflow';

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
	active: boolean;
}

/** n8n's verdict on a credential, as its credential dialog shows it. */
export interface CredentialVerdict {
	status: 'OK' | 'Error';
	message: string;
}

/** An execution in n8n's list of executions. */
export interface ExecutionSummary {
	id: string;
	status: ExecutionStatus;
	mode: string;
	retryOf?: string;
	startedAt: string;
	stoppedAt?: string;
}

/** A stored execution with its data unfolded. */
export interface StoredExecution extends ExecutionSummary {
	/** Missing for a moment after the execution was entered. */
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
	pairedItem?: IPairedItemData | IPairedItemData[] | number;
}

/** What the editor sends when a person opens a dropdown of a node. */
export interface DropdownRequest {
	/** Full node type, e.g. `n8n-nodes-auco-verifik.aucoFace`. */
	node: string;
	methodName: string;
	credentials: INodeCredentials;
	parameters?: INodeParameters;
	/** What the person typed into the search of a resource locator. */
	filter?: string;
	/** Where the last page ended. */
	paginationToken?: string;
}
