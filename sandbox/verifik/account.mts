import type { Fields, Shape } from './types.mts';
import type { Records } from './records.mts';
import type { Validations } from './validations.mts';

/** The account that the operations read and change. */
export interface Account {
	shape: Shape;
	/** What `GET /v2/clients/me` says. */
	client: Fields;
	projects: Fields[];
	/** Flows without `webhook`, which is derived from the webhooks. */
	projectFlows: Fields[];
	webhooks: Fields[];
	readonly validations: Validations;
	readonly records: Records;
	/** Most records of a page of validations; undefined for no limit. */
	largestPage?: number;
	/** Called after each page of the validations' list. */
	onPageRead(): void;
	/** Called for every validation that a request has created. */
	onCreated(id: string): void;
}
