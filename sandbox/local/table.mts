const WIDEST = 60;

/** Breaks a text between words into lines of a width. */
function wrapped(text: string, width: number): string[] {
	const lines = [''];
	for (const word of text.split(/\s+/)) {
		const line = lines.at(-1)!;
		if (line && line.length + 1 + word.length > width) lines.push(word);
		else lines[lines.length - 1] = line ? `${line} ${word}` : word;
	}
	return lines;
}

/** A table for the terminal; long cells are wrapped. */
export function table(headline: string[], rows: string[][]): string {
	const cells = [headline, ...rows].map((row) => row.map((cell) => wrapped(cell, WIDEST)));
	const widths = headline.map((_, column) =>
		Math.max(...cells.flatMap((row) => row[column].map(({ length }) => length))),
	);
	const printed = cells.map((row) =>
		Array.from({ length: Math.max(...row.map(({ length }) => length)) }, (_, line) =>
			widths
				.map((width, column) => (row[column][line] ?? '').padEnd(width))
				.join('  ')
				.trimEnd(),
		).join('\n'),
	);
	const rule = widths.map((width) => '─'.repeat(width)).join('  ');
	return ['', printed[0], rule, ...printed.slice(1), ''].join('\n');
}
