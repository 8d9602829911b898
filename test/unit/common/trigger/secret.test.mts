import { isSecret, newSecret } from '../../../../nodes/common/trigger/secret.ts';

test('a new secret has 32 bytes and is never the same', () => {
	const secrets = Array.from({ length: 100 }, newSecret);
	expect(new Set(secrets).size).toBe(100);
	for (const secret of secrets) expect(secret).toMatch(/^[0-9a-f]{64}$/);
});

test('only the secret itself is the secret', () => {
	const secret = newSecret();
	expect(isSecret(secret, secret)).toBe(true);
	const others = [secret.slice(1), `${secret}0`, ` ${secret}`, secret.toUpperCase(), '', 'x'.repeat(1e6)];
	for (const other of others) expect(isSecret(other, secret)).toBe(false);
});

test.each([undefined, null, 0, true, ['s'], { s: 1 }, Symbol('s')])('%p is no secret', (given) => {
	expect(isSecret(given, 's')).toBe(false);
	expect(isSecret(given, '')).toBe(false);
	expect(isSecret(given, String(given))).toBe(false);
});
