import { withoutEnd, withoutUnseenEnds } from '../../../../nodes/common/values/ends.ts';
import { toBoolean, toName, toText } from '../../../../nodes/common/values/convert.ts';
import { toEmail } from '../../../../nodes/common/values/email.ts';
import { toPhone } from '../../../../nodes/common/values/numbers.ts';
import fc from '../../../support/property.mts';

const unseen = fc.string({
	unit: fc.constantFrom(' ', '\t', '\n', '\u00a0', '\u200b', '\u2060', '\u{e0041}', '\ufeff'),
});

test('what nobody sees goes at both ends, and nothing else', () => {
	fc.assert(
		fc.property(unseen, fc.string({ unit: 'grapheme' }), unseen, (before, middle, after) => {
			const text = `x${middle}x`;
			expect(withoutUnseenEnds(before + text + after)).toBe(text);
			expect(withoutUnseenEnds(before + after)).toBe('');
		}),
	);
});

test('half of a character is a character', () => {
	expect(withoutUnseenEnds(' a\udc00 ')).toBe('a\udc00');
	expect(withoutUnseenEnds('\udc00')).toBe('\udc00');
	expect(withoutEnd('a;, ', /^[;,\s]$/)).toBe('a');
});

/** Where time grows with the square of the length, these take longer than anybody waits. */
const BLANKS = ' '.repeat(1_000_000);
const MARKS = '\u200b'.repeat(1_000_000);

test.each<[string, (value: string) => unknown, string]>([
	['blanks', toText, `a${BLANKS}b`],
	['marks', toText, `a${MARKS}b`],
	['blanks', toName, `Ana${BLANKS}Gil`],
	['blanks', toEmail, `a${BLANKS}b`],
	['signs', toEmail, `a${';'.repeat(1_000_000)}b`],
	['blanks', toPhone, `+57${BLANKS}3003003030x`],
	['blanks', toBoolean, `a${BLANKS}b`],
	['templates that do not end', toText, '{{x'.repeat(300_000)],
])('a cell full of %s is read at once (%p)', (_what, convert, cell) => {
	try {
		convert(cell);
	} catch (error) {
		expect((error as Error).message.length).toBeLessThan(300);
	}
});
