import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';

import type { TriggerDefinition } from '../../common/trigger/contract';
import { isNotFound } from '../api/errors';
import { verifik } from '../api/provider';
import { events, parseDelivery } from './events';
import { registrar, SECRET } from './registration';

/** What is particular about Verifik's deliveries: no headers of one's own, so the secret is part of the address. */
export const verifikTrigger: TriggerDefinition = {
	provider: verifik,
	events,
	fields: { id: 'id', object: 'validation' },

	secretHint:
		"enter a 'Webhook Secret' in the Verifik credential and the same at the end of the address at Verifik, as ?secret=..., then publish the workflow again",
	urlIsSecret: true,
	secretFromRequest: (context: IWebhookFunctions) => (context.getQueryData() as IDataObject)[SECRET],

	parseDelivery,
	isMissing: isNotFound,

	registrar,
};
