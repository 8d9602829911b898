import type { Fault } from '../../../sandbox/types.mts';

/**
 * What becomes of an item whose first request goes wrong:
 * - `arrives`: in the end nothing went wrong.
 * - `sentAgain`: the node itself tries again.
 * - `refused`: it fails, and a later try sends it again.
 * - `unknown`: it fails, and nothing sends it again. For reading there is no such thing.
 */
export type Fate = 'arrives' | 'sentAgain' | 'refused' | 'unknown';

/** One way in which a request goes wrong. */
export interface FaultCase {
	name: string;
	fault: Fault;
	/** Whether the provider has done its work all the same. */
	acts: boolean;
	creating: Fate;
	reading: Fate;
	/** Milliseconds that must lie between the bad answer and the next try. */
	pause?: number;
	/** Whether the whole answer never comes, so that it ends with the patience of the node. */
	isSilent?: boolean;
}

/** Milliseconds that the node waits for an answer. */
export const TIMEOUT = 700;

/** Where the redirect leads; replaced by a server's address. */
export const ELSEWHERE = 'elsewhere';

const status = (code: number, when: 'before' | 'after', headers?: Record<string, string>): Fault => ({
	kind: 'status',
	when,
	status: code,
	body: { message: 'SOMETHING_WENT_WRONG' },
	headers,
});

/** The half of the shortest pause without `Retry-After`; the rest is jitter. */
const PAUSE = 250;

export const FAULTS: FaultCase[] = [
	{
		name: '429 with Retry-After',
		fault: status(429, 'before', { 'retry-after': '1' }),
		acts: false,
		creating: 'sentAgain',
		reading: 'sentAgain',
		pause: 1000,
	},
	{
		name: '429 without Retry-After',
		fault: status(429, 'before'),
		acts: false,
		creating: 'sentAgain',
		reading: 'sentAgain',
		pause: PAUSE,
	},
	{
		name: '503 with Retry-After',
		fault: status(503, 'before', { 'retry-after': '1' }),
		acts: false,
		creating: 'sentAgain',
		reading: 'sentAgain',
		pause: 1000,
	},
	{
		name: '503 with Retry-After that asks for no wait',
		fault: status(503, 'before', { 'retry-after': '0' }),
		acts: false,
		creating: 'unknown',
		reading: 'sentAgain',
		pause: PAUSE,
	},
	...(['before', 'after'] as const).flatMap((when): FaultCase[] => {
		const rest = {
			acts: when === 'after',
			creating: 'unknown' as const,
			reading: 'sentAgain' as const,
			pause: PAUSE,
		};
		return [
			{ name: `500 ${when} acting`, fault: status(500, when), ...rest },
			{ name: `503 ${when} acting`, fault: status(503, when), ...rest },
			{ name: `408 ${when} acting`, fault: status(408, when), ...rest },
			{ name: `499 ${when} acting`, fault: status(499, when), ...rest },
			{ name: `reset ${when} acting`, fault: { kind: 'reset', when }, ...rest },
			{ name: `stall ${when} acting`, fault: { kind: 'stall', when }, ...rest, isSilent: true },
		];
	}),
	{
		name: 'broken JSON with 200',
		fault: { kind: 'brokenJson' },
		acts: true,
		creating: 'unknown',
		reading: 'refused',
	},
	{ name: 'HTML with 200', fault: { kind: 'html' }, acts: true, creating: 'unknown', reading: 'refused' },
	{
		name: 'redirect to another host',
		fault: { kind: 'redirect', location: ELSEWHERE, status: 307 },
		acts: false,
		creating: 'refused',
		reading: 'refused',
	},
	// Neither a no nor the way to another address; 302 may lead to the result.
	...[302, 304].map(
		(code): FaultCase => ({
			name: `${code} after acting`,
			fault: status(code, 'after'),
			acts: true,
			creating: 'unknown',
			reading: 'refused',
		}),
	),
	{
		name: '401 in the middle of a run',
		fault: status(401, 'before'),
		acts: false,
		creating: 'refused',
		reading: 'refused',
	},
	{
		name: 'slow body in time',
		fault: { kind: 'slowBody', milliseconds: 50 },
		acts: true,
		creating: 'arrives',
		reading: 'arrives',
	},
	{
		name: 'slow body with a pause beyond the timeout',
		// Of real time: the clock of the tests is at the timeout long before the second of ten pieces.
		fault: { kind: 'slowBody', milliseconds: 600_000 },
		acts: true,
		creating: 'unknown',
		reading: 'sentAgain',
		pause: PAUSE,
		isSilent: true,
	},
];

/** At least one for each fate of a creating request that goes wrong. */
export const SOME_FAULTS: FaultCase[] = FAULTS.filter(({ name }) =>
	['503 with Retry-After', '503 after acting', 'reset after acting', '401 in the middle of a run'].includes(
		name,
	),
);
