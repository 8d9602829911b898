import { toText } from '../../../../nodes/common/values/convert.ts';
import { toPhone } from '../../../../nodes/common/values/numbers.ts';
import { itemFields } from '../../../support/engine/itemFields.mts';

const sentences = (fields: ReturnType<typeof itemFields>) => fields.issues.map(({ sentence }) => sentence);

describe('required and optional fields', () => {
	test('are converted', () => {
		const fields = itemFields({ phone: ' +57 300 3003030 ', name: ' Juan ' });
		expect(fields.required('phone', toPhone)).toBe('+573003003030');
		expect(fields.optional('name', toText)).toBe('Juan');
		expect(fields.issues).toEqual([]);
	});

	test.each([[''], ['   '], ['\u200b'], [null], [undefined], [[]], [{}]])(
		'%p is as good as nothing',
		(value) => {
			const fields = itemFields({ phone: value });
			expect(fields.optional('phone', toPhone)).toBeUndefined();
			expect(fields.issues).toEqual([]);
			fields.required('phone', toPhone);
			expect(sentences(fields)).toEqual(["'Phone' is required"]);
		},
	);

	test('zero and false are values', () => {
		const fields = itemFields({ count: 0, complete: false });
		expect(fields.required('count', toText)).toBe('0');
		expect(fields.raw('complete')).toBe(false);
	});

	test('everything wrong is collected, each in the words of the editor', () => {
		const fields = itemFields({ phone: '3003003030', type: '' });
		fields.required('phone', toPhone);
		fields.required('type', toText);
		expect(fields.issues).toEqual([
			{ field: 'phone', sentence: expect.stringMatching(/^'Phone' needs a plus sign/) },
			{ field: 'type', sentence: "'type' is required" },
		]);
	});

	test('an expression that cannot be worked out is named once, and not called missing besides', () => {
		const broken = () => {
			throw new Error("Referenced node doesn't exist");
		};
		const fields = itemFields({ phone: broken });
		fields.required('phone', toPhone);
		expect(sentences(fields)).toEqual([
			"'Phone' has an expression that cannot be worked out: Referenced node doesn't exist",
		]);
	});
});

describe('collections', () => {
	test('an entry is read from its collection; absent and empty ones are undefined', () => {
		const fields = itemFields({
			additionalFields: { phone: '+57 3003003030', tags: '' },
			options: { timeout: 5 },
		});
		expect(fields.additional('phone', toPhone)).toBe('+573003003030');
		expect(fields.additional('tags', toText)).toBeUndefined();
		expect(fields.option('timeout', toText)).toBe('5');
		expect(fields.entry('filters', 'status', toText)).toBeUndefined();
	});

	test.each([
		[
			['a', ' b '],
			['a', 'b'],
		],
		['a, b', ['a', 'b']],
		['["a","b"]', ['a', 'b']],
		[' , ', undefined],
		[[''], undefined],
	])('the list %j is %j', (tags, list) => {
		expect(itemFields({ additionalFields: { tags } }).list('tags')).toEqual(list);
	});

	test('a resource locator is what it holds, and nothing when it holds nothing', () => {
		const located = (value: string) => ({ __rl: true, mode: 'list', value, cachedResultName: 'Example' });
		const fields = itemFields({
			id: located('a'),
			filters: { project: located('b'), projectFlow: located('') },
		});
		expect(fields.required('id', toText)).toBe('a');
		expect(fields.entry('filters', 'project', toText)).toBe('b');
		expect(fields.entry('filters', 'projectFlow', toText)).toBeUndefined();
	});

	test('a collection that is an expression for all of it', () => {
		const fields = itemFields({ additionalFields: () => ({ tags: ['a'] }) });
		expect(fields.list('tags')).toEqual(['a']);
	});
});

describe('custom', () => {
	test.each<[string, object, object | undefined]>([
		['an object', { custom: { reference: 'RF' } }, { reference: 'RF' }],
		['JSON text', { custom: '{"reference":"RF"}' }, { reference: 'RF' }],
		[
			'key/value rows',
			{ customFields: { values: [{ key: ' reference ', value: 'RF' }] } },
			{ reference: 'RF' },
		],
		[
			'typed fields',
			{
				customFields: {
					assignments: [
						{ id: '1', name: ' reference ', value: 'RF', type: 'string' },
						{ id: '2', name: 'zip', value: 110111, type: 'string' },
						{ id: '3', name: 'attempt', value: '2', type: 'number' },
						{ id: '4', name: 'vip', value: 'sí', type: 'boolean' },
						{ id: '5', name: 'old', value: false, type: 'boolean' },
						{ id: '6', name: 'list', value: '[1,"a"]', type: 'array' },
						{ id: '7', name: 'inner', value: { a: null }, type: 'object' },
						{ id: '8', name: 'empty', value: '', type: 'string' },
						{ id: '9', name: 'gone', value: undefined, type: 'string' },
						{ id: '10', name: '', value: '', type: 'string' },
					],
				},
			},
			{
				reference: 'RF',
				zip: '110111',
				attempt: 2,
				vip: true,
				old: false,
				list: [1, 'a'],
				inner: { a: null },
				empty: '',
			},
		],
		['no typed fields', { customFields: { assignments: [] } }, undefined],
		['an object from an expression', { customFields: { reference: 'RF' } }, { reference: 'RF' }],
		[
			'both merged, the rows win',
			{
				custom: '{"reference":"old","other":1}',
				customFields: { values: [{ key: 'reference', value: 'RF' }] },
			},
			{ reference: 'RF', other: 1 },
		],
		['nothing', { custom: '', customFields: {} }, undefined],
		['an empty object', { custom: '{}' }, undefined],
	])('%s', (_name, additionalFields, custom) => {
		const fields = itemFields({ additionalFields });
		expect(fields.custom()).toEqual(custom);
		expect(fields.issues).toEqual([]);
	});

	test.each<[string, object, RegExp]>([
		['text that is no JSON', { custom: '{"reference":' }, /^'Custom \(JSON\)' is not valid JSON/],
		['a list', { custom: '[1]' }, /^'Custom \(JSON\)' must be a JSON object/],
		['a number', { custom: 12 }, /^'Custom \(JSON\)' must be a JSON object/],
		[
			'a row without key',
			{ customFields: { values: [{ key: '', value: 'x' }] } },
			/^'Custom Fields' .*without a key/,
		],
		[
			'a typed field without name',
			{ customFields: { assignments: [{ id: '1', name: '', value: 'x', type: 'string' }] } },
			/^'Custom Fields' .*without a key/,
		],
		[
			'a number that is none',
			{ customFields: { assignments: [{ id: '1', name: 'age', value: 'x', type: 'number' }] } },
			/^'Custom Fields' must have a number for 'age', not 'x'/,
		],
		[
			'a number that loses digits',
			{
				customFields: {
					assignments: [{ id: '1', name: 'id', value: '12345678901234567890', type: 'number' }],
				},
			},
			/^'Custom Fields' holds a number that is too large/,
		],
		[
			'JSON that is none',
			{ customFields: { assignments: [{ id: '1', name: 'list', value: '[1', type: 'array' }] } },
			/^'Custom Fields' must have valid JSON for 'list'/,
		],
		['rows that are text', { customFields: 'x' }, /^'Custom Fields' must be a list of keys and values/],
	])('%s is named with its field', (_name, additionalFields, sentence) => {
		const fields = itemFields({ additionalFields });
		fields.custom();
		expect(sentences(fields)).toEqual([expect.stringMatching(sentence)]);
	});
});

test('dates are read in the time zone of the workflow', () => {
	const fields = itemFields({ additionalFields: { expiredDate: '2030-01-15T11:30:00' } }, {}, 'Asia/Tokyo');
	expect(fields.additional('expiredDate', fields.isoUtc)).toBe('2030-01-15T02:30:00.000Z');
	expect(fields.calendarDate('2030-01-15')).toBe('15/01/2030');
});
