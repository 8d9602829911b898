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

/** The body of `POST /rest/credentials`; `data` has the plain values. */
export interface CredentialInput {
	name: string;
	type: string;
	data: IDataObject;
}

/** A workflow as n8n exports and imports it. */
export interface WorkflowInput {
	name: string;
	nodes: INode[];
	connections: IConnections;
	settings?: IDataObject;
	/** Sample items by node, which the node gives out instead of running. */
	pinData?: Record<string, Array<{ json: IDataObject }>>;
}

/** What n8n returns for a workflow, reduced to what is used here. */
export interface StoredWorkflow {
	id: string;
	name: string;
	versionId: string;
	active: boolean;
}

/** The result of a credential's test, as the credential dialog shows it. */
export interface CredentialVerdict {
	status: 'OK' | 'Error';
	message: string;
}

/** An execution in n8n's list. */
export interface ExecutionSummary {
	id: string;
	workflowId: string;
	status: ExecutionStatus;
	mode: string;
	retryOf?: string;
	startedAt: string;
	stoppedAt?: string;
}

/** A stored execution with its data decoded. */
export interface StoredExecution extends ExecutionSummary {
	/** Missing for a moment after the execution was created. */
	data: IRun['data'];
}

/** The progress of publishing a workflow (docs/n8n-engine.md#activation-is-asynchronous). */
export interface PublicationStatus {
	status: 'in_progress' | 'published' | 'failed' | 'not_published';
	triggers: Array<{ nodeId: string; status: string; errorMessage?: string }>;
}

/** An output item of a node, with n8n's description of its binary data. */
export interface OutputItem {
	json: IDataObject;
	binary?: Record<string, IBinaryData>;
	pairedItem?: IPairedItemData | IPairedItemData[] | number;
}

/** What the editor sends when a person opens a node's dropdown. */
export interface DropdownRequest {
	/** Full node type, e.g. `n8n-nodes-auco-verifik.aucoFace`. */
	node: string;
	methodName: string;
	credentials: INodeCredentials;
	parameters?: INodeParameters;
	/** Search text in a resource locator. */
	filter?: string;
	/** From the previous page of results. */
	paginationToken?: string;
}
