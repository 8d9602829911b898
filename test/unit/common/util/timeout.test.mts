import { withTimeout } from '../../../../nodes/common/util/timeout.ts';

test('gives the result that is there in time', async () => {
	await expect(withTimeout(10_000, Promise.resolve('result'))).resolves.toBe('result');
});

test('gives nothing when the time is up', async () => {
	await expect(withTimeout(1, new Promise(() => undefined))).resolves.toBeUndefined();
});

test('passes on a failure', async () => {
	await expect(withTimeout(10_000, Promise.reject(new Error('no')))).rejects.toThrow('no');
});
