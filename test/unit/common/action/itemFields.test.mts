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
			"'Phone' has an expression that cannot be evaluated: Referenced node doesn't exist",
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

	test('a collection that is an expression for all of it', () => {
		const fields = itemFields({ additionalFields: () => ({ tags: ['a'] }) });
		expect(fields.list('tags')).toEqual(['a']);
	});
});

/** n8n itself lets no such thing through; what else may be wrong with them is tested with the nodes, in test/engine. */
test('pairs of keys and values that are text are named with their field', () => {
	const fields = itemFields({ additionalFields: { customFields: 'x' } });
	fields.custom();
	expect(sentences(fields)).toEqual([
		expect.stringMatching(/^'Custom Fields' must be a list of keys and values/),
	]);
});
