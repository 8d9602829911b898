import type { IDataObject, INode, INodeCredentials, INodeParameters } from 'n8n-workflow';

import type { AucoSandbox } from '../../../sandbox/types.mts';
import type { WorkflowInput } from '../../../sandbox/local/types.mts';
import { CHECK } from '../documented.mts';
import { PACKAGE, WorkflowBuilder } from './workflows.mts';

/** What of a workflow differs from creating one row after the other. */
export interface Variant {
	options?: IDataObject;
	/** Settings of the creating node. */
	nodeSettings?: Partial<INode>;
	/** Settings of the workflow. */
	settings?: object;
	/** Address that a node before or behind the creating one asks, which it waits for. */
	before?: string;
	behind?: string;
	/** Rows come in batches of five. */
	inLoop?: boolean;
}

/**
 * A table of people for whom a workflow starts background checks, and what of it exists at the sandbox. Tables of one test
 * file differ by their number.
 */
export class Table {
	readonly rows: string[];

	private readonly auco: AucoSandbox;

	/** @param number from 10 to 99 */
	constructor(auco: AucoSandbox, number: number, rows: number) {
		this.auco = auco;
		this.rows = Array.from({ length: rows }, (_, row) => String(number * 1_000_000 + 1_000 + row));
	}

	/** How often each row was created. */
	get counts(): number[] {
		const created = this.auco.creations.map(({ body }) => body.identification);
		return this.rows.map((row) => created.filter((other) => other === row).length);
	}

	/** Creations in all. */
	get created(): number {
		return this.counts.reduce((sum, count) => sum + count, 0);
	}

	/** A workflow that a webhook starts. n8n stores nothing of the beginning of manual ones. */
	workflow(credentials: INodeCredentials, variant: Variant = {}): WorkflowInput {
		const { options, nodeSettings, settings, before, behind, inLoop } = variant;
		const builder = WorkflowBuilder.forProduction('table');
		if (before) builder.add('Before', ...asking(before)).connect('Start', 'Before');
		builder
			.add('Rows', 'n8n-nodes-base.code', { jsCode: `return ${JSON.stringify(this.items())};` })
			.connect(before ? 'Before' : 'Start', 'Rows');
		if (inLoop) {
			const parameters = { batchSize: 5, options: {} };
			builder
				.add('Loop', 'n8n-nodes-base.splitInBatches', parameters, { typeVersion: 3 })
				.connect('Rows', 'Loop');
		}
		builder
			.add('Generate', `${PACKAGE}.aucoBackground`, creating(options), { credentials, ...nodeSettings })
			.connect(inLoop ? 'Loop' : 'Rows', 'Generate', inLoop ? 1 : 0);
		if (inLoop) builder.connect('Generate', 'Loop');
		if (behind) builder.add('Behind', ...asking(behind)).connect('Generate', 'Behind');
		return builder.build(settings);
	}

	/** The create of this number, from 1, never gets its answer, so that the node hangs in the middle of the table. */
	hangAt(number: number): void {
		const fault = { kind: 'stall', when: 'after' } as const;
		this.auco.fail({ fault, method: 'POST', at: [number], times: 1 });
	}

	items(): Array<{ json: { identification: string } }> {
		return this.rows.map((identification) => ({ json: { identification } }));
	}
}

/** The parameters of Auco Background that create a check for each item, however long the answer takes. */
export function creating(options: IDataObject = {}) {
	return {
		...CHECK,
		identification: '={{ $json.identification }}',
		options: { maxConcurrency: 1, timeout: 600_000, ...options },
	};
}

function asking(url: string): [string, INodeParameters, Partial<INode>] {
	return ['n8n-nodes-base.httpRequest', { url, options: {} }, { typeVersion: 4.2, executeOnce: true }];
}
