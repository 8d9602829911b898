import { resumeExecution } from '../../common/wait/resumeUrl';
import type { TriggerDefinition } from '../../common/trigger/contract';
import { resumeUrlOf } from '../api/processes';
import { auco } from '../api/provider';
import { events, parseDelivery } from './events';
import { GENERATED_HEADER, registrar } from './registration';

/** Statuses with which Auco says that there is no such process: 400 is documented, 200 contains only a message. */
const MISSING = [200, 400, 404];

/** Auco's part of the trigger: the secret is in a header, and the API knows the processes. */
export const aucoTrigger: TriggerDefinition = {
	provider: auco,
	events,
	fields: { id: 'code', object: 'process' },

	secretHint:
		"enter 'Webhook Header Name' and 'Webhook Secret' in the Auco credential, set the same header on the webhook at Auco, then publish the workflow again",
	urlIsSecret: false,
	generatedSecretHeader: GENERATED_HEADER,
	secretFromRequest: (context, { header = '' }) => context.getHeaderData()[header.toLowerCase()],

	parseDelivery,
	confirmedObjectHandler: {
		isWanted: ({ resumeWaitingExecutions }) => resumeWaitingExecutions === true,
		async run(context, process) {
			const outcome = await resumeExecution(context, resumeUrlOf(process), { code: process.code });
			return outcome !== 'unreachable';
		},
	},
	isMissing: ({ status = 0 }) => MISSING.includes(status),

	registrar,
};
