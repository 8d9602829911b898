import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import { sendWithFacts, type ApiClient } from '../http/client';
import type { RequestPacer } from '../http/pacer';
import type { Provider, ProviderCredential } from '../http/provider';
import type { ApiRequest, Sends } from '../http/request';
import type { RequestOptions } from '../http/send';
import { sleep } from '../util/sleep';
import type { CreatedLog } from './createdLog';
import { earlierError } from './earlierError';
import type { Ledger } from './ledger';

/** What an operation uses while it handles one item. All requests go through it. */
export interface ItemContext extends ApiClient {
	readonly context: IExecuteFunctions;
	readonly itemIndex: number;
	/** Base URL of the provider. */
	readonly providerUrl: string;
	/** Milliseconds to wait for a response. */
	readonly timeout: number;
	/** Waits; rejects as soon as the execution is cancelled. */
	sleep(milliseconds: number): Promise<void>;
}

/** What all items of one run of a node share. */
export interface Run {
	context: IExecuteFunctions;
	provider: Provider;
	sends: Sends;
	pacer: RequestPacer;
	/** Aborted when the execution is cancelled. */
	signal?: AbortSignal;
	credential: ProviderCredential;
	/** What this run has created so far, and what may have been created. */
	ledger: Ledger;
	/** Tells n8n's log what is created. */
	createdLog: CreatedLog;
}

/** How the requests of one item are sent. */
export interface SendSettings {
	/** Milliseconds to wait for a response. */
	timeout: number;
	/** Whether to send again what an earlier attempt sent without a clear response, or may have sent, or sent elsewhere. */
	resendUnknown: boolean;
	/** Whether nothing is sent at all. */
	checkOnly: boolean;
}

/** The context of one item. A creating request is looked up in the ledger before it is sent, and recorded there. */
export function createItemContext(run: Run, itemIndex: number, settings: SendSettings): ItemContext {
	const { context, provider, pacer, signal } = run;
	const send = async (request: ApiRequest, more: Pick<RequestOptions, 'sends' | 'wrapAttempt'>) =>
		await sendWithFacts(context, provider, request, { timeout: settings.timeout, pacer, signal, ...more });

	const createOnce = async (request: ApiRequest): Promise<unknown> => {
		const entry = run.ledger.entryFor(itemIndex, request);
		const { earlier } = entry;
		if (earlier.kind === 'created') return earlier.reply;
		const isRepeatable =
			earlier.kind === 'none' || (settings.resendUnknown && earlier.kind !== 'createdDifferently');
		if (!isRepeatable) throw earlierError(context.getNode(), provider.name, itemIndex, earlier);
		const wrapAttempt = entry.trackAttempt.bind(entry);
		const reply = (await entry.claim(
			async () => await send(request, { sends: 'creates', wrapAttempt }),
		)) as IDataObject;
		const id = String(request.createdId?.(reply));
		entry.created(id, reply);
		run.createdLog.add({ itemIndex, id });
		return reply;
	};

	return {
		context,
		itemIndex,
		providerUrl: run.credential.baseUrl,
		timeout: settings.timeout,
		async request<Data>(request: ApiRequest): Promise<Data> {
			const creates = run.sends === 'creates' && request.method !== 'GET';
			return (creates ? await createOnce(request) : await send(request, { sends: 'reads' })) as Data;
		},
		async sleep(milliseconds: number): Promise<void> {
			await sleep(milliseconds, signal);
		},
	};
}
