import fc from 'fast-check';

import {
	isEmpty,
	isPlainObject,
	toBoolean,
	toChoice,
	toCode,
	toEmail,
	toList,
	toObject,
	toPhone,
	toText,
	toUrl,
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

describe('toPhone', () => {
	test.each([
		['+573003003030', '+573003003030'],
		[' +57 300-300.3030 ', '+573003003030'],
		['+57 (300) 3003030', '+573003003030'],
		['+12345678', '+12345678'],
		['+123456789012345', '+123456789012345'],
	])('%p leaves as %p', (value, phone) => {
		expect(toPhone(value)).toBe(phone);
	});

	test.each([['3003003030'], [573003003030], ['57 300 300 3030']])(
		'%p is told to add the plus sign and the country code',
		(value) => {
			expect(() => toPhone(value)).toThrow(/plus sign and the country code/);
		},
	);

	test.each([
		['+1234567'],
		['+1234567890123456'],
		['+57300ABC3030'],
		['++573003003030'],
		['0057300300'.slice(0, 5)],
	])('%p is refused', (value) => {
		expect(() => toPhone(value)).toThrow(InvalidValueError);
	});

	test('blanks, dashes, dots and brackets never matter', () => {
		const separator = fc.constantFrom(' ', '-', '.', '(', ')', '');
		const digits = fc.array(fc.tuple(fc.integer({ min: 0, max: 9 }), separator), {
			minLength: 8,
			maxLength: 15,
		});
		fc.assert(
			fc.property(digits, (pairs) => {
				const written = pairs.map(([digit, between]) => `${digit}${between}`).join('');
				const bare = pairs.map(([digit]) => digit).join('');
				expect(toPhone(`+${written}`)).toBe(`+${bare}`);
			}),
		);
	});
});

describe('toEmail and toUrl', () => {
	test('give the trimmed text', () => {
		expect(toEmail(' prueba@auco.ai ')).toBe('prueba@auco.ai');
		expect(toUrl(' https://example.com/success ')).toBe('https://example.com/success');
		expect(toUrl('http://127.0.0.1:5678/x?y=1')).toBe('http://127.0.0.1:5678/x?y=1');
	});

	test.each([['prueba'], ['a@b@c'], ['a b@c'], ['@auco.ai'], ['prueba@']])('%p is no email', (value) => {
		expect(() => toEmail(value)).toThrow(/email address/);
	});

	test.each([
		['example.com'],
		['ftp://example.com'],
		['https://'],
		['javascript:alert(1)'],
		['https://exa mple.com'],
	])('%p is no address', (value) => {
		expect(() => toUrl(value)).toThrow(/full URL/);
	});
});

describe('toBoolean', () => {
	test.each([[true], ['true'], ['TRUE '], [1], ['yes']])('%p is true', (value) => {
		expect(toBoolean(value)).toBe(true);
	});

	test.each([[false], ['false'], [0], ['0'], ['No']])('%p is false', (value) => {
		expect(toBoolean(value)).toBe(false);
	});

	test.each([['maybe'], [2], ['']])('%p is refused', (value) => {
		expect(() => toBoolean(value)).toThrow(/true or false/);
	});
});

describe('toChoice and toCode', () => {
	test('match without regard to case and give the spelling of the provider', () => {
		expect(toChoice(' WhatsApp ', ['whatsapp', 'web'])).toBe('whatsapp');
		expect(toChoice('identificationback', ['identificationBack'])).toBe('identificationBack');
		expect(toCode(' co ')).toBe('CO');
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

	test.each([['["a"'], [{ a: 1 }], [[{ a: 1 }]]])('%j is refused', (value) => {
		expect(() => toList(value)).toThrow(InvalidValueError);
	});

	test('three ways of writing a list mean the same', () => {
		const entry = fc.stringMatching(/^[A-Za-z0-9_-]{1,12}$/);
		fc.assert(
			fc.property(fc.array(entry, { minLength: 1 }), (list) => {
				expect(toList(list)).toEqual(list);
				expect(toList(list.join(', '))).toEqual(list);
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

	test.each([['[1]'], ['"text"'], ['12'], ['null'], [[1]]])('%p is told to be no object', (value) => {
		expect(() => toObject(value)).toThrow(/must be a JSON object/);
	});
});

describe('isEmpty and isPlainObject', () => {
	test.each([[undefined], [null], [''], ['  '], [[]], [{}]])('%p is empty', (value) => {
		expect(isEmpty(value)).toBe(true);
	});

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
