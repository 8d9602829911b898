import { table } from '../local/table.mts';
import type { Outcome, Verdict } from './types.mts';

const VERDICTS: Record<Verdict, string> = {
	fits: 'fits',
	differs: 'differs',
	empty: 'nothing to hold against',
	refused: 'refused',
	failed: 'failed',
	unasked: 'not asked',
};

const CALLS = ['Provider', 'Endpoint', 'Verdict', 'Note'];

const DIFFERENCES = ['Endpoint', 'Difference', 'Where', 'Documented', 'Found', 'Times'];

/** What the run says of itself in the report. */
export interface ReportFacts {
	/** Of the package. */
	version: string;
	/** The day, e.g. `2026-01-31`. */
	day: string;
	/** By provider: whether the documented address was asked. */
	addresses: Record<string, 'documented address' | 'another address'>;
}

/** For the terminal: every call, and every difference. */
export function printed(outcomes: Outcome[]): string {
	const differences = differenceRows(outcomes);
	const tables = [table(CALLS, callRows(outcomes))];
	if (differences.length > 0) tables.push(table(DIFFERENCES, differences));
	return [...tables, summary(outcomes)].join('\n');
}

/** As Markdown that can be pasted into an issue. */
export function report(outcomes: Outcome[], { version, day, addresses }: ReportFacts): string {
	const differences = differenceRows(outcomes);
	return [
		'## check:live',
		`Package ${version}, ${day}. ${Object.entries(addresses)
			.map(([provider, address]) => `${provider}: ${address}.`)
			.join(' ')} Paths and types only, no values.`,
		markdownTable(CALLS, callRows(outcomes)),
		...(differences.length > 0
			? ['### What differs from the documents', markdownTable(DIFFERENCES, differences)]
			: []),
		summary(outcomes),
		'',
	].join('\n\n');
}

/** 0: everything that was asked fits; 1: something differs; 2: nothing differs, but not every call was answered. */
export function exitCodeOf(outcomes: Outcome[]): 0 | 1 | 2 {
	const has = (...verdicts: Verdict[]) => outcomes.some(({ verdict }) => verdicts.includes(verdict));
	if (has('differs')) return 1;
	return has('failed', 'refused') || !has('fits', 'empty') ? 2 : 0;
}

function summary(outcomes: Outcome[]): string {
	const count = (...verdicts: Verdict[]) =>
		outcomes.filter(({ verdict }) => verdicts.includes(verdict)).length;
	const asked = outcomes.length - count('unasked');
	return (
		`${asked} calls: ${count('fits', 'empty')} fit the documents, ${count('differs')} differ, ` +
		`${count('refused', 'failed')} were not answered. ${count('unasked')} not asked.`
	);
}

function callRows(outcomes: Outcome[]): string[][] {
	return outcomes.map(({ provider, endpoint, verdict, words }) => [
		provider,
		endpoint,
		VERDICTS[verdict],
		words,
	]);
}

/** Equal differences of several calls of one endpoint are one row. */
function differenceRows(outcomes: Outcome[]): string[][] {
	const rows = new Map<string, { cells: string[]; times: number }>();
	for (const { provider, endpoint, differences } of outcomes) {
		for (const { kind, path, documented, found, times } of differences) {
			const cells = [`${provider} ${endpoint}`, kind, path || '(whole reply)', documented, found];
			const row = rows.get(cells.join('\n')) ?? { cells, times: 0 };
			row.times += times;
			rows.set(cells.join('\n'), row);
		}
	}
	return [...rows.values()].map(({ cells, times }) => [...cells, String(times)]);
}

function markdownTable(headline: string[], rows: string[][]): string {
	const line = (cells: string[]) =>
		`| ${cells.map((cell) => cell.replaceAll('|', '\\|').replaceAll('`', '')).join(' | ')} |`;
	return [line(headline), line(headline.map(() => '---')), ...rows.map(line)].join('\n');
}
