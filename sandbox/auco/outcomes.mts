/**
 * Identification numbers that choose an outcome; all others succeed. ../README.md lists them for people. They are
 * higher than any number that Colombia has issued.
 */
export const MAGIC = {
	blocked: '9000000901',
	invalidated: '9000000902',
	validatedAfterBlocked: '9000000903',
	expired: '9000000904',
	neverEnds: '9000000905',
	notOnWhatsapp: '9000000906',
	withFindings: '9000000911',
	failedSources: '9000000912',
	neverReady: '9000000913',
	fakeDocument: '9000000921',
} as const;

/** Emails of signers that choose an outcome; all others sign. */
export const MAGIC_SIGNERS = {
	rejects: 'rejects@example.com',
	blocked: 'blocked@example.com',
	never: 'never@example.com',
	/** Nobody signs in time. */
	expires: 'expires@example.com',
} as const;

export type ProcessStatus = 'INPROGRESS' | 'APPROVED' | 'BLOCKED' | 'VALIDATED' | 'INVALIDATED' | 'EXPIRED';

/** The statuses that a process goes through, one a minute. */
export function statusSequence(identification: string): ProcessStatus[] {
	switch (identification) {
		case MAGIC.blocked:
			return ['BLOCKED'];
		case MAGIC.invalidated:
			return ['INVALIDATED'];
		case MAGIC.validatedAfterBlocked:
			return ['BLOCKED', 'VALIDATED'];
		case MAGIC.expired:
			return ['EXPIRED'];
		case MAGIC.neverEnds:
		case MAGIC.notOnWhatsapp:
			return [];
		default:
			return ['APPROVED'];
	}
}
