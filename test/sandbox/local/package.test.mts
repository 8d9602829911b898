import { readPacked } from '../../../sandbox/local/package.mts';

const packed = { filename: 'a-1.0.0.tgz', size: 1200, files: [{ path: 'package.json' }] };

test.each([
	['up to npm 11', [packed]],
	['of npm 12', { a: packed }],
])('reads what npm pack prints: %s', (_versions, printed) => {
	expect(readPacked(JSON.stringify(printed))).toEqual(packed);
});
