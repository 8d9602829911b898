import type { ProcessStatus } from './outcomes.mts';

/** An AucoFace process. */
export interface Process {
	code: string;
	/** The body that created it. */
	input: Record<string, unknown>;
	status: ProcessStatus;
	/** The status before, which reads show until then, in milliseconds since the epoch. */
	before?: { status: ProcessStatus; until: number };
	createdAt: Date;
	/** When the person tried; undefined before. */
	attemptedAt?: Date;
	/** Fields that a test has set over those of the process. */
	patch: Record<string, unknown>;
}
