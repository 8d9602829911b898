import type { IDataObject } from 'n8n-workflow';

import type { ApiClient } from '../http/client';
import { Limiter } from '../util/limiter';

/** A request that has not been answered yet. */
interface Open {
	reply: Promise<unknown>;
	/** Until when somebody waits for it, in milliseconds since the epoch. */
	until: number;
}

/**
 * What a trigger asks the provider. A few requests at a time, and an equal one only once: a flood of deliveries is no
 * flood at the provider.
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
	 * @param until when its sender is answered, in milliseconds since the epoch
	 * @param isAgain whether it was asked before; those that come for the first time go first
	 */
	client(api: ApiClient, until: number, isAgain: boolean): ApiClient {
		return {
			request: async <Data = IDataObject>(request: Parameters<ApiClient['request']>[0]) => {
				const key = JSON.stringify([request.method, request.path, request.query]);
				const known = this.open.get(key);
				if (known) {
					known.until = Math.max(known.until, until);
					return (await known.reply) as Data;
				}
				const asked: Open = { until, reply: Promise.resolve() };
				const turn = { isWanted: () => asked.until > Date.now(), yields: isAgain };
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
