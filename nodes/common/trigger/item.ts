import type { IDataObject } from 'n8n-workflow';

import type { TriggerDefinition, WebhookEvent } from './contract';

/** What is known about an event that starts the workflow. */
interface AcceptedEvent {
	event: WebhookEvent;
	eventId: string;
	/** The body, without secrets. */
	payload: IDataObject;
	/** The confirmed object, without secrets; undefined when the event is not confirmed. */
	object?: IDataObject;
}

/** The item that the workflow starts with. When confirmed, everything but the payload comes from the API. */
export function itemOf(
	{ fields }: TriggerDefinition,
	{ event, eventId, payload, object }: AcceptedEvent,
	simplify: boolean,
): IDataObject {
	const { confirmation } = event;
	const isConfirmed = object !== undefined && confirmation !== undefined;
	const head: IDataObject = {
		eventId,
		event: event.event,
		[fields.id]: event.id ?? null,
		status: (isConfirmed ? object.status : event.status) ?? null,
		finished: (isConfirmed ? confirmation.isFinished(object) : event.finished) ?? null,
		confirmed: isConfirmed,
		receivedAt: new Date().toISOString(),
	};
	if (simplify) return isConfirmed ? { ...head, ...confirmation.summary(object) } : head;
	return {
		...head,
		[fields.object]: null,
		...(isConfirmed && { [confirmation.field]: object }),
		payload,
	};
}
