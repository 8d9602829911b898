import fc, { runs } from '../../../support/property.mts';

import { InvalidValueError } from '../../../../nodes/common/values/convert.ts';
import { toDocumentNumber, toPhone } from '../../../../nodes/common/values/numbers.ts';

/** Marks that nobody sees, and blanks at the end, are no part of what was written. */
const withoutDecimalEnd = (text: string): string =>
	text
		.replace(/\p{Cf}/gu, '')
		.trimEnd()
		.replace(/[.,]0{1,2}$/, '');

const digitsOf = (text: string): string => text.replace(/\D/g, '');

/** Runs a conversion; undefined when it refuses. */
function converted(convert: (value: unknown) => string, value: unknown): string | undefined {
	try {
		return convert(value);
	} catch (error) {
		expect(error).toBeInstanceOf(InvalidValueError);
		return undefined;
	}
}

const digits = (minLength: number, maxLength: number) =>
	fc.array(fc.integer({ min: 0, max: 9 }), { minLength, maxLength }).map((list) => list.join(''));

/** Signs that people, phones and spreadsheets put between digits; `\u2212` is the minus of mathematics. */
const SEPARATORS = [
	'',
	' ',
	'\u00a0',
	'\u202f',
	'-',
	'–',
	'—',
	'\u2011',
	'\u2212',
	'(',
	')',
	'[',
	']',
	'\u200b',
	'\u2060',
];

describe('toPhone', () => {
	test.each([
		['+573003003030', '+573003003030'],
		[' +57 300-300.3030 ', '+573003003030'],
		['+57 (300) 3003030', '+573003003030'],
		['+57 300–3003030', '+573003003030'],
		['+57 300\u22123003030', '+573003003030'],
		['\u202a+57 300\u200b3003030\u202c', '+573003003030'],
		['0057 3003003030', '+573003003030'],
		['(0057) 300 3003030', '+573003003030'],
		["'+573003003030", '+573003003030'],
		['+573003003030.0', '+573003003030'],
		['+573003003030.00', '+573003003030'],
		['+573003003030,0', '+573003003030'],
		['+57 300 3003030,00', '+573003003030'],
		['+57.300.300.3030', '+573003003030'],
		['+33.1.23.45.67.00', '+33123456700'],
		['+12345678', '+12345678'],
		['+123456789012345', '+123456789012345'],
	])('%p leaves as %p', (value, phone) => {
		expect(toPhone(value)).toBe(phone);
	});

	test.each([['3003003030'], [573003003030], ['57 300 300 3030'], ['573003003030.0'], ['(57) 300-3003030']])(
		'%p is told to add the plus sign and the country code',
		(value) => {
			expect(() => toPhone(value)).toThrow(/plus sign and the country code/);
		},
	);

	test.each([['5.73003003030E+11'], ['+5.73E11'], ['5,73E+11'], [5.7e21]])('%p has lost digits', (value) => {
		expect(() => toPhone(value)).toThrow(/lost digits/);
	});

	test.each([['+57 300 3003030.0'], ['+57 300 30030.00'], ['+57.300.300.303.0'], ['+573003003030.000']])(
		'%p may end in decimals or in digits',
		(value) => {
			expect(() => toPhone(value)).toThrow(/digits of the number or decimals/);
		},
	);

	test.each([
		['+1234567'],
		['+1234567890123456'],
		['+57300ABC3030'],
		['++573003003030'],
		['57+3003003030'],
		['00573'],
		['+573003003030.5'],
		['+573003003030 / 31'],
		['whatsapp:+573003003030'],
		['573003003030@s.whatsapp.net'],
		['+573003003030 +573003003031'],
		['nan'],
	])('%p is refused', (value) => {
		expect(() => toPhone(value)).toThrow(InvalidValueError);
	});

	test.each([['+57 1234567\n1234'], ['+57 (0) 300 3003030'], ['0057(0)3003003030']])(
		'%p would reach somebody else or nobody',
		(value) => {
			expect(() => toPhone(value)).toThrow(InvalidValueError);
		},
	);

	test('what parts the groups never matters', () => {
		const groups = fc.array(fc.tuple(digits(1, 4), fc.constantFrom(...SEPARATORS)), {
			minLength: 1,
			maxLength: 8,
		});
		fc.assert(
			fc.property(groups, fc.constantFrom('+', '00', '+(', '(+', '(00) '), (parts, prefix) => {
				const bare = parts.map(([group]) => group).join('');
				fc.pre(bare.length >= 8 && bare.length <= 15);
				expect(toPhone(prefix + parts.flat().join(''))).toBe(`+${bare}`);
			}),
		);
	});

	test('for every spelling that is taken, the digits that leave are those that were written', () => {
		const sign = fc.constantFrom(...SEPARATORS, '.', '.', ',', '+', "'", '/', 'E', 'e+');
		const spelling = fc.array(fc.oneof(digits(1, 4), sign), { minLength: 4, maxLength: 14 });
		fc.assert(
			fc.property(spelling, fc.constantFrom('+', '', '00', "'+"), (parts, prefix) => {
				const written = prefix + parts.join('');
				const left = converted(toPhone, written);
				if (left === undefined) return;
				expect(left).toMatch(/^\+\d{8,15}$/);
				// Only what stands for a plus sign, and a decimal end of zeros, may be missing.
				const whole = digitsOf(withoutDecimalEnd(written));
				const all = digitsOf(written);
				const wanted = [whole, all].map((text) => (prefix === '00' ? text.slice(2) : text));
				const international = [whole, all].map((text) => text.replace(/^00/, ''));
				expect([...wanted, ...international]).toContain(left.slice(1));
				// A decimal end of one zero is never a digit.
				if (/^\+\d+[.,]0{1,2}$/.test(written)) expect(left.slice(1)).toBe(whole);
			}),
			{ numRuns: runs(3_000) },
		);
	});

	test('a decimal end never becomes a digit, however it is written', () => {
		fc.assert(
			fc.property(digits(8, 15), fc.constantFrom('.0', '.00', ',0', ',00'), (number, end) => {
				expect(toPhone(`+${number}${end}`)).toBe(`+${number}`);
			}),
		);
	});
});

describe('toDocumentNumber', () => {
	test.each([
		[1001001010, '1001001010'],
		['1001001010', '1001001010'],
		[' 1001001010 ', '1001001010'],
		['1.001.001.010', '1001001010'],
		['1,001,001,010', '1001001010'],
		['1 001 001 010', '1001001010'],
		['1\u00a0001\u202f001 010', '1001001010'],
		['1.001.001.010,00', '1001001010'],
		['1,001,001,010.0', '1001001010'],
		['1001001010.0', '1001001010'],
		['1001001010,00', '1001001010'],
		["'1001001010", '1001001010'],
		['1001\u200b001010', '1001001010'],
		['52.123.456', '52123456'],
		['012.345.678', '012345678'],
		['12.345.678-9', '12345678-9'],
		['V-12.345.678', 'V-12345678'],
		['8-123-456', '8-123-456'],
		['AB123456', 'AB123456'],
		['AB 123456', 'AB 123456'],
		['PELJ900101HDFRRN09', 'PELJ900101HDFRRN09'],
		['12E34567', '12E34567'],
	])('%p leaves as %p', (value, number) => {
		expect(toDocumentNumber(value)).toBe(number);
	});

	test.each([['1.00100101E+9'], ['1,00100101E+09'], ['1.00100101e9'], ['1E9'], ['1e-7'], [1e21]])(
		'%p has lost digits',
		(value) => {
			expect(() => toDocumentNumber(value)).toThrow(/lost digits, so store it as text/);
		},
	);

	test.each([['1001001010.5'], ['1.5'], ['1.001.001.0'], ['1,001.001.010'], ['10.0.1'], ['1001001010.000']])(
		'%p may be a decimal number',
		(value) => {
			expect(() => toDocumentNumber(value)).toThrow(/without decimals/);
		},
	);

	test.each([
		'1001001010, 1001001011',
		'1001001010;1001001011',
		'1001001010\n1001001011',
		'1001001\n010',
		'1001001010 1001001011',
		'1001001010 / 1001001011',
		'CC 1001001010',
		'C.C. 1.001.001.010',
		'C. C. 1001001010',
		'cc.1001001010',
		'CC: 1001001010',
		'Cédula 1001001010',
		'N° 1001001010',
		'Nº 1001001010',
		'1.001.001.010 (CC)',
		'NIT 900.123.456-7',
		'1001001010-',
		'<b>1001001010</b>',
		'10{{ $json.id }}',
	])('%p is more than the number of a document', (value) => {
		expect(() => toDocumentNumber(value)).toThrow(InvalidValueError);
	});

	test.each([
		'2345 67890 0101',
		'901201-1234567',
		'AB 123 456',
		'V 12345678',
		'WDL*ABC456',
		'12345678/0001-95',
	])('%p is one number', (value) => {
		expect(digitsOf(toDocumentNumber(value))).toBe(digitsOf(value));
	});

	test.each([['undefined'], ['#N/A'], ['None'], ['sin documento'], ['-'], ['-5'], [-5], ['=A1'], ['.5']])(
		'%p is no number of a document',
		(value) => {
			expect(() => toDocumentNumber(value)).toThrow(InvalidValueError);
		},
	);

	test('for every spelling that is taken, the digits that leave are those that were written', () => {
		const sign = fc.constantFrom(' ', '\u00a0', '.', '.', ',', "'", '’', '-', '\u200b', 'E', 'e+', 'V', 'K');
		const spelling = fc.array(fc.oneof(digits(1, 4), digits(3, 3), sign), { minLength: 1, maxLength: 10 });
		fc.assert(
			fc.property(spelling, (parts) => {
				const written = parts.join('');
				const left = converted(toDocumentNumber, written);
				if (left === undefined) return;
				expect([digitsOf(written), digitsOf(withoutDecimalEnd(written))]).toContain(digitsOf(left));
				const letters = (text: string): string => text.replace(/[^\p{L}]/gu, '');
				expect(letters(left)).toBe(letters(written));
			}),
			{ numRuns: runs(3_000) },
		);
	});

	test('thousands separators and decimal ends of any number', () => {
		const number = fc.integer({ min: 1_000, max: 99_999_999_999 });
		fc.assert(
			fc.property(number, fc.constantFrom('.', ',', ' ', '\u00a0', '\u202f', "'"), (value, separator) => {
				const grouped = `${value}`.replace(/\B(?=(\d{3})+$)/g, separator);
				const decimal = separator === '.' ? ',00' : '.00';
				expect(toDocumentNumber(grouped)).toBe(`${value}`);
				expect(toDocumentNumber(grouped + decimal)).toBe(`${value}`);
				expect(toDocumentNumber(`${value}.0`)).toBe(`${value}`);
			}),
		);
	});
});
