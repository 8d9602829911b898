import type { INodeParameters } from 'n8n-workflow';

import { operationsIn, propertiesOf } from '../support/engine/properties.mts';
import { operationsOf } from '../support/providers/openapi.mts';
import { useProviders } from '../support/engine/bench.mts';
import { SAMPLES, type Sample } from '../support/providers/samples.mts';

/**
 * Holds the nodes against the providers' OpenAPI documents: what is documented can be filled in and leaves, and nothing
 * else leaves. A field that is added to a document fails here until a node has it and a sample fills it in.
 */
const bench = useProviders();

const NODES = ['aucoFace', 'aucoBackground', 'verifikBiometric'];

/** Documented, and on purpose not offered (docs/providers/verifik.md#query-parameters). */
const NOT_OFFERED: Record<string, Record<string, string>> = {
	listBiometricValidations: {
		offset: 'an alternative to page, which the node counts itself',
		where_client: 'pointless for ordinary tokens, which see their own client only',
	},
	getBiometricValidation: {
		columns: 'output of one shape needs all fields; Simplify is there for less',
		select: 'another name of columns',
		lean: 'changes nothing that a caller sees',
	},
};

/** Operations that the triggers, the dropdowns and the credentials' tests use, and no operation of a node. */
const OF_OTHERS = [
	'getCompany',
	'updateCompany',
	'getDocument',
	'getDocumentRoadmap',
	'getAppRegistration',
	'getEmailValidation',
	'getPhoneValidation',
	'getDocumentValidation',
	'getInformationValidation',
	'listProjects',
	'listProjectFlows',
	'getProjectFlow',
	'createWebhook',
	'listWebhooks',
	'getWebhook',
	'updateWebhook',
	'deleteWebhook',
	'getClient',
];

/** Fields that steer the node and mean nothing to a provider. */
const STEERING = [
	'simplify',
	'resumeOn',
	'maxWait',
	'maxWaitUnit',
	'onTimeout',
	'waitForResult',
	'returnAll',
	'limit',
	'imageSource',
	'maxConcurrency',
	'timeout',
	'resendUnknown',
	'checkOnly',
	'maxItems',
	'resumeThisExecution',
	'downloadImages',
	'binaryPropertyName',
];

/** Reads a check and then a file, and is tested with the other files. */
const WITHOUT_SAMPLE = ['aucoBackground/person/downloadReport'];

const documents = [...operationsOf('auco'), ...operationsOf('verifik')];
const documented = new Map(documents.map((operation) => [operation.operationId, operation]));

/** Names of everything that an operation sends over all samples of it. */
async function sentBy(operationId: string): Promise<Set<string>> {
	const names = new Set<string>();
	for (const sample of SAMPLES.filter((one) => one.operationId === operationId)) {
		for (const { parameters } of [sample.least, ...sample.most]) {
			bench.providerOf(sample.operation).reset();
			for (const name of await namesSent(sample, parameters)) names.add(name);
		}
	}
	return names;
}

async function namesSent(sample: Sample, parameters: INodeParameters): Promise<string[]> {
	const provider = bench.providerOf(sample.operation);
	await bench.run(sample.operation, parameters);
	expect(provider.requests.length).toBe(1);
	const [{ query, body, status }] = provider.requests;
	// The fake providers refuse whatever their documents do not know.
	if (sample.method === 'POST') expect(status).toBe(200);
	return [...new URLSearchParams(query).keys(), ...Object.keys((body as object | undefined) ?? {})];
}

const used = documents.filter(({ operationId }) => !OF_OTHERS.includes(operationId));

test.each(used.map(({ operationId }) => [operationId]))(
	'%s: every documented field leaves, and nothing else',
	async (operationId) => {
		const exceptions = Object.keys(NOT_OFFERED[operationId] ?? {});
		const { fields } = documented.get(operationId)!;
		const expected = fields.filter((field) => !exceptions.includes(field));
		expect([...(await sentBy(operationId))].sort()).toEqual([...expected].sort());
	},
);

test('exceptions are documented fields, or they are none', () => {
	for (const [operationId, exceptions] of Object.entries(NOT_OFFERED)) {
		expect(documented.get(operationId)?.fields).toEqual(expect.arrayContaining(Object.keys(exceptions)));
	}
	expect(documents.map(({ operationId }) => operationId)).toEqual(expect.arrayContaining(OF_OTHERS));
});

test('every operation names the page that it was taken from', () => {
	for (const { page } of documents) expect(page).toMatch(/^https:\/\/docs\.(auco\.ai|verifik\.co)\//);
});

const offered = (): string[] =>
	NODES.flatMap((node) =>
		operationsIn(bench.engine.loaded.description(node)).map(
			({ resource, option }) => `${node}/${resource}/${String(option.value)}`,
		),
	);

test('every operation of a node has a sample, and every sample is of an operation', () => {
	const withSample = SAMPLES.map(({ operation }) => operation);
	expect(
		offered()
			.filter((operation) => !WITHOUT_SAMPLE.includes(operation))
			.sort(),
	).toEqual(withSample.sort());
});

test('every sample goes where its operation is documented', () => {
	for (const { operationId, method, path } of SAMPLES) {
		const operation = documented.get(operationId)!;
		const pattern = new RegExp(`^${operation.path.replace(/\{\w+\}/g, '[^/]+')}$`);
		expect({ method, fits: pattern.test(path) }).toEqual({ method: operation.method, fits: true });
	}
});

test('every field of a node is filled in by a sample', () => {
	const missing = offered().flatMap((operation) => {
		const [node, resource, name] = operation.split('/');
		const filled = SAMPLES.filter((sample) => sample.operation === operation)
			.flatMap(({ least, most }) => [least, ...most])
			.flatMap(({ parameters }) => namesIn(parameters));
		return propertiesOf(bench.engine.loaded.description(node), resource, name)
			.filter(({ type }) => type !== 'notice')
			.flatMap((property) =>
				property.type === 'collection'
					? (property.options ?? []).map((entry) => entry.name)
					: [property.name],
			)
			.filter((field) => !STEERING.includes(field) && !filled.includes(field))
			.map((field) => `${operation}: ${field}`);
	});
	expect(missing).toEqual(WITHOUT_SAMPLE.map((operation) => `${operation}: code`));
});

function namesIn(parameters: INodeParameters): string[] {
	const collections = ['additionalFields', 'filters', 'options'];
	return Object.entries(parameters).flatMap(([name, value]) =>
		collections.includes(name) ? Object.keys(value as object) : [name],
	);
}
