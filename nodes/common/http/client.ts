import type { IDataObject, IExecuteFunctions, NodeApiError } from 'n8n-workflow';
import { sleep } from 'n8n-workflow';

import { createdDifferently, unknownBefore } from './errors';
import { exchange, Failure, type ExchangeSettings } from './send';
import type { Ledger } from '../action/ledger';
import type { ApiRequest, Sends } from '../action/operation';
import type { Provider, RequestContext } from './provider';
import { Gate } from './pacer';
import { unchanged } from '../util/rethrow';

/** Milliseconds; a verification with pictures takes longer than an ordinary request. */
export const DEFAULT_TIMEOUT = 60_000;

/** Sends requests to one provider and gives back the useful part of the reply. */
export interface Requester {
	/** @throws NodeApiError, the one error a person reads, when it does not end well */
	request<Data = IDataObject>(request: ApiRequest): Promise<Data>;
	/** The one error a person reads for what is wrong with a reply that arrived well. */
	error(failure: Failure): NodeApiError;
}

/** What an operation works with while it handles one item: everything that leaves the machine goes through here. */
export interface Call extends Requester {
	readonly context: IExecuteFunctions;
	readonly itemIndex: number;
	readonly timeout: number;
	/** Waits, and rejects at once when the execution is cancelled. */
	sleep(milliseconds: number): Promise<void>;
}

/** What all items of one run of a node share. */
export interface Run {
	context: IExecuteFunctions;
	provider: Provider;
	sends: Sends;
	gate: Gate;
	signal?: AbortSignal;
	/** What this run has made so far, and what may have been made. */
	ledger: Ledger;
}

/** How the requests of one item are sent. */
export interface SendSettings {
	/** Milliseconds until an unanswered request is given up. */
	timeout: number;
	/** Whether to send again what an earlier try sent without a clear answer. */
	resendUnknown: boolean;
}

/** The `Call` of one item. A creating request is looked up in the ledger before it leaves, and written down. */
export function callFor(run: Run, itemIndex: number, settings: SendSettings): Call {
	const transport = { timeout: settings.timeout, gate: run.gate, signal: run.signal };
	const send = async (request: ApiRequest, more: Pick<ExchangeSettings, 'sends' | 'around'>) =>
		await sendReadably(run.context, run.provider, request, { ...transport, ...more }, itemIndex);

	const createOnce = async (request: ApiRequest): Promise<unknown> => {
		const page = run.ledger.page(itemIndex, request);
		const { entry } = page;
		if (entry?.outcome === 'created') {
			if (page.isSame(entry)) return entry.reply;
			throw createdDifferently(run.context.getNode(), run.provider.name, itemIndex, entry.id);
		}
		if (entry?.outcome === 'unknown' && !settings.resendUnknown) {
			throw unknownBefore(run.context.getNode(), run.provider.name, itemIndex);
		}
		const around = page.whileUnknown.bind(page);
		const reply = (await send(request, { sends: 'creates', around })) as IDataObject;
		page.created(String(request.made?.(reply)), reply);
		return reply;
	};

	return {
		context: run.context,
		itemIndex,
		timeout: settings.timeout,
		async request<Data>(request: ApiRequest): Promise<Data> {
			const creates = run.sends === 'creates' && request.method !== 'GET';
			return (creates ? await createOnce(request) : await send(request, { sends: 'reads' })) as Data;
		},
		error: (failure) => run.provider.error(run.context.getNode(), failure, itemIndex),
		async sleep(milliseconds: number): Promise<void> {
			await sleep(milliseconds, run.signal);
		},
	};
}

/**
 * Requests outside a run of the node: for the editor's dropdowns, and for a trigger's registration and deliveries.
 *
 * @param patience milliseconds per request and number of tries
 */
export function requesterFor(
	context: RequestContext,
	provider: Provider,
	patience: { timeout?: number; tries?: number } = {},
): Requester {
	const { timeout = DEFAULT_TIMEOUT, tries } = patience;
	return {
		async request<Data>(request: ApiRequest): Promise<Data> {
			const sends = request.method === 'GET' ? 'reads' : 'creates';
			const settings = { sends, timeout, tries, gate: new Gate() } as const;
			return (await sendReadably(context, provider, request, settings)) as Data;
		},
		error: (failure) => provider.error(context.getNode(), failure),
	};
}

async function sendReadably(
	context: RequestContext,
	provider: Provider,
	request: ApiRequest,
	settings: ExchangeSettings,
	itemIndex?: number,
): Promise<unknown> {
	try {
		return await exchange(context, provider, request, settings);
	} catch (error) {
		if (!(error instanceof Failure)) throw unchanged(error);
		const credential = await context.getCredentials(provider.credentialType).catch(() => undefined);
		const failure = error.without(credential ? provider.secretsOf(credential) : []);
		throw provider.error(context.getNode(), failure, itemIndex);
	}
}
