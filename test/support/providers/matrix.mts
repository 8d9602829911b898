/** What each event makes of each state: `y` confirmed, `l` asked again later, `-` contradicted. */
export type Verdict = 'y' | 'l' | '-';

/**
 * The cells of such a matrix, as `[event, state, verdict]`.
 *
 * @param rows by event, a sign for each state
 */
export function cellsOf(
	states: readonly string[],
	rows: Readonly<Record<string, string>>,
): Array<[event: string, state: string, verdict: Verdict]> {
	return Object.entries(rows).flatMap(([event, row]) =>
		states.map((state, index): [string, string, Verdict] => [event, state, row[index] as Verdict]),
	);
}

/** How a delivery with the secret is answered. */
export const ANSWER_OF: Readonly<Record<Verdict, object>> = {
	y: { status: 200, body: { accepted: true } },
	l: { status: 503 },
	'-': { status: 200, body: { ignored: 'contradicted' } },
};
