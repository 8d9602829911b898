import type { INodeParameters } from 'n8n-workflow';

import type { AucoSandbox, Sandbox } from '../../../sandbox/types.mts';
import { CHECK, PROCESS, VALIDATION_FIELDS } from '../../support/documented.mts';

/** An operation of a node and how to run it for three persons. */
export interface OperationCase {
	name: string;
	provider: 'auco' | 'verifik';
	node: 'aucoFace' | 'aucoBackground' | 'verifikBiometric';
	parameters: INodeParameters;
	/** Of the request that every item makes, below the base URL. */
	request: { method: 'POST' | 'GET'; path: string | RegExp };
	/** Makes what the three items are about, and gives their JSON. */
	prepare(sandbox: Sandbox): Promise<object[]>;
}

const PERSONS = [1, 2, 3].map((number) => ({
	number: `100100101${number}`,
	company: `90012345${number}`,
	identifier: `user-${number}@example.com`,
}));

const persons = async (): Promise<object[]> => PERSONS;

/** A process or a check of each person at Auco, made without the node. */
function made(path: string, bodyOf: (number: string) => object, patch: object) {
	return async ({ auco }: Sandbox): Promise<object[]> =>
		await Promise.all(
			PERSONS.map(async ({ number }) => {
				const code = await post(auco, path, bodyOf(number));
				auco.patch(code, { ...patch });
				return { code };
			}),
		);
}

async function post({ baseUrl, credential }: AucoSandbox, path: string, body: object): Promise<string> {
	const response = await fetch(`${baseUrl}${path}`, {
		method: 'POST',
		headers: { 'content-type': 'application/json', authorization: credential.privateKey },
		body: JSON.stringify(body),
	});
	return ((await response.json()) as { code: string }).code;
}

const process = (identification: string) => ({ ...PROCESS, identification });

const check = (identification: string) => ({ ...CHECK, identification });

const processes = made('/veriface', process, { status: 'APPROVED' });

const validations = async ({ verifik }: Sandbox): Promise<object[]> => {
	verifik.addValidations(3);
	return [1, 2, 3].map((number) => ({ id: `674dc8f1b2c3d4e5f600000${number}` }));
};

const document = { country: 'CO', type: 'CC', identification: '={{ $json.number }}', imageSource: 'url' };

/** Every operation that makes something at a provider. */
export const CREATING: OperationCase[] = [
	{
		name: 'AucoFace create',
		provider: 'auco',
		node: 'aucoFace',
		parameters: {
			resource: 'process',
			operation: 'create',
			...process('={{ $json.number }}'),
			// What is sent differs with every try.
			additionalFields: {
				custom: '={{ { now: $now.toMillis() } }}',
				expiredDate: '={{ $now.plus(4, "days") }}',
			},
		},
		request: { method: 'POST', path: '/veriface' },
		prepare: persons,
	},
	{
		name: 'AucoFace document check',
		provider: 'auco',
		node: 'aucoFace',
		parameters: {
			resource: 'document',
			operation: 'check',
			...document,
			image: 'https://pictures.test/document.jpg',
		},
		request: { method: 'POST', path: '/veriface/check' },
		prepare: persons,
	},
	{
		name: 'AucoFace face match',
		provider: 'auco',
		node: 'aucoFace',
		parameters: {
			resource: 'face',
			operation: 'match',
			...document,
			documentImage: 'https://pictures.test/document.jpg',
			photo: 'https://pictures.test/photo.jpg',
		},
		request: { method: 'POST', path: '/veriface/validate' },
		prepare: persons,
	},
	{
		name: 'Auco Background generate',
		provider: 'auco',
		node: 'aucoBackground',
		parameters: { resource: 'person', operation: 'generate', ...check('={{ $json.number }}') },
		request: { method: 'POST', path: '/validate/background' },
		prepare: persons,
	},
	{
		name: 'Auco Background representatives',
		provider: 'auco',
		node: 'aucoBackground',
		parameters: {
			resource: 'company',
			operation: 'getRepresentatives',
			email: CHECK.email,
			documentNumber: '={{ $json.company }}',
			country: 'CO',
		},
		request: { method: 'POST', path: '/validate/company/representatives' },
		prepare: persons,
	},
	{
		name: 'Verifik create',
		provider: 'verifik',
		node: 'verifikBiometric',
		parameters: {
			resource: 'biometricValidation',
			operation: 'create',
			...VALIDATION_FIELDS,
			identifier: '={{ $json.identifier }}',
			additionalFields: { expiresAt: '={{ $now.plus(1, "hour") }}' },
		},
		request: { method: 'POST', path: '/v2/biometric-validations' },
		prepare: persons,
	},
];

/** Every operation that reads. */
export const READING: OperationCase[] = [
	...(['get', 'waitForResult'] as const).map(
		(operation): OperationCase => ({
			name: `AucoFace ${operation}`,
			provider: 'auco',
			node: 'aucoFace',
			parameters: { resource: 'process', operation, code: '={{ $json.code }}' },
			request: { method: 'GET', path: '/veriface' },
			prepare: processes,
		}),
	),
	{
		name: 'AucoFace WhatsApp history',
		provider: 'auco',
		node: 'aucoFace',
		parameters: { resource: 'process', operation: 'getWhatsappHistory', code: '={{ $json.code }}' },
		request: { method: 'GET', path: '/whatsapp/records' },
		prepare: processes,
	},
	{
		name: 'Auco Background get',
		provider: 'auco',
		node: 'aucoBackground',
		parameters: { resource: 'person', operation: 'get', code: '={{ $json.code }}' },
		request: { method: 'GET', path: '/validate/background' },
		prepare: made('/validate/background', check, { ready: true }),
	},
	...(['get', 'waitForResult'] as const).map(
		(operation): OperationCase => ({
			name: `Verifik ${operation}`,
			provider: 'verifik',
			node: 'verifikBiometric',
			parameters: { resource: 'biometricValidation', operation, id: '={{ $json.id }}' },
			request: { method: 'GET', path: /^\/v2\/biometric-validations\/./ },
			prepare: validations,
		}),
	),
	{
		name: 'Verifik getAll',
		provider: 'verifik',
		node: 'verifikBiometric',
		parameters: { resource: 'biometricValidation', operation: 'getAll', returnAll: false, limit: 1 },
		request: { method: 'GET', path: '/v2/biometric-validations' },
		prepare: validations,
	},
];
