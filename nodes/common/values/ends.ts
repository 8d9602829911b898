/** Blanks and the marks that nobody sees, such as those that a copied number or address brings along. */
const UNSEEN = /^[\s\p{Cf}]$/u;
const UNSEEN_START = /^[\s\p{Cf}]+/u;

/** Text without blanks and invisible marks at its ends. */
export function withoutUnseenEnds(text: string): string {
	return withoutEnd(text.replace(UNSEEN_START, ''), UNSEEN);
}

/**
 * Text without the characters at its end that are unwanted. A regular expression with `+$` begins anew at each of them,
 * which takes minutes for a cell that is full of blanks.
 *
 * @param unwanted matches a single character
 */
export function withoutEnd(text: string, unwanted: RegExp): string {
	let end = text.length;
	while (end > 0) {
		// Characters beyond the first 65,536 take two places.
		const start = end - (/[\udc00-\udfff]/.test(text[end - 1]) ? 2 : 1);
		if (!unwanted.test(text.slice(Math.max(start, 0), end))) break;
		end = start;
	}
	return text.slice(0, end);
}
