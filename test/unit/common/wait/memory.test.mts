import { memoryOf } from '../../../../nodes/common/wait/memory.ts';

function filled(key: string, outputs: number) {
	const memory = memoryOf(key);
	for (let index = 0; index < outputs; index++) memory.outputs.set(index, {});
	return memory;
}

test('A wait is remembered by its key', () => {
	expect(memoryOf('one')).toBe(memoryOf('one'));
	expect(memoryOf('one')).not.toBe(memoryOf('two'));
});

test('Beyond ten thousand outputs the waits that were not used for longest are forgotten', () => {
	const [oldest, used] = [filled('oldest', 4_000), filled('used', 4_000)];
	filled('newest', 4_000);
	memoryOf('used');
	expect(memoryOf('used')).toBe(used);
	expect(memoryOf('oldest')).not.toBe(oldest);
});

test('One that is being looked at is kept', () => {
	const looking = filled('looking', 9_000);
	looking.isLooking = true;
	filled('large', 9_000);
	memoryOf('next');
	expect(memoryOf('looking')).toBe(looking);
});
