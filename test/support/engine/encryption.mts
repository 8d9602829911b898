import { createRequire } from 'node:module';

import type { Container as ContainerType } from '@n8n/di';
import { Cipher, EncryptionKeyProxy, type KeyInfo } from 'n8n-core';

// n8n-core may bring a copy of its own; only that one knows its services.
const { Container } = createRequire(require.resolve('n8n-core'))('@n8n/di') as {
	Container: typeof ContainerType;
};

const { Logger } = createRequire(require.resolve('n8n-core'))('@n8n/backend-common') as {
	Logger: new () => Record<'info' | 'warn', (text: string) => void>;
};

/**
 * Gives n8n-core the key that credentials are encrypted with. A server takes it from its database; here it is the
 * instance's own key, the form every n8n had before keys could be changed.
 */
export function provideEncryptionKey(): void {
	// n8n 2.0 knows that key only, and reads it itself.
	if (!EncryptionKeyProxy) return;
	const key: KeyInfo = {
		id: 'instance',
		value: Container.get(Cipher).encryptDEKWithInstanceKey(process.env.N8N_ENCRYPTION_KEY!),
		algorithm: 'aes-256-cbc',
		format: 'no-prefix',
	};
	Container.get(EncryptionKeyProxy).setProvider({
		getActiveKey: async () => key,
		getKeyById: async () => key,
		getLegacyKey: async () => key,
	});
}

/** The log that nodes write to. */
export function engineLogger(): Record<'info' | 'warn', (text: string) => void> {
	return Container.get(Logger);
}
