import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

import type {
	INodeParameters,
	INodeProperties,
	INodePropertyOptions,
	INodeTypeDescription,
} from 'n8n-workflow';
import { NodeHelpers } from 'n8n-workflow';

import { Engine } from '../support/engine/engine.mts';
import { operationsIn, propertiesOf, withInner } from '../support/engine/properties.mts';

/** n8n's guidelines for nodes, walked through for everything that a person can see or choose. */
const ROOT = join(import.meta.dirname, '../..');
const ACTIONS = ['aucoFace', 'aucoBackground', 'verifikBiometric'];
const TRIGGERS = ['aucoTrigger', 'verifikTrigger'];

let engine: Engine;

beforeAll(async () => {
	engine = await Engine.start();
});

const manifest = JSON.parse(readFileSync(join(ROOT, 'package.json'), 'utf8')) as {
	n8n: { nodes: string[]; credentials: string[] };
};

const description = (node: string): INodeTypeDescription => engine.loaded.description(node);
/** Everything that can be filled in; a notice is only read. */
const everything = (node: string): INodeProperties[] =>
	description(node)
		.properties.flatMap(withInner)
		.filter(({ type }) => type !== 'notice');

/** Words that people in Latin America search for. */
const SPANISH: Record<string, string[]> = {
	aucoFace: ['identidad', 'verificación', 'cédula', 'rostro', 'prueba de vida'],
	aucoBackground: ['antecedentes', 'listas restrictivas', 'SARLAFT', 'cédula', 'verificación', 'KYB'],
	verifikBiometric: ['identidad', 'verificación', 'rostro', 'prueba de vida', 'biometría'],
	aucoTrigger: ['identidad', 'verificación', 'antecedentes', 'firma', 'KYB'],
	verifikTrigger: ['identidad', 'verificación', 'rostro', 'prueba de vida'],
};

/** Words that stay small inside a title. */
const SMALL = [
	'a',
	'an',
	'and',
	'as',
	'at',
	'by',
	'for',
	'from',
	'in',
	'of',
	'on',
	'or',
	'the',
	'to',
	'via',
	'with',
];

function isTitleCase(label: string): boolean {
	const words = label
		.replace(/\(.*\)/, '')
		.split(/[\s-]+/)
		.filter(Boolean);
	return words.every((word, index) => (index > 0 && SMALL.includes(word)) || /^[A-Z0-9&]/.test(word));
}

/** Choices of a property that are labels; fields of the provider and the like are its own words. */
function choicesOf({ type, options }: INodeProperties): INodePropertyOptions[] {
	return type === 'options' || type === 'multiOptions' ? ((options ?? []) as INodePropertyOptions[]) : [];
}

describe.each([...ACTIONS, ...TRIGGERS])('%s', (node) => {
	test('labels are in Title Case', () => {
		const labels = everything(node).flatMap((property) => [
			property.displayName,
			...choicesOf(property).map(({ name }) => name),
		]);
		expect(labels.filter((label) => !isTitleCase(label))).toEqual([]);
	});

	test('switches say "Whether", and no field is without words', () => {
		for (const { name, type, description: words = '', hint = '' } of everything(node)) {
			if (type === 'boolean') expect(words).toMatch(/^Whether /);
			if (!['resource', 'operation', 'values'].includes(name) && type !== 'collection') {
				const isClear = words !== '' || hint !== '' || ['key', 'value'].includes(name);
				expect({ name, isClear }).toEqual({ name, isClear: true });
			}
		}
	});

	test('descriptions are sentences, with a full stop only between several', () => {
		const words = everything(node).flatMap((property) => [
			property.description,
			...choicesOf(property).map((choice) => choice.description),
		]);
		for (const text of words.filter((one) => one !== undefined)) {
			expect(text).toMatch(/^[A-Z0-9]/);
			const sentences = text.replace(/<[^>]+>/g, '').split(/[.?!] /).length;
			expect({ text, stops: text.endsWith('.') }).toEqual({ text, stops: sentences > 1 });
		}
	});

	test('placeholders of texts are examples', () => {
		const texts = everything(node).filter(({ type }) => ['string', 'json'].includes(type));
		for (const { name, placeholder, default: byDefault } of texts) {
			if (name === 'sort' || placeholder !== undefined) expect(placeholder).toMatch(/^e\.g\. /);
			else expect({ name, byDefault }).toEqual({ name, byDefault: expect.stringMatching(/./) });
		}
	});

	test('choices are in alphabetical order', () => {
		for (const property of everything(node)) {
			const names = choicesOf(property).map(({ name }) => name);
			if (property.name === 'resource' || names.length < 5) continue;
			expect(names).toEqual([...names].sort((one, other) => one.localeCompare(other)));
		}
	});

	test('entries of collections are in alphabetical order', () => {
		for (const { type, options } of everything(node)) {
			if (type !== 'collection') continue;
			const labels = (options as INodeProperties[]).map(({ displayName }) => displayName);
			expect(labels).toEqual([...labels].sort((one, other) => one.localeCompare(other)));
		}
	});

	test('defaults are of the kind of their field, and among its choices', () => {
		for (const property of everything(node)) {
			const { type, default: byDefault, typeOptions } = property;
			if (type === 'boolean') expect(typeof byDefault).toBe('boolean');
			if (type === 'number') expect(typeof byDefault).toBe('number');
			if (type === 'multiOptions' || typeOptions?.multipleValues) {
				expect(Array.isArray(byDefault) || type === 'fixedCollection').toBe(true);
			}
			const choices = choicesOf(property).map(({ value }) => value);
			if (type === 'options' && choices.length > 0) expect(choices).toContain(byDefault);
		}
	});

	test('resource locators offer a list first, then the ID', () => {
		for (const { type, modes, default: byDefault } of everything(node)) {
			if (type !== 'resourceLocator') continue;
			expect(modes?.map(({ name }) => name)).toEqual(['list', 'id']);
			expect(byDefault).toMatchObject({ mode: 'list' });
		}
	});

	test('its icons, its codex file and the schemas of its operations are there', () => {
		const file = manifest.n8n.nodes.find((path) =>
			path.toLowerCase().endsWith(`/${node.toLowerCase()}.node.js`),
		)!;
		const folder = join(ROOT, file, '..');
		const { iconUrl } = description(node) as unknown as { iconUrl: { light: string; dark: string } };
		expect(iconUrl.light).not.toBe(iconUrl.dark);
		for (const url of [iconUrl.light, iconUrl.dark]) {
			const svg = readFileSync(join(ROOT, url.replace(/^icons\/[^/]+\//, '')), 'utf8');
			expect(svg).toMatch(/<svg[^>]*viewBox="0 0 (\d+) \1"/);
		}
		const codex = JSON.parse(readFileSync(join(ROOT, file.replace(/js$/, 'json')), 'utf8')) as Record<
			string,
			unknown
		>;
		expect(codex).toMatchObject({ node: `n8n-nodes-auco-verifik.${node}`, codexVersion: '1.0' });
		expect(description(node).codex?.alias).toEqual(codex.alias);
		for (const { resource, option } of operationsIn(description(node))) {
			expect(existsSync(join(folder, '__schema__/v1.0.0', resource, `${String(option.value)}.json`))).toBe(
				true,
			);
		}
	});

	test("is found by n8n's workflow builder, which names its neighbours", () => {
		const { builderHint } = description(node);
		expect(builderHint?.searchHint).toMatch(/\S{3,}.*\.$/);
		const { typeOf, nodeTypes } = engine.loaded;
		const [ownPackage] = typeOf(node).split('.');
		for (const { nodeType, relationHint } of builderHint?.relatedNodes ?? []) {
			expect(relationHint).toMatch(/^[A-Z].*[^.]$/);
			if (nodeType.startsWith('n8n-nodes-base.')) continue;
			expect(nodeType.split('.')[0]).toBe(ownPackage);
			expect(nodeTypes.getByNameAndVersion(nodeType)).toBeDefined();
		}
		expect(builderHint?.relatedNodes).not.toEqual([]);
	});

	test('is found by Spanish words, with accents and without', () => {
		const alias = description(node).codex!.alias!;
		expect(alias).toEqual(expect.arrayContaining([...SPANISH[node], 'KYC']));
		expect(new Set(alias).size).toBe(alias.length);
		const withoutAccents = alias.map((word) => word.normalize('NFD').replace(/\p{M}/gu, ''));
		expect(withoutAccents.filter((word) => !alias.includes(word))).toEqual([]);
	});

	test('secrets and biometric data are declared as sensitive', () => {
		const { sensitiveOutputFields } = description(node) as { sensitiveOutputFields?: string[] };
		const expected: Record<string, string[]> = {
			aucoFace: [
				'attempts[*].photo',
				'attempts[*].identificationCardFront',
				'attempts[*].identificationCardBack',
			],
			verifikBiometric: ['token', 'biometricData.faceImage', 'biometricData.template'],
			aucoTrigger: [
				'process.attempts[*].photo',
				'process.attempts[*].identificationCardFront',
				'process.attempts[*].identificationCardBack',
			],
			verifikTrigger: ['validation.token', 'validation.biometricData.faceImage'],
		};
		for (const field of expected[node] ?? []) expect(sensitiveOutputFields).toContain(field);
	});
});

describe.each(ACTIONS)('%s', (node) => {
	test('every operation says what it does, and its sentence has no articles', () => {
		const offered = operationsIn(description(node));
		expect(offered.length).toBeGreaterThan(0);
		for (const { option } of offered) {
			expect(option.action).toMatch(/^[A-Z][^.]+[^.]$/);
			expect(option.action).not.toMatch(/\b(a|an|the)\b/i);
			expect(option.description).toMatch(/^[A-Z]/);
		}
	});

	test('what is billed says so, and no name is too long for a tool', () => {
		for (const { resource, option } of operationsIn(description(node))) {
			const { value, action, description: words } = option;
			const isBilled = ['create', 'check', 'match', 'generate', 'getRepresentatives'].includes(String(value));
			expect({ action, isBilled: /\((may be )?billed\)$/.test(action!) }).toEqual({ action, isBilled });
			expect({ words, isBilled: /\b(Billed by|may bill)\b/.test(words!) }).toEqual({ words, isBilled });
			const { description: tool } = engine.loaded.nodeTypes.getByNameAndVersion(
				engine.loaded.typeOf(`${node}Tool`),
			);
			const name = NodeHelpers.makeNodeName({ resource, operation: value }, tool);
			expect(name).toBe(`${action} in ${tool.defaults.name}`);
			expect(name.length).toBeLessThanOrEqual(64);
		}
	});

	test('is a tool for agents, which see nothing that waits or gives files', () => {
		expect(description(node).usableAsTool).toBe(true);
		for (const { option } of operationsIn(description(node))) {
			const hidden = option.displayOptions?.show?.['@tool'];
			const isHidden = ['waitForResult', 'downloadReport'].includes(String(option.value));
			expect({ option, hidden }).toEqual({ option, hidden: isHidden ? [false] : undefined });
		}
		for (const { name, displayOptions } of everything(node)) {
			if (!['waitForResult', 'downloadImages'].includes(name)) continue;
			expect(displayOptions?.show?.['@tool']).toEqual([false]);
		}
	});

	test('as a tool takes images by URL or as text, because agents pass no files', () => {
		const sources = everything(node).filter(({ name }) => name === 'imageSource');
		const of = (isTool: boolean) =>
			sources.filter(({ displayOptions }) => displayOptions?.show?.['@tool']?.[0] === isTool);
		for (const { default: byDefault } of of(false)) expect(byDefault).toBe('binary');
		for (const source of of(true)) {
			expect(source.default).toBe('url');
			expect(choicesOf(source).map(({ value }) => value)).toEqual(['base64', 'url']);
		}
		expect(of(true)).toHaveLength(node === 'aucoFace' ? 2 : 0);
		expect(of(true)).toHaveLength(of(false).length);
	});

	test('every operation has its options, with the default concurrency of its kind', () => {
		for (const { resource, option } of operationsIn(description(node))) {
			const own = propertiesOf(description(node), resource, String(option.value));
			const options = own.find(({ name }) => name === 'options')!;
			const entries = new Map((options.options as INodeProperties[]).map((entry) => [entry.name, entry]));
			const creates = entries.has('resendUnknown');
			expect(creates).toBe(
				['create', 'check', 'match', 'generate', 'getRepresentatives'].includes(String(option.value)),
			);
			expect(entries.get('maxConcurrency')?.default).toBe(creates ? 10 : 25);
			expect(entries.has('timeout')).toBe(true);
		}
	});
});

describe.each(TRIGGERS)('%s', (node) => {
	test('begins a workflow, and says what it waits for', () => {
		const { inputs, usableAsTool, webhooks, eventTriggerDescription, activationMessage, triggerPanel } =
			description(node);
		expect(inputs).toEqual([]);
		expect(usableAsTool).toBeUndefined();
		expect(webhooks).toHaveLength(1);
		expect(eventTriggerDescription).toMatch(
			/^Waiting for \w+ to report an event: .*\(Manual\).*\(Automatic\)$/,
		);
		expect(activationMessage).toMatch(/^Events that \w+ reports now start this workflow\.$/);
		const { executionsHelp } = triggerPanel as { executionsHelp: Record<'active' | 'inactive', string> };
		for (const help of Object.values(executionsHelp)) {
			expect(help).toMatch(/Manual<\/b>.*Test URL.*Automatic<\/b>.*(-test"|"n8n test")/);
		}
	});
});

/** The names that saved workflows depend on. */
const NAMES: Record<string, string[]> = {
	'aucoFace/process/create': ['email', 'platform', 'name', 'phone', 'country', 'type', 'identification'],
	'aucoFace/process/get': ['code', 'simplify'],
	'aucoFace/process/waitForResult': ['code', 'resumeOn', 'maxWait', 'onTimeout'],
	'aucoFace/process/getWhatsappHistory': ['code'],
	'aucoFace/document/check': ['country', 'type', 'identification', 'imageSource', 'image'],
	'aucoFace/face/match': ['country', 'type', 'identification', 'imageSource', 'documentImage', 'photo'],
	'aucoBackground/person/generate': [
		'email',
		'identification',
		'type',
		'name',
		'expeditionDate',
		'waitForResult',
	],
	'aucoBackground/person/get': ['code', 'simplify'],
	'aucoBackground/person/downloadReport': ['code'],
	'aucoBackground/company/getRepresentatives': ['email', 'documentNumber', 'country'],
	'verifikBiometric/biometricValidation/create': [
		'project',
		'projectFlow',
		'identifier',
		'type',
		'sendViaEmail',
		'email',
		'language',
	],
	'verifikBiometric/biometricValidation/get': ['id', 'simplify'],
	'verifikBiometric/biometricValidation/getAll': ['returnAll', 'limit', 'filters'],
	'verifikBiometric/biometricValidation/waitForResult': ['id', 'resumeOn', 'maxWait', 'onTimeout'],
};

test.each(Object.entries(NAMES))('%s has the fields that saved workflows hold', (operation, names) => {
	const [node, resource, value] = operation.split('/');
	const own = propertiesOf(description(node), resource, value).map(({ name }) => name);
	expect(own).toEqual(expect.arrayContaining(names));
});

test('there are no other operations', () => {
	const offered = ACTIONS.flatMap((node) =>
		operationsIn(description(node)).map(
			({ resource, option }) => `${node}/${resource}/${String(option.value)}`,
		),
	);
	expect(offered.sort()).toEqual(Object.keys(NAMES).sort());
});

test.each([
	['aucoFace', 'whatsappNotice', { platform: 'whatsapp' }, { platform: 'web' }],
	['verifikBiometric', 'emailNotice', { sendViaEmail: true }, { sendViaEmail: false }],
])('%s says before that a real person is written to and that it costs', (node, name, writes, doesNot) => {
	const resource = node === 'aucoFace' ? 'process' : 'biometricValidation';
	const notice = propertiesOf(description(node), resource, 'create').find((one) => one.name === name)!;
	const isShown = (parameters: INodeParameters): boolean =>
		NodeHelpers.displayParameter({ resource, operation: 'create', ...parameters }, notice, null, null);
	expect(notice).toMatchObject({ type: 'notice', displayName: expect.stringMatching(/real person.*billed/) });
	expect([isShown(writes), isShown(doesNot)]).toEqual([true, false]);
});

test('nothing is shown by a pattern, whose evaluation n8n ends after a short time', () => {
	const credentials = ['aucoApi', 'verifikApi'].flatMap(
		(type) => engine.loaded.credentialType(type).properties,
	);
	const fields = [...ACTIONS, ...TRIGGERS].flatMap((node) => description(node).properties.flatMap(withInner));
	for (const { name, displayOptions } of [...credentials, ...fields]) {
		expect({ name, conditions: JSON.stringify(displayOptions ?? {}) }).toEqual({
			name,
			conditions: expect.not.stringContaining('"regex":'),
		});
	}
});

test('notices hold nothing that the editor drops', () => {
	const fields = [...ACTIONS, ...TRIGGERS].flatMap((node) => description(node).properties.flatMap(withInner));
	const notices = fields.filter(({ type }) => type === 'notice');
	const elements = notices.flatMap(({ displayName }) => displayName.match(/<\/?\w+/g) ?? []);
	expect([...new Set(elements)].sort()).toEqual(['</li', '</ul', '<li', '<ul']);
});
