import type { NodeApiError } from 'n8n-workflow';

import { resumeExecution } from '../../common/wait/resumeUrl';
import type { Trigger } from '../../common/trigger/contract';
import { keyFor } from '../api/credential';
import { resumeUrlIn } from '../api/processes';
import { auco } from '../api/provider';
import { events, report } from './events';
import { OWN_HEADER, registrar } from './registration';

/** Statuses with which Auco says that there is no such process: 400 is documented, 200 holds nothing but words. */
const MISSING = ['200', '400', '404'];

/** What is particular about Auco's deliveries: one header with a secret, an API that knows the processes. */
export const aucoTrigger: Trigger = {
	provider: auco,
	events,
	fields: { id: 'code', object: 'process' },

	manualProof({ webhookHeaderName, webhookSecret }) {
		const header = String(webhookHeaderName ?? '').trim();
		const secret = String(webhookSecret ?? '');
		return header === '' || secret === '' ? {} : { header, secret };
	},
	secretAdvice:
		"enter 'Webhook Header Name' and 'Webhook Secret' in the Auco credential and the same header at Auco's webhook, then publish the workflow again",
	isAddressProof: false,
	ownHeader: OWN_HEADER,
	givenSecret: (context, { header = '' }) => context.getHeaderData()[header.toLowerCase()],

	report,
	handOn: {
		isWanted: ({ resumeWaitingExecutions }) => resumeWaitingExecutions === true,
		async run(context, process) {
			const outcome = await resumeExecution(context, resumeUrlIn(process), { code: process.code });
			return outcome !== 'unreachable';
		},
	},
	isMissing: ({ httpCode }: NodeApiError) => MISSING.includes(httpCode ?? ''),

	accountOf: (credential) => keyFor('GET', credential),
	registrar,
};
