import { readFileSync } from 'node:fs';

import { Ajv2020, type ErrorObject, type ValidateFunction } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { parse } from 'yaml';

import { differencesOf } from './differences.mts';
import { Names, textsIn } from './names.mts';
import { closed, fieldNames, inlined, type Json } from './schema.mts';
import type { Difference } from './types.mts';

/** An operation of a document, references put in. */
export interface MeasuredOperation {
	method: string;
	/** With its placeholders, e.g. `/v2/webhooks/{id}`. */
	path: string;
	/** By status. */
	responses: Record<string, { content?: Record<string, { schema?: unknown }> }>;
}

/** A provider's OpenAPI document as the measure for its replies. */
export class Measure {
	/** The documented base URL of production. */
	readonly baseUrl: string;

	/** By `operationId`; deliveries to webhooks are not among them. */
	readonly operations = new Map<string, MeasuredOperation>();

	private readonly document: Json;

	private readonly names: ReadonlySet<string>;

	private readonly ajv = new Ajv2020({ strict: false, allErrors: true, verbose: true, logger: false });

	private readonly named = new Map<string, unknown>();

	private readonly validators = new Map<unknown, ValidateFunction>();

	private static readonly loaded = new Map<string, Measure>();

	/** The measure of a document; compiled once, because that takes longer than a run. */
	static of(file: string): Measure {
		const measure = Measure.loaded.get(file) ?? new Measure(file);
		Measure.loaded.set(file, measure);
		return measure;
	}

	private constructor(file: string) {
		this.document = parse(readFileSync(file, 'utf8')) as Json;
		this.names = fieldNames(this.document);
		this.baseUrl = (this.document.servers as Array<{ url: string }>)[0]!.url;
		addFormats(this.ajv as never);
		for (const [path, item] of Object.entries(this.document.paths as Record<string, Json>)) {
			const { parameters: _parameters, ...methods } = item;
			for (const [method, described] of Object.entries(methods as Record<string, Json>)) {
				const responses = inlined(described.responses, this.document) as MeasuredOperation['responses'];
				const operation = { method: method.toUpperCase(), path, responses };
				this.operations.set(String(described.operationId), operation);
			}
		}
	}

	operation(operationId: string): MeasuredOperation {
		const operation = this.operations.get(operationId);
		if (!operation) throw new Error(`The document has no operation ${operationId}`);
		return operation;
	}

	/** A schema of the document by its name; the same object each time. */
	schema(name: string): unknown {
		const schema = this.named.get(name) ?? inlined({ $ref: `#/components/schemas/${name}` }, this.document);
		this.named.set(name, schema);
		return schema;
	}

	/**
	 * How a body differs from a schema.
	 *
	 * @param secrets texts that must not appear, beside those of the body itself
	 */
	differences(schema: unknown, body: unknown, secrets: readonly string[]): Difference[] {
		const validate = this.validators.get(schema) ?? this.ajv.compile(closed(schema) as Json);
		this.validators.set(schema, validate);
		if (validate(body)) return [];
		const names = this.namesFor(body, secrets);
		return differencesOf(validate.errors as ErrorObject[], body, names);
	}

	/** Prints paths of a body without what may be personal. */
	namesFor(body: unknown, secrets: readonly string[]): Names {
		return new Names(this.names, [...secrets, ...textsIn(body)]);
	}
}
