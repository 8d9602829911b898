import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import Ajv from 'ajv';
import { parse } from 'yaml';

import { COUNTRIES } from '../../../nodes/Auco/api/documents.ts';
import { eventOf } from '../../../sandbox/auco/events.mts';
import { PROCESS } from '../../support/documented.mts';

interface Operation {
	operationId: string;
	externalDocs?: { url: string };
	'x-sources'?: Array<{ url: string }>;
	requestBody?: { content: Record<string, { schema: Record<string, unknown> }> };
}

const document = parse(readFileSync(join(import.meta.dirname, '../../../sandbox/auco/openapi.yaml'), 'utf8'));

/** Every operation as `[name, operation]`. */
function operationsOf(paths: Record<string, Record<string, Operation>>): Array<[string, Operation]> {
	return Object.entries(paths).flatMap(([path, methods]) =>
		Object.entries(methods).map(([method, operation]): [string, Operation] => [
			`${method} ${path}`,
			operation,
		]),
	);
}

describe("Auco's OpenAPI document", () => {
	const operations = operationsOf(document.paths);
	const events = operationsOf(document.webhooks);

	test('holds every endpoint that the package uses', () => {
		expect(operations.map(([name]) => name).sort()).toEqual([
			'get /company',
			'get /document',
			'get /document/roadmap',
			'get /validate/background',
			'get /veriface',
			'get /whatsapp/records',
			'post /validate/background',
			'post /validate/company/representatives',
			'post /veriface',
			'post /veriface/check',
			'post /veriface/validate',
			'put /company',
		]);
	});

	test.each([...operations, ...events])('names the pages of %s', (_name, operation) => {
		const urls = [operation.externalDocs?.url, ...(operation['x-sources'] ?? []).map(({ url }) => url)];
		for (const url of urls) expect(url).toMatch(/^https:\/\/docs\.auco\.ai\/(en\/)?api\/[a-z-]+\/[a-z-]+/);
	});

	test.each(operations.filter(([, { requestBody }]) => requestBody))(
		'lists the fields of %s in one place and refuses others',
		(_name, { requestBody }) => {
			const { schema } = requestBody!.content['application/json']!;
			expect(schema).toMatchObject({ type: 'object', additionalProperties: false, properties: {} });
		},
	);

	test('knows the document types that the package offers', () => {
		const offered = COUNTRIES.map(({ code, documents }) => [code, [...documents, 'PASSPORT']]);
		expect(document.components.schemas.Country['x-documentTypes']).toEqual(Object.fromEntries(offered));
	});

	test.each([true, false])('describes the events that are delivered (with custom: %s)', (carriesCustom) => {
		const [, { requestBody }] = events[0]!;
		const fits = new Ajv({ strict: false }).compile(requestBody!.content['application/json']!.schema);
		const input = { ...PROCESS, custom: { row: 1 }, tags: ['a'] };
		for (const status of ['APPROVED', 'BLOCKED', 'VALIDATED', 'INVALIDATED'] as const) {
			const process = { code: 'AAAABBBBCCCCDDDD', input, status, createdAt: new Date(), patch: {} };
			expect([fits(eventOf(process, carriesCustom)), fits.errors]).toEqual([true, null]);
		}
	});
});
