import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { ClientRequest } from 'node:http';
import { setImmediate as turn } from 'node:timers/promises';

/** After so many turns of the event loop without a request what comes next can only be a wait. */
const QUIET_TURNS = 10;

/**
 * The time of everything in this process: `Date`, `setTimeout` and the limits of requests. It stands still while
 * nodes, engine and sandbox work, however long this machine takes for that, and moves only
 * - when no request is under way: to the next moment for which somebody waits;
 * - when the test says so, which ends the patience with a request that stays unanswered.
 *
 * Of the sandbox, `latency` and slow bodies stay real: a request is under way meanwhile.
 */
class Clock {
	private readonly underWay = new Set<object>();

	/** Of the loop that moves it; none while it stands still. */
	private mover?: symbol;

	/** What Node tells of requests, by channel: those of `http` and those of `fetch`. */
	private readonly listeners = new Map<string, (message: unknown) => void>([
		[
			'http.client.request.start',
			(message) => {
				const { request } = message as { request: ClientRequest };
				this.underWay.add(request);
				request.once('close', () => this.underWay.delete(request));
			},
		],
		['undici:request:create', (message) => this.underWay.add((message as Fetched).request)],
		['undici:request:trailers', (message) => this.underWay.delete((message as Fetched).request)],
		['undici:request:error', (message) => this.underWay.delete((message as Fetched).request)],
	]);

	/** Takes the place of the real time. */
	start(): void {
		jest.useFakeTimers({ doNotFake: [...REAL] });
		jest.spyOn(ClientRequest.prototype, 'setTimeout').mockImplementation(limitOf(this.underWay));
		for (const [channel, listener] of this.listeners) subscribe(channel, listener);
		this.mover = Symbol('mover');
		void this.move(this.mover);
	}

	/** Puts the real time back; what was waited for does not happen any more. */
	stop(): void {
		this.mover = undefined;
		for (const [channel, listener] of this.listeners) unsubscribe(channel, listener);
		this.underWay.clear();
		jest.mocked(ClientRequest.prototype.setTimeout).mockRestore();
		jest.useRealTimers();
	}

	/** Requests of this process that have left and are not over. */
	get requestsUnderWay(): number {
		return this.underWay.size;
	}

	/** From now on it moves only when the test says so. */
	standStill(): void {
		this.mover = undefined;
	}

	/** Lets so many milliseconds pass at once. */
	advance(milliseconds: number): void {
		jest.advanceTimersByTime(milliseconds);
	}

	/**
	 * Lets time pass while deliveries wait for their answers: whenever no other request is under way, to the next moment
	 * for which somebody waits.
	 */
	async passing<Result>(work: Promise<Result>): Promise<Result> {
		this.standStill();
		let isOver = false;
		const end = (): void => void (isOver = true);
		work.then(end, end);
		for (let quiet = 0; !isOver; ) {
			await turn();
			const isQuiet = [...this.underWay].every(isDelivery) && jest.getTimerCount() > 0;
			quiet = isQuiet ? quiet + 1 : 0;
			if (quiet < DELIVERING_TURNS) continue;
			jest.advanceTimersToNextTimer();
			quiet = 0;
		}
		return await work;
	}

	private async move(mover: symbol): Promise<void> {
		for (let quiet = 0; ; quiet++) {
			await turn();
			if (this.mover !== mover) return;
			if (this.underWay.size > 0 || jest.getTimerCount() === 0) quiet = 0;
			if (quiet < QUIET_TURNS) continue;
			jest.advanceTimersToNextTimer();
			quiet = 0;
		}
	}
}

/** A delivery is handled in more steps than a request. */
const DELIVERING_TURNS = 50;

function isDelivery(request: object): boolean {
	return /^\/webhook(-test)?\//.test((request as { path: string }).path);
}

interface Fetched {
	request: object;
}

/** Sockets and the event loop need these. */
const REAL = [
	'hrtime',
	'nextTick',
	'performance',
	'queueMicrotask',
	'setImmediate',
	'clearImmediate',
	'setInterval',
	'clearInterval',
] as const;

/**
 * `ClientRequest.setTimeout`, which by itself looks at the real time. A request whose time is up is over, although the
 * axios of n8n 2.0 leaves it open.
 */
function limitOf(underWay: Set<object>): ClientRequest['setTimeout'] {
	return function (this: ClientRequest, milliseconds, expire) {
		if (milliseconds === 0 || !expire) return this;
		const timer = setTimeout(() => {
			underWay.delete(this);
			expire();
		}, milliseconds);
		return this.once('close', () => clearTimeout(timer));
	};
}

/** Puts every test of a file on a clock of its own. */
export function useClock(): Clock {
	const clock = new Clock();
	beforeEach(() => clock.start());
	afterEach(() => clock.stop());
	return clock;
}
