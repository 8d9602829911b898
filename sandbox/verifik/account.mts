import type { Fields, Shape } from './types.mts';
import type { Validations } from './validations.mts';

/** What the operations work on. */
export interface Account {
	shape: Shape;
	projects: Fields[];
	/** Flows without their `webhook`, which is known from the webhooks. */
	projectFlows: Fields[];
	webhooks: Fields[];
	readonly validations: Validations;
	/** Called for every validation that a request has made. */
	began(id: string): void;
}
