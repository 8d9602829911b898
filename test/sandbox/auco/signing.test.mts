import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import Ajv, { type ValidateFunction } from 'ajv';
import { parse } from 'yaml';

import { MAGIC_SIGNERS } from '../../../sandbox/auco/outcomes.mts';
import { useClock } from '../../support/clock.mts';
import { AucoClient } from './client.mts';

useClock();

const client = new AucoClient();
const { auco } = client;

const document = parse(readFileSync(join(import.meta.dirname, '../../../sandbox/auco/openapi.yaml'), 'utf8'));
const ajv = new Ajv({ strict: false }).addSchema(document, 'auco');

beforeAll(async () => await auco.listen());
beforeEach(() => auco.reset());
afterAll(async () => await auco.stop());

async function read(query: Record<string, string>) {
	const { status, data } = await client.get('/document', query);
	expect(auco.responseErrors('getDocument', status, data)).toEqual([]);
	return { status, data };
}

async function roadmap(code: string) {
	const { status, data } = await client.get('/document/roadmap', { code });
	expect(auco.responseErrors('getDocumentRoadmap', status, data)).toEqual([]);
	return { status, data };
}

const eventFits = (name: string): ValidateFunction =>
	ajv.compile({
		$ref: `auco#/webhooks/${name}/post/requestBody/content/application~1json/schema`,
	});

/** The events that were delivered since, each as the page describes it. */
function events(): Array<Record<string, any>> {
	const bodies = auco.deliveries.map(({ body }) => body as Record<string, any>);
	for (const body of bodies) {
		const fits = eventFits('package' in body ? 'packageEvent' : 'documentEvent');
		expect([fits(body), fits.errors]).toEqual([true, null]);
	}
	return bodies;
}

test('gives a document as the page shows it', async () => {
	const code = auco.addDocument({ name: 'prueba firma garabato', custom: { externalId: 'ORDER-123' } });
	expect(code).toHaveLength(10);
	const { data } = await read({ code });
	expect(data).toMatchObject({
		name: 'prueba firma garabato',
		code,
		status: 'CREATED',
		data: { code, signFinish: false },
		signProfile: [{ name: 'Firmante de prueba', email: 'example@auco.ai', status: 'NOTIFICATION' }],
		custom: { externalId: 'ORDER-123' },
	});
	expect(events()).toEqual([
		{
			code,
			name: 'prueba firma garabato',
			status: 'CREATE',
			url: expect.any(String),
			custom: { externalId: 'ORDER-123' },
		},
	]);
});

test('gives a package as the page shows it', async () => {
	const id = auco.addPackage({ name: 'Prueba paquete de documentos', documents: ['Uno', 'Dos', 'Tres'] });
	const { data } = await read({ package: id });
	expect(data).toMatchObject({
		_id: id,
		codes: [expect.any(String), expect.any(String), expect.any(String)],
		signers: [{ email: 'example@auco.ai', status: 'NOTIFICATION', userId: expect.any(String) }],
		signFinish: false,
		status: 'CREATED',
	});
	expect((await read({ code: data.codes[1] })).data).toMatchObject({ name: 'Dos', status: 'CREATED' });
});

test('answers an empty code with templates, and an unknown one with the documented word', async () => {
	expect((await read({ code: '' })).data).toMatchObject({ data: [{ status: 'active' }] });
	expect((await read({})).data).toHaveProperty('data');
	const unknown: Array<Record<string, string>> = [{ code: 'ABCDEF1234' }, { package: 'unknown' }];
	for (const query of unknown) {
		expect(await read(query)).toEqual({ status: 400, data: { message: 'DOCUMENT_NOT_FOUND' } });
	}
	expect((await roadmap('ABCDEF1234')).data).toEqual({ message: 'DOCUMENT_NOT_FOUND' });
	expect((await client.get('/document/roadmap', { code: 'short' })).status).toBe(400);
	expect((await client.get('/document', { unknown: 'x' })).status).toBe(400);
});

const TWO = [{ email: 'one@example.com' }, { email: 'two@example.com' }];

test.each([
	['everyone signs', {}, 'FINISH', ['CREATE', 'NOTIFICATION', 'NOTIFICATION', 'FINISH']],
	['one rejects', { email: MAGIC_SIGNERS.rejects }, 'REJECTED', ['CREATE', 'REJECT', 'REJECTED']],
	['one is blocked', { email: MAGIC_SIGNERS.blocked }, 'CREATED', ['CREATE', 'BLOCKED', 'NOTIFICATION']],
	['one never comes', { email: MAGIC_SIGNERS.never }, 'CREATED', ['CREATE', 'NOTIFICATION']],
	['nobody comes in time', { email: MAGIC_SIGNERS.expires }, 'EXPIRED', ['CREATE', 'EXPIRED']],
])('by itself: %s', async (_, first, status, reported) => {
	const code = auco.addDocument({ signers: [{ ...TWO[0], ...first }, TWO[1]!] });
	await auco.settled();
	expect((await read({ code })).data.status).toBe(status);
	expect(events().map((event) => event.status)).toEqual(reported);
});

test('names the signer, and the code where that is wanted', () => {
	auco.advances = false;
	for (const eventsCarryCode of [true, false]) {
		auco.eventsCarryCode = eventsCarryCode;
		const code = auco.addDocument({ signers: TWO });
		auco.deliveries.length = 0;
		auco.actAsSigner(code, 'one@example.com', 'BLOCK');
		auco.actAsSigner(code, 'two@example.com', 'REJECT', 'Not mine');
		const carried = eventsCarryCode ? { code } : {};
		expect(events()).toMatchObject([
			{ ...carried, status: 'BLOCKED', signer: { email: 'one@example.com' }, message: 'OTP_CODE_INVALID' },
			{ code, status: 'REJECT' },
			{ ...carried, status: 'REJECTED', signer: { email: 'two@example.com' }, message: 'Not mine' },
		]);
		expect(
			events().every((event) => eventsCarryCode || event.status === 'REJECT' || !('code' in event)),
		).toBe(true);
	}
});

test('keeps an audit trail whose participants have IDs of their own', async () => {
	auco.advances = false;
	const code = auco.addDocument({ signers: TWO });
	auco.actAsSigner(code, 'two@example.com', 'FINISH');
	auco.endDocument(code, 'REJECTED', 'No longer needed');
	const { data } = await roadmap(code);
	expect(data).toMatchObject({
		documentCode: code,
		participants: [
			{ id: '01', email: 'one@example.com', role: 'SIGNER' },
			{ id: '02', email: 'two@example.com', role: 'SIGNER' },
		],
		activityLog: [
			{ action: 'NOTIFICATION_SIGN', participant: '01' },
			{ action: 'NOTIFICATION_SIGN', participant: '02' },
			{ action: 'PARTICIPANT_SIGN', participant: '02', by: 'two@example.com' },
			{ action: 'CANCEL_SIGN', participant: 'ARCHIVE', platform: 'ARCHIVE', message: 'No longer needed' },
		],
	});
});

test('reports what happens to a package', async () => {
	auco.advances = false;
	const id = auco.addPackage({ signers: TWO });
	auco.actAsSigner(id, 'one@example.com', 'FINISH');
	auco.actAsSigner(id, 'two@example.com', 'BLOCK');
	auco.actAsSigner(id, 'two@example.com', 'NOTIFICATION');
	auco.actAsSigner(id, 'two@example.com', 'FINISH');
	expect(events().map(({ status }) => status)).toEqual([
		'CREATE',
		'NOTIFICATION',
		'BLOCKED',
		'NOTIFICATION',
		'SIGNED_PACKAGE',
	]);
	expect(events().at(-1)!.documents).toMatchObject([{ status: 'FINISH' }, { status: 'FINISH' }]);
	expect((await read({ package: id })).data).toMatchObject({ status: 'FINISH', signFinish: true });
});

test('reports a rejected document of a package, and a rejected package', async () => {
	auco.advances = false;
	const id = auco.addPackage({ signers: TWO });
	const { codes } = (await read({ package: id })).data;
	auco.actAsSigner(codes[0], 'one@example.com', 'REJECT');
	expect(events().at(-1)).toMatchObject({
		package: id,
		status: 'DOCUMENT_REJECT',
		documents: [
			{ code: codes[0], status: 'REJECT' },
			{ code: codes[1], status: 'CREATE' },
		],
	});
	expect((await read({ package: id })).data.status).toBe('CREATED');
	auco.actAsSigner(id, 'two@example.com', 'REJECT', 'All of it');
	expect(events().at(-1)).toMatchObject({ package: id, status: 'REJECTED', message: 'All of it' });
	expect((await read({ code: codes[1] })).data.status).toBe('REJECTED');
});

test('shows the state before an event as long as it lags', async () => {
	auco.advances = false;
	auco.lag = 1500;
	const code = auco.addDocument();
	auco.actAsSigner(code, 'example@auco.ai', 'FINISH');
	expect((await read({ code })).data).toMatchObject({
		status: 'CREATED',
		signProfile: [{ status: 'NOTIFICATION' }],
	});
	expect((await roadmap(code)).data.activityLog).toHaveLength(1);
	jest.advanceTimersByTime(1500);
	expect((await read({ code })).data).toMatchObject({
		status: 'FINISH',
		signProfile: [{ status: 'FINISH' }],
	});
});

test('can be controlled from elsewhere', async () => {
	const control = async (name: string, body: unknown) => {
		const answer = await fetch(`${auco.address}/_sandbox/${name}`, {
			method: 'POST',
			body: JSON.stringify(body),
		});
		return { status: answer.status, body: (await answer.json()) as Record<string, any> };
	};
	await control('advances', { advances: false });
	const { code } = (await control('addDocument', { name: 'From elsewhere' })).body;
	await control('sign', { code, email: 'example@auco.ai', status: 'FINISH' });
	expect((await read({ code })).data).toMatchObject({ name: 'From elsewhere', status: 'FINISH' });
	const { package: id } = (await control('addPackage', {})).body;
	await control('end', { code: id, status: 'EXPIRED' });
	await control('patch', { code: id, fields: { name: 'Patched' } });
	expect((await read({ package: id })).data).toMatchObject({ name: 'Patched', status: 'EXPIRED' });
	expect((await control('sign', { code: 'unknown', email: 'x', status: 'FINISH' })).status).toBe(400);
	expect((await control('sign', { code, email: 'x', status: 'FINISH' })).status).toBe(400);
	await control('eventsCarryCode', { eventsCarryCode: false });
	expect(auco.eventsCarryCode).toBe(false);
	await control('reset', {});
	expect(auco.eventsCarryCode).toBe(true);
	expect((await read({ code })).status).toBe(400);
});
