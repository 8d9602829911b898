import axios from 'axios';
import type { IDataObject, INodeParameters } from 'n8n-workflow';

import { startSandbox } from '../../../sandbox/sandbox.mts';
import type { Sandbox } from '../../../sandbox/types.mts';
import { useClock } from '../clock.mts';
import { CHECK, PROCESS, VALIDATION } from '../documented.mts';
import { Instance } from './instance.mts';
import type { TriggerWorkflow } from './triggerWorkflow.mts';

/** How a delivery differs from an ordinary one. */
export interface Special {
	headers?: Record<string, string>;
	/** What follows the question mark. */
	query?: string;
	/** Instead of the good secret; null for none. */
	secret?: string | null;
	/** The body as it goes over the wire, instead of JSON. */
	raw?: string | Buffer;
	isTest?: boolean;
}

/** What a sender gets back. */
export interface Answer {
	status: number;
	body: IDataObject;
}

/** Value of the header or parameter by which an address that was registered by hand is known. */
export const SECRET = 'correct horse battery staple';
export const HEADER = 'X-Webhook-Secret';

/** A sandbox and an n8n beside it. */
export class Scene {
	sandbox!: Sandbox;

	instance!: Instance;

	/** The time of a test. */
	readonly clock = useClock();

	async open(): Promise<void> {
		[this.sandbox, this.instance] = await Promise.all([startSandbox(), Instance.start()]);
	}

	/** Forgets what a test has left. */
	reset(): void {
		this.sandbox.auco.reset();
		this.sandbox.verifik.reset();
		this.instance.reset();
	}

	async close(): Promise<void> {
		await Promise.all([this.sandbox.stop(), this.instance.stop()]);
	}

	/** A workflow that begins with an Auco Trigger. */
	async auco(parameters: INodeParameters, options: Options = {}): Promise<TriggerWorkflow> {
		const secret = { webhookHeaderName: HEADER, webhookSecret: SECRET };
		const credential = { ...this.sandbox.auco.credential, ...secret, ...options.credential };
		const { name, publicUrl } = options;
		const request = { node: 'aucoTrigger', parameters, credentials: { aucoApi: credential }, name };
		return await this.instance.add(request, publicUrl);
	}

	/** A workflow that begins with a Verifik Trigger. */
	async verifik(parameters: INodeParameters, options: Options = {}): Promise<TriggerWorkflow> {
		const credential = {
			...this.sandbox.verifik.credential,
			webhookSecret: SECRET,
			...options.credential,
		};
		const { name, publicUrl } = options;
		const request = { node: 'verifikTrigger', parameters, credentials: { verifikApi: credential }, name };
		return await this.instance.add(request, publicUrl);
	}

	/** An AucoFace process that exists at Auco and stands still. */
	async process(identification = PROCESS.identification, more: object = {}): Promise<string> {
		const { auco } = this.sandbox;
		auco.advances = false;
		const body = { ...PROCESS, identification, ...more };
		const headers = { Authorization: auco.credential.privateKey };
		return (await axios.post(`${auco.baseUrl}/veriface`, body, { headers })).data.code;
	}

	/** A background check that exists at Auco and is not ready. */
	async check(): Promise<string> {
		const { auco } = this.sandbox;
		auco.advances = false;
		const headers = { Authorization: auco.credential.privateKey };
		return (await axios.post(`${auco.baseUrl}/validate/background`, CHECK, { headers })).data.code;
	}

	/** A biometric validation that exists at Verifik and stands still. */
	async validation(): Promise<string> {
		const { verifik } = this.sandbox;
		verifik.advances = false;
		const headers = { Authorization: `Bearer ${verifik.credential.accessToken}` };
		const { data } = await axios.post(`${verifik.baseUrl}/v2/biometric-validations`, VALIDATION, { headers });
		return data.data.biometricValidation._id;
	}

	/** Delivers to a published Auco Trigger that was registered by hand. */
	async toAuco(workflow: TriggerWorkflow, body: unknown, special: Special = {}): Promise<Answer> {
		const { secret = SECRET } = special;
		const header: Record<string, string> = secret === null ? {} : { [HEADER]: secret };
		return await deliver(workflow, body, { ...special, headers: { ...header, ...special.headers } });
	}

	/** Delivers to a published Verifik Trigger that was registered by hand. */
	async toVerifik(workflow: TriggerWorkflow, body: unknown, special: Special = {}): Promise<Answer> {
		const { secret = SECRET } = special;
		const query = secret === null ? '' : `secret=${encodeURIComponent(secret)}`;
		return await deliver(workflow, body, { query, ...special });
	}
}

/** What differs from an ordinary workflow. */
interface Options {
	credential?: Record<string, string>;
	name?: string;
	publicUrl?: string;
}

/** Sends a body to the workflow's address. */
export async function deliver(
	workflow: TriggerWorkflow,
	body: unknown,
	{ headers = {}, query = '', raw, isTest = false }: Special = {},
): Promise<Answer> {
	const url = (isTest ? workflow.testUrl : workflow.url) + (query && `?${query}`);
	const { status, data } = await axios.post(url, raw ?? JSON.stringify(body), {
		headers: { 'content-type': 'application/json', ...headers },
		validateStatus: () => true,
		transformRequest: (unchanged: unknown) => unchanged,
		maxBodyLength: Infinity,
	});
	await workflow.settled();
	return { status, body: data };
}

/** Opens a scene for a test file; every test finds it empty. */
export function useScene(): Scene {
	const scene = new Scene();
	beforeAll(async () => await scene.open());
	beforeEach(() => scene.reset());
	afterAll(async () => await scene.close());
	return scene;
}
