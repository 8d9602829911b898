import type { INode } from 'n8n-workflow';

import { startSandbox } from '../../../sandbox/sandbox.mts';
import type { Creation, Fault, RecordedRequest, Sandbox } from '../../../sandbox/types.mts';
import { Engine, type WorkflowResult } from '../../support/engine/engine.mts';
import { Recorder } from '../../support/providers/recorder.mts';
import { ELSEWHERE, TIMEOUT, type FaultCase } from './faultCases.mts';
import type { OperationCase } from './operations.mts';

/** How the node is set to deal with failures. */
export const MODES: Record<'plain' | 'continue on fail' | 'Retry On Fail', Partial<INode>> = {
	plain: {},
	'continue on fail': { onError: 'continueRegularOutput' },
	// 0 would be n8n's default of a second.
	'Retry On Fail': { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 },
};

export type Mode = keyof typeof MODES;

/** What was seen of one run. */
export interface Observation {
	result: WorkflowResult;
	/** Requests that the items made. */
	requests: RecordedRequest[];
	creations: Creation[];
	/** Indexes of the items that came out well. */
	good: number[];
	/** Indexes of the items that came out as errors. */
	bad: number[];
	/** All that a person can read of it. */
	text: string;
}

/**
 * Runs operations against sandboxes, each run with one of its own, so that runs may overlap: most of their time they
 * wait. Everything is started when it is first needed.
 */
export class FaultRunner {
	private readonly engine = once(async () => await Engine.start());

	private readonly elsewhere = once(async () => await new Recorder().listen());

	private readonly idle: Sandbox[] = [];

	private readonly all: Sandbox[] = [];

	/** Three items, one after the other; the request of the second one goes wrong once. */
	async run(operation: OperationCase, { fault }: FaultCase, mode: Mode): Promise<Observation> {
		const sandbox = await this.takeSandbox();
		try {
			const items = (await operation.prepare(sandbox)).map((json) => ({ json }));
			const provider = sandbox[operation.provider];
			const before = provider.requests.length;
			const creationsBefore = provider.creations.length;
			provider.fail({ fault: await this.placed(fault), ...operation.request, at: [2] });
			const result = await (
				await this.engine()
			).run({
				node: operation.node,
				parameters: { ...operation.parameters, options: { maxConcurrency: 1, timeout: TIMEOUT } },
				items,
				credentials: { [`${operation.provider}Api`]: provider.credential },
				nodeSettings: MODES[mode],
			});
			const requests = provider.requests.slice(before);
			return observed(result, requests, provider.creations.slice(creationsBefore));
		} finally {
			sandbox.auco.reset();
			sandbox.verifik.reset();
			this.idle.push(sandbox);
		}
	}

	/** What has followed a redirect. */
	async strayed(): Promise<Recorder['asked']> {
		return (await this.elsewhere()).asked;
	}

	async stop(): Promise<void> {
		await Promise.all([
			...this.all.map(async (sandbox) => await sandbox.stop()),
			(await this.elsewhere()).close(),
		]);
	}

	private async takeSandbox(): Promise<Sandbox> {
		const idle = this.idle.pop();
		if (idle) return idle;
		const sandbox = await startSandbox();
		this.all.push(sandbox);
		return sandbox;
	}

	private async placed(fault: Fault): Promise<Fault> {
		if (fault.kind !== 'redirect' || fault.location !== ELSEWHERE) return fault;
		return { ...fault, location: `http://${(await this.elsewhere()).host}/` };
	}
}

function observed(result: WorkflowResult, requests: RecordedRequest[], creations: Creation[]): Observation {
	const indexesOf = (failed: boolean): number[] => [
		...new Set(
			result.items
				.filter(({ json }) => (json.error !== undefined) === failed)
				.map(({ pairedItem }) => (pairedItem as { item: number }).item),
		),
	];
	const { error } = result;
	const text = JSON.stringify([result.json, error?.message, error?.context]);
	return { result, requests, creations, good: indexesOf(false), bad: indexesOf(true), text };
}

function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
	let made: Promise<Value> | undefined;
	return () => (made ??= make());
}
