import { createRequire } from 'node:module';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Container as ContainerType } from '@n8n/di';
import { BinaryDataConfig, BinaryDataService, FileLocation } from 'n8n-core';
import type { IBinaryData } from 'n8n-workflow';

// n8n-core may bring a copy of its own; only that one knows its services.
const { Container } = createRequire(require.resolve('n8n-core'))('@n8n/di') as {
	Container: typeof ContainerType;
};

/** Has n8n-core keep the files of items on disk, as a server does, instead of in the items. */
export async function keepFilesOnDisk(): Promise<void> {
	Container.get(BinaryDataConfig).localStoragePath = mkdtempSync(join(tmpdir(), 'binary-data-'));
	await Container.get(BinaryDataService).init();
}

/** A file of an item, whose bytes are on disk. */
export async function storedFile(bytes: Buffer, mimeType: string): Promise<IBinaryData> {
	const location = FileLocation.ofExecution('1', '42');
	return await Container.get(BinaryDataService).store(location, bytes, { data: '', mimeType });
}
