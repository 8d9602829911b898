import { FAULTS } from './faultCases.mts';
import { FaultRunner, MODES, type Mode } from './faultRun.mts';
import { READING } from './operations.mts';

const runner = new FaultRunner();

afterAll(async () => await runner.stop());

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

const CELLS = READING.flatMap((operation) =>
	FAULTS.flatMap((fault) =>
		Object.keys(MODES).map((mode) => [operation.name, fault.name, mode as Mode, operation, fault] as const),
	),
);

test.concurrent.each(CELLS)('%s, %s, %s', async (_operation, _fault, mode, operation, fault) => {
	const { result, requests, creations, good, bad } = await runner.run(operation, fault, mode);

	expect({ good, bad, fails: result.status === 'error', requests: requests.length }).toEqual(
		EXPECTED[fault.reading as keyof typeof EXPECTED][mode],
	);
	expect(creations).toEqual([]);
	if (fault.reading === 'sentAgain') {
		expect(requests[2].at - requests[1].at).toBeGreaterThanOrEqual(fault.pause!);
	}
	expect(await runner.strayed()).toEqual([]);
});
