import type { IDataObject, IExecuteFunctions, INode } from 'n8n-workflow';
import { sleep } from 'n8n-workflow';

import { exchange, Failure, type Reply } from './exchange';
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
			const data = await requestOnce(run.context, run.provider, request, {
				sends,
				timeout,
				gate: run.gate,
				signal: run.signal,
				itemIndex,
			});
			if (sends === 'creates') run.made.push({ itemIndex, id: String(request.made?.(data as IDataObject)) });
			return data as Data;
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
	const settings = { sends: 'reads' as const, timeout: DEFAULT_TIMEOUT, gate: new Gate() };
	return (await requestOnce(context, provider, request, settings)) as Data;
}

async function requestOnce(
	context: RequestContext,
	provider: Provider,
	request: ApiRequest,
	settings: { sends: Sends; timeout: number; gate: Gate; signal?: AbortSignal; itemIndex?: number },
): Promise<unknown> {
	try {
		const reply = await exchange(context, request, { ...settings, credentialType: provider.credentialType });
		return complete(provider.open(reply), reply, request, settings.sends);
	} catch (error) {
		throw readable(context.getNode(), provider, error, settings.itemIndex);
	}
}

/** A good status is not enough: what was made must be named in the reply, or it would be lost. */
function complete(data: unknown, reply: Reply, request: ApiRequest, sends: Sends): unknown {
	const isNamed = (): boolean => request.made?.(data as IDataObject) !== undefined;
	if (data !== undefined && (sends === 'reads' || isNamed())) return data;
	const outcome = sends === 'creates' ? 'unknown' : 'refused';
	throw new Failure('the reply cannot be read', { outcome, reply });
}

function readable(node: INode, provider: Provider, error: unknown, itemIndex?: number): unknown {
	return error instanceof Failure ? provider.error(node, error, itemIndex) : error;
}
