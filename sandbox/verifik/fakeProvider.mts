import { fileURLToPath } from 'node:url';

import type { ProviderDefinition } from '../server/types.mts';
import { FakeProvider } from '../server/fakeProvider.mts';
import type { RecordKind, VerifikSandbox } from '../types.mts';
import type { Account } from './account.mts';
import { courseOf, CREATED } from './courses.mts';
import { handlersOf } from './handlers.mts';
import { expire, finish, isFinished, markSent, outcomeOf } from './outcomes.mts';
import { Records, reportedFields, type StoredRecord } from './records.mts';
import { NOT_FOUND, invalidRequest } from './refusals.mts';
import { CLIENT, projectFlows, projects, webhooks } from './seed.mts';
import { authorize, GOOD_TOKEN } from './tokens.mts';
import type { Fields, Shape } from './types.mts';
import { endOfSession, Validations, type Validation } from './validations.mts';
import { webhookOf } from './webhooks.mts';

/** How long a person takes to finish; the sandbox's own choice. */
const PERSON_TIME = 30_000;

/** How long the email with the link takes; the sandbox's own choice. */
const EMAIL_TIME = 5_000;

/** Node's timers fire at once when they are longer. */
const LONGEST_TIMER = 2 ** 31 - 1;

/** Verifik documents no timeout and no repetition (docs/providers/verifik.md#deliveries). */
const DELIVERY = { timeout: 10_000, repeats: [] };

const SHAPES: Shape[] = ['nested', 'flat', 'top'];

/** Verifik on loopback. */
export class FakeVerifik extends FakeProvider implements VerifikSandbox, Account {
	client: Fields = CLIENT;

	webhooks: Fields[] = [];

	projects: Fields[] = [];

	projectFlows: Fields[] = [];

	readonly validations = new Validations();

	readonly records = new Records();

	shape: Shape = 'nested';

	advances = true;

	createdBetweenPages: number[] = [];

	largestPage?: number;

	protected readonly keys = { accessToken: GOOD_TOKEN };

	protected readonly definition: ProviderDefinition = {
		document: fileURLToPath(new URL('openapi.yaml', import.meta.url)),
		basePath: '',
		handlers: handlersOf(this),
		authorize,
		refuse: (issues, operation) => invalidRequest(issues, operation, this.shape),
		fallback: () => NOT_FOUND,
		reset: () => this.resetState(),
		controls: this.controls(),
	};

	constructor(timeScale: number) {
		super(timeScale, DELIVERY);
	}

	finishValidation(id: string, status: 'validated' | 'failed'): void {
		this.end(this.known(id), status);
	}

	patch(id: string, fields: Fields): void {
		const { patch } = this.records.find(id) ?? this.known(id);
		Object.assign(patch, fields);
	}

	addRecord(kind: RecordKind, fields: Fields = {}): string {
		if (!(kind in CREATED)) throw new Error(`kind must be one of ${Object.keys(CREATED).join(', ')}`);
		const record = this.records.add(kind, fields);
		const id = String(record.fields._id);
		this.report(record, CREATED[kind]);
		for (const { after, fields: changed, event } of courseOf(kind, record.fields)) {
			this.later(after, () => this.changeRecord(id, changed, event));
		}
		return id;
	}

	changeRecord(id: string, fields: Fields, event?: string, beside?: Fields): void {
		const record = this.records.find(id);
		if (!record) throw new Error(`There is no record ${id}`);
		record.before = { fields: { ...record.fields }, until: Date.now() + this.lag };
		Object.assign(record.fields, fields, { updatedAt: new Date().toISOString() });
		this.report(record, event, beside);
	}

	addValidations(count: number, fields: Fields = {}): void {
		const first = Date.now() - count * 1000;
		for (let number = 1; number <= count; number++) {
			const body = { project: 'project_123456789', projectFlow: 'flow_123456789', type: 'validation' };
			const identifier = `user-${number}@example.com`;
			const at = first + number * 1000;
			const project = this.projects.find(({ _id }) => _id === (fields.project ?? body.project));
			const id = this.validations.add({ ...body, identifier, ...fields }, project, at);
			Object.assign(this.known(id).fields, { status: 'validated' }, fields);
		}
	}

	deliver(body: unknown, to: { projectFlow?: string; webhookUrl?: string }): void {
		const webhook = webhookOf(this.webhooks, to.projectFlow);
		const urls = [webhook?.isActive === false ? undefined : webhook?.url, to.webhookUrl];
		urls.filter((url) => typeof url === 'string').forEach((url) => this.deliverer.deliver({ url }, body));
	}

	/** Others create validations meanwhile, newer than all that are there. */
	onPageRead(): void {
		const createdAt = new Date(Date.now() + this.validations.all.length).toISOString();
		this.addValidations(this.createdBetweenPages.shift() ?? 0, { createdAt });
	}

	/** Notifies the flow's webhook and lets the validation run its course. */
	onCreated(id: string): void {
		const validation = this.known(id);
		this.notify(validation, 'biometric_validation_new', false);
		const outcome = outcomeOf(validation.fields);
		const lifetime = endOfSession(validation.fields, Date.now()) - Date.now();
		if (validation.fields.sendViaEmail === true) {
			this.advance(validation, EMAIL_TIME, () => markSent(validation));
		}
		if (outcome === 'never') return;
		if (outcome === 'expired' || lifetime < PERSON_TIME) {
			this.advance(validation, lifetime, () => expire(validation));
		} else {
			this.advance(validation, PERSON_TIME, () => this.end(validation, outcome));
		}
	}

	private resetState(): void {
		this.client = CLIENT;
		this.webhooks = webhooks();
		this.projects = projects();
		this.projectFlows = projectFlows();
		this.validations.clear();
		this.records.clear();
		this.shape = 'nested';
		this.advances = true;
		this.createdBetweenPages = [];
		this.largestPage = undefined;
	}

	private known(id: string): Validation {
		const validation = this.validations.find(id);
		if (!validation) throw new Error(`There is no validation ${id}`);
		return validation;
	}

	/** Changes a validation later, unless it is finished by then or `advances` is off. */
	private advance(validation: Validation, milliseconds: number, work: () => void): void {
		this.later(milliseconds, () => {
			if (!isFinished(validation)) work();
		});
	}

	private later(milliseconds: number, work: () => void): void {
		if (!this.advances || milliseconds * this.scheduler.timeScale > LONGEST_TIMER) return;
		this.scheduler.after(milliseconds, () => {
			if (this.advances) work();
		});
	}

	/** Delivers an event of a record to the webhook of its flow. */
	private report(record: StoredRecord, event: string | undefined, beside: Fields = {}): void {
		if (event === undefined) return;
		const { projectFlow } = record.fields as { projectFlow: string };
		const object = { ...reportedFields(record), ...beside };
		this.deliver({ type: this.typeOf(projectFlow, event), object }, { projectFlow });
	}

	/** The full name of an event: the type of the flow stands before it. */
	private typeOf(projectFlow: unknown, event: string): string {
		const flow = this.projectFlows.find(({ _id }) => _id === projectFlow);
		return `${String(flow?.type)}_${event}`;
	}

	private end(validation: Validation, outcome: 'validated' | 'failed' | 'livenessFailed'): void {
		validation.before = { fields: { ...validation.fields }, until: Date.now() + this.lag };
		finish(validation, outcome);
		const suffix = outcome === 'livenessFailed' ? 'liveness_failed' : outcome;
		this.notify(validation, `biometric_validation_${suffix}`, true);
	}

	/**
	 * Delivers an event. That a validation's own `webhookUrl` gets the same body as the flow's webhook, and only for
	 * changes of the status, is an assumption (docs/providers/verifik.md#webhook-of-a-single-validation).
	 */
	private notify({ fields }: Validation, suffix: string, isChange: boolean): void {
		const webhookUrl = isChange ? (fields.webhookUrl as string | undefined) : undefined;
		const type = this.typeOf(fields.projectFlow, suffix);
		this.deliver({ type, object: fields }, { projectFlow: fields.projectFlow as string, webhookUrl });
	}

	private controls(): NonNullable<ProviderDefinition['controls']> {
		return {
			shape: ({ shape }) => {
				if (!SHAPES.includes(shape as Shape)) throw new Error(`shape must be one of ${SHAPES.join(', ')}`);
				this.shape = shape as Shape;
			},
			advances: ({ advances }) => {
				this.advances = advances === true;
			},
			finish: ({ id, status }) => {
				if (status !== 'validated' && status !== 'failed')
					throw new Error('status must be validated or failed');
				this.finishValidation(String(id), status);
			},
			patch: ({ id, fields }) => this.patch(String(id), fields as Fields),
			addRecord: ({ kind, fields }) => ({
				id: this.addRecord(kind as RecordKind, fields as Fields | undefined),
			}),
			changeRecord: ({ id, fields, event, beside }) =>
				this.changeRecord(
					String(id),
					(fields ?? {}) as Fields,
					event as string | undefined,
					beside as Fields | undefined,
				),
			add: ({ count, fields }) => this.addValidations(Number(count), fields as Fields | undefined),
			deliver: ({ body, to }) => this.deliver(body, to as { projectFlow?: string; webhookUrl?: string }),
		};
	}
}
