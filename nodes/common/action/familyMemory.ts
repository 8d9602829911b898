import { createHash } from 'node:crypto';

import type { IExecuteFunctions } from 'n8n-workflow';

import { ExpiringMap } from '../util/expiringMap';
import type { Configuration, Outcome } from './ledgerStore';

/** What is certain of a request of another execution, and how the node was configured there. */
interface Remembered {
	outcome: Outcome;
	sentWith: Configuration;
}

const A_DAY = 24 * 60 * 60 * 1_000;
const MOST_REQUESTS = 5_000;

const all = new ExpiringMap<Remembered>(MOST_REQUESTS, A_DAY);

/**
 * What this process knows of the creating requests that a node has made in executions of one family. n8n gives each call of
 * a sub-workflow, and each retry of the same execution, a context of its own
 * (docs/n8n-engine.md#sub-workflows-have-their-own-context). It is lost with the process.
 */
export class FamilyMemory {
	private readonly prefix: string;

	constructor(context: IExecuteFunctions, family: string) {
		this.prefix = `${family} ${context.getWorkflow().id} ${context.getNode().id}`;
	}

	/**
	 * The key of a request here. Not the fingerprint of the ledger, which is another one with another credential.
	 *
	 * @param key of the request in the ledger
	 * @param request as text
	 */
	keyOf(key: string, request: string): string {
		return createHash('sha256').update(`${this.prefix} ${key} ${request}`).digest('base64url');
	}

	recall(key: string): Remembered | undefined {
		return all.get(key);
	}

	/** Undefined forgets it. */
	remember(key: string, remembered: Remembered | undefined): void {
		if (remembered) all.set(key, remembered);
		else all.delete(key);
	}
}
