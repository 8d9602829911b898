import type { IDataObject } from 'n8n-workflow';

import type { ApiClient } from '../http/client';
import { Limiter } from '../util/limiter';

/** A request that has not been answered yet. */
interface Open {
	reply: Promise<unknown>;
	/** Until when anyone waits for it, in milliseconds since the epoch. */
	until: number;
}

/**
 * A trigger's requests to the provider. Only a few at a time, and equal ones are sent once, so a flood of deliveries does
 * not become a flood of requests.
 */
export class Questions {
	private readonly open = new Map<string, Open>();

	private readonly limiter: Limiter;

	/** @param limit requests at a time */
	constructor(limit: number) {
		this.limiter = new Limiter(limit);
	}

	/**
	 * A client for one delivery.
	 *
	 * @param until when the reply is of no use any more, in milliseconds since the epoch
	 * @param isRepeat whether the same was asked before; such requests let others go first
	 */
	client(api: ApiClient, until: number, isRepeat: boolean): ApiClient {
		return {
			request: async <Data = IDataObject>(request: Parameters<ApiClient['request']>[0]) => {
				const key = JSON.stringify([request.method, request.path, request.query]);
				const known = this.open.get(key);
				if (known) {
					known.until = Math.max(known.until, until);
					return (await known.reply) as Data;
				}
				const asked: Open = { until, reply: Promise.resolve() };
				const turn = { isWanted: () => asked.until > Date.now(), yields: isRepeat };
				asked.reply = this.limiter
					.run(async () => ({ reply: await api.request<Data>(request) }), turn)
					.then((done) => {
						if (done === undefined) throw new Error('There was no time left to ask');
						return done.reply;
					})
					.finally(() => this.open.delete(key));
				this.open.set(key, asked);
				return (await asked.reply) as Data;
			},
		};
	}
}
