import {
	createCipheriv,
	createDecipheriv,
	createHmac,
	createSecretKey,
	hkdfSync,
	randomBytes,
	type KeyObject,
} from 'node:crypto';

const CIPHER = 'aes-256-gcm';
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
/** So many characters of a fingerprint are kept: 132 bits. */
const FINGERPRINT_CHARACTERS = 22;

/** Keeps texts unreadable where others can see them: for whoever has the secret only (AES-256-GCM). */
export class Seal {
	/** As an object, which Node takes in a fraction of the time that it needs for bytes. */
	private readonly key: KeyObject;

	/**
	 * @param secret of the credential, e.g. the private key
	 * @param purpose separates what is sealed for one use from what is sealed for another
	 */
	constructor(secret: string, purpose: string) {
		const info = `n8n-nodes-auco-verifik ${purpose}`;
		this.key = createSecretKey(Buffer.from(hkdfSync('sha256', secret, '', info, KEY_BYTES)));
	}

	/** The text as base64url: nonce, tag and cipher text. Different each time. */
	close(text: string): string {
		const nonce = randomBytes(NONCE_BYTES);
		const cipher = createCipheriv(CIPHER, this.key, nonce);
		const sealed = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
		return Buffer.concat([nonce, cipher.getAuthTag(), sealed]).toString('base64url');
	}

	/** The text again; undefined for what was sealed with another secret, or changed, or is not sealed at all. */
	open(sealed: unknown): string | undefined {
		if (typeof sealed !== 'string') return undefined;
		const bytes = Buffer.from(sealed, 'base64url');
		const nonce = bytes.subarray(0, NONCE_BYTES);
		const tag = bytes.subarray(NONCE_BYTES, NONCE_BYTES + TAG_BYTES);
		if (tag.length < TAG_BYTES) return undefined;
		try {
			const decipher = createDecipheriv(CIPHER, this.key, nonce, { authTagLength: TAG_BYTES }).setAuthTag(
				tag,
			);
			const text = decipher.update(bytes.subarray(NONCE_BYTES + TAG_BYTES));
			return Buffer.concat([text, decipher.final()]).toString('utf8');
		} catch {
			return undefined;
		}
	}

	/** Equal for equal texts, and of no use to anybody who wants to guess the text without the secret. */
	fingerprint(text: string): string {
		return createHmac('sha256', this.key).update(text).digest('base64url').slice(0, FINGERPRINT_CHARACTERS);
	}
}
