import fc from '../../../support/property.mts';

import { Seal } from '../../../../nodes/common/util/seal.ts';

const seal = new Seal('prk_xxx', 'ledger');

test('what was sealed comes out again, and never twice the same way', () => {
	fc.assert(
		fc.property(fc.string({ unit: 'binary' }), (text) => {
			const sealed = seal.close(text);
			expect(sealed).toMatch(/^[\w-]+$/);
			expect(seal.open(sealed)).toBe(text);
			expect(seal.close(text)).not.toBe(sealed);
		}),
	);
});

test('another secret, and another purpose, open nothing', () => {
	const sealed = seal.close('secret');
	expect(new Seal('prk_other', 'ledger').open(sealed)).toBeUndefined();
	expect(new Seal('prk_xxx', 'resume URL').open(sealed)).toBeUndefined();
});

test('every changed character is noticed', () => {
	const sealed = seal.close('secret');
	for (let index = 0; index < sealed.length - 1; index++) {
		const changed = sealed.slice(0, index) + (sealed[index] === 'A' ? 'B' : 'A') + sealed.slice(index + 1);
		expect(seal.open(changed)).toBeUndefined();
	}
});

test.each([[undefined], [null], [''], ['x'], ['not sealed at all, but long enough to be'], [42], [{}]])(
	'%p opens to nothing',
	(value) => expect(seal.open(value)).toBeUndefined(),
);

test('fingerprints are equal for equal texts only, and differ for each secret', () => {
	expect(seal.fingerprint('a')).toBe(new Seal('prk_xxx', 'ledger').fingerprint('a'));
	expect(seal.fingerprint('a')).not.toBe(seal.fingerprint('b'));
	expect(seal.fingerprint('a')).not.toBe(new Seal('prk_other', 'ledger').fingerprint('a'));
});
