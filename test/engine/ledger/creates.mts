import type { INodeParameters, IRun } from 'n8n-workflow';

import { startSandbox } from '../../../sandbox/sandbox.mts';
import type { Fault, Sandbox, VerifikSandbox } from '../../../sandbox/types.mts';
import { useClock } from '../../support/clock.mts';
import { VALIDATION_FIELDS } from '../../support/documented.mts';
import { Engine, type WorkflowRequest } from '../../support/engine/engine.mts';
import { StoredExecution } from '../../support/engine/storedExecution.mts';

/** Creates one validation an item, one after the other. */
export const CREATE: INodeParameters = {
	resource: 'biometricValidation',
	operation: 'create',
	...VALIDATION_FIELDS,
	identifier: '={{ $json.identifier }}',
	options: { maxConcurrency: 1 },
};

/** The same after a person has turned on Resend Unknown. */
export const RESEND: INodeParameters = { ...CREATE, options: { maxConcurrency: 1, resendUnknown: true } };

export const RETRY_ON_FAIL = { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 };

export const REFUSED: Fault = {
	kind: 'status',
	when: 'before',
	status: 409,
	body: { code: 'MissingParameter' },
};
export const UNKNOWN: Fault = { kind: 'status', when: 'after', status: 500 };

export const itemsOf = (count: number): Array<{ json: { identifier: string } }> =>
	Array.from({ length: count }, (_, row) => ({ json: { identifier: `user-${row}@example.com` } }));

/** What the context of a run holds of requests. */
export const ledgerOf = (run: Pick<IRun, 'data'>): object =>
	(run.data.executionData!.contextData['node:Under Test'] as { ledger: { records: object } }).ledger.records;

/** Stored executions that create validations at a sandbox, and what they have created. */
export class Creates {
	engine!: Engine;

	private sandbox!: Sandbox;

	private executions: StoredExecution[] = [];

	async start(): Promise<void> {
		[this.engine, this.sandbox] = await Promise.all([Engine.start(), startSandbox()]);
	}

	async reset(): Promise<void> {
		await Promise.all(this.executions.map(async (execution) => await execution.stop()));
		this.executions = [];
		this.verifik.reset();
	}

	async stop(): Promise<void> {
		await this.sandbox.stop();
	}

	get verifik(): VerifikSandbox {
		return this.sandbox.verifik;
	}

	/** What a workflow that creates is made of. */
	request(changes: Partial<WorkflowRequest> = {}): WorkflowRequest {
		return {
			node: 'verifikBiometric',
			parameters: CREATE,
			items: itemsOf(4),
			credentials: { verifikApi: this.verifik.credential },
			...changes,
		};
	}

	async execution(changes: Partial<WorkflowRequest> = {}): Promise<StoredExecution> {
		const stored = await StoredExecution.create(this.engine, this.request(changes));
		this.executions.push(stored);
		return stored;
	}

	/** Lets the creates of these numbers, from 1, go wrong. */
	fail(fault: Fault, ...at: number[]): void {
		this.verifik.fail({ fault, method: 'POST', at });
	}

	get identifiers(): unknown[] {
		return this.verifik.creations.map(({ body }) => body.identifier);
	}

	get ids(): string[] {
		return this.verifik.creations.map(({ id }) => id);
	}
}

/** For a test file, with a clock of its own. */
export function useCreates(): Creates {
	useClock();
	const creates = new Creates();
	beforeAll(async () => await creates.start());
	afterEach(async () => await creates.reset());
	afterAll(async () => await creates.stop());
	return creates;
}
