import { readFileSync } from 'node:fs';

import { parse } from 'yaml';

import { FakeVerifik } from '../../../sandbox/verifik/fakeProvider.mts';
import { FULL_VALIDATION } from '../../support/documented.mts';

const document = parse(readFileSync('sandbox/verifik/openapi.yaml', 'utf8'));

const operations = Object.values(document.paths as Record<string, Record<string, any>>).flatMap((path) =>
	Object.entries(path)
		.filter(([method]) => method !== 'parameters')
		.map(([, operation]) => operation),
);

describe('the OpenAPI document of Verifik', () => {
	test('names the page of every operation', () => {
		expect(operations.length).toBe(17);
		for (const { externalDocs } of operations)
			expect(externalDocs.url).toMatch(/^https:\/\/docs\.verifik\.co\//);
	});

	test('knows exactly the fields of the documented example', () => {
		const { post } = document.paths['/v2/biometric-validations'];
		const { properties, required } = post.requestBody.content['application/json'].schema;
		expect(Object.keys(properties)).toEqual(Object.keys(FULL_VALIDATION));
		expect(required).toEqual(['project', 'projectFlow', 'identifier', 'type']);
	});

	test('describes every field and every parameter', () => {
		const fields = operations.flatMap(({ requestBody }) => {
			const schema = requestBody?.content['application/json'].schema;
			return Object.values<any>(schema?.properties ?? {});
		});
		const parameters = operations
			.flatMap(({ parameters = [] }) => parameters)
			.map(({ $ref, ...parameter }) =>
				$ref ? document.components.parameters[String($ref).split('/').at(-1)!] : parameter,
			);
		for (const { description } of [...fields, ...parameters]) expect(description).toEqual(expect.any(String));
	});

	test('tells good replies from bad ones', async () => {
		const verifik = new FakeVerifik(0.001);
		await verifik.listen();
		const wrongs = (status: number, body: unknown) =>
			verifik.responseErrors('createBiometricValidation', status, body);
		expect(wrongs(200, { data: { token: 'only' } })).not.toEqual([]);
		expect(wrongs(409, { success: false })).not.toEqual([]);
		expect(wrongs(418, {})).not.toEqual([]);
		await verifik.stop();
	});
});
