import type { RecordedRequest } from '../types.mts';

/** An answer. An object or array is sent as JSON, a Buffer as it is, a string as text, undefined as no body. */
export interface ProviderResponse {
	status: number;
	body?: unknown;
	headers?: Record<string, string>;
}

/** A request that is authorised and valid by the OpenAPI document. */
export interface OperationRequest {
	/** `operationId` in the document. */
	operation: string;
	/** Values of the path's placeholders, decoded. */
	params: Record<string, string>;
	/** By name as sent (`in_status[]` keeps its brackets), converted to the types of the document. */
	query: Record<string, unknown>;
	/** The JSON body; empty when the operation takes none. */
	body: Record<string, unknown>;
	request: RecordedRequest;
	/** Records that this request really created something. */
	created(id: string): void;
}

/** One way in which a request violates the OpenAPI document. */
export interface SchemaIssue {
	in: 'body' | 'query' | 'path' | 'header' | 'cookie';
	/** Path of the field, e.g. `a/0/b`; empty for the whole body. */
	field: string;
	/**
	 * The JSON Schema keyword, e.g. `required`, `additionalProperties`, `enum`; `parse` for text that is not JSON.
	 */
	rule: string;
	/** ajv's message, e.g. `must be string`. */
	message: string;
}

/** What distinguishes one fake provider from another. */
export interface ProviderDefinition {
	/** Path of the OpenAPI 3.1 document (YAML). */
	document: string;
	/** Prefix of the document's paths, e.g. `/v1.5/ext`; may be empty. */
	basePath: string;
	/** By `operationId`; every operation of the document needs one. Handlers are synchronous. */
	handlers: Record<string, (call: OperationRequest) => ProviderResponse>;
	/** The error for a request that is not authorised; undefined when it is. */
	authorize(request: RecordedRequest, operation: string): ProviderResponse | undefined;
	/** The error for a request that violates the document, in the provider's own format. */
	refuse(problems: SchemaIssue[], operation: string): ProviderResponse;
	/** Answers requests for which the document has no operation: files, or a 404. */
	fallback(request: RecordedRequest): ProviderResponse;
	/** Drops all objects and restores the initial state. */
	reset(): void;
	/** Further commands for `POST /_sandbox/<name>`: called with the JSON body; the result is sent as JSON. */
	controls?: Record<string, (body: Record<string, unknown>) => unknown>;
}
