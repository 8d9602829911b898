import type { IDataObject, IWebhookFunctions, NodeApiError } from 'n8n-workflow';

import type { Trigger } from '../../common/trigger/contract';
import { tokenOf } from '../api/credential';
import { verifik } from '../api/provider';
import { events, report } from './events';
import { registrar, SECRET } from './registration';

/** Statuses with which Verifik says that there is no such validation; 204 is one without content (verifik.md 2.2). */
const MISSING = ['204', '400', '404'];

/** 403 also stands for a bad token and missing credits (verifik.md 1.5); these are the words for somebody else's. */
const FOREIGN = /access[_ ]denied/i;

/** What is particular about Verifik's deliveries: no headers of one's own, so the secret is part of the address. */
export const verifikTrigger: Trigger = {
	provider: verifik,
	events,
	fields: { id: 'id', object: 'validation' },

	manualProof({ webhookSecret }) {
		const secret = String(webhookSecret ?? '');
		return secret === '' ? {} : { secret };
	},
	secretAdvice:
		"enter a 'Webhook Secret' in the Verifik credential and the same at the end of the address at Verifik, as ?secret=..., then publish the workflow again",
	isAddressProof: true,
	givenSecret: (context: IWebhookFunctions) => (context.getQueryData() as IDataObject)[SECRET],

	report,
	isMissing: ({ httpCode, message }: NodeApiError) =>
		MISSING.includes(httpCode ?? '') || (httpCode === '403' && FOREIGN.test(message)),

	accountOf: tokenOf,
	registrar,
};
