import { CHECK, PROCESS } from '../documented.mts';
import type { Sample } from './sample.mts';

const PERSON = { country: 'CO', type: 'CC', identification: '1001001010' };
const PICTURE = { imageSource: 'url' };
/** Names of no host: nothing is asked for when these are looked at. */
const URL_OF_DOCUMENT = 'https://pictures.test/document.jpg';
const URL_OF_PHOTO = 'https://pictures.test/photo.jpg';

const NOTIFIED = { targetWebhooks: ['default', 'billing'], tags: ['onboarding', 'vip'] };

/** docs/providers/auco.md#create; the first is the curl example of the page. */
const createProcess: Sample = {
	operation: 'aucoFace/process/create',
	operationId: 'createVeriface',
	method: 'POST',
	path: '/veriface',
	least: {
		parameters: PROCESS,
		text: '{"email":"prueba@auco.ai","platform":"whatsapp","name":"Juan Pérez","phone":"+573003003030","country":"CO","type":"CC","identification":"1001001010"}',
	},
	most: [
		{
			parameters: {
				...PROCESS,
				platform: 'web',
				additionalFields: {
					userEmail: 'juan.perez@gmail.com',
					custom: '{"reference":"RF-XXXXXXX"}',
					customFields: { assignments: [{ id: '1', name: 'branch', value: 'Bogotá', type: 'string' }] },
					expiredDate: '2125-05-29T14:53:04.074Z',
					...NOTIFIED,
					validationTypes: ['photo', 'identification', 'identificationBack'],
				},
			},
			text: '{"email":"prueba@auco.ai","platform":"web","name":"Juan Pérez","phone":"+573003003030","country":"CO","type":"CC","identification":"1001001010","userEmail":"juan.perez@gmail.com","custom":{"reference":"RF-XXXXXXX","branch":"Bogotá"},"expiredDate":"2125-05-29T14:53:04.074Z","targetWebhooks":["default","billing"],"tags":["onboarding","vip"],"validationTypes":["photo","identification","identificationBack"]}',
		},
	],
	reply: { code: 'VERIFACE_CODE' },
};

/** docs/providers/auco.md#read-a-process */
const READ_PROCESS = {
	email: 'prueba@auco.ai',
	createdAt: '2025-05-29T14:53:04.074Z',
	platform: 'whatsapp',
	status: 'APPROVED',
	name: 'Juan Pérez',
	userEmail: 'juan.perez@gmail.com',
	phone: '+573003003030',
	country: 'CO',
	identificationType: 'CC',
	identificationNumber: '1001001010',
	hash: 'b1946ac9',
	attempts: [
		{
			identificationCardFront: 'https://amazon.url/file/signed-url',
			identificationCardBack: 'https://amazon.url/file/signed-url',
			photo: 'https://amazon.url/file/signed-url',
			similarity: 91.31532287597656,
			identificationCardData: { documentNumber: '1001001010', fullName: 'PÉREZ JUAN' },
			date: '2025-05-29T17:16:51.839Z',
			successful: true,
		},
	],
	ocrData: { bloodGroup: 'O+', dateOfBirth: '1990-05-15' },
};

const CODE = { parameters: { code: 'JPJD42IDWP3Z6RXA' }, query: 'code=JPJD42IDWP3Z6RXA' };

const getProcess: Sample = {
	operation: 'aucoFace/process/get',
	operationId: 'getVeriface',
	method: 'GET',
	path: '/veriface',
	least: CODE,
	most: [{ ...CODE, parameters: { ...CODE.parameters, simplify: false } }],
	reply: READ_PROCESS,
};

const waitForProcess: Sample = {
	...getProcess,
	operation: 'aucoFace/process/waitForResult',
	most: [
		{
			...CODE,
			parameters: {
				...CODE.parameters,
				resumeOn: 'polling',
				maxWait: 0,
				onTimeout: 'continue',
				awaitManualDecision: true,
				simplify: false,
			},
		},
	],
};

/** docs/providers/auco.md#whatsapp-history */
const whatsappHistory: Sample = {
	operation: 'aucoFace/process/getWhatsappHistory',
	operationId: 'getWhatsappRecords',
	method: 'GET',
	path: '/whatsapp/records',
	least: CODE,
	most: [
		{
			parameters: { ...CODE.parameters, additionalFields: { userId: '64f1c0ffee1234567890abcd' } },
			query: `${CODE.query}&userId=64f1c0ffee1234567890abcd`,
		},
	],
	reply: [
		{
			entity: 'auco',
			phone: '+573003003030',
			message: 'Hola',
			date: 1748530384074,
			actions: [{ action: 'sent', timestamp: 1748530384074 }],
		},
	],
};

/** docs/providers/auco.md#document-check */
const checkDocument: Sample = {
	operation: 'aucoFace/document/check',
	operationId: 'checkDocument',
	method: 'POST',
	path: '/veriface/check',
	least: {
		parameters: { ...PERSON, ...PICTURE, image: URL_OF_DOCUMENT },
		text: `{"country":"CO","type":"CC","identification":"1001001010","image":"${URL_OF_DOCUMENT}"}`,
	},
	most: [],
	reply: {
		code: 'JPJD42IDWP3Z6RXA',
		error: false,
		isFront: true,
		data: { bloodGroup: 'O+', personalNumber: '1001001010' },
	},
};

/** docs/providers/auco.md#face-match */
const matchFace: Sample = {
	operation: 'aucoFace/face/match',
	operationId: 'matchFace',
	method: 'POST',
	path: '/veriface/validate',
	least: {
		parameters: { ...PERSON, ...PICTURE, documentImage: URL_OF_DOCUMENT, photo: URL_OF_PHOTO },
		text: `{"country":"CO","type":"CC","identification":"1001001010","documentImage":"${URL_OF_DOCUMENT}","photo":"${URL_OF_PHOTO}"}`,
	},
	most: [],
	reply: {
		error: false,
		similarity: 89.46871185302734,
		code: 'JPJD42IDWP3Z6RXA',
		identificationCard: { error: false, isFront: true, data: { personalNumber: '1001001010' } },
	},
};

/** docs/providers/auco.md#background-checks; the first is the curl example of both generations of the page. */
const generateCheck: Sample = {
	operation: 'aucoBackground/person/generate',
	operationId: 'generateBackground',
	method: 'POST',
	path: '/validate/background',
	least: {
		parameters: CHECK,
		text: '{"email":"prueba@auco.ai","type":"CC","identification":"1001001010"}',
	},
	most: [
		{
			parameters: {
				...CHECK,
				expeditionDate: '1995-01-01T00:00:00',
			},
			text: '{"email":"prueba@auco.ai","type":"CC","identification":"1001001010","expeditionDate":"01/01/1995"}',
		},
		{
			parameters: {
				...CHECK,
				type: 'INT',
				identification: 'AB123456',
				name: 'NOMBRE COMPLETO',
			},
			text: '{"email":"prueba@auco.ai","type":"INT","identification":"AB123456","name":"NOMBRE COMPLETO"}',
		},
		{
			parameters: {
				...CHECK,
				type: 'PPT',
				name: 'NOMBRE COMPLETO',
				expeditionDate: '25/02/2020',
				additionalFields: {
					...NOTIFIED,
					custom: '{"reference":"RF-XXXXXXX"}',
					customFields: { values: [{ key: 'branch', value: 'Bogotá' }] },
				},
			},
			text: '{"email":"prueba@auco.ai","type":"PPT","identification":"1001001010","name":"NOMBRE COMPLETO","expeditionDate":"25/02/2020","targetWebhooks":["default","billing"],"tags":["onboarding","vip"],"custom":{"reference":"RF-XXXXXXX","branch":"Bogotá"}}',
		},
	],
	reply: { name: 'NOMBRE', code: 'XXXXXXXXX' },
};

/** docs/providers/auco.md#read-a-background-check */
export const READY_CHECK = {
	code: 'XXXXXXXXX',
	name: '1001001010',
	url: 'https://s3.amazonaws.com/signed-url',
	email: 'example@auco.ai',
	data: {
		type: 'CC',
		identification: '1001001010',
		expeditionDate: '01/01/1995',
		name: 'NOMBRE APELLIDO APELLIDO',
		error: true,
		reports: false,
	},
	ready: true,
	validation: {
		ofac: false,
		nivel: 'bajo',
		error: false,
		errores: ['simit', 'runt'],
		hallazgos: { altos: [{ codigo: 'sigep', cantidad: '001' }], medios: [], bajos: [], infos: [] },
	},
};

const CHECK_CODE = { parameters: { code: 'XXXXXXXXX' }, query: 'code=XXXXXXXXX' };

const getCheck: Sample = {
	operation: 'aucoBackground/person/get',
	operationId: 'getBackground',
	method: 'GET',
	path: '/validate/background',
	least: CHECK_CODE,
	most: [{ ...CHECK_CODE, parameters: { ...CHECK_CODE.parameters, simplify: false } }],
	reply: READY_CHECK,
};

/** docs/providers/auco.md#company-representatives */
const representatives: Sample = {
	operation: 'aucoBackground/company/getRepresentatives',
	operationId: 'getRepresentatives',
	method: 'POST',
	path: '/validate/company/representatives',
	least: {
		parameters: { email: 'prueba@auco.ai', documentNumber: '900123456', country: 'CO' },
		text: '{"email":"prueba@auco.ai","documentNumber":"900123456","country":"CO"}',
	},
	most: [
		{
			parameters: {
				email: 'prueba@auco.ai',
				documentNumber: '900.123.456',
				country: 'CO',
				additionalFields: { ...NOTIFIED, complete: true },
			},
			text: '{"email":"prueba@auco.ai","documentNumber":"900123456","country":"CO","targetWebhooks":["default","billing"],"tags":["onboarding","vip"],"complete":true}',
		},
	],
	reply: { code: 'XXXXXXXX', razon_social: 'EMPRESA', nit: '900123456', detailRM: {} },
};

export const AUCO_SAMPLES: readonly Sample[] = [
	createProcess,
	getProcess,
	waitForProcess,
	whatsappHistory,
	checkDocument,
	matchFace,
	generateCheck,
	getCheck,
	representatives,
];
