import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import Ajv from 'ajv';
import type { INodeParameters } from 'n8n-workflow';

import { operationsIn } from '../support/engine/properties.mts';
import { useProviders } from '../support/engine/bench.mts';
import { leastOf } from '../support/providers/samples.mts';

/** Holds the output schemas, which the editor shows before a node has run, against what really comes out. */
const bench = useProviders();

const FOLDERS: Record<string, string> = {
	aucoFace: 'Auco/AucoFace',
	aucoBackground: 'Auco/AucoBackground',
	verifikBiometric: 'Verifik/VerifikBiometric',
};

interface Schema {
	type: string | string[];
	properties?: Record<string, Schema>;
	items?: Schema;
}

function schemaOf(operation: string): Schema {
	const [node, resource, name] = operation.split('/');
	const file = join('dist/nodes', FOLDERS[node], '__schema__/v1.0.0', resource, `${name}.json`);
	return JSON.parse(readFileSync(join(import.meta.dirname, '../..', file), 'utf8')) as Schema;
}

/** Keys of what a schema describes, `a.b` for those further inside and `a[].b` for those in lists. */
function described({ properties, items }: Schema, prefix = ''): string[] {
	if (items) return described(items, `${prefix}[]`);
	return Object.entries(properties ?? {}).flatMap(([key, inner]) => {
		const path = prefix === '' ? key : `${prefix}.${key}`;
		return [path, ...described(inner, path)];
	});
}

/** Keys of a value, named in the same way. */
function keysOf(value: unknown, prefix = ''): string[] {
	if (Array.isArray(value)) return value.flatMap((entry) => keysOf(entry, `${prefix}[]`));
	if (typeof value !== 'object' || value === null) return [];
	return Object.entries(value).flatMap(([key, inner]) => {
		const path = prefix === '' ? key : `${prefix}.${key}`;
		return [path, ...keysOf(inner, path)];
	});
}

/** Outputs of an operation in all the states that the sandbox knows. */
const cases: Record<string, () => Promise<object[]>> = {
	'aucoFace/process/create': async () => await outputs('aucoFace/process/create', [{}]),
	'aucoFace/process/get': async () => await ofProcess('get'),
	'aucoFace/process/waitForResult': async () => await ofProcess('waitForResult'),
	'aucoFace/process/getWhatsappHistory': async () => [
		...(await ofProcess('getWhatsappHistory')),
		...(await ofProcess('getWhatsappHistory', '9000000906')),
	],
	'aucoFace/document/check': async () =>
		await outputs('aucoFace/document/check', [{}, { identification: '9000000921' }]),
	'aucoFace/face/match': async () =>
		await outputs('aucoFace/face/match', [{}, { identification: '9000000921' }]),
	'aucoBackground/person/generate': async () => await outputs('aucoBackground/person/generate', [{}]),
	'aucoBackground/person/get': async () => await ofCheck('get'),
	'aucoBackground/person/downloadReport': async () => await ofCheck('downloadReport'),
	'aucoBackground/company/getRepresentatives': async () =>
		await outputs('aucoBackground/company/getRepresentatives', [{}]),
	'verifikBiometric/biometricValidation/create': async () => await ofValidations('create'),
	'verifikBiometric/biometricValidation/get': async () => await ofValidations('get'),
	'verifikBiometric/biometricValidation/getAll': async () => await ofValidations('getAll'),
	'verifikBiometric/biometricValidation/waitForResult': async () => await ofValidations('waitForResult'),
};

async function outputs(operation: string, changes: INodeParameters[]): Promise<object[]> {
	const results = [];
	for (const change of changes) {
		const { json, error } = await bench.run(operation, leastOf(operation, change));
		expect(error).toBeUndefined();
		results.push(...json);
	}
	return results;
}

async function ofProcess(operation: string, identification = '1001001010'): Promise<object[]> {
	await outputs('aucoFace/process/create', [{ identification }]);
	const { id } = bench.auco.creations.at(-1)!;
	bench.auco.finishProcess(id, 'BLOCKED');
	return (await bench.run(`aucoFace/process/${operation}`, { code: id })).json;
}

async function ofCheck(operation: string): Promise<object[]> {
	bench.auco.advances = true;
	await outputs('aucoBackground/person/generate', [{}]);
	await bench.auco.settled();
	return (await bench.run(`aucoBackground/person/${operation}`, { code: bench.auco.creations[0].id })).json;
}

/** In both documented shapes: a schema has to describe what either gives. */
async function ofValidations(operation: string): Promise<object[]> {
	const results: object[] = [];
	for (const shape of ['nested', 'flat'] as const) {
		bench.verifik.shape = shape;
		const created = await outputs('verifikBiometric/biometricValidation/create', [{}]);
		const { id } = bench.verifik.creations.at(-1)!;
		bench.verifik.finishValidation(id, 'validated');
		const read = async () => await bench.run(`verifikBiometric/biometricValidation/${operation}`, { id });
		results.push(...(operation === 'create' ? created : (await read()).json));
	}
	return results;
}

test.each(Object.keys(cases).map((operation) => [operation]))(
	'%s gives what its schema says',
	async (operation) => {
		const schema = schemaOf(operation);
		const results = await cases[operation]();
		expect(results.length).toBeGreaterThan(0);
		expect([...new Set(results.flatMap((one) => keysOf(one)))].sort()).toEqual(described(schema).sort());
		const validate = new Ajv({ strict: false, allowUnionTypes: true }).compile(schema);
		for (const one of results) {
			validate(one);
			expect(validate.errors ?? []).toEqual([]);
		}
	},
);

test('every operation has a schema and a case', () => {
	const offered = Object.keys(FOLDERS).flatMap((node) =>
		operationsIn(bench.engine.loaded.description(node)).map(
			({ resource, option }) => `${node}/${resource}/${String(option.value)}`,
		),
	);
	expect(Object.keys(cases).sort()).toEqual(offered.sort());
});
