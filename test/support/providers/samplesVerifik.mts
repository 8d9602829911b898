import { VALIDATION_FIELDS } from '../documented.mts';
import type { Sample } from './sample.mts';

/** docs/providers/verifik.md#create; the second is the axios example of the page. */
const createValidation: Sample = {
	operation: 'verifikBiometric/biometricValidation/create',
	operationId: 'createBiometricValidation',
	method: 'POST',
	path: '/v2/biometric-validations',
	least: {
		parameters: VALIDATION_FIELDS,
		text: '{"project":"project_123456789","projectFlow":"flow_123456789","identifier":"user@example.com","type":"validation"}',
	},
	most: [
		{
			parameters: {
				...VALIDATION_FIELDS,
				project: { ...VALIDATION_FIELDS.project, mode: 'list' },
				projectFlow: { ...VALIDATION_FIELDS.projectFlow, mode: 'list' },
				sendViaEmail: true,
				email: 'user@example.com',
				language: 'en',
				additionalFields: {
					expiresAt: '2124-01-15T11:30:00Z',
					redirectUrl: 'https://example.com/success',
					webhookUrl: 'https://example.com/webhook',
					requires2FA: false,
					ipAddress: '192.168.1.1',
				},
			},
			text: '{"project":"project_123456789","projectFlow":"flow_123456789","identifier":"user@example.com","type":"validation","expiresAt":"2124-01-15T11:30:00Z","redirectUrl":"https://example.com/success","webhookUrl":"https://example.com/webhook","requires2FA":false,"ipAddress":"192.168.1.1","sendViaEmail":true,"email":"user@example.com","language":"en"}',
		},
	],
	reply: {
		success: true,
		data: { _id: 'biometric_validation_123456789', status: 'new', identifier: 'user@example.com' },
	},
};

/** docs/providers/verifik.md#read-a-validation */
const READ_VALIDATION = {
	data: {
		_id: '674dc8f1b2c3d4e5f6a7b8a8',
		project: { _id: 'project_123456789', name: 'Demo' },
		projectFlow: { _id: 'flow_123456789', name: 'Login Flow', type: 'login' },
		livenessSession: { _id: '674dc8f1b2c3d4e5f6a7b8a7', identifier: 'user@example.com', status: 'completed' },
		status: 'validated',
		type: 'login',
		url: 'https://access.verifik.co/sign-in/project_123456789?type=liveness',
		livenessScore: 0.85,
		createdAt: '2024-12-02T17:13:26.000Z',
	},
};

const ID = { parameters: { id: { __rl: true, mode: 'id', value: '674dc8f1b2c3d4e5f6a7b8a8' } }, query: '' };

/** As workflows hold it that were made while the ID was a text. */
const ID_AS_TEXT = { id: '674dc8f1b2c3d4e5f6a7b8a8' };

const getValidation: Sample = {
	operation: 'verifikBiometric/biometricValidation/get',
	operationId: 'getBiometricValidation',
	method: 'GET',
	path: '/v2/biometric-validations/674dc8f1b2c3d4e5f6a7b8a8',
	least: ID,
	most: [
		{
			parameters: {
				...ID_AS_TEXT,
				simplify: false,
				additionalFields: { populates: ['client', 'project'] },
			},
			query: 'populates[]=client&populates[]=project',
		},
	],
	reply: READ_VALIDATION,
};

const waitForValidation: Sample = {
	...getValidation,
	operation: 'verifikBiometric/biometricValidation/waitForResult',
	most: [
		{
			parameters: {
				...ID.parameters,
				resumeOn: 'polling',
				maxWait: 0,
				onTimeout: 'continue',
				simplify: false,
			},
			query: '',
		},
	],
};

/** docs/providers/verifik.md#list-validations */
const listValidations: Sample = {
	operation: 'verifikBiometric/biometricValidation/getAll',
	operationId: 'listBiometricValidations',
	method: 'GET',
	path: '/v2/biometric-validations',
	least: { parameters: {}, query: 'page=1&perPage=50' },
	most: [
		{
			parameters: {
				returnAll: true,
				filters: {
					status: ['validated', 'failed'],
					type: 'login',
					livenessSession: '674dc8f1b2c3d4e5f6a7b8a7',
					createdAfter: '2024-01-15T11:30:00Z',
					project: { ...VALIDATION_FIELDS.project, mode: 'list' },
					projectFlow: VALIDATION_FIELDS.projectFlow,
				},
				options: { sort: '-createdAt', populates: ['client', 'project'] },
			},
			query:
				'in_status[]=validated&in_status[]=failed&where_type=login&where_livenessSession=674dc8f1b2c3d4e5f6a7b8a7&where_project=project_123456789&where_projectFlow=flow_123456789&where>_createdAt=2024-01-15T11:30:00Z&sort=-createdAt&populates[]=client&populates[]=project&page=1&perPage=100',
		},
		{
			parameters: { limit: 7, filters: { status: ['validated'] } },
			query: 'where_status=validated&page=1&perPage=7',
		},
	],
	reply: { data: { docs: [READ_VALIDATION.data], total: 1, limit: 20, page: 1, pages: 1 } },
};

export const VERIFIK_SAMPLES: readonly Sample[] = [
	createValidation,
	getValidation,
	waitForValidation,
	listValidations,
];
