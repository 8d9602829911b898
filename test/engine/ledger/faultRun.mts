import type { INode } from 'n8n-workflow';

import { startSandbox } from '../../../sandbox/sandbox.mts';
import type { Creation, Fault, ProviderSandbox, RecordedRequest, Sandbox } from '../../../sandbox/types.mts';
import { useClock } from '../../support/clock.mts';
import { Engine, type WorkflowResult } from '../../support/engine/engine.mts';
import { Recorder } from '../../support/providers/recorder.mts';
import { until } from '../../support/until.mts';
import { ELSEWHERE, FAULTS, SOME_FAULTS, TIMEOUT, type FaultCase } from './faultCases.mts';
import type { OperationCase } from './operations.mts';

/** How the node is set to deal with failures. */
export const MODES: Record<'plain' | 'continue on fail' | 'Retry On Fail', Partial<INode>> = {
	plain: {},
	'continue on fail': { onError: 'continueRegularOutput' },
	// 0 would be n8n's default of a second.
	'Retry On Fail': { retryOnFail: true, maxTries: 3, waitBetweenTries: 1 },
};

export type Mode = keyof typeof MODES;

/** Names for the title of a test, and what they stand for. */
type Cell = readonly [
	operation: string,
	fault: string,
	mode: Mode,
	operationCase: OperationCase,
	faultCase: FaultCase,
];

/**
 * Every fault of the first operation at each provider, in every mode. The others send their requests in the same way,
 * so for them one fault of each fate is enough.
 */
export function cellsOf(operations: readonly OperationCase[]): Cell[] {
	const seen = new Set<string>();
	return operations.flatMap((operation) => {
		const faults = seen.has(operation.provider) ? SOME_FAULTS : FAULTS;
		seen.add(operation.provider);
		return faults.flatMap((fault) =>
			Object.keys(MODES).map((mode) => [operation.name, fault.name, mode as Mode, operation, fault] as const),
		);
	});
}

/** What was seen of one run. */
interface Observation {
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
	/** What has followed a redirect. */
	strayed: Recorder['asked'];
}

/** Starts what the tests of a file need, and gives the way to run an operation in which a request goes wrong. */
export function useFaults(): (
	operation: OperationCase,
	faultCase: FaultCase,
	mode: Mode,
) => Promise<Observation> {
	const clock = useClock();
	let engine: Engine;
	let sandbox: Sandbox;
	let elsewhere: Recorder;
	beforeAll(async () => {
		engine = await Engine.start();
		sandbox = await startSandbox();
		elsewhere = await new Recorder().listen();
	});
	afterEach(() => {
		sandbox.auco.reset();
		sandbox.verifik.reset();
		elsewhere.asked.length = 0;
	});
	afterAll(async () => {
		await Promise.all([sandbox.stop(), elsewhere.close()]);
	});

	/** Three items, one after the other; the request of the second one goes wrong once. */
	return async (operation, { fault, isSilent }, mode) => {
		const items = (await operation.prepare(sandbox)).map((json) => ({ json }));
		const provider = sandbox[operation.provider];
		const before = provider.requests.length;
		const creationsBefore = provider.creations.length;
		provider.fail({ fault: placed(fault, elsewhere), ...operation.request, at: [2] });
		const running = engine.run({
			node: operation.node,
			parameters: { ...operation.parameters, options: { maxConcurrency: 1, timeout: TIMEOUT } },
			items,
			credentials: { [`${operation.provider}Api`]: provider.credential },
			nodeSettings: MODES[mode],
		});
		if (isSilent) {
			await until('the second request', () => hasSeen(provider, before + 2));
			clock.advance(TIMEOUT);
		}
		const result = await running;
		const requests = provider.requests.slice(before);
		return {
			...observed(result, requests, provider.creations.slice(creationsBefore)),
			strayed: elsewhere.asked,
		};
	};
}

function hasSeen({ requests }: ProviderSandbox, count: number): boolean {
	return requests.length >= count;
}

function placed(fault: Fault, { host }: Recorder): Fault {
	const leadsElsewhere = fault.kind === 'redirect' && fault.location === ELSEWHERE;
	return leadsElsewhere ? { ...fault, location: `http://${host}/` } : fault;
}

function observed(
	result: WorkflowResult,
	requests: RecordedRequest[],
	creations: Creation[],
): Omit<Observation, 'strayed'> {
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
