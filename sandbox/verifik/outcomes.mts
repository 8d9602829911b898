import type { Fields } from './types.mts';
import type { Validation } from './validations.mts';

/** How a validation ends by itself. */
export type Outcome = 'validated' | 'failed' | 'livenessFailed' | 'expired' | 'never';

/** Identifiers that choose another end than `validated`. */
const MAGIC_IDENTIFIERS: Readonly<Record<string, Outcome>> = {
	'failed@example.com': 'failed',
	'liveness-failed@example.com': 'livenessFailed',
	'expired@example.com': 'expired',
	'never@example.com': 'never',
};

/** How this validation ends by itself. */
export function outcomeOf({ identifier }: Fields): Outcome {
	return MAGIC_IDENTIFIERS[String(identifier)] ?? 'validated';
}

/** Whether nothing more happens by itself. */
export function isFinished({ fields, patch }: Validation): boolean {
	const status = String({ ...fields, ...patch }.status);
	return ['validated', 'completed', 'failed', 'expired'].includes(status);
}

/**
 * The person has finished. The result has the form of the documented samples
 * (docs/providers/verifik.md#read-a-validation).
 */
export function finish(validation: Validation, outcome: 'validated' | 'failed' | 'livenessFailed'): void {
	const isLive = outcome !== 'livenessFailed';
	const livenessScore = isLive ? 0.85 : 0.45;
	const persons = outcome === 'validated' ? [{ id: 'person_123456789', name: 'John Doe', score: 0.92 }] : [];
	change(validation, outcome === 'validated' ? 'validated' : 'failed', 'completed', {
		livenessScore,
		response: { liveness: { score: livenessScore, status: isLive ? 'passed' : 'failed' }, persons },
	});
}

/** The session has expired before the person came. */
export function expire(validation: Validation): void {
	change(validation, 'expired', 'expired');
}

/** The link was sent to the person. */
export function markSent(validation: Validation): void {
	change(validation, 'sent', 'active');
}

function change(validation: Validation, status: string, session: string, result: Fields = {}): void {
	const updatedAt = new Date().toISOString();
	Object.assign(validation.fields, { status, ...result, updatedAt });
	Object.assign(validation.session, { status: session, updatedAt });
	// A status that a test has set before is outdated now.
	delete validation.patch.status;
}
