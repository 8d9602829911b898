import type { IDataObject, IExecuteFunctions, INode } from 'n8n-workflow';
import { sleep } from 'n8n-workflow';

import { exchange, Failure } from './exchange';
import type { ApiRequest, Sends } from './operation';
import type { Provider, RequestContext } from './provider';
import { Gate } from './retry';

/** Milliseconds; a verification with pictures takes longer than an ordinary request. */
export const DEFAULT_TIMEOUT = 60_000;

/** What an operation works with while it handles one item: everything that leaves the machine goes through here. */
export interface Call {
	readonly context: IExecuteFunctions;
	readonly itemIndex: number;
	readonly timeout: number;
	/**
	 * Sends one request and gives back the useful part of the reply.
	 * A creating request is the ledger's business: it must never leave twice for the same item.
	 */
	request<Data = IDataObject>(request: ApiRequest): Promise<Data>;
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
	/** What this run has made so far. */
	made: Made[];
}

/** Something that exists at the provider because of an item. */
export interface Made {
	itemIndex: number;
	/** Its code or ID. */
	id: string;
}

/** The `Call` of one item. */
export function callFor(run: Run, itemIndex: number, timeout = DEFAULT_TIMEOUT): Call {
	return {
		context: run.context,
		itemIndex,
		timeout,
		async request<Data>(request: ApiRequest): Promise<Data> {
			const sends = request.method === 'GET' ? 'reads' : run.sends;
			const data = await requestOnce<Data>(run.context, run.provider, request, {
				sends,
				timeout,
				gate: run.gate,
				signal: run.signal,
				itemIndex,
			});
			if (sends === 'creates' && request.expects !== undefined) {
				run.made.push({ itemIndex, id: String((data as IDataObject)[request.expects]) });
			}
			return data;
		},
		async sleep(milliseconds: number): Promise<void> {
			await sleep(milliseconds, run.signal);
		},
	};
}

/** Reads for a dropdown or a resource locator of the editor. */
export async function editorRequest<Data = IDataObject>(
	context: RequestContext,
	provider: Provider,
	request: ApiRequest,
): Promise<Data> {
	return await requestOnce<Data>(context, provider, request, {
		sends: 'reads',
		timeout: DEFAULT_TIMEOUT,
		gate: new Gate(),
	});
}

async function requestOnce<Data>(
	context: RequestContext,
	provider: Provider,
	request: ApiRequest,
	settings: { sends: Sends; timeout: number; gate: Gate; signal?: AbortSignal; itemIndex?: number },
): Promise<Data> {
	try {
		const reply = await exchange(context, request, { ...settings, credentialType: provider.credentialType });
		return provider.open(reply, settings.sends, request.expects) as Data;
	} catch (error) {
		throw readable(context.getNode(), provider, error, settings.itemIndex);
	}
}

function readable(node: INode, provider: Provider, error: unknown, itemIndex?: number): unknown {
	return error instanceof Failure ? provider.error(node, error, itemIndex) : error;
}
