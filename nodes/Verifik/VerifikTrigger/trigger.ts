import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';

import type { TriggerDefinition } from '../../common/trigger/contract';
import { isNotOfAccount } from '../api/errors';
import { verifik } from '../api/provider';
import { events, parseDelivery } from './events';
import { registrar, SECRET } from './registration';

/** Verifik's part of the trigger: it cannot send custom headers, so the secret is part of the URL. */
export const verifikTrigger: TriggerDefinition = {
	provider: verifik,
	events,
	fields: { id: 'id', object: 'validation' },

	secretHint:
		"enter a 'Webhook Secret' in the Verifik credential, append it as ?secret=... to the URL at Verifik, then publish the workflow again",
	urlIsSecret: true,
	secretFromRequest: (context: IWebhookFunctions) => (context.getQueryData() as IDataObject)[SECRET],

	parseDelivery,
	isMissing: isNotOfAccount,

	registrar,
};
