import type { IWebhookFunctions } from 'n8n-workflow';
import { sleep } from 'n8n-workflow';

const A_MINUTE = 60_000;
/** Reasons in one line. */
const MOST_REASONS = 10;

/** Logs why deliveries were not accepted: the first one at once, the following ones as one line a minute. */
export class Refusals {
	private readonly counts = new Map<string, number>();

	private nextLine = 0;

	note(context: IWebhookFunctions, reason: string): void {
		const isFirst = this.counts.size === 0;
		const known = this.counts.has(reason) || this.counts.size < MOST_REASONS ? reason : 'another reason';
		this.counts.set(known, (this.counts.get(known) ?? 0) + 1);
		if (Date.now() >= this.nextLine) this.write(context);
		else if (isFirst) void this.writeLater(context);
	}

	private async writeLater(context: IWebhookFunctions): Promise<void> {
		await sleep(this.nextLine - Date.now());
		if (Date.now() >= this.nextLine) this.write(context);
	}

	private write(context: IWebhookFunctions): void {
		if (this.counts.size === 0) return;
		const reasons = [...this.counts].map(([reason, count]) => `${count} × ${reason}`);
		this.counts.clear();
		this.nextLine = Date.now() + A_MINUTE;
		context.logger.warn(`'${context.getNode().name}' did not accept deliveries: ${reasons.join(', ')}`);
	}
}
