/** One measured ratio and what it has to reach. */
export interface Measure {
	what: string;
	/** What was seen, in words with units. */
	seen: string;
	/** Ours against n8n's own or against the limit; see `target`. Undefined where there is only a number to report. */
	ratio?: number;
	/** The least the ratio must be; undefined for numbers that are reported without being judged. */
	atLeast?: number;
}

export function median(values: readonly number[]): number {
	const sorted = [...values].sort((one, other) => one - other);
	return sorted[Math.floor(sorted.length / 2)];
}

/** Whether the measure reached what it has to. */
export function holds({ ratio, atLeast }: Measure): boolean {
	return ratio === undefined || atLeast === undefined || ratio >= atLeast;
}

/** Prints the measures as a table. */
export function print(measures: readonly Measure[]): void {
	console.table(
		measures.map((measure) => ({
			measure: measure.what,
			seen: measure.seen,
			ratio: measure.ratio?.toFixed(2) ?? '',
			'at least': measure.atLeast?.toFixed(2) ?? '',
			verdict: measure.atLeast === undefined ? '' : holds(measure) ? 'ok' : 'MISSED',
		})),
	);
}
