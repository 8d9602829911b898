import { toCustomFields } from '../../../../nodes/common/action/customFields.ts';

const field = (name: string, value: unknown, type = 'string') => ({ id: name, name, value, type });

test('typed fields are what their type says, whatever the editor keeps of them', () => {
	const assignments = [
		field(' reference ', 'RF'),
		field('zip', 110111),
		field('attempt', '2', 'number'),
		field('score', ' -1.5e1 ', 'number'),
		field('vip', 'sí', 'boolean'),
		field('old', false, 'boolean'),
		field('list', '[1,"a"]', 'array'),
		field('inner', { a: null }, 'object'),
		field('empty', ''),
		field('nothing', null),
		field('gone', undefined),
		field('', ''),
	];
	expect(toCustomFields({ assignments })).toEqual({
		reference: 'RF',
		zip: '110111',
		attempt: 2,
		score: -15,
		vip: true,
		old: false,
		list: [1, 'a'],
		inner: { a: null },
		empty: '',
		nothing: null,
	});
});

test('pairs of older workflows, and objects of expressions, are taken as they are', () => {
	const values = [
		{ key: ' reference ', value: 'RF' },
		{ key: 'attempt', value: 2 },
		{ key: '', value: '' },
	];
	expect(toCustomFields({ values })).toEqual({ reference: 'RF', attempt: 2 });
	expect(toCustomFields({ reference: 'RF', attempt: 2 })).toEqual({ reference: 'RF', attempt: 2 });
});

test.each<[string, unknown, string]>([
	['a field without name', { assignments: [field('', 'x')] }, 'has a value without a key'],
	['a pair without key', { values: [{ key: '', value: 'x' }] }, 'has a value without a key'],
	['a row that is text', { assignments: ['x'] }, 'has a value without a key'],
	[
		'a number that is none',
		{ assignments: [field('age', 'x', 'number')] },
		"must have a number for 'age', not 'x'",
	],
	['an empty number', { assignments: [field('age', '', 'number')] }, "must have a number for 'age', not ''"],
	['JSON that is none', { assignments: [field('list', '[1', 'array')] }, "must have valid JSON for 'list'"],
	['a switch that is none', { assignments: [field('vip', 'perhaps', 'boolean')] }, 'must be true or false'],
	[
		'a number that loses digits',
		{ assignments: [field('id', '12345678901234567890', 'number')] },
		'too large to keep its digits',
	],
	[
		'a number that has lost digits before it became text',
		{ assignments: [field('id', 12345678901234567890)] },
		'too large to keep its digits',
	],
	[
		'a number in the notation of programs',
		{ assignments: [field('age', '0x10', 'number')] },
		"must have a number for 'age', not '0x10'",
	],
	[
		'a number that is a switch',
		{ assignments: [field('age', true, 'number')] },
		"must have a number for 'age', not 'true'",
	],
	[
		'a list that is an object',
		{ assignments: [field('list', '{"a":1}', 'array')] },
		'must have a list such as ["first","second"] for \'list\', not \'{"a":1}\'',
	],
	[
		'an object that is a list',
		{ assignments: [field('inner', [5], 'object')] },
		"must have an object such as {\"first\":1} for 'inner', not '[5]'",
	],
	['text', 'x', 'must be a list of keys and values'],
])('%s is refused', (_name, value, sentence) => {
	expect(() => toCustomFields(value)).toThrow(sentence);
});
