import type { ProcessStatus } from './outcomes.mts';

/** An AucoFace process. */
export interface Process {
	code: string;
	/** The body that created it. */
	input: Record<string, unknown>;
	status: ProcessStatus;
	createdAt: Date;
	/** When the person's attempt was; undefined before it. */
	attemptedAt?: Date;
	/** What tests have put over it. */
	patch: Record<string, unknown>;
}
