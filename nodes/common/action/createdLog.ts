import type { IExecuteFunctions } from 'n8n-workflow';

import { itemLabel } from '../http/errors';
import type { Provider } from '../http/provider';
import { createdLabel } from './errors';
import type { CreatedRecord, Ledger } from './ledger';

const CODES_IN_A_LINE = 100;

/**
 * Writes into n8n's log what a run creates, because n8n loses that of executions that are killed or stopped
 * (docs/n8n-engine.md#killed-and-stopped-executions-lose-the-context).
 */
export class CreatedLog {
	private readonly context: IExecuteFunctions;

	private readonly provider: string;

	private readonly created: CreatedRecord[] = [];

	constructor(context: IExecuteFunctions, { name }: Pick<Provider, 'name'>) {
		this.context = context;
		this.provider = name;
	}

	/** Every hundredth one writes a line with the last hundred. */
	add(record: CreatedRecord): void {
		this.created.push(record);
		if (this.created.length < CODES_IN_A_LINE) return;
		const codes = this.created.splice(0).map(createdLabel).join(', ');
		this.context.logger.info(`${this.where('is at work')}. Created at ${this.provider}: ${codes}.`);
	}

	/** Writes a line with all that a stopped run has created. */
	stopped(ledger: Ledger): void {
		const created = ledger.created().map(createdLabel);
		const unknown = ledger.unknown().map(itemLabel);
		if (created.length + unknown.length === 0) return;
		this.context.logger.warn(
			`${this.where('was stopped')}. Created at ${this.provider}: ${created.join(', ') || 'nothing'}. ` +
				`Not known: ${unknown.join(', ') || 'none'}.`,
		);
	}

	private where(what: string): string {
		return `Execution ${this.context.getExecutionId()} ${what} in node '${this.context.getNode().name}'`;
	}
}
