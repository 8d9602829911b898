/** A measured ratio and its target. */
export interface Measure {
	what: string;
	/** The measured values, with units. */
	seen: string;
	/** Ours against n8n's own nodes or against a limit; undefined where there is only a value to report. */
	ratio?: number;
	/** The smallest ratio that passes; undefined for values that are reported only. */
	atLeast?: number;
}

/** The value in the middle; of an even number the higher one. */
export function median(values: readonly number[]): number {
	const sorted = [...values].sort((one, other) => one - other);
	return sorted[Math.floor(sorted.length / 2)];
}

/** Whether the measure reached its target. */
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
