import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import { parse } from 'yaml';

type Json = Record<string, unknown>;

/** An operation of a provider's document, as far as requests are concerned. */
interface DocumentedOperation {
	operationId: string;
	method: string;
	path: string;
	/** Address of the page that it was taken from. */
	page?: string;
	/** Names of the fields of the JSON body and of the parameters in the query. */
	fields: string[];
}

/** The operations of a provider's OpenAPI document, the events it delivers left out. */
export function operationsOf(provider: 'auco' | 'verifik'): DocumentedOperation[] {
	const file = join(import.meta.dirname, '../../../sandbox', provider, 'openapi.yaml');
	const document = parse(readFileSync(file, 'utf8')) as Json;
	const resolve = (node: unknown): Json => {
		const { $ref } = (node ?? {}) as { $ref?: string };
		if ($ref === undefined) return (node ?? {}) as Json;
		return resolve(
			$ref
				.slice(2)
				.split('/')
				.reduce((parent, key) => parent[key] as Json, document),
		);
	};
	return Object.entries(document.paths as Json).flatMap(([path, item]) => {
		const { parameters: shared, ...methods } = item as Json;
		return Object.entries(methods).map(([method, described]) => {
			const operation = described as Json;
			const parameters = [...((shared as unknown[]) ?? []), ...((operation.parameters as unknown[]) ?? [])];
			const inQuery = parameters.map(resolve).filter((parameter) => parameter.in === 'query');
			return {
				operationId: operation.operationId as string,
				method: method.toUpperCase(),
				path,
				page: (operation.externalDocs as Json | undefined)?.url as string | undefined,
				fields: [...bodyFields(operation, resolve), ...inQuery.map(({ name }) => String(name))],
			};
		});
	});
}

function bodyFields(operation: Json, resolve: (node: unknown) => Json): string[] {
	const { content } = resolve(operation.requestBody) as { content?: Json };
	const { schema } = ((content ?? {})['application/json'] ?? {}) as { schema?: unknown };
	return Object.keys((resolve(schema).properties as Json | undefined) ?? {});
}
