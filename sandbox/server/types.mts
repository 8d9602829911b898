import type { RecordedRequest } from '../types.mts';

/** What goes back. An object or list is sent as JSON, a Buffer as it is, a string as text, undefined as nothing. */
export interface ProviderResponse {
	status: number;
	body?: unknown;
	headers?: Record<string, string>;
}

/** A request that is authorised and fits the OpenAPI document. */
export interface OperationRequest {
	/** `operationId` in the document. */
	operation: string;
	/** Values of the path's placeholders, decoded. */
	params: Record<string, string>;
	/** By name as sent (`in_status[]` keeps its brackets); numbers, booleans and lists as the document types them. */
	query: Record<string, unknown>;
	/** The JSON body; empty when the operation takes none. */
	body: Record<string, unknown>;
	request: RecordedRequest;
	/** Records that this request really made something at the provider. */
	created(id: string): void;
}

/** One way in which a request does not fit the document. */
export interface SchemaIssue {
	in: 'body' | 'query' | 'path' | 'header' | 'cookie';
	/** Name of the field, `a/0/b` for one further inside; empty for the whole body. */
	field: string;
	/** ajv's word for the rule, e.g. `required`, `additionalProperties`, `type`, `format`, `enum`; `parse` for no JSON. */
	rule: string;
	/** The rule in words, e.g. `must be string`. */
	message: string;
}

/** What makes a server one provider's. */
export interface ProviderDefinition {
	/** Path of the OpenAPI 3.1 document (YAML). */
	document: string;
	/** What comes before the document's paths, e.g. `/v1.5/ext`; empty for nothing. */
	basePath: string;
	/** By `operationId`; every operation of the document needs one. Handlers act at once, they do not wait. */
	handlers: Record<string, (call: OperationRequest) => ProviderResponse>;
	/** The refusal of a request that is not authorised; undefined when it is. */
	authorize(request: RecordedRequest, operation: string): ProviderResponse | undefined;
	/** Words the refusal of a request that does not fit the document, as the provider documents its errors. */
	refuse(problems: SchemaIssue[], operation: string): ProviderResponse;
	/** Answers what the document does not know: files, or an address that does not exist. */
	fallback(request: RecordedRequest): ProviderResponse;
	/** Forgets its objects and puts back what it is born with. */
	reset(): void;
	/** Further commands for `POST /_sandbox/<name>`, called with the JSON body. What they return is sent as JSON. */
	controls?: Record<string, (body: Record<string, unknown>) => unknown>;
}
