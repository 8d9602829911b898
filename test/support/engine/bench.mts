import type { INodeParameters } from 'n8n-workflow';

import { startSandbox } from '../../../sandbox/sandbox.mts';
import type {
	AucoSandbox,
	ProviderSandbox,
	RecordedRequest,
	Sandbox,
	VerifikSandbox,
} from '../../../sandbox/types.mts';
import { useClock } from '../clock.mts';
import { Engine, type RunningWorkflow, type WorkflowRequest, type WorkflowResult } from './engine.mts';

/** How an operation is run, beside its parameters. */
export type RunSettings = Partial<Omit<WorkflowRequest, 'node' | 'parameters'>>;

/** The engine with the sandbox of both providers, and short ways to run operations against them. */
export class Bench {
	engine!: Engine;

	/** The time of a test. */
	readonly clock = useClock();

	private sandbox!: Sandbox;

	async start(): Promise<void> {
		[this.engine, this.sandbox] = await Promise.all([Engine.start(), startSandbox()]);
	}

	async stop(): Promise<void> {
		await this.sandbox.stop();
	}

	get auco(): AucoSandbox {
		return this.sandbox.auco;
	}

	get verifik(): VerifikSandbox {
		return this.sandbox.verifik;
	}

	/** The provider that an operation speaks to. */
	providerOf(operation: string): AucoSandbox | VerifikSandbox {
		return operation.startsWith('auco') ? this.auco : this.verifik;
	}

	/**
	 * Runs an operation to its end, with good credentials unless others are given.
	 *
	 * @param operation node, resource and operation, e.g. `aucoFace/process/create`
	 */
	async run(
		operation: string,
		parameters: INodeParameters,
		settings: RunSettings = {},
	): Promise<WorkflowResult> {
		return await this.engine.run(this.request(operation, parameters, settings));
	}

	/** Starts an operation that the test may cancel. */
	async begin(
		operation: string,
		parameters: INodeParameters,
		settings: RunSettings = {},
	): Promise<RunningWorkflow> {
		return await this.engine.begin(this.request(operation, parameters, settings));
	}

	request(operation: string, parameters: INodeParameters, settings: RunSettings): WorkflowRequest {
		const [node, resource, name] = operation.split('/');
		const credentials = { aucoApi: this.auco.credential, verifikApi: this.verifik.credential };
		const type = node.startsWith('auco') ? 'aucoApi' : 'verifikApi';
		return {
			node,
			parameters: { resource, operation: name, ...parameters },
			credentials: { [type]: credentials[type] },
			...settings,
		};
	}
}

/** Starts engine and sandbox for a test file; every test begins with fresh ones. */
export function useProviders(): Bench {
	const bench = new Bench();
	beforeAll(async () => await bench.start());
	beforeEach(() => {
		for (const provider of [bench.auco, bench.verifik]) provider.reset();
		bench.auco.advances = false;
		bench.verifik.advances = false;
	});
	afterAll(async () => await bench.stop());
	return bench;
}

/** Has the provider answer requests with this, as often as asked, without doing anything. */
export function answerWith(
	provider: ProviderSandbox,
	status: number,
	body?: unknown,
	rule: { at?: number[]; times?: number; headers?: Record<string, string> } = {},
): void {
	const { headers, ...which } = rule;
	provider.fail({ fault: { kind: 'status', when: 'before', status, body, headers }, ...which });
}

/** What of a request the documents determine. */
export function sent({
	requests,
}: ProviderSandbox): Array<Pick<RecordedRequest, 'method' | 'path' | 'text'>> {
	return requests.map(({ method, path, query, text }) => ({
		method,
		path: query === '' ? path : `${path}?${decodeURIComponent(query)}`,
		text,
	}));
}

/** Rows as items. */
export function itemsOf(rows: object[]): Array<{ json: object }> {
	return rows.map((json) => ({ json }));
}
