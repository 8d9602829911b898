import { createHash, randomBytes, timingSafeEqual } from 'node:crypto';

/** 32 random bytes as 64 hexadecimal digits. */
export function newSecret(): string {
	return randomBytes(32).toString('hex');
}

/** Characters. Shorter ones could be guessed. */
export const SHORTEST_SECRET = 16;

/** Compares in constant time. The hashes have equal length, so not even the secret's length can be measured. */
export function isSecret(given: unknown, secret: string): boolean {
	return typeof given === 'string' && timingSafeEqual(sha256(given), sha256(secret));
}

function sha256(text: string): Buffer {
	return createHash('sha256').update(text).digest();
}
