import { Limiter } from '../../../../nodes/common/util/limiter.ts';

/** A task that goes on until it is told. */
function task(begun: string[], name: string) {
	let finish = (): void => {};
	const end = new Promise<void>((resolve) => (finish = resolve));
	const work = async (): Promise<string> => {
		begun.push(name);
		await end;
		return name;
	};
	return { work, finish };
}

test('runs as many at a time as it may, the others in the order of asking, repeated ones last', async () => {
	const limiter = new Limiter(2);
	const begun: string[] = [];
	const [a, b, c, d, e] = ['a', 'b', 'c', 'd', 'e'].map((name) => task(begun, name));
	const all = [
		limiter.run(a!.work),
		limiter.run(b!.work),
		limiter.run(c!.work, { yields: true }),
		limiter.run(d!.work),
		limiter.run(e!.work),
	];
	expect(begun).toEqual(['a', 'b']);
	b!.finish();
	await all[1];
	expect(begun).toEqual(['a', 'b', 'd']);
	[a, c, d, e].forEach((one) => one!.finish());
	expect(await Promise.all(all)).toEqual(['a', 'b', 'c', 'd', 'e']);
	expect(begun).toEqual(['a', 'b', 'd', 'e', 'c']);
});

test('does not begin what is not wanted any more, and goes on behind it', async () => {
	const limiter = new Limiter(1);
	const begun: string[] = [];
	const [a, b, c] = ['a', 'b', 'c'].map((name) => task(begun, name));
	const all = [
		limiter.run(a!.work),
		limiter.run(b!.work, { isWanted: () => false }),
		limiter.run(c!.work, { isWanted: () => true }),
	];
	[a, c].forEach((one) => one!.finish());
	expect(await Promise.all(all)).toEqual(['a', undefined, 'c']);
	expect(begun).toEqual(['a', 'c']);
});

test('gives the place on when a task fails', async () => {
	const limiter = new Limiter(1);
	const failing = limiter.run(async () => await Promise.reject(new Error('no')));
	const next = limiter.run(async () => await Promise.resolve('next'));
	await expect(failing).rejects.toThrow('no');
	expect(await next).toBe('next');
});
