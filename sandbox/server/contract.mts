import { readFileSync } from 'node:fs';

import type { ErrorObject } from 'ajv';
import addFormats from 'ajv-formats';
import { OpenAPIBackend, type Document, type Operation } from 'openapi-backend';
import { parse } from 'yaml';

import type { RecordedRequest } from '../types.mts';
import type { SchemaIssue } from './types.mts';

/** A request, parsed and checked against its operation. */
interface ParsedRequest {
	issues: SchemaIssue[];
	params: Record<string, string>;
	query: Record<string, unknown>;
}

/** An OpenAPI document that requests and replies are validated against. */
export class Contract {
	readonly backend: OpenAPIBackend;

	/** Cache by method and path: finding the operation takes longer than validating the request. */
	private readonly found = new Map<string, Operation | undefined>();

	private constructor(backend: OpenAPIBackend) {
		this.backend = backend;
	}

	/** Loads a document and compiles its schemas. */
	static async load(document: string, basePath: string): Promise<Contract> {
		const backend = new OpenAPIBackend({
			definition: parse(readFileSync(document, 'utf8')) as Document,
			apiRoot: basePath || '/',
			strict: true,
			// Skips the check of the document itself, which only knows OpenAPI 3.0 and rejects if/then.
			quick: true,
			coerceTypes: true,
			ignoreTrailingSlashes: false,
			ajvOpts: { allErrors: true, strict: false },
			customizeAjv(ajv) {
				addFormats(ajv as never);
				return ajv;
			},
		});
		await backend.init();
		const { router, validator } = backend;
		for (const { operationId } of router.getOperations()) {
			validator.getRequestValidatorsForOperation(operationId!);
		}
		return new Contract(backend);
	}

	/** Names of all operations. */
	get operations(): string[] {
		return this.backend.router.getOperations().map(({ operationId }) => operationId!);
	}

	/** The documented operation of a request; undefined when there is none. */
	operationOf({ method, path }: RecordedRequest): Operation | undefined {
		const key = `${method} ${path}`;
		if (this.found.has(key)) return this.found.get(key);
		const operation = this.backend.matchOperation({ method, path, headers: {} });
		// Bounded, because every id in a path makes another key.
		if (this.found.size < 1000) this.found.set(key, operation);
		return operation;
	}

	/** Validates a request against its operation. */
	read(request: RecordedRequest, operation: Operation): ParsedRequest {
		const asSent = {
			method: request.method,
			path: request.path,
			headers: request.headers,
			query: queryOf(request.query),
			body: request.body,
		};
		const { params } = this.backend.router.parseRequest(asSent, operation);
		if (operation.requestBody && request.text !== '' && request.body === undefined) {
			return { issues: [NOT_JSON], params, query: {} };
		}
		const { errors, coerced } = this.backend.validator.validateRequest(asSent, operation);
		return {
			issues: (errors ?? []).filter(isDistinct).map(issueOf),
			params,
			query: coerced?.query as Record<string, unknown>,
		};
	}

	/** What is wrong with a reply, in ajv's words; empty when it is valid. */
	responseErrors(operation: string, status: number, body: unknown): string[] {
		const { responses } = this.backend.router.getOperation(operation) ?? {};
		if (!responses || !(String(status) in responses)) return [`${operation} documents no status ${status}`];
		const { errors } = this.backend.validateResponse(body, operation, status);
		return (errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
	}
}

/** ajv reports `if` and every entry that `contains` looked at beside the issue that matters. */
function isDistinct({ keyword, schemaPath }: ErrorObject): boolean {
	return keyword !== 'if' && !schemaPath.includes('/contains/');
}

const NOT_JSON: SchemaIssue = { in: 'body', field: '', rule: 'parse', message: 'must be JSON' };

/** Parameters by name; a repeated name gives an array. */
function queryOf(query: string): Record<string, string | string[]> {
	const parameters = new URLSearchParams(query);
	return Object.fromEntries(
		[...new Set(parameters.keys())].map((name) => {
			const values = parameters.getAll(name);
			return [name, values.length > 1 ? values : values[0]!];
		}),
	);
}

/** `/requestBody/phone` → body, `phone`; missing and unknown fields are named in ajv's `params`. */
function issueOf({ instancePath, keyword, params, message }: ErrorObject): SchemaIssue {
	const [where, ...inside] = instancePath.split('/').slice(1);
	const named = (params.missingProperty ?? params.additionalProperty) as string | undefined;
	if (where === undefined) {
		// The whole body, or all parameters of a kind, are missing.
		const missing = named ?? 'requestBody';
		return { in: placeOf(missing), field: '', rule: keyword, message: message ?? '' };
	}
	const path = named === undefined ? inside : [...inside, named];
	return { in: placeOf(where), field: path.join('/'), rule: keyword, message: message ?? '' };
}

function placeOf(where: string): SchemaIssue['in'] {
	return where === 'requestBody' ? 'body' : (where as SchemaIssue['in']);
}
