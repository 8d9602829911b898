import type { IDataObject, IExecuteFunctions } from 'n8n-workflow';

import type { ItemFields } from '../../../common/action/itemFields';
import { createClient } from '../../../common/http/client';
import { messageOf } from '../../../common/http/errors';
import { mapConcurrently } from '../../../common/util/concurrency';
import type { Seal } from '../../../common/util/seal';
import { InvalidValueError } from '../../../common/values/convert';
import { SEALED_RESUME_URL } from '../../../common/values/urls';
import {
	readResumeUrl,
	resumeThisExecution,
	sealOfAddresses,
} from '../../../common/wait/resumeThisExecution';
import { askReadiness, type Readiness } from '../../../common/wait/readiness';
import { isProductionWebhook } from '../../../common/wait/resumeUrl';
import { auco } from '../../api/provider';
import { readWebhooks } from '../../api/webhooks';

/** The part of a creating request that makes its result resume this execution. */
interface Resumable {
	custom?: IDataObject;
	targetWebhooks?: string[];
}

/** A webhook at Auco that leads to this n8n. */
interface OwnWebhook {
	id: string;
	readiness: Readiness;
}

/** What is found out once per run. */
interface Preparation {
	seal: Seal;
	own: OwnWebhook[];
}

/** Triggers that are asked at the same time. */
const AT_ONCE = 5;

const preparations = new WeakMap<IExecuteFunctions, Promise<Preparation>>();

/**
 * With the option 'Resume This Execution', adds the sealed resume URL to `custom`, and the webhook of this n8n to
 * `targetWebhooks`. Without one whose trigger resumes executions nothing would ever resume this one: that is an issue.
 */
export function makeResumable(fields: ItemFields, body: Resumable): void {
	const resumeUrl = readResumeUrl(fields);
	if (resumeUrl === undefined) return;
	if (body.custom && SEALED_RESUME_URL in body.custom) {
		fields.addIssue(
			'custom',
			`must not contain the key ${SEALED_RESUME_URL} when 'Resume This Execution' is on`,
		);
	}
	fields.checkLater(resumeThisExecution.name, async () => {
		const { seal, own } = await preparationOf(fields.context, resumeUrl);
		body.targetWebhooks = targetsWith(own, body.targetWebhooks ?? []);
		body.custom = { ...body.custom, [SEALED_RESUME_URL]: seal.close(resumeUrl) };
	});
}

async function preparationOf(context: IExecuteFunctions, resumeUrl: string): Promise<Preparation> {
	const known = preparations.get(context);
	if (known) return await known;
	const preparation = prepare(context, resumeUrl);
	preparations.set(context, preparation);
	return await preparation;
}

async function prepare(context: IExecuteFunctions, resumeUrl: string): Promise<Preparation> {
	const seal = await sealOfAddresses(context, auco);
	const read = await readWebhooks(createClient(context, auco)).then(
		(webhooks) => ({ webhooks }),
		(error: unknown) => ({ reason: messageOf(auco, error) }),
	);
	if ('reason' in read) {
		throw new InvalidValueError(
			`cannot be used now, because the webhooks of your company at Auco could not be read: ${read.reason}`,
		);
	}
	const own = read.webhooks.filter(({ url }) => isProductionWebhook(resumeUrl, url));
	const ask = async (index: number): Promise<OwnWebhook> => {
		const { id, url } = own[index];
		return { id, readiness: await askReadiness(context, url!, seal.close(resumeUrl)) };
	};
	return { seal, own: await mapConcurrently(own.length, AT_ONCE, ask) };
}

/** The webhooks to name: those that the person has chosen, and one of this n8n that resumes executions. */
function targetsWith(own: readonly OwnWebhook[], chosen: readonly string[]): string[] {
	const isChosen = ({ id }: OwnWebhook): boolean => chosen.includes(id);
	const isSwitchedOff = ({ readiness }: OwnWebhook): boolean => readiness === 'switchedOff';
	const ready = own.filter(({ readiness }) => readiness === 'ready');
	const unknown = own.filter(({ readiness }) => readiness === 'unknown');
	if ([...ready, ...unknown].some(isChosen)) return [...chosen];
	const [first, ...others] = ready.length > 0 ? ready : unknown;
	if (others.length > 0) {
		const ids = [first, ...others].map(({ id }) => id).join(', ');
		throw new InvalidValueError(
			`needs 'Target Webhook Names or IDs', because several webhooks at Auco lead to this n8n (${ids}): choose that of the Auco Trigger with 'Resume Waiting Executions'`,
		);
	}
	if (first) return [...chosen, first.id];
	const webhook = own.find(isChosen) ?? own.find(isSwitchedOff) ?? own[0];
	throw new InvalidValueError(`cannot be used, because ${reasonOf(webhook)}`);
}

/** Why nothing would resume the execution, and what to do. */
function reasonOf(webhook?: OwnWebhook): string {
	if (webhook === undefined) {
		return "no webhook at Auco leads to this n8n: publish a workflow with an Auco Trigger, with 'Registration' set to Automatic and its option 'Resume Waiting Executions' on";
	}
	const { id, readiness } = webhook;
	const reasons: Partial<Record<Readiness, string>> = {
		switchedOff: `the Auco Trigger of the webhook '${id}' has its option 'Resume Waiting Executions' off: turn it on, and publish that workflow again`,
		otherKeys: `the Auco Trigger of the webhook '${id}' has other keys of Auco than this node: select the same credential in both, and publish that workflow again`,
		otherAddress: `the process of n8n that receives the webhook '${id}' has another public address than this one: set the same WEBHOOK_URL for all of them`,
		unpublished: `no workflow is published at the URL of the webhook '${id}' at Auco: publish that of its Auco Trigger, or remove the webhook`,
	};
	return reasons[readiness]!;
}
