import { MAGIC } from './outcomes.mts';
import type { Process } from './types.mts';

/**
 * The conversation of a process, oldest message first (docs/providers/auco.md#whatsapp-history). The texts are the
 * sandbox's own.
 */
export function conversationOf({ input, createdAt, attemptedAt }: Process): object[] {
	const phone = String(input.phone);
	const from = (entity: 'auco' | 'signer', message: string, date: number, actions: object[]): object => ({
		entity,
		phone,
		message,
		date,
		actions,
	});
	const start = createdAt.getTime();
	const invitation = `${String(input.name)}, please validate your identity.`;
	if (input.identification === MAGIC.notOnWhatsapp) {
		const errors = ['WHATSAPP_NUMBER_NOT_REGISTERED'];
		return [from('auco', invitation, start, [{ action: 'failed', timestamp: start, errors }])];
	}
	const messages = [from('auco', invitation, start, actionsFrom(start))];
	if (attemptedAt) {
		const end = attemptedAt.getTime();
		messages.push(from('signer', 'Start', end, []));
		messages.push(from('auco', 'Thank you, we have received your images.', end, actionsFrom(end)));
	}
	return messages;
}

function actionsFrom(timestamp: number): object[] {
	return ['sent', 'delivered', 'read'].map((action) => ({ action, timestamp }));
}
