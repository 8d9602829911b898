import { TIMEOUT, type Fate } from './faultCases.mts';
import { cellsOf, useFaults, type Mode } from './faultRun.mts';
import { CREATING } from './operations.mts';

const run = useFaults();

/** What comes out of three items when the second one's first request goes wrong. */
interface Expected {
	/** Indexes of the items that come out well; none of a run that fails. */
	good: number[];
	bad: number[];
	fails: boolean;
	/** Requests that were sent. */
	requests: number;
	/** Items for which the provider has done its work, not counting the request that went wrong. */
	made: number;
}

const ALL_WELL: Expected = { good: [0, 1, 2], bad: [], fails: false, requests: 3, made: 2 };
const FAILS: Expected = { good: [], bad: [], fails: true, requests: 2, made: 1 };
const ONE_BAD: Expected = { good: [0, 2], bad: [1], fails: false, requests: 3, made: 2 };
const ONE_MORE: Expected = { ...ALL_WELL, requests: 4, made: 3 };

const EXPECTED: Record<Fate, Record<Mode, Expected>> = {
	arrives: { plain: ALL_WELL, 'continue on fail': ALL_WELL, 'Retry On Fail': ALL_WELL },
	sentAgain: { plain: ONE_MORE, 'continue on fail': ONE_MORE, 'Retry On Fail': ONE_MORE },
	refused: { plain: FAILS, 'continue on fail': ONE_BAD, 'Retry On Fail': ONE_MORE },
	unknown: { plain: FAILS, 'continue on fail': ONE_BAD, 'Retry On Fail': FAILS },
};

test.each(cellsOf(CREATING))('%s, %s, %s', async (_operation, _fault, mode, operation, fault) => {
	const expected = EXPECTED[fault.creating][mode];
	const { result, requests, creations, good, bad, text, strayed } = await run(operation, fault, mode);

	expect({ good, bad, fails: result.status === 'error', requests: requests.length }).toEqual({
		good: expected.good,
		bad: expected.bad,
		fails: expected.fails,
		requests: expected.requests,
	});
	expect(creations).toHaveLength(expected.made + (fault.acts ? 1 : 0));
	const wentWrong = fault.creating === 'arrives' ? undefined : requests[1];
	for (const { id } of creations.filter(({ request }) => request !== wentWrong?.number)) {
		expect(text).toContain(id);
	}
	if (fault.creating === 'sentAgain') {
		const answered = requests[1].at + (fault.isSilent ? TIMEOUT : 0);
		expect(requests[2].at - answered).toBeGreaterThanOrEqual(fault.pause!);
	}
	if (expected.fails) expect(result.error?.context.outcome).toBe(fault.creating);
	expect(strayed).toEqual([]);
});
