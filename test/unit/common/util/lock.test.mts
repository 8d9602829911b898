import { setImmediate as turn } from 'node:timers/promises';

import { withLock } from '../../../../nodes/common/util/lock.ts';

/** Work that notes its beginning and its end. */
function worker(notes: string[]) {
	return (name: string, fails = false) =>
		async () => {
			notes.push(`${name} begins`);
			await turn();
			notes.push(`${name} ends`);
			if (fails) throw new Error(name);
			return name;
		};
}

test('one piece of work at a time, in the order of asking', async () => {
	const notes: string[] = [];
	const work = worker(notes);
	const results = await Promise.all(['a', 'b', 'c'].map((name) => withLock('key', work(name))));
	expect(results).toEqual(['a', 'b', 'c']);
	expect(notes).toEqual(['a begins', 'a ends', 'b begins', 'b ends', 'c begins', 'c ends']);
});

test('work that fails does not hold up the next', async () => {
	const work = worker([]);
	const results = await Promise.allSettled([withLock('key', work('a', true)), withLock('key', work('b'))]);
	expect(results.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
	await expect(withLock('key', work('c'))).resolves.toBe('c');
});

test('different keys do not wait for each other', async () => {
	const notes: string[] = [];
	const work = worker(notes);
	await Promise.all([withLock('one', work('a')), withLock('other', work('b'))]);
	expect(notes.slice(0, 2)).toEqual(['a begins', 'b begins']);
});
