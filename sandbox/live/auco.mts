import { fileURLToPath } from 'node:url';

import type { LiveCall, LiveProvider } from './types.mts';

const PROCESS = { parameter: 'code', in: 'query', variable: 'AUCO_PROCESS_CODE' } as const;
const CHECK = { ...PROCESS, variable: 'AUCO_BACKGROUND_CODE' } as const;
const DOCUMENT = { ...PROCESS, variable: 'AUCO_DOCUMENT_CODE' } as const;
const PACKAGE = { parameter: 'package', in: 'query', variable: 'AUCO_PACKAGE_ID' } as const;

const CREATING: LiveCall[] = [
	creating(
		'createVeriface',
		'AUCO_PROCESS_BODY',
		'starts a validation: it may be billed and writes to a person',
		{
			gives: PROCESS.variable,
		},
	),
	creating('generateBackground', 'AUCO_BACKGROUND_BODY', 'starts a background check: it may be billed', {
		gives: CHECK.variable,
	}),
	creating('checkDocument', 'AUCO_CHECK_DOCUMENT_BODY', 'checks the image of a document: it may be billed'),
	creating('matchFace', 'AUCO_MATCH_FACE_BODY', 'compares a face with a document: it may be billed'),
	creating('getRepresentatives', 'AUCO_REPRESENTATIVES_BODY', 'looks up a company: it may be billed'),
	creating(
		'updateCompany',
		'AUCO_COMPANY_BODY',
		'changes the organisation, and replaces its whole list of webhooks when the body holds one',
	),
];

const READING: LiveCall[] = [
	{ operation: 'getCompany' },
	{ operation: 'getDocument', schema: 'Templates' },
	{ operation: 'getDocument', schema: 'Document', id: DOCUMENT },
	{ operation: 'getDocument', schema: 'Package', id: PACKAGE },
	{ operation: 'getDocumentRoadmap', id: DOCUMENT },
	{ operation: 'getVeriface', id: PROCESS },
	{
		operation: 'getWhatsappRecords',
		id: PROCESS,
		mayRefuse: { status: 400, words: 'refused, as documented for a web process: nothing to hold against' },
	},
	{ operation: 'getBackground', id: CHECK },
];

export const LIVE_AUCO: LiveProvider = {
	name: 'Auco',
	document: fileURLToPath(new URL('../auco/openapi.yaml', import.meta.url)),
	baseUrl: 'AUCO_BASE_URL',
	key: 'AUCO_PUBLIC_KEY',
	secrets: ['AUCO_PUBLIC_KEY', 'AUCO_PRIVATE_KEY'],
	/** One bare key, which the method decides (docs/providers/auco.md#keys). */
	authorization: (method, { AUCO_PUBLIC_KEY, AUCO_PRIVATE_KEY }) =>
		(method === 'GET' ? AUCO_PUBLIC_KEY : AUCO_PRIVATE_KEY)?.trim(),
	calls: [...CREATING, ...READING],
};

function creating(
	operation: string,
	variable: string,
	effect: string,
	more: Partial<LiveCall> = {},
): LiveCall {
	return { operation, creates: { effect, body: { variable } }, ...more };
}
