import { subscribe, unsubscribe } from 'node:diagnostics_channel';
import { ClientRequest } from 'node:http';
import { setImmediate as turn } from 'node:timers/promises';

/** Node tells here of every HTTP request that this process sends. */
const SENT = 'http.client.request.start';

/** After so many turns of the event loop without a request what the nodes do next can only be to wait. */
const QUIET_TURNS = 10;

/**
 * The time of nodes, engine and sandbox: `Date` and `setTimeout`. It stands still while they work, however long this
 * machine takes for that, and moves only
 * - when no request is under way: to the next moment for which somebody waits;
 * - when the test says so, which ends the patience with a request that stays unanswered.
 */
export class Clock {
	private readonly underWay = new Set<ClientRequest>();

	/** Of the loop that moves it; none while it stands still. */
	private mover?: symbol;

	private readonly note = (message: unknown): void => {
		const { request } = message as { request: ClientRequest };
		this.underWay.add(request);
		request.once('close', () => this.underWay.delete(request));
	};

	/** Takes the place of the real time. */
	start(): void {
		jest.useFakeTimers({ doNotFake: [...REAL] });
		jest.spyOn(ClientRequest.prototype, 'setTimeout').mockImplementation(limitOnThisClock);
		subscribe(SENT, this.note);
		this.mover = Symbol('mover');
		void this.move(this.mover);
	}

	/** Puts the real time back; what was waited for does not happen any more. */
	stop(): void {
		this.mover = undefined;
		unsubscribe(SENT, this.note);
		this.underWay.clear();
		jest.mocked(ClientRequest.prototype.setTimeout).mockRestore();
		jest.useRealTimers();
	}

	/** HTTP requests of this process that have left and are not over. */
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

/** The limit of a request, for which a socket by itself looks at the real time. */
function limitOnThisClock(this: ClientRequest, milliseconds: number, expire?: () => void): ClientRequest {
	if (milliseconds === 0 || !expire) return this;
	const timer = setTimeout(expire, milliseconds);
	return this.once('close', () => clearTimeout(timer));
}

/** Puts every test of a file on a clock of its own. */
export function useClock(): Clock {
	const clock = new Clock();
	beforeEach(() => clock.start());
	afterEach(() => clock.stop());
	return clock;
}
