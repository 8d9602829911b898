/**
 * One event of every kind, on its way from the provider to the workflow: true, contradicted, not so yet, and about
 * nothing (docs/providers/auco.md#confirming-events, docs/providers/verifik.md#confirming-events). The whole matrix is in
 * the unit tests of the triggers.
 */
import type { IDataObject } from 'n8n-workflow';

import type { RecordKind } from '../../../sandbox/types.mts';
import { useScene, type Answer } from '../../support/engine/scene.mts';
import type { TriggerWorkflow } from '../../support/engine/triggerWorkflow.mts';

const scene = useScene();

/** An event of one kind. */
interface Kind {
	event: string;
	/** Makes something at the provider, and gives its code or ID. */
	make(): string;
	/** Lets happen what the event reports. */
	happen(id: string): void;
	/** Lets something else happen, which rules the event out; undefined where nothing does. */
	contradict?(id: string): void;
	/** Whether it is enough that the object exists. */
	exists?: boolean;
	/** What the item shows of the object as it is at the provider. */
	item: object;
	/** Requests for one confirmation, without what stands before the path of the resource. */
	reads: string[];
}

const ONE = 'one@example.com';
const TWO = 'two@example.com';
const UNKNOWN = '674DE8DF21';

const auco = () => scene.sandbox.auco;
const verifik = () => scene.sandbox.verifik;
const makeDocument = () =>
	auco().addDocument({ signers: [{ email: ONE }, { email: TWO }], custom: { order: 1 } });
const makePackage = () => auco().addPackage({ signers: [{ email: ONE }, { email: TWO }] });
const acts = (status: 'FINISH' | 'REJECT' | 'BLOCK') => (id: string) => auco().actAsSigner(id, ONE, status);
const ends = (status: 'REJECTED' | 'EXPIRED') => (id: string) => auco().endDocument(id, status);
const everyoneSigns = (id: string) => [ONE, TWO].forEach((email) => auco().actAsSigner(id, email, 'FINISH'));

const DOCUMENT = ['document?code='];
const WITH_TRAIL = ['document?code=', 'document/roadmap?code='];
const PACKAGE = ['document?package='];

const AUCO: Kind[] = [
	{
		event: 'document.create',
		make: makeDocument,
		happen: () => undefined,
		exists: true,
		item: { status: 'CREATED', finished: false, document: { custom: { order: 1 } } },
		reads: DOCUMENT,
	},
	{
		event: 'document.notification',
		make: makeDocument,
		happen: acts('FINISH'),
		contradict: ends('EXPIRED'),
		item: { status: 'CREATED', finished: false, document: { signProfile: [{ status: 'FINISH' }, {}] } },
		reads: WITH_TRAIL,
	},
	{
		event: 'document.finish',
		make: makeDocument,
		happen: everyoneSigns,
		contradict: ends('REJECTED'),
		item: { status: 'FINISH', finished: true },
		reads: DOCUMENT,
	},
	{
		event: 'document.reject',
		make: makeDocument,
		happen: acts('REJECT'),
		contradict: everyoneSigns,
		item: { status: 'REJECTED', finished: true },
		reads: DOCUMENT,
	},
	{
		event: 'document.rejected',
		make: makeDocument,
		happen: ends('REJECTED'),
		contradict: ends('EXPIRED'),
		item: { status: 'REJECTED', finished: true },
		reads: DOCUMENT,
	},
	{
		event: 'document.blocked',
		make: makeDocument,
		happen: acts('BLOCK'),
		contradict: acts('FINISH'),
		item: { status: 'CREATED', finished: false, document: { signProfile: [{ status: 'BLOCK' }, {}] } },
		reads: DOCUMENT,
	},
	{
		event: 'document.expired',
		make: makeDocument,
		happen: ends('EXPIRED'),
		contradict: everyoneSigns,
		item: { status: 'EXPIRED', finished: true },
		reads: DOCUMENT,
	},
	{
		event: 'package.create',
		make: makePackage,
		happen: () => undefined,
		exists: true,
		item: { status: 'CREATED', finished: false, document: { codes: [{}, {}] } },
		reads: PACKAGE,
	},
	{
		event: 'package.notification',
		make: makePackage,
		happen: acts('FINISH'),
		contradict: ends('REJECTED'),
		item: { status: 'CREATED', document: { signers: [{ status: 'FINISH' }, {}] } },
		reads: PACKAGE,
	},
	{
		event: 'package.signedPackage',
		make: makePackage,
		happen: everyoneSigns,
		contradict: ends('REJECTED'),
		item: { status: 'FINISH', finished: true, document: { signFinish: true } },
		reads: PACKAGE,
	},
	{
		event: 'package.rejected',
		make: makePackage,
		happen: acts('REJECT'),
		contradict: everyoneSigns,
		item: { status: 'REJECTED', finished: true },
		reads: PACKAGE,
	},
	{
		event: 'package.blocked',
		make: makePackage,
		happen: acts('BLOCK'),
		contradict: acts('FINISH'),
		item: { status: 'CREATED', document: { signers: [{ status: 'BLOCK' }, {}] } },
		reads: PACKAGE,
	},
];

/** @param status which the record has then; none where its existence is enough */
function record(
	kind: RecordKind,
	event: string,
	status: string | undefined,
	other: string | undefined,
	more: Partial<Kind> & { fields?: object } = {},
): Kind {
	const { fields, ...rest } = more;
	return {
		event,
		make: () => verifik().addRecord(kind, fields as Record<string, unknown> | undefined),
		happen: (id) => verifik().changeRecord(id, status === undefined ? {} : { status }, event),
		...(other !== undefined && { contradict: (id: string) => verifik().changeRecord(id, { status: other }) }),
		exists: status === undefined,
		item: { ...(status !== undefined && { status }) },
		reads: [`${PATHS[kind]}/`],
		...rest,
	};
}

const PATHS: Record<RecordKind, string> = {
	appRegistration: 'app-registrations',
	emailValidation: 'email-validations',
	phoneValidation: 'phone-validations',
	documentValidation: 'document-validations',
	informationValidation: 'information-validations',
};

const COMPARISON = { _id: 'comparison', result: { score: 0.93, passed: true, compare_min_score: 0.85 } };

const VERIFIK: Kind[] = [
	record('appRegistration', 'app_registration_created', undefined, undefined),
	record('appRegistration', 'app_registration_sync_document', 'ONGOING', undefined),
	record('appRegistration', 'app_registration_completed', 'COMPLETED', 'FAILED', {
		item: { status: 'COMPLETED', finished: true, registration: { email: 'user@example.com' } },
	}),
	record(
		'appRegistration',
		'app_registration_needs_manual_verification',
		'NEEDS_MANUAL_VERIFICATION',
		'EXPIRED',
	),
	record('appRegistration', 'app_registration_expired', 'EXPIRED', 'COMPLETED'),
	record('appRegistration', 'app_registration_person_already_set', undefined, undefined, {
		reads: ['app-registrations/ populates[]=person'],
	}),
	record('appRegistration', 'face_verification_compare', undefined, undefined, {
		exists: false,
		happen(id) {
			const compareResult = COMPARISON.result;
			verifik().changeRecord(id, { compareFaceVerification: COMPARISON }, 'face_verification_compare', {
				compareResult,
			});
		},
		contradict(id) {
			const other = { ...COMPARISON, result: { ...COMPARISON.result, score: 0.5, passed: false } };
			verifik().changeRecord(id, { compareFaceVerification: other });
		},
		item: { registration: { compareFaceVerification: { result: { score: 0.93, passed: true } } } },
		reads: ['app-registrations/ populates[]=compareFaceVerification'],
	}),
	record('emailValidation', 'email_validation_created', undefined, undefined),
	record('emailValidation', 'email_validation_validated', 'validated', 'expired', {
		item: { status: 'validated', finished: true, validation: { email: 'user@example.com' } },
	}),
	record('emailValidation', 'email_validation_failed', 'failed', 'expired'),
	record('phoneValidation', 'phone_validation_expired', 'expired', 'validated'),
	record('phoneValidation', 'phone_validation_otp_incorect', undefined, undefined),
	record('documentValidation', 'document_validation_source_lookup', undefined, undefined, {
		item: { finished: false, validation: { documentNumber: '123456789' } },
	}),
	record(
		'documentValidation',
		'document_validation_manual_verification_required',
		'NEEDS_MANUAL_VERIFICATION',
		'ACTIVE',
	),
	record('informationValidation', 'information_validation_background_check', undefined, undefined, {
		item: { status: null, finished: null, validation: { fullName: 'MATEO VERIFIK' } },
	}),
];

/** The provider of a kind, as far as these tests differ. */
interface Side {
	name: string;
	kinds: Kind[];
	/** Name of the field with the code or ID. */
	id: string;
	sandbox: () => typeof scene.sandbox.auco | typeof scene.sandbox.verifik;
	publish(event: string): Promise<TriggerWorkflow>;
	deliver(workflow: TriggerWorkflow, body: IDataObject): Promise<Answer>;
	/** The delivered body about something else. */
	about(body: IDataObject, id: string): IDataObject;
	/** The last event that was delivered. */
	reported(event: string): IDataObject;
}

const SIDES: Side[] = [
	{
		name: 'Auco',
		kinds: AUCO,
		id: 'code',
		sandbox: auco,
		publish: async (event) => await scene.auco({ events: [event] }),
		deliver: async (workflow, body) => await scene.toAuco(workflow, body),
		about: (body, id) => ({ ...body, ...('package' in body ? { package: id } : { code: id }) }),
		reported(event) {
			const word = event.split('.')[1]!.toUpperCase();
			const bodies = auco().deliveries.map(({ body }) => body as IDataObject);
			return bodies.findLast(({ status }) => String(status).replace('_', '') === word)!;
		},
	},
	{
		name: 'Verifik',
		kinds: VERIFIK,
		id: 'id',
		sandbox: verifik,
		publish: async (event) => await scene.verifik({ events: [event] }),
		deliver: async (workflow, body) => await scene.toVerifik(workflow, body),
		about: (body, id) => ({ ...body, object: { ...(body.object as IDataObject), _id: id } }),
		reported(event) {
			const bodies = verifik().deliveries.map(({ body }) => body as IDataObject);
			return bodies.findLast(({ type }) => type === `login_${event}`)!;
		},
	},
];

const cases = SIDES.flatMap((side) => side.kinds.map((kind) => [kind.event, side, kind] as const));

/** What the provider says of such an event, taken from one that has really happened. */
function bodyOf(side: Side, kind: Kind): IDataObject {
	side.sandbox().advances = false;
	if (side.name === 'Verifik') {
		const url = `${verifik().baseUrl}/_sandbox/inbox`;
		verifik().webhooks.push({ _id: 'hook', url, isActive: true, projectFlow: ['flow_123456789'] });
	}
	kind.happen(kind.make());
	return side.reported(kind.event);
}

async function published(side: Side, kind: Kind): Promise<TriggerWorkflow> {
	const workflow = await side.publish(kind.event);
	await workflow.publish();
	return workflow;
}

/** The requests that have asked, without the ID in them. */
function readsOf(side: Side, id: string): string[] {
	return side
		.sandbox()
		.requests.filter(({ method }) => method === 'GET')
		.map(({ path, query }) => {
			const asked = `${path.replace(/^\/v[\d.]+\/(ext\/)?/, '')}${query && `?${decodeURIComponent(query)}`}`;
			return asked.replace(id, '').replace('/?', '/ ');
		});
}

test.each(cases)(
	'%s starts the workflow when it is true, once, with what the API says',
	async (_, side, kind) => {
		const workflow = await published(side, kind);
		const body = bodyOf(side, kind);
		const id = kind.make();
		kind.happen(id);
		const lied = { message: 'lied', tags: ['lied'], updatedAt: 'lied' };
		for (const told of [body, { ...body, ...lied }, { ...body, name: 'lied' }]) {
			const answer = await scene.clock.passing(side.deliver(workflow, side.about(told, id)));
			expect(answer.status).toBe(200);
		}
		expect(workflow.items).toMatchObject([
			{ event: kind.event, [side.id]: id, confirmed: true, ...kind.item, payload: side.about(body, id) },
		]);
		const [item] = workflow.items;
		expect(item).toMatchObject({ [side.id]: id });
		const read = readsOf(side, id);
		expect(kind.reads).toEqual(expect.arrayContaining(read));
		expect(read[0]).toBe(kind.reads[0]);
	},
);

test.each(cases.filter(([, , { contradict }]) => contradict))(
	'%s starts nothing when something else is so',
	async (_, side, kind) => {
		const workflow = await published(side, kind);
		const body = bodyOf(side, kind);
		const id = kind.make();
		kind.contradict!(id);
		const answer = await scene.clock.passing(side.deliver(workflow, side.about(body, id)));
		expect(answer).toEqual({ status: 200, body: { ignored: 'contradicted' } });
		expect(workflow.starts).toHaveLength(0);
		expect(readsOf(side, id)).toEqual(kind.reads);
	},
);

test.each(cases.filter(([, , { exists }]) => !exists))(
	'%s is asked for again while it is not so yet, and starts on a redelivery',
	async (_, side, kind) => {
		const workflow = await published(side, kind);
		const body = bodyOf(side, kind);
		const id = kind.make();
		const deliver = async () => await scene.clock.passing(side.deliver(workflow, side.about(body, id)));
		expect((await deliver()).status).toBe(503);
		expect(workflow.starts).toHaveLength(0);
		expect(readsOf(side, id).length).toBeGreaterThan(kind.reads.length);
		kind.happen(id);
		expect((await deliver()).status).toBe(200);
		expect(workflow.items).toMatchObject([{ [side.id]: id, confirmed: true, ...kind.item }]);
	},
);

test.each(cases.filter(([, , { exists }]) => !exists))(
	'%s starts at once although the API is a moment behind',
	async (_, side, kind) => {
		const workflow = await published(side, kind);
		const body = bodyOf(side, kind);
		const id = kind.make();
		side.sandbox().lag = 1500;
		kind.happen(id);
		const answer = await scene.clock.passing(side.deliver(workflow, side.about(body, id)));
		expect(answer.status).toBe(200);
		expect(workflow.items).toMatchObject([{ [side.id]: id, confirmed: true, ...kind.item }]);
	},
);

test.each(cases)('%s starts nothing when it is about nothing', async (_, side, kind) => {
	const workflow = await published(side, kind);
	const body = side.about(bodyOf(side, kind), UNKNOWN);
	const deliver = async () => await scene.clock.passing(side.deliver(workflow, body));
	expect((await deliver()).status).toBe(503);
	expect(await deliver()).toEqual({ status: 200, body: { ignored: 'missing' } });
	expect(workflow.starts).toHaveLength(0);
});

test('a rejected document of a package is asked for by itself', async () => {
	auco().advances = false;
	const workflow = await scene.auco({ events: ['package.documentReject'] });
	await workflow.publish();
	const id = makePackage();
	const { body: created } = auco().deliveries.at(-1)! as { body: { documents: Array<{ code: string }> } };
	const [{ code }] = created.documents as [{ code: string }];
	const claimed = {
		...(created as object),
		status: 'DOCUMENT_REJECT',
		documents: [{ code, status: 'REJECT' }],
	};
	expect((await scene.clock.passing(scene.toAuco(workflow, claimed))).status).toBe(503);
	auco().actAsSigner(code, ONE, 'REJECT');
	const { body } = auco().deliveries.at(-1)!;
	expect((await scene.clock.passing(scene.toAuco(workflow, body))).status).toBe(200);
	expect(workflow.items).toMatchObject([
		{ event: 'package.documentReject', code: id, confirmed: true, status: 'CREATED', document: { _id: id } },
	]);
});

test('a document event without a code stays unconfirmed and needs the secret', async () => {
	auco().advances = false;
	auco().eventsCarryCode = false;
	const workflow = await scene.auco({
		events: ['document.*'],
		options: { allowUnauthenticated: true },
	});
	await workflow.publish();
	const code = makeDocument();
	acts('BLOCK')(code);
	const { body } = auco().deliveries.at(-1)!;
	await scene.toAuco(workflow, body, { secret: null });
	expect(workflow.starts).toHaveLength(0);
	await scene.toAuco(workflow, body);
	expect(workflow.items).toMatchObject([
		{ event: 'document.blocked', code: null, status: 'BLOCKED', confirmed: false },
	]);
	expect(readsOf(SIDES[0]!, code)).toEqual([]);
});

test('the status of a background check is never that of the body', async () => {
	const workflow = await scene.auco({ events: ['other'] });
	await workflow.publish();
	const code = await scene.check();
	auco().patch(code, { ready: true });
	await scene.clock.passing(scene.toAuco(workflow, { code, status: 'APPROVED', finish: false }));
	expect(workflow.items).toMatchObject([
		{ event: 'other', code, status: null, finished: true, confirmed: true, process: { ready: true } },
	]);
});

test('an alert of the fleet stays unconfirmed', async () => {
	const workflow = await scene.verifik({ events: ['fleet_alert_custom'] });
	await workflow.publish();
	await scene.toVerifik(workflow, { type: 'fleet_alert_custom', object: { alertId: 'x', title: 'y' } });
	expect(workflow.items).toMatchObject([{ event: 'fleet_alert_custom', confirmed: false, validation: null }]);
	expect(verifik().requests).toHaveLength(0);
});
