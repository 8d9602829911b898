/** Which state at Auco confirms which event of a document or package (docs/providers/auco.md#confirming-events). */
import type { IDataObject } from 'n8n-workflow';

import { parseDelivery } from '../../../../nodes/Auco/AucoTrigger/events.ts';
import { isNotFound } from '../../../../nodes/Auco/api/errors.ts';
import { RequestFailure } from '../../../../nodes/common/http/failure.ts';
import { outcomeOf } from '../../../support/providers/confirming.mts';

const CODE = 'DOCUMENTCO';
const PACKAGE = 'packageid';
const STATUSES = ['CREATED', 'FINISH', 'REJECTED', 'EXPIRED', 'UNHEARD_OF'];
const SIGNER_STATUSES = ['NOTIFICATION', 'PENDING', 'FINISH', 'REJECT', 'BLOCK', 'UNHEARD_OF'];
const SIGNER = { id: 'participant', name: 'Juan', email: 'Juan@Example.com', phone: '+573001234567' };

/** A document with the signer of the events in this state, and another one who has only been notified. */
function documentOf(status: string, signer: string, more: object = {}): IDataObject {
	return {
		url: 'https://signed_url',
		name: 'Contrato',
		code: CODE,
		status,
		signProfile: [
			{ id: 'G8', name: 'Juan', email: 'juan@example.com', status: signer },
			{ id: 'G9', name: 'Ana', email: 'ana@example.com', status: 'NOTIFICATION' },
		],
		...more,
	};
}

function packageOf(status: string, signer: string, more: object = {}): IDataObject {
	return {
		_id: PACKAGE,
		codes: [CODE, 'OTHERCODE1'],
		name: 'Contratos',
		status,
		signFinish: false,
		signers: [
			{ userId: 'AI', email: 'juan@example.com', phone: '+573001234567', status: signer },
			{ userId: 'OR', email: 'ana@example.com', phone: '+573000000000', status: 'NOTIFICATION' },
		],
		...more,
	};
}

function trailOf(...activityLog: object[]): IDataObject {
	return {
		name: 'Contrato',
		documentCode: CODE,
		participants: [
			{ id: '01', email: 'juan@example.com', role: 'SIGNER' },
			{ id: '02', phone: '+573009999999', role: 'APPROVER' },
			{ role: 'READER', email: 'reader@example.com' },
		],
		activityLog,
	};
}

/** What comes of a delivery, when Auco has these replies. */
async function standingOf(body: object, replies: Record<string, unknown>) {
	const { confirmation } = parseDelivery(body as IDataObject);
	return await outcomeOf(confirmation!, replies);
}

const ofDocument = async (body: object, document: IDataObject, trail: IDataObject = trailOf()) =>
	await standingOf(
		{ code: CODE, name: 'Contrato', signer: SIGNER, ...body },
		{ [`/document?code=${CODE}`]: document, [`/document/roadmap?code=${CODE}`]: trail },
	);

const ofPackage = async (body: object, signingPackage: IDataObject, more: Record<string, unknown> = {}) =>
	await standingOf(
		{ package: PACKAGE, name: 'Contratos', signer: SIGNER, ...body },
		{ [`/document?package=${PACKAGE}`]: signingPackage, ...more },
	);

const WORDS: Record<string, string> = { y: 'confirmed', l: 'notYet', '-': 'contradicted' };

/**
 * Rows of states of the signer, in the order of `SIGNER_STATUSES`, for every status of the document, in the order of
 * `STATUSES`: y confirms, l is asked again, - contradicts.
 */
const DOCUMENTS: Record<string, string[]> = {
	CREATE: ['yyyyyy', 'yyyyyy', 'yyyyyy', 'yyyyyy', 'yyyyyy'],
	NOTIFICATION: ['lly-ll', '--y---', '--y---', '--y---', 'lly-ll'],
	FINISH: ['llllll', 'yyyyyy', '------', '------', 'llllll'],
	REJECT: ['lllyll', '---y--', 'yyyyyy', '---y--', 'lllyll'],
	REJECTED: ['lllyll', '---y--', 'yyyyyy', '---y--', 'lllyll'],
	BLOCKED: ['ll--yl', '----y-', '----y-', '----y-', 'll--yl'],
	EXPIRED: ['llllll', '------', '------', 'yyyyyy', 'llllll'],
};
const PACKAGES: Record<string, string[]> = {
	CREATE: DOCUMENTS.CREATE!,
	NOTIFICATION: DOCUMENTS.NOTIFICATION!,
	SIGNED_PACKAGE: DOCUMENTS.FINISH!,
	FINISH: DOCUMENTS.FINISH!,
	REJECTED: DOCUMENTS.REJECTED!,
	BLOCKED: DOCUMENTS.BLOCKED!,
};

describe.each([
	['document', DOCUMENTS, ofDocument, documentOf],
	['package', PACKAGES, ofPackage, packageOf],
] as const)('A %s', (_, matrix, deliver, objectOf) => {
	const cells = Object.entries(matrix).flatMap(([event, rows]) =>
		STATUSES.flatMap((status, row) =>
			SIGNER_STATUSES.map((signer, column) => [event, status, signer, WORDS[rows[row]![column]!]] as const),
		),
	);
	test.each(cells)('%s, while it is %s and the signer %s, is %s', async (event, status, signer, expected) => {
		expect((await deliver({ status: event }, objectOf(status, signer))).standing).toBe(expected);
	});
});

describe('The signer of an event', () => {
	test.each([
		['an email in capitals', { email: 'JUAN@EXAMPLE.COM' }],
		[
			'the email alone, whatever the rest says',
			{ id: 'x', name: 'y', email: 'juan@example.com', phone: '+1' },
		],
	])('is known by %s', async (_, signer) => {
		const { standing } = await ofDocument({ status: 'BLOCKED', signer }, documentOf('CREATED', 'BLOCK'));
		expect(standing).toBe('confirmed');
	});

	test('of a package is known by the phone when nobody has the email', async () => {
		const signer = { email: 'nobody@example.com', phone: '+573001234567' };
		expect((await ofPackage({ status: 'BLOCKED', signer }, packageOf('CREATED', 'BLOCK'))).standing).toBe(
			'confirmed',
		);
	});

	test.each([
		['another one', { email: 'ana@example.com' }],
		['a stranger', { email: 'stranger@example.com', phone: '+1' }],
		['one with the ID of the API', { id: 'G8', email: 'stranger@example.com' }],
	])('is not %s', async (_, signer) => {
		for (const [status, state] of [
			['NOTIFICATION', 'FINISH'],
			['BLOCKED', 'BLOCK'],
			['REJECTED', 'REJECT'],
		] as const) {
			const { standing } = await ofDocument({ status, signer }, documentOf('CREATED', state));
			expect(standing).toBe('notYet');
		}
	});

	test('may be missing: then anybody in that state will do', async () => {
		const { standing, identity } = await ofPackage(
			{ status: 'BLOCKED', signer: undefined },
			packageOf('CREATED', 'BLOCK'),
		);
		expect(standing).toBe('confirmed');
		const named = await ofPackage({ status: 'BLOCKED' }, packageOf('CREATED', 'BLOCK'));
		expect(identity).toBe(named.identity);
	});
});

test.each(['FINISH', 'EXPIRED', 'SIGNED_PACKAGE'])(
	'a signer without a status confirms no %s',
	async (status) => {
		const signers = [{ email: 'juan@example.com' }];
		const deliver = status === 'SIGNED_PACKAGE' ? ofPackage : ofDocument;
		const object =
			status === 'SIGNED_PACKAGE'
				? packageOf('CREATED', 'PENDING', { signers })
				: documentOf('CREATED', 'PENDING', { signProfile: signers });
		expect((await deliver({ status }, object)).standing).toBe('notYet');
	},
);

describe('The audit trail', () => {
	const pending = documentOf('CREATED', 'NOTIFICATION');
	const sign = (participant: string, more: object = {}) => ({
		action: 'PARTICIPANT_SIGN',
		participant,
		...more,
	});

	test.each([
		['the email of who has signed', { email: 'juan@example.com' }, sign('01'), 'juan@example.com'],
		[
			'the phone of who has approved',
			{ email: 'x@example.com', phone: '+573009999999' },
			{ action: 'PARTICIPANT_APPROVE', participant: '02' },
			'+573009999999',
		],
		[
			'what it was signed with',
			{ email: 'second@example.com' },
			sign('01', { by: 'second@example.com' }),
			'juan@example.com',
		],
	])('confirms a signature by %s', async (_, signer, entry, who) => {
		const { standing, identity } = await ofDocument(
			{ status: 'NOTIFICATION', signer },
			pending,
			trailOf(entry),
		);
		expect(standing).toBe('confirmed');
		expect(identity).toBe(JSON.stringify(['document.notification', CODE, who]));
	});

	test.each([
		['somebody else has signed', sign('02')],
		['the signer has only read', { action: 'PARTICIPANT_READ', participant: '01' }],
		[
			'the document itself has changed',
			{ action: 'UPDATE_SIGN', participant: 'ARCHIVE', by: 'juan@example.com' },
		],
		['the process was signed by nobody of it', sign('ARCHIVE', { by: 'juan@example.com' })],
	])('confirms nothing when %s', async (_, entry) => {
		const { standing } = await ofDocument({ status: 'NOTIFICATION' }, pending, trailOf(entry));
		expect(standing).toBe('notYet');
	});

	test('is asked for only where the document itself does not show it', async () => {
		const signed = await ofDocument({ status: 'NOTIFICATION' }, documentOf('CREATED', 'FINISH'));
		expect(signed.asked).toEqual([`/document?code=${CODE}`]);
		for (const status of ['CREATE', 'FINISH', 'REJECT', 'REJECTED', 'BLOCKED', 'EXPIRED']) {
			expect((await ofDocument({ status }, pending)).asked).toEqual([`/document?code=${CODE}`]);
		}
	});

	test('may be refused, which says nothing', async () => {
		const { standing } = await standingOf(
			{ code: CODE, name: 'x', status: 'NOTIFICATION', signer: SIGNER },
			{ [`/document?code=${CODE}`]: pending },
		);
		expect(standing).toBe('notYet');
	});
});

describe('A rejected document of a package', () => {
	const listed = (...codes: string[]) => ({
		status: 'DOCUMENT_REJECT',
		documents: [
			...codes.map((code) => ({ code, name: 'x', status: 'REJECT' })),
			{ code: 'OTHERCODE1', name: 'x', status: 'CREATE' },
		],
	});
	const inState = (status: string) => ({ [`/document?code=${CODE}`]: documentOf(status, 'NOTIFICATION') });

	test.each([
		['REJECTED', 'confirmed'],
		['CREATED', 'notYet'],
		['FINISH', 'contradicted'],
		['EXPIRED', 'contradicted'],
	])('is asked for by itself: %s is %s', async (status, expected) => {
		const created = packageOf('CREATED', 'NOTIFICATION');
		const { standing, asked, identity } = await ofPackage(listed(CODE), created, inState(status));
		expect(standing).toBe(expected);
		expect(asked).toEqual([`/document?package=${PACKAGE}`, `/document?code=${CODE}`]);
		expect(identity).toBe(JSON.stringify(['package.documentReject', PACKAGE, CODE]));
	});

	test('must be one of the package', async () => {
		const stranger = packageOf('CREATED', 'NOTIFICATION', { codes: ['OTHERCODE1'] });
		expect((await ofPackage(listed(CODE), stranger, inState('REJECTED'))).standing).toBe('contradicted');
	});

	test('must be named', async () => {
		const { standing, asked } = await ofPackage(listed(), packageOf('CREATED', 'NOTIFICATION'));
		expect([standing, asked]).toEqual(['unnamed', []]);
	});

	test('all that are named must be rejected', async () => {
		const both = packageOf('CREATED', 'NOTIFICATION', { codes: [CODE, 'OTHERCODE2'] });
		const other = { ...documentOf('CREATED', 'NOTIFICATION'), code: 'OTHERCODE2' };
		const replies = { ...inState('REJECTED'), '/document?code=OTHERCODE2': other };
		expect((await ofPackage(listed(CODE, 'OTHERCODE2', CODE), both, replies)).standing).toBe('notYet');
	});
});

describe('The identity of a confirmed event', () => {
	/** What anybody can vary. */
	const variants = [
		{},
		{ name: 'another name' },
		{ url: 'https://elsewhere.example.com' },
		{ message: 'another message' },
		{ tags: ['x'], custom: { any: 'thing' }, similarity: 1, scores: {} },
		{ signer: { ...SIGNER, id: 'x' } },
		{ signer: { ...SIGNER, name: 'x', phone: '+1' } },
		{ signer: { email: 'juan@example.com' } },
		{ updatedAt: 'x', finish: true },
	];
	const signers = [{ signer: { email: 'stranger@example.com' } }, { signer: undefined }, { signer: 'x' }];

	test.each([
		['NOTIFICATION', documentOf('CREATED', 'FINISH'), variants],
		['BLOCKED', documentOf('CREATED', 'BLOCK'), variants],
		['CREATE', documentOf('CREATED', 'NOTIFICATION'), [...variants, ...signers]],
		['FINISH', documentOf('FINISH', 'FINISH'), [...variants, ...signers]],
		['EXPIRED', documentOf('EXPIRED', 'NOTIFICATION'), [...variants, ...signers]],
		['REJECT', documentOf('REJECTED', 'REJECT'), [...variants, ...signers]],
		['REJECTED', documentOf('REJECTED', 'NOTIFICATION'), [...variants, ...signers]],
	])('%s is the same in all variants', async (status, document, bodies) => {
		const all = await Promise.all(
			bodies.map(async (body) => await ofDocument({ status, ...body }, document)),
		);
		expect(new Set(all.map(({ standing }) => standing))).toEqual(new Set(['confirmed']));
		expect(new Set(all.map(({ identity }) => identity)).size).toBe(1);
	});

	test('tells signers, events, documents and packages apart', async () => {
		const both = [
			{ email: 'juan@example.com', status: 'FINISH' },
			{ email: 'ana@example.com', status: 'FINISH' },
		];
		const document = documentOf('FINISH', 'FINISH', { signProfile: both });
		const signingPackage = { ...packageOf('FINISH', 'FINISH'), signers: both, _id: CODE };
		const identities = [
			await ofDocument({ status: 'NOTIFICATION' }, document),
			await ofDocument({ status: 'NOTIFICATION', signer: { email: 'ana@example.com' } }, document),
			await ofDocument({ status: 'FINISH' }, document),
			await ofDocument({ status: 'CREATE' }, document),
			await standingOf(
				{ package: CODE, status: 'NOTIFICATION', signer: SIGNER },
				{ [`/document?package=${CODE}`]: signingPackage },
			),
			await ofDocument({ status: 'REJECT' }, documentOf('REJECTED', 'REJECT')),
			await ofDocument({ status: 'REJECTED' }, documentOf('REJECTED', 'REJECT')),
		].map(({ identity }) => identity);
		expect(new Set(identities).size).toBe(identities.length);
	});
});

describe('What cannot be asked', () => {
	test.each([
		['BLOCKED', undefined],
		['REJECTED', undefined],
		['FINISH', 'unnamed'],
		['NOTIFICATION', 'unnamed'],
	])('is a document without a code: %s', async (status, expected) => {
		const body = { name: 'document name', signer: SIGNER, status };
		const { confirmation } = parseDelivery(body);
		if (expected === undefined) expect(confirmation).toBeUndefined();
		else expect((await standingOf(body, {})).standing).toBe(expected);
	});

	test.each([' ', '..', 'a b', 'x'.repeat(101), '?code=', 'x&package=y'])(
		'is a code like "%s"',
		async (code) => {
			const { standing, asked } = await standingOf({ code, name: 'x', status: 'CREATE' }, {});
			expect([standing, asked]).toEqual(['unnamed', []]);
		},
	);

	test('is a reply about something else, such as the list of templates', async () => {
		for (const reply of [
			{ data: [{ id: 'template' }] },
			documentOf('FINISH', 'FINISH', { code: 'OTHERCODE1' }),
		]) {
			await expect(ofDocument({ status: 'CREATE' }, reply)).rejects.toThrow('something else');
		}
		await expect(ofPackage({ status: 'CREATE' }, documentOf('CREATED', 'FINISH'))).rejects.toThrow(
			'something else',
		);
		const elses = { ...trailOf(), documentCode: 'OTHERCODE1' };
		await expect(
			ofDocument({ status: 'NOTIFICATION' }, documentOf('CREATED', 'PENDING'), elses),
		).rejects.toThrow('something else');
	});

	test('a package is asked for by its ID, whatever code stands beside it', async () => {
		const { asked } = await ofPackage({ status: 'CREATE', code: CODE }, packageOf('CREATED', 'PENDING'));
		expect(asked).toEqual([`/document?package=${PACKAGE}`]);
	});
});

test.each([
	['DOCUMENT_NOT_FOUND', true],
	['PACKAGE_NOT_FOUND', true],
	['PACKAGE_ID_INVALID', true],
	['code: is required', false],
	['Not Found', false],
])('Auco says "%s" of what it does not have: %s', (providerCode, expected) => {
	const response = { statusCode: 400, headers: {}, body: { message: providerCode } };
	const failure = new RequestFailure('refused', { outcome: 'refused', response, providerCode });
	expect(isNotFound(failure)).toBe(expected);
});

test.each([
	['CREATED', false],
	['FINISH', true],
	['REJECTED', true],
	['EXPIRED', true],
	['UNHEARD_OF', false],
])('a document that is %s counts as finished: %s', async (status, expected) => {
	const { confirmation, object } = await ofDocument({ status: 'CREATE' }, documentOf(status, 'PENDING'));
	expect(confirmation!.isFinished(object!)).toBe(expected);
});

test('the simplified form has a few fields of the document or package', async () => {
	const document = await ofDocument({ status: 'CREATE' }, documentOf('CREATED', 'PENDING'));
	expect(document.confirmation!.summary(document.object!)).toEqual({
		name: 'Contrato',
		url: 'https://signed_url',
	});
	const whole = await ofPackage({ status: 'CREATE' }, packageOf('CREATED', 'PENDING'));
	expect(whole.confirmation!.summary(whole.object!)).toEqual({
		name: 'Contratos',
		codes: `${CODE}, OTHERCODE1`,
	});
});
