import { createHmac, randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

import type { ProviderResponse } from '../server/types.mts';
import type { RecordedRequest } from '../types.mts';
import type { FileName } from './environment.mts';

const TYPES: Record<FileName, string> = {
	'card.jpg': 'image/jpeg',
	'photo.png': 'image/png',
	'report.pdf': 'application/pdf',
};

const CONTENTS = new Map(
	Object.keys(TYPES).map((name) => [name, readFileSync(join(import.meta.dirname, 'files', name))]),
);

/** A file store like S3, with signed addresses that expire. */
export class FileStore {
	private readonly key = randomBytes(32);

	/**
	 * @param origin the server's address
	 * @param milliseconds real time for which the address is valid
	 */
	sign(origin: string, name: FileName, milliseconds: number): string {
		const expires = String(Date.now() + Math.ceil(milliseconds));
		return `${origin}/files/${name}?Expires=${expires}&Signature=${this.signature(name, expires)}`;
	}

	/** Serves a file; undefined when the address is not one of a file. */
	answer({ path, query, headers }: RecordedRequest): ProviderResponse | undefined {
		const name = path.replace(/^\/files\//, '') as FileName;
		if (!path.startsWith('/files/') || !(name in TYPES)) return undefined;
		// Like S3, which rejects an `Authorization` header beside the signature.
		if ('authorization' in headers) return s3Error(400, 'InvalidArgument', 'Only one auth mechanism allowed');
		const parameters = new URLSearchParams(query);
		const expires = parameters.get('Expires') ?? '';
		if (parameters.get('Signature') !== this.signature(name, expires)) {
			return s3Error(403, 'SignatureDoesNotMatch', 'The signature does not match');
		}
		if (Number(expires) < Date.now()) return s3Error(403, 'AccessDenied', 'Request has expired');
		return { status: 200, headers: { 'content-type': TYPES[name] }, body: CONTENTS.get(name) };
	}

	private signature(name: string, expires: string): string {
		return createHmac('sha256', this.key).update(`${name}\n${expires}`).digest('hex');
	}
}

function s3Error(status: number, code: string, message: string): ProviderResponse {
	return {
		status,
		headers: { 'content-type': 'application/xml' },
		body: `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`,
	};
}
