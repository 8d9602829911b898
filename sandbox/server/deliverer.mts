import axios from 'axios';

import type { Delivery } from '../types.mts';
import { isOnLoopback } from './loopback.mts';
import type { Scheduler } from './scheduler.mts';

/** How a provider delivers its events. */
export interface DeliverySchedule {
	/**
	 * Real milliseconds that a receiver has for its whole answer; not scaled, because receivers are real programs.
	 */
	timeout: number;
	/** Documented milliseconds after the first attempt at which a failed delivery is repeated. */
	repeats: number[];
}

/** Where an event is sent. */
export interface Receiver {
	url: string;
	headers?: Record<string, string>;
}

/**
 * POSTs events as JSON to webhooks. A 2xx is success; anything else is repeated on schedule, then dropped.
 * Nothing leaves the machine: deliveries to other hosts are recorded and not sent.
 */
export class Deliverer {
	/** Every attempt, in order. */
	readonly deliveries: Delivery[] = [];

	private readonly scheduler: Scheduler;

	private readonly schedule: DeliverySchedule;

	constructor(scheduler: Scheduler, schedule: DeliverySchedule) {
		this.scheduler = scheduler;
		this.schedule = schedule;
	}

	/** Starts to deliver an event. The body is copied, so the caller may change it afterwards. */
	deliver(receiver: Receiver, body: unknown): void {
		this.attempt(receiver, JSON.stringify(body), 1);
	}

	private attempt(receiver: Receiver, text: string, attempt: number): void {
		const delivery: Delivery = {
			url: receiver.url,
			headers: { 'content-type': 'application/json', ...receiver.headers },
			body: JSON.parse(text),
			attempt,
			at: Date.now(),
		};
		this.deliveries.push(delivery);
		if (!isOnLoopback(receiver.url)) return;
		this.scheduler.run(async (signal) => {
			await this.post(delivery, text, signal);
			if (signal.aborted || (delivery.status !== undefined && isSuccess(delivery.status))) return;
			const pause = this.pauseAfter(attempt);
			if (pause === undefined) return;
			this.scheduler.after(pause, () => this.attempt(receiver, text, attempt + 1));
		});
	}

	private async post(delivery: Delivery, text: string, signal: AbortSignal): Promise<void> {
		try {
			const answer = await axios.post<string>(delivery.url, text, {
				headers: delivery.headers,
				// The limit spans everything from connecting to the last byte of the answer.
				signal: AbortSignal.any([signal, AbortSignal.timeout(this.schedule.timeout)]),
				responseType: 'text',
				transformRequest: (data: string) => data,
				transformResponse: (data: string) => data,
				validateStatus: () => true,
				maxRedirects: 0,
				proxy: false,
			});
			delivery.status = answer.status;
			delivery.reply = answer.data;
		} catch {
			// No answer: refused, reset or timed out. `status` stays undefined.
		}
	}

	/** Documented time between this attempt and the next; undefined when there is no next. */
	private pauseAfter(attempt: number): number | undefined {
		const times = [0, ...this.schedule.repeats];
		return attempt < times.length ? times[attempt]! - times[attempt - 1]! : undefined;
	}
}

function isSuccess(status: number): boolean {
	return status >= 200 && status < 300;
}
