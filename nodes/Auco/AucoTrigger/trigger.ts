import type { IDataObject, IWebhookFunctions } from 'n8n-workflow';

import type { Seal } from '../../common/util/seal';
import { answerReadiness } from '../../common/wait/readiness';
import { resumeExecution } from '../../common/wait/resumeUrl';
import { addressSeal } from '../../common/wait/resumeThisExecution';
import type { TriggerDefinition } from '../../common/trigger/contract';
import { cachedCredential } from '../../common/trigger/credentialCache';
import { isNotFound } from '../api/errors';
import { hasSealedResumeUrl, resumeUrlOf } from '../api/processes';
import { auco } from '../api/provider';
import { events, isAboutProcess, parseDelivery } from './events';
import { GENERATED_HEADER, registrar } from './registration';

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
	answerQuestion: async (context, options) =>
		await answerReadiness(context, resumes(options), async () => await sealFor(context)),
	confirmedObjectHandler: {
		isWanted: (options, event) => resumes(options) && isAboutProcess(event),
		run: resumeWaiting,
	},
	isMissing: isNotFound,

	registrar,
};

/** Whether the option is on with which it resumes waiting executions. */
function resumes({ resumeWaitingExecutions }: IDataObject): boolean {
	return resumeWaitingExecutions === true;
}

async function sealFor(context: IWebhookFunctions): Promise<Seal> {
	return addressSeal((await cachedCredential(context, auco)).sealingSecret);
}

/** Resumes the execution that waits for the process. Never rejects: the event that starts the workflow would be lost. */
async function resumeWaiting(context: IWebhookFunctions, process: IDataObject): Promise<boolean> {
	try {
		const resumeUrl = resumeUrlOf(process, await sealFor(context));
		if (resumeUrl === undefined && hasSealedResumeUrl(process)) {
			const code = String(process.code);
			context.logger.warn(`Process ${code} was created with other keys of Auco, so nothing is resumed by it`);
		}
		const outcome = await resumeExecution(context, resumeUrl, { code: process.code });
		return outcome !== 'worthAnotherTry';
	} catch (error) {
		context.logger.warn(`A waiting execution could not be resumed: ${(error as Error).message}`);
		return false;
	}
}
