import type { IExecuteFunctions } from 'n8n-workflow';

/**
 * What is known of a creating request. A refused one has no record: it may simply be sent again. `unknown` is recorded
 * from before the request leaves until there is a clear response.
 */
export type LedgerRecord = RequestIdentity & Outcome;

export type Outcome = { outcome: 'unknown' } | CreatedOutcome;

interface CreatedOutcome {
	outcome: 'created';
	id: string;
	reply: string;
	/** Its item came out as an error all the same, such as after a wait in vain. */
	hasFailed?: boolean;
}

export interface RequestIdentity {
	itemIndex: number;
	/** Which of the configurations it was sent with. */
	sentWith: number;
	/** Fingerprint of the request. */
	request: string;
	/** Fingerprint of whom the request is about; only while its outcome is not known. */
	subject?: string;
}

/** How the node was configured when it sent something. */
export interface Configuration {
	/** Fingerprint of the node's parameters, before expressions are evaluated. */
	parameters: string;
	/** Fingerprint of the account and the environment. */
	place: string;
	/** Account and environment, as far as they may be shown. */
	placeName: string;
}

/** What the ledger keeps in the execution's context. n8n stores that context in clear, so replies are sealed. */
export interface LedgerStore {
	configurations: Configuration[];
	records: Record<string, LedgerRecord>;
}

/** Where n8n runs nodes without an execution, in its Agents module, nothing can be remembered. */
export function storeOf(context: IExecuteFunctions): LedgerStore {
	let kept: { ledger?: Partial<LedgerStore> } = {};
	try {
		kept = context.getContext('node') as typeof kept;
	} catch (error) {
		context.logger.debug(`What is created is not recorded: ${(error as Error).message}`);
	}
	// An execution that failed before replies were sealed has bare records: what they name is not sent again either.
	const { records = { ...kept.ledger } as LedgerStore['records'], configurations = [] } = kept.ledger ?? {};
	kept.ledger = { records, configurations };
	return kept.ledger as LedgerStore;
}

/** The place of a configuration in the list, which gets it when it is not there yet. */
export function indexIn(list: Configuration[], wanted: Configuration): number {
	const index = list.findIndex(
		({ parameters, place }) => parameters === wanted.parameters && place === wanted.place,
	);
	return index >= 0 ? index : list.push(wanted) - 1;
}
