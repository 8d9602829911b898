import fc from '../../../support/property.mts';

import {
	isEmpty,
	isPlainObject,
	toBoolean,
	toChoice,
	toIdentifier,
	toList,
	toName,
	toObject,
	toText,
	InvalidValueError,
} from '../../../../nodes/common/values/convert.ts';

describe('toText', () => {
	test.each([
		['  Juan Pérez ', 'Juan Pérez'],
		[1001001010, '1001001010'],
		[0, '0'],
		[-5, '-5'],
		[9007199254740993n, '9007199254740993'],
	])('%p becomes %p', (value, text) => {
		expect(toText(value)).toBe(text);
	});

	test.each([[1.5], [Number.MAX_SAFE_INTEGER + 2], [NaN], [true], [{}], [[]], [null]])(
		'%p is refused, because what was meant is lost or unclear',
		(value) => {
			expect(() => toText(value)).toThrow(InvalidValueError);
		},
	);

	test('every number of up to 15 digits keeps its digits', () => {
		fc.assert(
			fc.property(
				fc.integer({ min: 0, max: 999_999_999_999_999 }),
				(number) => toText(number) === `${number}`,
			),
		);
	});
});

/** What expressions and spreadsheets leave where there is no value. */
const MISSING = [
	'undefined',
	'null',
	'NULL',
	'NaN',
	'nan',
	'N/A',
	'<NA>',
	'[object Object]',
	'Invalid Date',
	'Invalid DateTime',
	'#N/A',
	'#N/D',
	'#REF!',
	'#¡REF!',
	'#VALUE!',
	'#¡VALOR!',
	'#NAME?',
	'#¿NOMBRE?',
	'#DIV/0!',
	'#¡DIV/0!',
	'#NUM!',
	'#ERROR!',
	'########',
];

describe('words of a missing value', () => {
	test.each(MISSING)('%s is no text', (word) => {
		expect(() => toText(` ${word}\u200b`)).toThrow(/missing value/);
	});

	test.each([
		'Juan undefined',
		'undefined Pérez',
		'JUAN UNDEFINED',
		'Pérez, undefined',
		'Juan NaN',
		'Ana nan',
		'Ana null',
		'Juan [object Object]',
		'#N/A Pérez',
		'Ana #REF!',
	])('%s is the name of nobody', (name) => {
		expect(() => toName(name)).toThrow(/missing value/);
	});

	test.each(['None', 'nan nan', 'NULL NULL', 'null None nan'])('%s is nothing but missing values', (name) => {
		expect(() => toName(name)).toThrow(/missing value/);
	});

	test.each(['-', '.', '12345', '=CONCAT(A1;B1)', '¿?'])('%s is no name', (name) => {
		expect(() => toName(name)).toThrow(/must be the name of a person/);
	});

	test.each(['Juan\nPérez', 'Juan \r\n Pérez', 'Juan\tPérez', 'Juan Pé\u0000rez\u0007'])(
		'%j is a name on one line',
		(name) => {
			expect(toName(name)).toBe('Juan Pérez');
		},
	);

	test.each(['{{ $json.name }}', 'Juan {{ $json.last }}', '{{\n$now\n}}'])(
		'%j is a template that nobody has filled in',
		(text) => {
			for (const convert of [toText, toName, toIdentifier, toList]) {
				expect(() => convert(text)).toThrow(/switch the field from Fixed to Expression/);
			}
		},
	);

	test.each([
		'Christopher Null',
		'Nan Wang',
		'nan wang',
		'JUAN NAN',
		'Undefinedo Pérez',
		'Ana María',
		"O'Neill",
	])('%s may be the name of a person', (name) => {
		expect(toName(name)).toBe(name);
	});

	test.each(['#onboarding', 'null-safe', 'not undefined', '#1!'])('%s is a text as any other', (text) => {
		expect(toText(text)).toBe(text);
	});
});

describe('numbers that lost digits', () => {
	test.each(['5.73003E+11', '1,00100101E+09', '1e+21', '-1.5E+3'])('%s is refused', (text) => {
		expect(() => toText(text)).toThrow(`the number ${text} has lost digits`);
	});

	test.each(['674e10', 'E+11', '1E+', 'a1E+9'])('%s is none', (text) => {
		expect(toText(text)).toBe(text);
	});
});

test('invisible marks leave no trace in an identifier, and none at the ends of a text', () => {
	expect(toIdentifier('\u2066JP\u200bJD\u00ad42\u2069')).toBe('JPJD42');
	expect(toText('\u2066Mar\u00eda\u2069')).toBe('María');
	expect(toList('n\u200b8n, default\u0000')).toEqual(['n8n', 'default']);
});

describe('toBoolean', () => {
	test.each([
		[true],
		['true'],
		['TRUE '],
		[1],
		['yes'],
		['sí'],
		['SI'],
		['si\u0301'],
		['VERDADERO'],
		['\u200bSí'],
	])('%p is true', (value) => {
		expect(toBoolean(value)).toBe(true);
	});

	test.each([[false], ['false'], [0], ['0'], ['No'], ['FALSO']])('%p is false', (value) => {
		expect(toBoolean(value)).toBe(false);
	});

	test.each([['maybe'], [2], [''], ['sip'], ['undefined']])('%p is refused', (value) => {
		expect(() => toBoolean(value)).toThrow(/true or false/);
	});
});

describe('toChoice', () => {
	test('match without regard to case and give the spelling of the provider', () => {
		expect(toChoice(' WhatsApp ', ['whatsapp', 'web'])).toBe('whatsapp');
		expect(toChoice('identificationback', ['identificationBack'])).toBe('identificationBack');
	});

	test('a value outside the set is named together with what is allowed', () => {
		expect(() => toChoice('sms', ['whatsapp', 'web'])).toThrow("must be one of whatsapp, web, not 'sms'");
	});
});

describe('toList', () => {
	test.each([
		[
			['default', ' billing '],
			['default', 'billing'],
		],
		['default, billing', ['default', 'billing']],
		['default; billing;', ['default', 'billing']],
		['default\r\nbilling\n', ['default', 'billing']],
		['default\rbilling', ['default', 'billing']],
		['["default","billing"]', ['default', 'billing']],
		[
			[1, 2],
			['1', '2'],
		],
		[',, one ,', ['one']],
		['', []],
	])('%j becomes %j', (value, list) => {
		expect(toList(value)).toEqual(list);
	});

	test.each([['["a"'], [{ a: 1 }], [[{ a: 1 }]], ['a,undefined'], [['#N/A']]])('%j is refused', (value) => {
		expect(() => toList(value)).toThrow(InvalidValueError);
	});

	test('all ways of writing a list mean the same', () => {
		const entry = fc.stringMatching(/^[A-Za-z0-9_-]{1,12}$/);
		fc.assert(
			fc.property(fc.array(entry, { minLength: 1 }), (list) => {
				expect(toList(list)).toEqual(list);
				expect(toList(list.join(', '))).toEqual(list);
				expect(toList(list.join(';'))).toEqual(list);
				expect(toList(list.join('\n'))).toEqual(list);
				expect(toList(JSON.stringify(list))).toEqual(list);
			}),
		);
	});
});

describe('toObject', () => {
	test('takes an object and JSON text alike', () => {
		const custom = { reference: 'RF-XXXXXXX', nested: { list: [1, 'a', null] } };
		expect(toObject(custom)).toEqual(custom);
		expect(toObject(JSON.stringify(custom))).toEqual(custom);
	});

	test.each([['{"reference":'], ["{'reference':'RF'}"], ['reference']])(
		'%p is told to be no JSON',
		(value) => {
			expect(() => toObject(value)).toThrow(/not valid JSON/);
		},
	);

	test.each([
		['{"id":12345678901234567890}'],
		['{"a":[{"id":9007199254740993}]}'],
		['{"id":-9007199254740992}'],
		['{"amount":1e400}'],
		[{ id: 12345678901234567890 }],
	])('%j holds a number that would leave as another', (value) => {
		expect(() => toObject(value)).toThrow(/too large to keep its digits; make it text/);
	});

	test('every number that JavaScript holds to the digit stays', () => {
		fc.assert(
			fc.property(fc.maxSafeInteger(), (id) => {
				expect(JSON.stringify(toObject(`{"id":${id}}`))).toBe(`{"id":${id}}`);
			}),
		);
		expect(toObject('{"id":"12345678901234567890","amount":1.5}')).toEqual({
			id: '12345678901234567890',
			amount: 1.5,
		});
	});

	test.each([['[1]'], ['"text"'], ['12'], ['null'], [[1]]])('%p is told to be no object', (value) => {
		expect(() => toObject(value)).toThrow(/must be a JSON object/);
	});
});

describe('isEmpty and isPlainObject', () => {
	test.each([[undefined], [null], [''], ['  '], ['\u200b'], [' \ufeff\u2060\u00a0'], [[]], [{}]])(
		'%p is empty',
		(value) => {
			expect(isEmpty(value)).toBe(true);
		},
	);

	test.each([[0], [false], ['0'], [[0]], [{ a: undefined }], [new Date(0)]])('%p is not empty', (value) => {
		expect(isEmpty(value)).toBe(false);
	});

	test('objects of another realm are plain, instances of classes are not', () => {
		expect(isPlainObject(Object.create(Object.create(null) as object))).toBe(true);
		expect(isPlainObject(new Date())).toBe(false);
		expect(isPlainObject([])).toBe(false);
		expect(isPlainObject(null)).toBe(false);
	});
});

test('a value is cut short in a message', () => {
	expect(() => toChoice('x'.repeat(100_000), ['a'])).toThrow(/not 'x{60}…'$/);
});
