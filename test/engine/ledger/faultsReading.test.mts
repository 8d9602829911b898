import { TIMEOUT } from './faultCases.mts';
import { cellsOf, useFaults } from './faultRun.mts';
import { READING } from './operations.mts';

const run = useFaults();

const FINE = { good: [0, 1, 2], bad: [], fails: false };
const ONCE_MORE = { ...FINE, requests: 4 };

const EXPECTED = {
	arrives: {
		plain: { ...FINE, requests: 3 },
		'continue on fail': { ...FINE, requests: 3 },
		'Retry On Fail': { ...FINE, requests: 3 },
	},
	sentAgain: { plain: ONCE_MORE, 'continue on fail': ONCE_MORE, 'Retry On Fail': ONCE_MORE },
	refused: {
		plain: { good: [], bad: [], fails: true, requests: 2 },
		'continue on fail': { good: [0, 2], bad: [1], fails: false, requests: 3 },
		// Nothing is kept of what was only read: the second try reads all three.
		'Retry On Fail': { ...FINE, requests: 5 },
	},
};

test.each(cellsOf(READING))('%s, %s, %s', async (_operation, _fault, mode, operation, fault) => {
	const { result, requests, creations, good, bad, strayed } = await run(operation, fault, mode);

	expect({ good, bad, fails: result.status === 'error', requests: requests.length }).toEqual(
		EXPECTED[fault.reading as keyof typeof EXPECTED][mode],
	);
	expect(creations).toEqual([]);
	if (fault.reading === 'sentAgain') {
		const answered = requests[1].at + (fault.isSilent ? TIMEOUT : 0);
		expect(requests[2].at - answered).toBeGreaterThanOrEqual(fault.pause!);
	}
	expect(strayed).toEqual([]);
});
