import { join } from 'node:path';

import { CONTROL_PATH } from '../server/control.mts';
import type { ProviderDefinition } from '../server/types.mts';
import { FakeProvider } from '../server/fakeProvider.mts';
import type { AucoSandbox, AucoWebhook, NewDocument, NewPackage, RecordedRequest } from '../types.mts';
import { refuse, UNAUTHORIZED } from './responses.mts';
import { BackgroundChecks } from './background.mts';
import { Documents } from './documents.mts';
import { Company, representativesOf } from './company.mts';
import { FileStore } from './files.mts';
import { checkDocument, matchFace } from './images.mts';
import type { ProcessStatus } from './outcomes.mts';
import { Processes } from './processes.mts';
import { MINUTE, type FileName, type AucoEnvironment } from './environment.mts';
import type { SignerStatus, SigningProcess } from './types.mts';

/** docs/providers/auco.md#delivery */
const DELIVERY = { timeout: 10_000, repeats: [2 * MINUTE, 4 * MINUTE, 6 * MINUTE] };

/** Auco on loopback. */
export class FakeAuco extends FakeProvider implements AucoSandbox, AucoEnvironment {
	advances = true;

	eventsCarryCustom = true;

	eventsCarryCode = true;

	protected readonly keys = { environment: 'custom', privateKey: 'prk_xxx', publicKey: 'puk_xxx' };

	private readonly processes = new Processes(this);

	private readonly checks = new BackgroundChecks(this);

	private readonly documents = new Documents(this);

	private readonly company = new Company();

	private readonly files = new FileStore();

	protected readonly definition: ProviderDefinition = {
		document: join(import.meta.dirname, 'openapi.yaml'),
		basePath: '/v1.5/ext',
		handlers: {
			createVeriface: (call) => this.processes.create(call),
			getVeriface: (call) => this.processes.read(call),
			checkDocument,
			matchFace,
			getWhatsappRecords: (call) => this.processes.records(call),
			generateBackground: (call) => this.checks.create(call),
			getBackground: (call) => this.checks.read(call),
			getRepresentatives: representativesOf,
			getDocument: (call) => this.documents.read(call),
			getDocumentRoadmap: (call) => this.documents.trail(call),
			getCompany: () => this.company.read(),
			updateCompany: (call) => this.company.update(call),
		},
		authorize: ({ method, headers }) =>
			this.keyFor(method) === headers.authorization ? undefined : UNAUTHORIZED,
		refuse,
		fallback: (request) => this.fallback(request),
		reset: () => this.resetState(),
		controls: {
			advances: ({ advances }) => {
				this.advances = advances === true;
			},
			eventsCarryCustom: ({ eventsCarryCustom }) => {
				this.eventsCarryCustom = eventsCarryCustom === true;
			},
			eventsCarryCode: ({ eventsCarryCode }) => {
				this.eventsCarryCode = eventsCarryCode === true;
			},
			addDocument: (fields) => ({ code: this.addDocument(fields) }),
			addPackage: (fields) => ({ package: this.addPackage(fields) }),
			sign: ({ code, email, status, message }) =>
				this.actAsSigner(String(code), String(email), status as never, message as string | undefined),
			end: ({ code, status, message }) =>
				this.endDocument(String(code), status as never, message as string | undefined),
			finish: ({ code, status }) => this.finishProcess(String(code), status as never),
			patch: ({ code, fields }) => this.patch(String(code), fields as Record<string, unknown>),
			deliver: ({ body, targetWebhooks }) => this.deliver(body, targetWebhooks as string[] | undefined),
		},
	};

	constructor(timeScale: number) {
		super(timeScale, DELIVERY);
	}

	get webhooks(): AucoWebhook[] {
		return this.company.webhooks;
	}

	set webhooks(webhooks: AucoWebhook[]) {
		this.company.webhooks = webhooks;
	}

	get maskedHeaders(): string[] {
		return this.company.maskedHeaders;
	}

	set maskedHeaders(ids: string[]) {
		this.company.maskedHeaders = ids;
	}

	belongTo(id: string, name: string, webhooks: AucoWebhook[]): void {
		this.company.belongTo(id, name, webhooks);
	}

	finishProcess(code: string, status: 'APPROVED' | 'BLOCKED' | 'VALIDATED' | 'INVALIDATED'): void {
		const known: ProcessStatus[] = ['APPROVED', 'BLOCKED', 'VALIDATED', 'INVALIDATED'];
		if (!known.includes(status)) throw new Error(`A process cannot be finished as ${String(status)}`);
		const process = this.processes.find(code);
		if (!process) throw new Error(`There is no AucoFace process ${code}`);
		this.processes.finish(process, status);
	}

	patch(code: string, fields: Record<string, unknown>): void {
		const stored = this.processes.find(code) ?? this.checks.find(code) ?? this.documents.find(code);
		if (!stored) throw new Error(`There is no process, check or document ${code}`);
		Object.assign(stored.patch, fields);
	}

	addDocument(fields: NewDocument = {}): string {
		return this.documents.add(fields);
	}

	addPackage(fields: NewPackage = {}): string {
		return this.documents.addPackage(fields);
	}

	actAsSigner(code: string, email: string, status: SignerStatus, message?: string): void {
		this.documents.act(this.signable(code), email, status, message);
	}

	endDocument(code: string, status: 'REJECTED' | 'EXPIRED', message?: string): void {
		this.documents.end(this.signable(code), status, undefined, message);
	}

	deliver(body: unknown, targetWebhooks: string[] = ['default']): void {
		for (const { url, header } of this.company.webhooksOf(targetWebhooks)) {
			const headers: Record<string, string> = header?.key ? { [header.key]: header.value } : {};
			this.deliverer.deliver({ url, headers }, body);
		}
	}

	advance(milliseconds: number, work: () => void): void {
		if (!this.advances) return;
		this.scheduler.after(milliseconds, () => {
			if (this.advances) work();
		});
	}

	sign(file: FileName, milliseconds: number): string {
		return this.files.sign(this.address, file, milliseconds * this.scheduler.timeScale);
	}

	/**
	 * The public key for GET, the private one for everything else, both without a scheme
	 * (docs/providers/auco.md#keys).
	 */
	private keyFor(method: string): string {
		return method === 'GET' ? this.keys.publicKey : this.keys.privateKey;
	}

	/** Files are served beside the API; everything else is a 404. */
	private fallback(request: RecordedRequest) {
		return this.files.answer(request) ?? { status: 404, body: { message: 'NOT_FOUND' } };
	}

	private signable(code: string): SigningProcess {
		const process = this.documents.find(code);
		if (!process) throw new Error(`There is no document or package ${code}`);
		return process;
	}

	private resetState(): void {
		this.advances = true;
		this.eventsCarryCustom = true;
		this.eventsCarryCode = true;
		this.processes.clear();
		this.checks.clear();
		this.documents.clear();
		this.company.reset(`${this.address}${CONTROL_PATH}inbox`);
	}
}
